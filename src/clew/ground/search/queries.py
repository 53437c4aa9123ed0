"""One search port over two engines. What a person types becomes plain words, so no query can be hostile.

First stands what holds every word typed, best first; then what means the like, nearest first. Each hit says which of the two found it.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from clew.ground.search.index import fold
from clew.ground.search.matrix import matrix_of
from clew.ground.search.meaning import embed, has_model, meaning_of_query
from clew.ground.search.models import SearchDocument, SearchVector
from clew.ground.workspaces.api import TITLE, Access, Withheld, read, withheld

CANDIDATES = 2000
MAX_WORDS = 12
SNIPPET = 160
MOST_NEAR, MEANT = 100, 50
# Measured on 10,600 reviews: what nobody wrote about reaches .35 at most, what somebody did .36 and more; see docs/search.md.
FLOOR, SHARE = 0.36, 0.7
LETTERS, SEEN = 3, 4000
MOST_PASSAGES = 24
FoundBy = Literal["words", "meaning", "both"]
WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Hit:
    node_id: int
    kind: str
    title: str
    snippet: str
    found_by: FoundBy = "words"


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts at most `CANDIDATES`; `capped` says that there are more, and that only the newest were ranked.

    `by_meaning`: how many of the total hold not every word, and stand last.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool
    by_meaning: int = 0


@dataclass(frozen=True, slots=True)
class MeaningProgress:
    """Whether records are found by meaning: `why_not` says why by words alone; so many texts wait to be read."""

    why_not: str
    unread: int


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
    """The records of this workspace that hold every word typed, best first; then those that mean the like, nearest first."""
    terms = _terms(text)
    if not terms.runs:
        return Hits((), 0, False)
    offset = max(0, min(offset, CANDIDATES))
    ranked, near = _ranked(access, terms, kinds), _near(access, text, terms, kinds)
    is_capped = len(ranked) >= CANDIDATES
    hidden = withheld(access, {*ranked, *near})
    ranked, near = _open(ranked, hidden), _open(near, hidden)
    hold_all, is_near = set(ranked), set(near)
    also = [] if is_capped else [pk for pk in near if pk not in hold_all][:MEANT]
    page = [*ranked, *also][offset : offset + min(limit, 100)]
    by: dict[int, FoundBy] = {
        pk: "meaning" if pk not in hold_all else "both" if pk in is_near else "words" for pk in page
    }
    return Hits(_told(page, by, terms, hidden), len(ranked) + len(also), is_capped, len(also))


def nearest_to(
    access: Access, passages: Sequence[str], *, kinds: tuple[str, ...], most: int = MOST_NEAR
) -> dict[int, tuple[float, int]]:
    """Of the records of these kinds, those that come nearest to any of some passages: the cosine, and which passage. Called inside a query or an act.

    Whether that is near enough is for the caller to say. Empty where nothing is known of meanings. At most `MOST_PASSAGES` are read.
    """
    if not passages or not settings.CLEW_MEANING or not SearchVector.objects.exists() or not has_model():
        return {}
    read_now = embed(list(passages)[:MOST_PASSAGES]).vectors
    near = matrix_of(access.workspace_id).alike(read_now, kinds=kinds, most=most)
    shown = SearchVector.objects.filter(pk__in=[number for number, *_ in near], document__hidden=False)
    known = dict(shown.values_list("pk", "document_id"))
    return {known[number]: (cosine, at) for number, cosine, at in near if number in known}


@read
def meaning_progress(access: Access) -> MeaningProgress:
    """How much of this workspace can be found by meaning."""
    return MeaningProgress(_why_not(), SearchDocument.objects.filter(is_read=False).count())


def _why_not() -> str:
    if not settings.CLEW_MEANING:
        return "Search by meaning is switched off on this server."
    return "" if has_model() else "The embedding model is not installed on this server."


def _ranked(access: Access, terms: "_Terms", kinds: tuple[str, ...]) -> list[int]:
    """What holds every word, best first."""
    sql, parameters = (_sqlite if connection.vendor == "sqlite" else _postgresql)(access.workspace_id, terms, kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _near(access: Access, text: str, terms: "_Terms", kinds: tuple[str, ...]) -> list[int]:
    """Records that mean the like, nearest first. Whoever puts words in quotation marks wants those words and no others."""
    if not settings.CLEW_MEANING or '"' in text or max(map(len, terms.words)) < LETTERS:
        return []
    if not SearchVector.objects.exists() or not has_model():
        return []
    query = meaning_of_query(" ".join(text[:400].split()))
    near = matrix_of(access.workspace_id).near(query, kinds=kinds, floor=FLOOR, share=SHARE, most=MOST_NEAR)
    shown = SearchVector.objects.filter(pk__in=near, document__hidden=False)
    known = dict(shown.values_list("pk", "document_id"))
    return [known[number] for number in near if number in known]


def _open(found: Sequence[int], hidden: Mapping[int, Withheld]) -> list[int]:
    """Without what is withheld as a whole: a hit would tell what was said. Of what is so in parts, no words are shown."""
    return [pk for pk in found if pk not in hidden or not hidden[pk].whole]


def _told(
    page: Sequence[int], by: dict[int, FoundBy], terms: "_Terms", hidden: Mapping[int, Withheld]
) -> tuple[Hit, ...]:
    rows = SearchDocument.objects.filter(pk__in=page).values_list("node_id", "kind", "title", Left("body", SEEN))
    told = {}
    for pk, kind, title, body in rows:
        part = hidden.get(pk)
        snippet = part.words if part else _snippet(body, terms.words)
        told[pk] = Hit(pk, kind, TITLE if part and part.title else title, snippet, by[pk])
    return tuple(told[pk] for pk in page if pk in told)


def numbered(found: Sequence[int]) -> RawSQL:
    """These numbers for `pk__in`, as one value: thousands of values each by itself take the database longer to read than to look up."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(found))])  # the numbers are a parameter
    return RawSQL("SELECT unnest(%s::bigint[])", [list(found)])


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
        found = [row[0] for row in cursor.fetchall()]
    return tuple(_open(found, withheld(access, found)))


@read
def words_around(access: Access, text: str, node_ids: Sequence[int]) -> dict[int, str]:
    """Of records that hold the words typed, a piece of each around them; of those whose words are withheld, none."""
    told = SearchDocument.objects.filter(workspace=access.workspace_id, pk__in=list(node_ids)[:CANDIDATES])
    hidden, words = withheld(access, node_ids), _terms(text).words
    rows = told.values_list("node_id", Left("body", SEEN))
    return {pk: _snippet(body, words) for pk, body in rows if pk not in hidden}


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
        " SELECT d.node_id FROM found f"
        f" JOIN search_document d ON d.node_id = f.node_id WHERE d.workspace_id = %s AND NOT d.hidden {kind_filter}"
        " ORDER BY f.score, d.node_id DESC"
    )
    return sql, [_fts5(workspace_id, terms), workspace_id, *kind_values]


def _postgresql(workspace_id: int, terms: _Terms, kinds: tuple[str, ...]) -> tuple[str, list[str | int]]:
    kind_filter, kind_values = _kinds(kinds)
    sql = (
        "WITH q AS (SELECT to_tsquery('english', %s) AS q), found AS MATERIALIZED (SELECT d.node_id, d.words"
        f" FROM search_document d, q WHERE d.words @@ q.q AND d.workspace_id = %s AND NOT d.hidden {kind_filter} LIMIT {CANDIDATES})"
        " SELECT node_id FROM found, q ORDER BY ts_rank(words, q.q) DESC, node_id DESC"
    )
    return sql, [_tsquery(terms), workspace_id, *kind_values]


def _kinds(kinds: tuple[str, ...]) -> tuple[str, list[str | int]]:
    if not kinds:
        return "", []
    return f"AND d.kind IN ({', '.join(['%s'] * len(kinds))})", list(kinds)


def _snippet(body: str, words: list[str]) -> str:
    """A piece of the text where most of the words found stand together, the first of several."""
    flat = " ".join(body.split())
    start = max(0, _densest(flat.lower(), {word.lower()[:5] for word in words}) - SNIPPET // 4)
    if start:  # not in the middle of a word
        start = flat.find(" ", start, start + SNIPPET // 4) + 1 or start
    end = start + SNIPPET
    if end < len(flat):
        end = max(flat.rfind(" ", start, end + 1), start + SNIPPET * 3 // 4)
    return ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")


def _densest(text: str, beginnings: Collection[str]) -> int:
    """Where so many of these beginnings of words stand within a piece as nowhere before."""
    places = sorted((found.start(), one) for one in beginnings for found in re.finditer(rf"\b{re.escape(one)}", text))
    best, most, end, held = 0, 0, 0, Counter[str]()
    for place, one in places:
        while end < len(places) and places[end][0] < place + SNIPPET * 2 // 3:
            held[places[end][1]] += 1
            end += 1
        if len(+held) > most:
            best, most = place, len(+held)
        held[one] -= 1
    return best
