"""The words that stand for a theme: whole pieces if they are short, else the sentence that says most of what the theme says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from clew.ground.evidence.models import SourceVersion, Theme
from clew.ground.evidence.queries.pieces import said_in_piece
from clew.ground.evidence.queries.withheld import QUOTED, without_withheld
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read

MOST = 20
WHOLE = 280
WORDS_ENOUGH = 4
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$|[.!?])", re.UNICODE)
WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Telling:
    """Words of a member (`piece_id`) and where they stand in the newest text of its source."""

    piece_id: int
    source_id: int
    exact: str
    start: int
    end: int
    person: str
    account: str
    said_on: date | None
    centrality: float

    @property
    def who(self) -> str:
        return self.person or "Somebody"


@read
def telling_words(access: Access, theme_id: int, *, limit: int = 5) -> tuple[Telling, ...]:
    """Quotations from the most central members, those that become evidence when the theme becomes a need."""
    terms = Theme.objects.filter(pk=theme_id).values_list("terms", flat=True).first()
    if terms is None:
        raise NotFound("No such theme.")
    return tellings(access, theme_id, terms, limit=limit)


def tellings(
    access: Access, theme_id: int, terms: Sequence[str], *, limit: int, piece_ids: Sequence[int] | None = None
) -> tuple[Telling, ...]:
    """Called inside an act or a query; two statements. The same words said twice are taken once; those withheld are not."""
    chosen = Q(source__themes__theme=theme_id)
    if piece_ids is not None:
        chosen &= Q(source__themes__in=piece_ids)
    rows = SourceVersion.objects.filter(  # in one call: of the very same member
        chosen, number=F("source__version"), source__node__archived_at__isnull=True
    )
    columns = (
        "source__themes", "source_id", "source__themes__start", "said", "source__person__node__title", "source__account__node__title", "source__said_on",
        "source__themes__centrality",
    )  # fmt: skip
    most = max(0, min(limit, MOST))
    found: dict[str, Telling] = {}
    rows = rows.annotate(said=said_in_piece()).order_by("-source__themes__centrality", *columns[1:3])
    central = list(rows.values_list(*columns)[: most * 3])
    may_be = without_withheld(access, [source_id for _, source_id, *_ in central], QUOTED)
    for piece_id, source_id, at, text, person, account, said_on, near in (row for row in central if row[1] in may_be):
        start, end = most_telling(text, terms)
        exact = text[start:end]
        told = Telling(piece_id, source_id, exact, at + start, at + end, person or "", account or "", said_on, near)
        found.setdefault(" ".join(exact.casefold().split()), told)
    return tuple(found.values())[:most]


def most_telling(text: str, terms: Sequence[str]) -> tuple[int, int]:
    """The place of the whole text, or of the one sentence with most of the theme's words; the first of equals."""
    start, end = _trimmed(text, 0, len(text))
    if end - start <= WHOLE:
        return start, end
    weights = {
        word: 1 / (place + 1)
        for place, term in reversed(list(enumerate(terms)))
        for word in WORD.findall(term.casefold())
    }
    places = [_trimmed(text, m.start(), m.end()) for m in SENTENCE.finditer(text)]
    fitting = [p for p in places if p[1] - p[0] <= WHOLE * 2 and len(text[p[0] : p[1]].split()) >= WORDS_ENOUGH]
    if not fitting:
        return start, start + len(text[start : start + WHOLE].rsplit(None, 1)[0])
    return max(fitting, key=lambda p: (_score(text[p[0] : p[1]], weights), -p[0]))


def _score(sentence: str, weights: dict[str, float]) -> float:
    """Words count once, and as their stems do: "exports" is "export"."""
    said = set(WORD.findall(sentence.casefold()))
    return sum(w for term, w in weights.items() if any(_same(term, word) for word in said))


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
