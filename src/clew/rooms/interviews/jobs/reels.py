"""A highlight reel: one clip cut after the other, then all of them joined. What is cut already is not cut again."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clew.ground.files.api import MAX_UPLOAD, StoredFile, drop_unspoken, path_of, store
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Running, job
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.reels import keep_film, keep_piece
from clew.rooms.interviews.film import Cut, card_piece, cut_piece, join
from clew.rooms.interviews.kinds import REEL_JOB
from clew.rooms.interviews.models import Clip
from clew.rooms.interviews.queries.reels import ClipRow, cuttable, is_cut, reel

BLOCK = 1 << 20


@job(REEL_JOB)
def make(running: Running) -> dict[str, Any]:
    """ffmpeg works outside of a transaction, so that others can write meanwhile; what it made is kept inside of one."""
    number = int(running.arguments["reel"])
    rows = cuttable(running.access, number)
    if not rows:
        raise Refused("No clip of it may be shown.", field="reel", remedy="Add clips of people who agreed to it.")
    told, total = reel(running.access, number), len(rows) + 1
    words = {clip.id: clip for clip in told.clips}
    with TemporaryDirectory(prefix="clew-reel-") as folder:
        pieces: list[Path] = []
        for at, row in enumerate(rows, 1):
            if told.has_cards and words[row.pk].caption:
                pieces.append(Path(folder) / f"card-{at}.mp4")
                card_piece(_cut(row, words[row.pk]), pieces[-1])
            pieces.append(_piece(running, row, _cut(row, words[row.pk]), Path(folder) / f"{at}.mp4", (at, total)))
        film = Path(folder) / "film.mp4"
        join(pieces, film)
        _finish(running, number, film, f"{told.title}.mp4", [row.pk for row in rows])
    return {"clips": len(rows)}


def _cut(row: Clip, told: ClipRow) -> Cut:
    return Cut(row.start_ms, row.end_ms, told.card, told.who, told.caption)


def _piece(running: Running, row: Clip, cut: Cut, out: Path, at: tuple[int, int]) -> Path:
    """Where it lies: cut now, unless it was before."""
    made, before = [row.piece_id or 0], list[StoredFile | None]()
    is_new = not is_cut(row)
    if is_new:
        place = path_of(running.access, file_id=row.recording.file_id or 0)
        cut_piece(place, cut, out, is_film=row.recording.kind == "video")

    def keep() -> dict[str, Any]:
        if is_new:
            made[:] = [_kept(running.access, out, f"clip-{row.pk}.mp4")]
            before[:] = [keep_piece(running.access, clip_id=row.pk, file_id=made[0])]
        return {"cut": at[0]}

    running.commit(keep, done=at[0], total=at[1], step=f"{at[0]} of {at[1] - 1} clips cut")
    _drop(before, made[0])
    return path_of(running.access, file_id=made[0])


def _finish(running: Running, number: int, film: Path, name: str, clips: list[int]) -> None:
    made, before = [0], list[StoredFile | None]()

    def keep() -> dict[str, Any]:
        made[:] = [_kept(running.access, film, name)]
        before[:] = [keep_film(running.access, reel_id=number, file_id=made[0], clip_ids=clips)]
        return {"film": made[0]}

    running.commit(keep, done=len(clips) + 1, total=len(clips) + 1, step="The film is ready")
    _drop(before, made[0])


def _drop(before: list[StoredFile | None], now: int) -> None:
    for file in before:
        if file is not None and file.pk != now:
            drop_unspoken(file)


def _kept(access: Access, place: Path, name: str) -> int:
    with place.open("rb") as file:
        return int(store(access, name=name, chunks=iter(lambda: file.read(BLOCK), b""), max_bytes=MAX_UPLOAD).pk)
