"""The rows of the table and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

HEAD = ("work", "ours", "floor or peer", "ratio", "promise", "kept")


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio`: how many times the floor or peer ours is, in time (scores as they are). `promise` in words; `kept` is None where nothing was promised."""

    work: str
    ours: str
    peer: str
    ratio: float | None = None
    promise: str = ""
    kept: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        kept = {None: "", True: "yes", False: "NO"}[self.kept]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.work, self.ours, self.peer, ratio, self.promise, kept


def to_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def show(cells: tuple[str, ...], *, markdown: bool) -> None:
    work, ours, peer, ratio, promise, kept = cells
    line = f"{work:<68} {ours:<62} {peer:<36} {ratio:>8} {promise:<24} {kept}"
    print(f"| {' | '.join(cells)} |" if markdown else line.rstrip(), flush=True)


def show_head(*, markdown: bool) -> None:
    show(HEAD, markdown=markdown)
    if markdown:
        print("|" + " --- |" * len(HEAD), flush=True)
