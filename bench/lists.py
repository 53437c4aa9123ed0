"""How quickly pages answer, signed in, over HTTP, from a real server; and that the statements do not grow with the rows.

The floor beside each: fifty rows by a bare statement, with no page around them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from bench import crowd
from bench.engines import ENGINES, measured, open_house, spread, tidy, timed
from bench.served import Server, Visitor, serving
from bench.table import Row

PAGE = re.compile(r"[?&]page=\d+")
FEW, MANY, SMALL = 10, 10_000, 1_000
PROMISE_MS = 25.0
ROUNDS, TIMES, FEWER_TIMES = 3, 40, 2
CHANGES = 3
PAGES = {
    "Today": "",
    "sources": "sources",
    "sources, page 200": "sources?page=200",
    "sources by title, page 200": "sources?sort=title&page=200",
    "sources grouped by month": "sources?group=month",
    "sources grouped by account": "sources?group=account",
    "sources that say a word": "sources?q=export",
    "sources of a kind and channel": "sources?kind=interview&channel=Call",
    "themes": "themes",
    "themes by growth": "themes?sort=trend",
    "needs as a tree": "needs",
    "needs by weight": "needs?view=list",
    "needs by name, page 100": "needs?view=list&sort=name&page=100",
    "the opportunity solution tree": "interviews/tree",
    "studies": "interviews",
    "studies, page 5": "interviews?page=5",
    "the schedule": "interviews/schedule",
    "interview guides": "interviews/guides",
    "who is heard": "interviews/heard",
    "candidates of a study": "interviews/{study}/candidates",
    "candidates of a study, page 90": "interviews/{study}/candidates?page=90",
    "the panel of a study": "interviews/{study}/panel",
    "findings of a study": "interviews/{study}/findings",
    "the tree of a study": "interviews/tree?study={study}",
    "themes of a study": "interviews/{study}/themes",
    "saturation of a study": "interviews/{study}/saturation",
    "who has not been asked": "interviews/{study}/not-asked",
    "ideas by weight": "ideas",
    "the list of ideas": "roadmap/ideas",
    "the board of ideas": "roadmap/ideas?view=board",
    "the fields of ideas": "roadmap/fields",
    "whose order a ranking is": "roadmap/rankings/{ranking}/weigh",
    "the ranking of ideas": "roadmap",
    "the ranking of ideas, page 30": "roadmap?page=30",
    "estimates": "roadmap/estimates",
    "estimates, page 150": "roadmap/estimates?page=150",
    "estimates of an idea": "roadmap/ideas/{idea}/estimates",
    "the plan": "roadmap/plan",
    "the plan along time": "roadmap/plan?view=timeline",
    "releases": "roadmap/releases",
    "a roadmap item's page": "n/{roadmap_item}",
    "a ranking's page": "n/{ranking}",
    "decisions": "decisions",
    "decisions, page 200": "decisions?page=200",
    "predictions": "predictions",
    "open predictions, page 200": "predictions?state=open&page=200",
    "accounts": "accounts",
    "accounts by revenue, page 200": "accounts?sort=-arr&page=200",
    "accounts of a plan": "accounts?plan=Team",
    "accounts grouped by plan": "accounts?group=plan",
    "people": "people",
    "people, page 200": "people?page=200",
    "segments": "segments",
    "codes": "codes",
    "imports": "imports",
    "runs": "runs",
    "search": "search?q=export",
    "palette": "palette?q=exp",
    "where a thread begins": "thread",
    "a source's page": "n/{source}",
    "a need's page": "n/{need}",
    "an account's page": "n/{account}",
    "a decision's page": "n/{decision}",
    "an interview that is held": "interviews/{interview}/conduct",
    "a snapshot": "interviews/{interview}/snapshot",
    "how an interview was held": "interviews/{interview}/talk",
    "a finding's page": "n/{finding}",
    "a guide's page": "n/{guide}",
    "the thread of a decision": "thread/{decision}",
    "interview practice": "interviews/practice",
    "for and against in a study": "interviews/{study}/sides",
    "the report of a study": "interviews/{study}/report",
    "a study's page": "n/{study}",
    "an interview's page": "n/{interview}",
}
CROWDED = ("", "sources", "needs?view=list", "decisions", "accounts", "people", "predictions", "imports")
_BARE = (
    "SELECT id, title, created_at FROM thread_node WHERE workspace_id = %s AND kind = 'source' AND archived_at IS NULL"
    " ORDER BY id DESC LIMIT 50"
)


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    access = open_house()
    from bench.records import fill

    many = SMALL if small else MANY
    made = fill(access, FEW)
    few = statements_of(access, made, first_page=True)
    made = fill(access, many - FEW)
    tidy()
    statements, floor = statements_of(access, made), floor_of(access)
    tidy()
    with serving(Path(os.environ["CLEW_DATA"])) as server:
        visitor = Visitor(server)
        asked = {name: asked_of(server, visitor, path, small) for name, path in paths(access.slug, made).items()}
        first = {name: first_of(access, visitor, path) for name, path in paths(access.slug, made).items()}
        crowded = [f"/w/{access.slug}/{path}" for path in CROWDED]
        crowd_rows = crowd.rows(server, visitor.cookie, crowded, ENGINES[engine], FEWER_TIMES if small else TIMES)
    where = f"of {many:,}, {ENGINES[engine]}"
    return [
        *(
            row_of(f"{name} ({where})", asked[name], first[name], (few[name], statements[name]), floor)
            for name in PAGES
        ),
        *crowd_rows,
    ]


def paths(
    slug: str, made: dict[str, list[int]], *, first_page: bool = False, pages: dict[str, str] = PAGES
) -> dict[str, str]:
    """The addresses; a record is the first of its kind. `first_page`: where there are few rows there is no other."""
    first = {kind: ids[0] for kind, ids in made.items()}
    found = {name: f"/w/{slug}/{path.format_map(first)}" for name, path in pages.items()}
    return {name: PAGE.sub("", path) for name, path in found.items()} if first_page else found


def asked_of(server: Server, visitor: Visitor, path: str, small: bool) -> tuple[float, float, float]:
    """Median, 95th percentile and the server's own time for one answer, in milliseconds."""
    times = FEWER_TIMES if small else TIMES
    for _ in range(3):
        visitor.ask(path)
    before = server.cpu
    rounds = [[visitor.ask(path) for _ in range(times)] for _ in range(ROUNDS)]
    return *spread(rounds), (server.cpu - before) / (ROUNDS * times) * 1000


def first_of(access: Any, visitor: Visitor, path: str) -> float:
    """Median of the first looks after somebody changed something: nothing that was kept holds then."""
    from clew.ground.thread.api import newest, rename

    need = newest(access, kinds=["need", "idea"], limit=1)[0].id
    taken = []
    for turn in range(CHANGES):
        rename(access, node_id=need, title=f"Renamed for the turn {turn}, {path}"[:300])
        taken.append(visitor.ask(path))
    return sorted(taken)[CHANGES // 2]


def row_of(
    work: str,
    asked: tuple[float, float, float],
    first: float,
    statements: tuple[int, int],
    floor: float,
    *,
    peers: str = "",
) -> Row:
    (middle, late, cpu), (few, many) = asked, statements
    grew = f"{many} statements" if many <= few else f"{many} statements, {few} at {FEW} rows!"
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms, CPU {cpu:.1f} ms, {first:.1f} ms after a change, {grew}"
    kept = late <= PROMISE_MS and many <= few
    return Row(work, ours, f"bare statement {floor:.2f} ms{peers}", late / floor, f"p95 {PROMISE_MS:.0f} ms", kept)


def statements_of(
    access: Any, made: dict[str, list[int]], *, first_page: bool = False, pages: dict[str, str] = PAGES
) -> dict[str, int]:
    """How many statements each page asks of the database, counted where they can be: inside this process."""
    from django.contrib.auth import get_user_model
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    for name, path in paths(access.slug, made, first_page=first_page, pages=pages).items():
        with (
            transaction.atomic(),
            CaptureQueriesContext(connection) as asked,
        ):  # inside one, nothing that was kept is used
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[name] = len(asked)
    return found


def floor_of(access: Any) -> float:
    from django.db import connection

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [access.workspace_id])
            cursor.fetchall()

    return timed(ask, TIMES)[0]
