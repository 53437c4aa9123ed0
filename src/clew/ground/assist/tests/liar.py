"""A language model's server on this machine that says whatever a test wants, however wrong."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Says = Callable[["Liar", dict[str, Any]], None]


class Liar:
    """`asked`: the bodies it was sent; `headers`: of the last request. `says` writes the answer with `answer` or `raw`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []
        self.says: Says = lambda liar, request: liar.answer({"sentences": []})
        self.hung_up = threading.Event()
        self.talk: BaseHTTPRequestHandler | None = None
        self.address = ""

    def answer(self, content: Any, **more: Any) -> None:
        """As a chat completion; text as it is, everything else as JSON."""
        words = content if isinstance(content, str) else json.dumps(content)
        message = {"role": "assistant", "content": words, **more}
        usage = {"prompt_tokens": 7, "completion_tokens": 3}
        self.raw(json.dumps({"choices": [{"index": 0, "message": message}], "usage": usage}).encode())

    def raw(self, body: bytes, status: int = 200, **headers: str) -> None:
        assert self.talk is not None
        self.talk.send_response(status)
        for name, value in headers.items():
            self.talk.send_header(name.replace("_", "-"), value)
        self.talk.send_header("Content-Length", str(len(body)))
        self.talk.end_headers()
        self.talk.wfile.write(body)


@contextmanager
def lying() -> Iterator[Liar]:
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            liar.talk, liar.headers = self, dict(self.headers)
            liar.paths.append(self.path)
            liar.bodies.append(body)
            liar.asked.append(json.loads(body))
            try:
                liar.says(liar, liar.asked[-1])
            except OSError:
                liar.hung_up.set()

        def log_message(self, format: str, *args: Any) -> None:
            """Tests do not talk."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    liar.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield liar
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
