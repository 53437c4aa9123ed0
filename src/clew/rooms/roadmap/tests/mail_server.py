"""A small IMAP4 server (RFC 3501) with one mailbox, over TLS by a certificate of its own; it can drop, lie and fall silent."""

import asyncio
import re
import ssl
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "feedback@example.org", 'a "long" \\ one'
WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass
class Mail:
    raw: bytes
    arrived: date = field(default_factory=lambda: datetime.now(UTC).date())
    seen: bool = False
    size: int = 0


@dataclass
class MailServer:
    """`trouble`: of what the mailbox suffers; `said`: the lines of whoever came; `number_last`: a mail's number stands after what is told of it."""

    mails: list[Mail] = field(default_factory=list)
    folder: str = "INBOX"
    password: str = PASSWORD
    trouble: str = ""
    port: int = 0
    said: list[bytes] = field(default_factory=list)
    number_last: bool = False


def certificate(folder: Path) -> Path:
    """For 127.0.0.1, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Clew's test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def serving(server: MailServer, pem: Path, *, starttls: bool = False) -> Iterator[MailServer]:
    """On a free port of this machine, in a thread of its own."""
    sealed = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    sealed.load_cert_chain(pem)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await _Talk(server, reader, writer, sealed if starttls else None).hold()
        writer.close()

    async def begun() -> asyncio.Server:
        return await asyncio.start_server(met, "127.0.0.1", 0, ssl=None if starttls else sealed)

    async def over() -> None:
        listening.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    listening = asyncio.run_coroutine_threadsafe(begun(), loop).result(10)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(over(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Talk:
    """With one client; `sealed`: TLS is to be begun by STARTTLS."""

    def __init__(self, server: MailServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sealed: ssl.SSLContext | None) -> None:  # fmt: skip
        self.server, self.reader, self.writer, self.sealed = server, reader, writer, sealed
        self.is_in = self.writable = False
        self.over = False

    async def hold(self) -> None:
        if self.server.trouble == "no IMAP":
            return await self.tell(b"220 mail.example.org ESMTP")
        await self.tell(b"* OK ready")
        while not self.over and (line := await self.reader.readline()):
            self.server.said.append(line)
            tag, _, rest = line.strip().partition(b" ")
            name = rest.partition(b" ")[0].upper()
            name = name + b" " + rest.split(b" ")[1].upper() if name == b"UID" else name
            words = [re.sub(rb"\\(.)", rb"\1", a) or b for a, b in WORD.findall(rest)]
            await self.tell(tag + b" " + await self.answer(name, words, rest))
            if name == b"STARTTLS" and self.sealed:
                await self.writer.start_tls(self.sealed)
                self.sealed = None

    async def tell(self, *lines: bytes) -> None:
        self.writer.write(b"".join(line + b"\r\n" for line in lines))
        await self.writer.drain()

    async def answer(self, name: bytes, words: list[bytes], rest: bytes) -> bytes:
        if name == b"CAPABILITY":
            await self.tell(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN" + (b" STARTTLS" if self.sealed else b""))
        elif name == b"LOGOUT":
            self.over = True
            await self.tell(b"* BYE until then")
        elif name == b"STARTTLS":
            return b"OK begin" if self.sealed else b"BAD no"
        elif name in (b"LOGIN", b"AUTHENTICATE"):
            return await self.sign_in(name, words)
        elif not self.is_in:
            return b"NO sign in first"
        else:
            act: Callable[[list[bytes]], object] | None = {
                b"EXAMINE": self.examine, b"SELECT": self.examine, b"UID SEARCH": self.search, b"UID FETCH": self.fetch
            }.get(name)  # fmt: skip
            if act is None:
                return b"BAD unknown"
            said = await act(words)  # type: ignore[misc]
            return bytes(said or b"OK done")
        return b"OK done"

    async def sign_in(self, name: bytes, words: list[bytes]) -> bytes:
        if self.sealed:
            return b"NO not in the clear"
        if name == b"AUTHENTICATE":
            await self.tell(b"+ ")
            words = [name, *b64decode(await self.reader.readline()).split(b"\0")[1:]]
        self.is_in = [word.decode() for word in words[1:]] == [USER, self.server.password]
        return b"OK welcome" if self.is_in else b"NO [AUTHENTICATIONFAILED] Name or password is wrong"

    async def examine(self, words: list[bytes]) -> bytes | None:
        if words[1].decode() != self.server.folder:
            return b"NO [NONEXISTENT] No such folder"
        self.writable = words[0].upper() == b"SELECT"
        await self.tell(f"* {len(self.server.mails)} EXISTS".encode(), b"* FLAGS (\\Seen)", b"* OK [UIDVALIDITY 1]")
        return b"OK [READ-WRITE] done" if self.writable else b"OK [READ-ONLY] done"

    async def search(self, words: list[bytes]) -> None:
        since = datetime.strptime(words[3].decode(), "%d-%b-%Y").date()  # noqa: DTZ007 - a day
        found = [number for number, mail in enumerate(self.server.mails, 10) if mail.arrived >= since]
        await self.tell(b"* SEARCH " + " ".join(map(str, found)).encode())

    async def fetch(self, words: list[bytes]) -> None:
        wanted = b" ".join(words[3:])
        for number in map(int, words[2].split(b",")):
            mail = self.server.mails[number - 10]
            if b"HEADER.FIELDS" in wanted:
                await self.name(number, mail)
            elif b"BODY.PEEK[]" not in wanted:
                size = mail.size or len(mail.raw)
                await self.tell(f"* {number - 9} FETCH (UID {number} RFC822.SIZE {size})".encode())
                await self.tell(f"* {number - 9} FETCH (FLAGS ())".encode())
            else:
                first = re.search(rb"<0\.(\d+)>", wanted)
                await self.send(number, mail, mail.raw[: int(first[1])] if first else mail.raw)

    async def name(self, number: int, mail: Mail) -> None:
        line = re.search(
            rb"^message-id:.*\r\n", mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n", re.IGNORECASE | re.MULTILINE
        )
        head = (line[0] if line else b"") + b"\r\n"
        before, after = (
            (b"", f" UID {number}".encode()) if self.server.number_last else (f"UID {number} ".encode(), b"")
        )
        told = (
            f"* {number - 9} FETCH (".encode() + before + f"BODY[HEADER.FIELDS (MESSAGE-ID)] {{{len(head)}}}".encode()
        )
        await self.tell(told)
        self.writer.write(head)
        await self.tell(after + b")")

    async def send(self, number: int, mail: Mail, raw: bytes) -> None:
        mail.seen |= self.writable
        trouble = self.server.trouble if number > 10 else ""
        told = 10**12 if trouble == "lies" else len(raw)
        self.writer.write(f"* {number - 9} FETCH (UID {number} BODY[] {{{told}}}\r\n".encode())
        if trouble == "silent":
            await asyncio.sleep(60)
        if trouble in ("drops", "lies"):
            self.writer.write(raw[:40])
            await self.writer.drain()
            raise ConnectionResetError
        self.writer.write(raw)
        await self.tell(b")")
