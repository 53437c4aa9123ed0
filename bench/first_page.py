"""What travels for the first page, counted on the wire: the page, its style, script, icons and the font it is set in."""

from __future__ import annotations

import os
import re
from pathlib import Path

from bench.engines import measured, open_house
from bench.served import Visitor, serving
from bench.table import Row

PROMISE_KB = 120
ASSET = re.compile(r'(?:href|src|data-icons)="(/static/[^"#]+)')
FONT = "/static/dist/inter-latin-wght-normal.woff2"
FONT_OF_WORDS = "/static/dist/source-serif-4-latin-400-normal.woff2"


def rows() -> list[Row]:
    return measured(__name__, "sqlite", small=True)


def measure(engine: str, small: bool) -> list[Row]:
    slug = open_house().slug
    with serving(Path(os.environ["CLEW_DATA"])) as server:
        visitor = Visitor(server)
        page, answer = visitor.travels(f"/w/{slug}/")
        assets = sorted(set(ASSET.findall(answer.decode())))
        fixed = sum(visitor.travels(path)[0] for path in [*assets, FONT])
        words = visitor.travels(FONT_OF_WORDS)[0]
    peer = f"the page alone {page / 1000:.1f} kB"
    return [
        _row("first page, compressed", page + fixed, peer),
        _row("first page with customers' words (one font more)", page + fixed + words, peer),
    ]


def _row(work: str, size: int, peer: str) -> Row:
    return Row(work, f"{size / 1000:.0f} kB", peer, None, f"{PROMISE_KB} kB", size <= PROMISE_KB * 1000)
