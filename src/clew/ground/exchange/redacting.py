"""Single words of a source are covered for good: in all its versions, its excerpts, search and the history, and the upload they came in goes."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from clew.ground.assist.api import forget_letters
from clew.ground.evidence.api import SOURCE, Excerpt, cover_places, refuse_withheld, source
from clew.ground.exchange.erasing import replace_file
from clew.ground.exchange.searching import index_again
from clew.ground.exchange.sweeping import cover_in_history
from clew.ground.files.api import StoredFile, discard
from clew.ground.ledger.api import Refused, maintenance
from clew.ground.thread.api import act_not_undone, get_node
from clew.ground.workspaces.api import Access, act

REDACT = "redact words"
MOST_PLACES = 2_000
act_not_undone(REDACT, "What was redacted is gone.", told="redacted words here")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the newest version words stand, and which they are."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """How many places of all versions were covered, how many entries of the history, and how many uploads went."""

    places: int
    entries: int
    files: int


@act(REDACT)
def redact(access: Access, *, source_id: int, places: Sequence[Place]) -> Redacted:
    """The words at these places are covered, letter by letter, so that everything else stays where it is. It cannot be undone."""
    get_node(source_id, kind=SOURCE)
    refuse_withheld(access, source_id, partly=True)
    wanted = sorted({(place.start, place.end) for place in places})
    _check(source(access, source_id).text, places, wanted)
    with maintenance():
        words = {place.exact for place in places}
        done = cover_places(source_id, wanted)
        excerpts = set(Excerpt.objects.filter(source=source_id).values_list("pk", flat=True))
        nodes = {source_id} | excerpts
        forget_letters(access.workspace_id, nodes)
        index_again(access.workspace_id, sorted(nodes))
        rows = {"evidence_source_version": done.versions}
        entries = cover_in_history(access.workspace_id, words, nodes=nodes, rows=rows)
        old = [replace_file(access.workspace_id, file) for file in StoredFile.objects.filter(pk__in=done.files)]
    for sha in old:
        transaction.on_commit(partial(discard, access.workspace_id, sha))
    return Redacted(done.turns, entries, len(old))


def _check(text: str, places: Sequence[Place], wanted: Sequence[tuple[int, int]]) -> None:
    if not places or len(places) > MOST_PLACES:
        raise Refused(f"Choose 1 to {MOST_PLACES:,} places.", field="places", remedy="Redact in parts.")
    if any(
        not place.exact.strip() or text[place.start : place.end] != place.exact or place.start < 0 for place in places
    ):
        raise Refused("The text changed while you read.", field="places", remedy="Look at the new words first.")
    if any(one[1] > two[0] for one, two in itertools.pairwise(wanted)):
        raise Refused("Two of these places overlap.", field="places", remedy="Choose places that stand apart.")
