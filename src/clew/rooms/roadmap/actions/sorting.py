"""Feedback finds its place: its words speak for or against a need, also one that an idea addresses, or say what another entry says."""

from collections.abc import Sequence
from dataclasses import dataclass

from clew.ground.evidence.api import (
    IDEA,
    NEED,
    Excerpt,
    Idea,
    Need,
    add_idea,
    add_need,
    address,
    mark,
    need_named,
)
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act, withheld
from clew.rooms.roadmap.actions.feedback import entry_of, mark_sorted
from clew.rooms.roadmap.models import Feedback
from clew.rooms.roadmap.queries.suggestions import Through, nearest_need, needs_of_ideas, passage_for

TOGETHER = 50  # each is read, and a long one for its meaning too: up to a tenth of a second


@dataclass(frozen=True, slots=True)
class TiedTogether:
    """How many entries were tied; `need_id`: to which need, unless it was to an idea."""

    tied: int
    need_id: int | None


@act("tie feedback to a need")
def sort_to_need(access: Access, *, entry_id: int, need_id: int, stance: str = "supports") -> Excerpt:
    """The words of the entry that speak of the need become a quotation for or against it."""
    return _tie(access, entry_id, need_id, stance)


@act("tie feedback to an idea")
def sort_to_idea(
    access: Access, *, entry_id: int, idea_id: int, need_id: int | None = None, stance: str = "supports"
) -> Excerpt:
    """Through a need that the idea addresses: the one named, else the one that the words speak of most.

    An idea that addresses none gets a need of its own name, for words speak of what is needed and not of what could be built.
    """
    idea, known = get_node(idea_id, kind=IDEA), needs_of_ideas([idea_id]).get(idea_id, ())
    if need_id is not None and need_id not in {need.id for need in known}:
        raise Refused("The idea does not address this need.", field="need_id", remedy="Choose one that it addresses.")
    chosen = need_id or _need_for(access, entry_id, idea_id, idea.title, known)
    return sort_to_need(access, entry_id=entry_id, need_id=chosen, stance=stance)


@act("tie many entries at once")
def sort_together(
    access: Access, *, entry_ids: Sequence[int], need_id: int | None = None, new_need: str = "", idea_id: int | None = None,
    stance: str = "supports", words: str = "",
) -> TiedTogether:  # fmt: skip
    """To one need, one that is there or a new one, or to one idea. Entries whose words are withheld stay.

    `words`: by which they were found; of a long entry the sentence that holds them is taken.
    """
    asked = list(dict.fromkeys(entry_ids))
    if len(asked) > TOGETHER:
        raise Refused(f"At most {TOGETHER} entries at once.", field="entry_ids", remedy="Choose fewer; the rest after.")
    if len([one for one in (need_id, new_need.strip(), idea_id) if one]) != 1:
        raise Refused("To which need or idea?", field="need", remedy="Choose one need or one idea, or name a new need.")
    hidden = withheld(access, asked)
    shown = [pk for pk in asked if pk not in hidden or not hidden[pk].whole]
    if not shown:
        raise Refused(
            "None of these can be tied.", field="entry_ids", remedy="Choose entries whose words may be shown."
        )
    if new_need.strip():
        there = need_named(new_need)
        need_id = there.pk if there else int(add_need(access, title=new_need).pk)
    for pk in shown:
        if need_id:
            _tie(access, pk, need_id, stance, words)
        else:
            sort_to_idea(access, entry_id=pk, idea_id=idea_id or 0, stance=stance)
    return TiedTogether(len(shown), need_id)


@act("make a need of feedback")
def new_need_from(access: Access, *, entry_id: int, title: str, under: int | None = None) -> Need:
    """A new need, with the entry's words as the first that support it."""
    made = add_need(access, title=title, under=under)
    sort_to_need(access, entry_id=entry_id, need_id=made.pk)
    return made


@act("make an idea of feedback")
def new_idea_from(access: Access, *, entry_id: int, title: str, need: str = "", need_id: int | None = None) -> Idea:
    """A new idea that addresses a need, one that is there or a new one, with the entry's words behind it."""
    if need_id is None and not need.strip():
        raise Refused(
            "What is it needed for?", field="need", remedy="Name the need that the words speak of, or choose one."
        )
    behind = need_id or new_need_from(access, entry_id=entry_id, title=need).pk
    if need_id is not None:
        sort_to_need(access, entry_id=entry_id, need_id=need_id)
    return add_idea(access, title=title, addresses=[behind])


@act("say that feedback is a duplicate")
def is_duplicate(access: Access, *, entry_id: int, of: int) -> Feedback:
    """Another entry says the same. Both stay, each with who said it; what said the same as this one, says the same as that."""
    entry, other = entry_of(entry_id), entry_of(of)
    first = entry_of(other.duplicate_of_id) if other.duplicate_of_id else other
    if first.pk == entry.pk:
        raise Refused("An entry is no duplicate of itself.", field="of", remedy="Choose another entry.")
    Feedback.objects.filter(duplicate_of=entry).update(duplicate_of=first)
    entry.duplicate_of = first
    entry.save(update_fields=["duplicate_of"])
    return mark_sorted(entry)


@act("say that feedback is no duplicate")
def is_no_duplicate(access: Access, *, entry_id: int) -> Feedback:
    """It stands for itself again."""
    entry = entry_of(entry_id)
    if entry.duplicate_of_id is None:
        raise Refused("It is no duplicate.", remedy="Open the entry that it says the same as.")
    entry.duplicate_of = None
    entry.save(update_fields=["duplicate_of"])
    return entry


def _tie(access: Access, entry_id: int, need_id: int, stance: str, words: str = "") -> Excerpt:
    entry, need = entry_of(entry_id), get_node(need_id, kind=NEED)
    told = passage_for(access, entry_id, need_id, need.title, words)
    made = mark(
        access, source_id=entry_id, start=told.start, end=told.end, exact=told.text, need_id=need_id, stance=stance
    )
    mark_sorted(entry)
    return made


def _need_for(access: Access, entry_id: int, idea_id: int, title: str, known: tuple[Through, ...]) -> int:
    if len(known) > 1:
        return nearest_need(access, entry_id, known)
    if known:
        return known[0].id
    made = add_need(access, title=title)
    address(access, idea_id=idea_id, need_id=made.pk)
    return int(made.pk)
