"""How the client speaks to the server: the token, patience when it is asked for, and refusals as exceptions."""

import time
import uuid
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

PATIENCE = 4
LONGEST_WAIT = 30.0
BUSY = (429, 502, 503, 504)


class Unset(Enum):
    """Stands for what is left out, since None may be meant."""

    UNSET = "unset"


UNSET = Unset.UNSET


class Problem(Exception):
    """What the server refused: `status`, what is wrong (`title`), at which `field`, and the `remedy`."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        self.status, self.title = status, str(told.get("title", f"The server answered {status}."))
        self.field, self.remedy = str(told.get("field", "")), str(told.get("remedy", ""))
        super().__init__(" ".join(part for part in (self.title, self.remedy) if part))


class Transport:
    def __init__(
        self, address: str, *, token: str, timeout: float = 30.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=address.rstrip("/"),
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def _get(self, path: str, asked: dict[str, Any]) -> Any:
        return self._send("GET", path, params=_given(asked))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        """With a key of its own, so that a request that is sent again is not done again."""
        return self._send("POST", path, json=_given(body), headers={"Idempotency-Key": uuid.uuid4().hex})

    def _save(self, path: str, asked: dict[str, Any], to: Path) -> Path:
        """The file beneath its own name until it is whole, so that a part of it is never taken for it."""
        with self._http.stream("GET", path, params=_given(asked)) as answer:
            if not answer.is_success:
                answer.read()
                _read(answer)
            part = to.with_name(f"{to.name}.part")
            with part.open("wb") as out:
                for piece in answer.iter_bytes():
                    out.write(piece)
        return part.replace(to)

    def _send(self, method: str, path: str, **more: Any) -> Any:
        for attempt in range(PATIENCE):
            try:
                answer = self._http.request(method, path, **more)
            except httpx.TransportError:
                if attempt == PATIENCE - 1 or "files" in more:
                    raise
                time.sleep(2**attempt / 4)
                continue
            if answer.status_code not in BUSY or attempt == PATIENCE - 1:
                return _read(answer)
            time.sleep(min(LONGEST_WAIT, _wait(answer, attempt)))
        raise AssertionError("unreachable")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not UNSET}


def _wait(answer: httpx.Response, attempt: int) -> float:
    try:
        return float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return float(2**attempt) / 4


def _read(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    try:
        told = answer.json()
    except ValueError:
        told = {}
    raise Problem(answer.status_code, told if isinstance(told, dict) else {})
