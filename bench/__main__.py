"""One table of all speed promises. `--small` takes little data and only checks that everything runs; `--markdown` prints for a document.

Without `--small` a broken promise ends the command with 1; a benchmark that fails does so always.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import (
    cli,
    feedback,
    first_page,
    hearing,
    ideas,
    importing,
    lists,
    live,
    parsing,
    portal,
    portfolio,
    questions,
    ranking,
    search,
    theming,
    thread,
    transcript,
)
from bench.engines import ENGINES
from bench.table import Row, show, show_head

OPTIONS = {"--small", "--markdown"}


def parts(small: bool) -> dict[str, Callable[[], list[Row]]]:
    """The parts by name; each works on an engine of its own, apart from the others."""
    found: dict[str, Callable[[], list[Row]]] = {"command line": cli.rows, "first page": first_page.rows}
    for engine in ENGINES:
        for part in (lists, ideas, portal, search, thread, importing, live, transcript):
            name = part.__name__.removeprefix("bench.")
            found[f"{name}, {engine}"] = partial(part.rows, engine, small=small)
    alone = (parsing, theming, questions, hearing, ranking, portfolio, feedback)
    return {**found, **{part.__name__.removeprefix("bench."): partial(part.rows, small=small) for part in alone}}


def main(arguments: list[str]) -> int:
    wanted, options = [a for a in arguments if not a.startswith("--")], {a for a in arguments if a.startswith("--")}
    if options - OPTIONS:
        print(f"bench/run knows {' and '.join(sorted(OPTIONS))}, and names of parts.", file=sys.stderr)
        return 2
    markdown, small = "--markdown" in options, "--small" in options
    show_head(markdown=markdown)
    named = {name: part for name, part in parts(small).items() if not wanted or any(w in name for w in wanted)}
    done = [_run(name, part, markdown) for name, part in named.items()]
    rows = [row for some in done if some is not None for row in some]
    broken = [row.work for row in rows if row.kept is False]
    if broken:
        print(f"Promises not kept: {len(broken)}", *broken, sep="\n  ", file=sys.stderr)
    return int(None in done or not done or (bool(broken) and not small))


def _run(name: str, part: Callable[[], list[Row]], markdown: bool) -> list[Row] | None:
    """Its rows, or None when it failed: the others are measured all the same."""
    began = perf_counter()
    try:
        rows = part()
    except Exception:
        print(f"  {name} FAILED\n{traceback.format_exc()}", file=sys.stderr)
        return None
    for row in rows:
        show(row.cells, markdown=markdown)
    print(f"  {name}: {perf_counter() - began:.0f} s", file=sys.stderr)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
