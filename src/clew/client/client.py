"""The client: every operation of the API, lists without end, and uploads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from clew.client.operations import Operations
from clew.client.shapes import Done, UploadRow

PART = 4 * 2**20


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

    def upload_in_parts(self, path: Path | str, *, type: str, upload_id: int | None = None) -> Done:
        """Send a file of up to 2 GB. With the number of an upload that broke off, it goes on where that one stopped."""
        place = Path(path)
        if upload_id is None:
            upload_id = int(self.begin_upload(name=place.name, type=type, size=place.stat().st_size)["id"] or 0)
        with place.open("rb") as file:
            at = self.upload(upload_id)["received"]
            file.seek(at)
            while part := file.read(PART):
                at = self.send_part(upload_id, offset=at, part=part)["received"]
        return self.finish_upload(upload_id)

    def send_part(self, upload_id: int, *, offset: int, part: bytes) -> UploadRow:
        """Up to 8 MB. A part that is sent again changes nothing."""
        kind = {"Content-Type": "application/octet-stream"}
        path = f"/api/v1/uploads/{upload_id}/parts"
        answer: UploadRow = self._send("POST", path, params={"offset": offset}, content=part, headers=kind)
        return answer
