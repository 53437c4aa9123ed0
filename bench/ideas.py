"""The list of ideas with ten thousand of them, two hundred thousand votes and five thousand people, signed in, over HTTP; and a ranking weighed anew."""

from __future__ import annotations

import os
from pathlib import Path

from bench.engines import ENGINES, measured, open_house, tidy
from bench.lists import asked_of, first_of, floor_of, paths, row_of, statements_of
from bench.served import Visitor, serving
from bench.table import Row

IDEAS, VOTES_EACH, FEW = 10_000, 20, 30
PAGES = {
    "ideas, newest": "roadmap/ideas",
    "ideas by votes": "roadmap/ideas?sort=votes",
    "ideas by customer-weighted votes": "roadmap/ideas?sort=revenue",
    "ideas of a state and a tag": "roadmap/ideas?state=planned&tag=Tag+3",
    "ideas of a state and a tag, by votes": "roadmap/ideas?state=planned&tag=Tag+3&sort=votes",
    "ideas of two states": "roadmap/ideas?state=planned&state=in+work",
    "ideas of three states, by votes": "roadmap/ideas?state=planned&state=in+work&state=released&sort=votes",
    "ideas of two states, three tags, two owners": (
        "roadmap/ideas?state=planned&state=in+work&tag=Tag+3&tag=Tag+5&tag=Tag+7&owner=0&owner=1&sort=revenue"
    ),
    "ideas that say a word": "roadmap/ideas?q=export",
    "ideas, page 300": "roadmap/ideas?page=300",
    "ideas by votes, page 300": "roadmap/ideas?sort=votes&page=300",
    "ideas of a segment": "roadmap/ideas?segment={segment}",
    "ideas by a field": "roadmap/ideas?sort=-field-{field}",
    "ideas grouped by state": "roadmap/ideas?group=state",
    "the board of ideas": "roadmap/ideas?view=board",
    "ideas along time": "roadmap/ideas?view=timeline",
    "ideas along time, by votes, a lane for each owner": "roadmap/ideas?view=timeline&sort=votes&lanes=owner",
    "ideas along time, of a tag": "roadmap/ideas?view=timeline&tag=Tag+3",
    "ideas as a tree": "roadmap/ideas?view=tree",
    "ideas as a tree, by votes, page 100": "roadmap/ideas?view=tree&sort=votes&page=100",
    "ideas as a tree, that say a word": "roadmap/ideas?view=tree&q=export",
    "a ranking weighed anew": "roadmap/rankings/{ranking}/weigh?w-nobody=1.3&revenue=40&part=order",
}
# What others took once for the same work, p50 with as many ideas and votes: one worker, PostgreSQL, on the same kind of machine.
PEERS = {
    "ideas, newest": "Taiga 38, Plane 609, Fider's statement 84 ms",
    "ideas by votes": "Taiga 45, Fider's statement 78 ms",
    "ideas that say a word": "Taiga 1,486, Plane 38 (titles alone), Fider's statement 80 ms",
}


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    access = open_house()
    from bench.voted import fill

    many = 500 if small else IDEAS
    made = fill(access, FEW)
    few = statements_of(access, made, first_page=True, pages=PAGES)
    made = fill(access, many - FEW)
    tidy()
    statements, floor = statements_of(access, made, pages=PAGES), floor_of(access)
    tidy()
    with serving(Path(os.environ["CLEW_DATA"])) as server:
        visitor = Visitor(server)
        addresses = paths(access.slug, made, pages=PAGES)
        asked = {name: asked_of(server, visitor, path, small) for name, path in addresses.items()}
        first = {name: first_of(access, visitor, path) for name, path in addresses.items()}
    where = f"of {many:,}, {many * VOTES_EACH:,} votes, {ENGINES[engine]}"
    return [
        row_of(
            f"{name} ({where})",
            asked[name],
            first[name],
            (few[name], statements[name]),
            floor,
            peers=f"; {PEERS[name]}" if name in PEERS else "",
        )
        for name in PAGES
    ]
