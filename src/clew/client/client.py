"""The client: every operation of the API, lists without end, and uploads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from clew.client.operations import Operations
from clew.client.shapes import Done


class Client(Operations):
    """`with Client(address, token=…) as clew: clew.add_need(title="…")`. Refusals are raised as `Problem`."""

    def every(self, operation: Callable[..., Any], *inside: int, **asked: Any) -> Iterator[Any]:
        """All items of a list, page after page: `client.every(client.needs, search="count")`."""
        cursor: str | None = ""
        while cursor is not None:
            page = operation(*inside, **asked, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]

    def upload_file(self, path: Path | str) -> Done:
        """Send a file; imports are begun with the number it gets."""
        place = Path(path)
        with place.open("rb") as file:
            answer: Done = self._send("POST", "/api/v1/files", files={"file": (place.name, file)})
        return answer
