"""A real server on this machine that receives webhooks, and answers as a test wants it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Got:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """`answers`: status for each request in turn, the last for all that follow. `waits`: seconds before the answer; `drips`: byte by byte."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    answers: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    text: bytes = b"thanks"
    waits: float = 0
    drips: float = 0

    def status(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            receiver.got.append(Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(receiver.waits)
            try:
                self._answer()
            except OSError:  # whoever asked has gone
                return

        def _answer(self) -> None:
            self.send_response(receiver.status())
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(receiver.text)))
            self.end_headers()
            step = 1 if receiver.drips else len(receiver.text) or 1
            for at in range(0, len(receiver.text), step):
                self.wfile.write(receiver.text[at : at + step])
                self.wfile.flush()
                time.sleep(receiver.drips)

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
