"""Single words are covered for good: in a source with all its versions and excerpts, in other texts, search and the history."""

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import models, transaction

from clew.ground.assist.api import forget_letters
from clew.ground.evidence.api import SOURCE, Excerpt, Forgotten, SourceVersion, cover_places, refuse_withheld, source
from clew.ground.exchange.erasing import replace_file
from clew.ground.exchange.erasures import remember_covered
from clew.ground.exchange.searching import index_again
from clew.ground.exchange.sweeping import cover_in_history
from clew.ground.exchange.traces import Span, covered_at
from clew.ground.files.api import StoredFile, discard
from clew.ground.ledger.api import Refused, maintenance
from clew.ground.thread.api import Node, act_not_undone, get_node
from clew.ground.workspaces.api import Access, Workspace, act

REDACT = "redact words"
MOST_PLACES = 2_000
VERSIONS = str(SourceVersion._meta.db_table)
CHANGED, CHANGED_REMEDY = "The text changed while you read.", "Look at the new words first."
act_not_undone(REDACT, "What was redacted is gone.", told="redacted words here")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the newest version words stand, and which they are."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Places in a text that is no source's: a column of a row that is part of a record, as `text_in` reads it."""

    row: models.Model
    column: str
    node_id: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Redacted:
    """How many places of all versions were covered, how many entries of the history, and how many uploads went."""

    places: int
    entries: int
    files: int


@dataclass(slots=True)
class Gone:
    """What was covered: the words, in which records and which rows of their texts; and the uploads in which they came."""

    words: set[str] = field(default_factory=set)
    nodes: set[int] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    files: set[int] = field(default_factory=set)

    def add_source(self, source_id: int, done: Forgotten) -> None:
        self.words |= set(done.texts)
        self.nodes |= {source_id, *Excerpt.objects.filter(source=source_id).values_list("pk", flat=True)}
        self.rows[VERSIONS] |= done.versions
        self.files |= done.files


@act(REDACT)
def redact(access: Access, *, source_id: int, places: Sequence[Place]) -> Redacted:
    """The words at these places are covered, letter by letter, so that everything else stays where it is. It cannot be undone."""
    get_node(source_id, kind=SOURCE)
    refuse_withheld(access, source_id, partly=True)
    wanted = check_places(source(access, source_id).text, places)
    gone = Gone()
    with maintenance():
        before = _texts(source_id)
        done = cover_places(source_id, wanted)
        gone.add_source(source_id, done)
        entries, old = clean_up(access.workspace_id, gone)
    after = _texts(source_id)
    _remember(access.workspace_id, [(source_id, VERSIONS, "text", text, after[pk]) for pk, text in before.items()])
    for sha in old:
        transaction.on_commit(partial(discard, access.workspace_id, sha))
    return Redacted(done.turns, entries, len(old))


def redact_passages(access: Access, passages: Sequence[Passage]) -> int:
    """The same in other texts; says in how many places. Called inside an act."""
    gone, told = Gone(), []
    with maintenance():
        for one in passages:
            before = text_in(one.row, one.column)
            after = cover_column(one.row, one.column, check_places(before, one.places), one.node_id, gone)
            told.append((one.node_id, str(one.row._meta.db_table), one.column, before, after))
        clean_up(access.workspace_id, gone)
    _remember(access.workspace_id, told)
    return sum(len(one.places) for one in passages)


def check_places(text: str, places: Sequence[Place]) -> list[Span]:
    if not places or len(places) > MOST_PLACES:
        raise Refused(f"Choose 1 to {MOST_PLACES:,} places.", field="places", remedy="Redact in parts.")
    if any(
        not place.exact.strip() or text[place.start : place.end] != place.exact or place.start < 0 for place in places
    ):
        raise Refused(CHANGED, field="places", remedy=CHANGED_REMEDY)
    wanted = sorted({(place.start, place.end) for place in places})
    if any(one[1] > two[0] for one, two in itertools.pairwise(wanted)):
        raise Refused("Two of these places overlap.", field="places", remedy="Choose places that stand apart.")
    return wanted


def text_in(row: models.Model, column: str) -> str:
    """What stands in a column; of one that holds more than a text, as JSON that is written alike on both engines."""
    held = getattr(row, column)
    return held if isinstance(held, str) else json.dumps(held, ensure_ascii=False, sort_keys=True)


def cover_column(row: models.Model, column: str, spans: list[Span], node_id: int, gone: Gone) -> str:
    """Gives what is left of the text. Called while the guards are lifted."""
    before = text_in(row, column)
    after = covered_at(before, spans)
    left = after if isinstance(getattr(row, column), str) else json.loads(after)
    setattr(row, column, left)
    type(row)._base_manager.filter(pk=row.pk).update(**{column: left})
    gone.words |= {before[start:end] for start, end in spans}
    gone.nodes.add(node_id)
    gone.rows[str(row._meta.db_table)].add(int(row.pk))
    return after


def clean_up(workspace_id: int, gone: Gone) -> tuple[int, list[str]]:
    """Words that were covered leave search, letters to a model, the history and uploads; gives entries changed and what may leave the disk."""
    forget_letters(workspace_id, gone.nodes)
    index_again(workspace_id, sorted(gone.nodes))
    entries = cover_in_history(workspace_id, gone.words, nodes=gone.nodes, rows=gone.rows) if gone.words else 0
    return entries, [replace_file(workspace_id, file) for file in StoredFile.objects.filter(pk__in=gone.files)]


def find_words(text: str, words: Collection[str]) -> list[Place]:
    """Wherever these words stand as words, the longest first."""
    one_of = "|".join(sorted({re.escape(one) for one in words if one.strip()}, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?:{one_of})(?!\w)", text) if one_of else ()
    return [Place(match.start(), match.end(), match[0]) for match in found]


def _texts(source_id: int) -> Mapping[int, str]:
    return dict(SourceVersion.objects.filter(source=source_id).values_list("pk", "text"))


def _remember(workspace_id: int, texts: Sequence[tuple[int, str, str, str, str]]) -> None:
    """Written before the transaction ends: what is covered here is covered in a backup as well, whatever happens in between."""
    workspace = Workspace.objects.get(pk=workspace_id)
    nodes = Node.objects.filter(pk__in={node for node, *_ in texts})
    born: dict[int, datetime] = dict(nodes.values_list("pk", "created_at"))
    remember_covered(workspace.created_at, [(born[one[0]], *one[1:]) for one in texts])
