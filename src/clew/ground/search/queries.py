"""One search port over two engines. What a person types becomes plain words, so no query can be hostile."""

import re
from dataclasses import dataclass

from django.db import connection

from clew.ground.search.index import fold
from clew.ground.workspaces.api import Access, read

CANDIDATES = 2000
MAX_WORDS = 12
SNIPPET = 160
WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Hit:
    node_id: int
    kind: str
    title: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts at most `CANDIDATES`; `capped` says that there are more, and that only the newest were ranked."""

    hits: tuple[Hit, ...]
    total: int
    capped: bool


@dataclass(frozen=True, slots=True)
class _Terms:
    """Runs of words: a quoted phrase is one run, every other word a run of its own. The last word typed may go on."""

    runs: tuple[tuple[str, ...], ...]
    open_ended: bool

    @property
    def words(self) -> list[str]:
        return [word for run in self.runs for word in run]


@read
def find(access: Access, text: str, *, kinds: tuple[str, ...] = (), limit: int = 20, offset: int = 0) -> Hits:
    """The records of this workspace that hold every word typed, best first."""
    terms = _terms(text)
    if not terms.runs:
        return Hits((), 0, False)
    sql, parameters = (_sqlite if connection.vendor == "sqlite" else _postgresql)(access.workspace_id, terms, kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, min(limit, 100), max(0, min(offset, CANDIDATES))])
        rows = cursor.fetchall()
    total = rows[0][4] if rows else 0
    hits = tuple(Hit(r[0], r[1], r[2], _snippet(r[3], terms.words)) for r in rows)
    return Hits(hits, total, total >= CANDIDATES)


@read
def matching(access: Access, text: str, *, kinds: tuple[str, ...] = ()) -> tuple[int, ...]:
    """The newest `CANDIDATES` records that hold every word typed, unranked: for lists that are narrowed by words.

    Archived ones may be among them; the lists leave these out themselves.
    """
    terms = _terms(text)
    if not terms.runs:
        return ()
    kind_filter, kind_values = _kinds(kinds)
    if (
        connection.vendor == "sqlite"
    ):  # the index gives its newest first; the join, in this order, stops when it has enough
        table, order = "search_fts f CROSS JOIN search_document d ON d.node_id = f.rowid", "f.rowid"
        holds, words = "search_fts MATCH %s", _fts5(access.workspace_id, terms)
    else:
        table, order = "search_document d", "d.node_id"
        holds, words = "words @@ to_tsquery('english', %s)", _tsquery(terms)
    sql = (
        f"SELECT d.node_id FROM {table} WHERE d.workspace_id = %s AND {holds} {kind_filter}"
        f" ORDER BY {order} DESC LIMIT {CANDIDATES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [access.workspace_id, words, *kind_values])
        return tuple(row[0] for row in cursor.fetchall())


def _terms(text: str) -> _Terms:
    runs: list[tuple[str, ...]] = []
    for index, part in enumerate(text[:400].split('"')):
        words = WORD.findall(part)
        runs += [tuple(words)] if index % 2 and words else [(word,) for word in words]
    return _Terms(tuple(runs[:MAX_WORDS]), open_ended=bool(text) and (text[-1].isalnum()))


def _fts5(workspace_id: int, terms: _Terms) -> str:
    phrases = ['"' + " ".join(run) + '"' for run in terms.runs]
    if terms.open_ended:
        phrases[-1] += "*"
    return f"space:w{workspace_id} AND {{title body}} : ({' AND '.join(phrases)})"


def _tsquery(terms: _Terms) -> str:
    runs = [" <-> ".join(f"'{fold(word)}'" for word in run) for run in terms.runs]
    if terms.open_ended:
        runs[-1] += ":*"
    return " & ".join(f"({run})" for run in runs)


def _sqlite(workspace_id: int, terms: _Terms, kinds: tuple[str, ...]) -> tuple[str, list[str | int]]:
    kind_filter, kind_values = _kinds(kinds)
    sql = (
        "WITH found AS (SELECT rowid AS node_id, bm25(search_fts, 4.0, 1.0, 0.0) AS score FROM search_fts"
        f" WHERE search_fts MATCH %s ORDER BY rowid DESC LIMIT {CANDIDATES})"
        " SELECT d.node_id, d.kind, d.title, substr(d.body, 1, 4000), count(*) OVER () FROM found f"
        f" JOIN search_document d ON d.node_id = f.node_id WHERE d.workspace_id = %s AND NOT d.hidden {kind_filter}"
        " ORDER BY f.score, d.node_id DESC LIMIT %s OFFSET %s"
    )
    return sql, [_fts5(workspace_id, terms), workspace_id, *kind_values]


def _postgresql(workspace_id: int, terms: _Terms, kinds: tuple[str, ...]) -> tuple[str, list[str | int]]:
    kind_filter, kind_values = _kinds(kinds)
    sql = (
        "WITH q AS (SELECT to_tsquery('english', %s) AS q), found AS MATERIALIZED (SELECT d.node_id, d.kind, d.title, d.body, d.words"
        f" FROM search_document d, q WHERE d.words @@ q.q AND d.workspace_id = %s AND NOT d.hidden {kind_filter} LIMIT {CANDIDATES})"
        " SELECT node_id, kind, title, left(body, 4000), count(*) OVER () FROM found, q"
        " ORDER BY ts_rank(words, q.q) DESC, node_id DESC LIMIT %s OFFSET %s"
    )
    return sql, [_tsquery(terms), workspace_id, *kind_values]


def _kinds(kinds: tuple[str, ...]) -> tuple[str, list[str | int]]:
    if not kinds:
        return "", []
    return f"AND d.kind IN ({', '.join(['%s'] * len(kinds))})", list(kinds)


def _snippet(body: str, words: list[str]) -> str:
    """A piece of the text around the first word found."""
    flat = " ".join(body.split())
    lowered = flat.lower()
    places = [p for p in (lowered.find(w.lower()[:5]) for w in words) if p >= 0]
    start = max(0, min(places, default=0) - SNIPPET // 4)
    return ("… " if start else "") + flat[start : start + SNIPPET] + (" …" if len(flat) > start + SNIPPET else "")
