"""One table of all speed promises: work, ours, floor or peer, ratio. `--small` takes little data, `--markdown` prints a table for a document."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import cli, first_page, importing, lists, live, parsing, search, theming, thread
from bench.engines import ENGINES, Row

HEAD: Row = ("work", "ours", "floor or peer", "ratio")


def parts(small: bool) -> dict[str, Callable[[], list[Row]]]:
    """The parts by name; the long ones of each engine apart."""
    found: dict[str, Callable[[], list[Row]]] = {"command line": cli.rows, "first page": first_page.rows}
    for engine in ENGINES:
        found[f"lists, {engine}"] = lambda e=engine: lists.rows(e, small=small)
        found[f"search, {engine}"] = lambda e=engine: search.rows(e, small=small)
        found[f"thread, {engine}"] = lambda e=engine: thread.rows(e, small=small)
    found["importing"] = lambda: importing.rows(small=small)
    found["live"] = lambda: live.rows(small=small)
    if not small:
        found |= {"parsing": parsing.rows, "theming": theming.rows}
    return found


def main(arguments: list[str]) -> None:
    as_markdown = "--markdown" in arguments
    wanted = [a for a in arguments if not a.startswith("--")]
    _print(HEAD, as_markdown)
    if as_markdown:
        _print(("---",) * 4, True)
    for name, rows in parts("--small" in arguments).items():
        if wanted and not any(w in name for w in wanted):
            continue
        began = perf_counter()
        for row in rows():
            _print(row, as_markdown)
        print(f"  {name}: {perf_counter() - began:.0f} s", file=sys.stderr)


def _print(row: tuple[str, ...], as_markdown: bool) -> None:
    print(f"| {' | '.join(row)} |" if as_markdown else f"{row[0]:<72} {row[1]:<60} {row[2]:<42} {row[3]}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
