"""Ideas in the room: how far they are, whose they are, their tags, and what is done to many of them at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from clew.ground.evidence.api import IDEA, Idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node, archive, get_node
from clew.ground.workspaces.api import Access, act, still_members
from clew.rooms.roadmap.actions.fields import field_of, fill_in, put_value
from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.models import IdeaOwner, IdeaTag, Tag

TAG_LIMIT, MOST_TAGS, MOST_AT_ONCE, MOST_TAGS_KNOWN = 40, 20, 500, 1000


@act("say how far an idea is")
def set_idea_state(access: Access, *, idea_id: int, state: str) -> Node:
    """One of: new, considered, planned, in work, released, declined."""
    _put_state([idea_id], state)
    return get_node(idea_id, kind=IDEA)


@act("say whose an idea is")
def own_idea(access: Access, *, idea_id: int, owner_id: int | None = None) -> None:
    """The member who is asked about it; without one it is nobody's."""
    _put_owner(access, _ideas([idea_id]), owner_id)


@act("tag an idea")
def tag_idea(access: Access, *, idea_id: int, tags: Sequence[str]) -> tuple[str, ...]:
    """These tags and no others; gives them."""
    _ideas([idea_id])
    wanted = _tags(access, tags)
    IdeaTag.objects.filter(idea=idea_id).exclude(tag__in=wanted).delete()
    for tag in wanted:
        _put_tag(access, tag, [idea_id])
    return tuple(tag.name for tag in wanted)


@act("describe an idea's place")
def place_idea(
    access: Access, *, idea_id: int, state: str, owner_id: int | None = None, tags: Sequence[str] = (),
    values: Sequence[dict[str, Any]] = (),
) -> None:  # fmt: skip
    """State, owner, tags and fields of an idea at once: all of it is kept, or nothing. Fields as `fill_in` takes them."""
    set_idea_state(access, idea_id=idea_id, state=state)
    own_idea(access, idea_id=idea_id, owner_id=owner_id)
    tag_idea(access, idea_id=idea_id, tags=tags)
    fill_in(access, idea_id=idea_id, values=values)


@act("change ideas")
def change_ideas(
    access: Access, *, idea_ids: Sequence[int], state: str = "", owner_id: int | None = None, add_tag: str = "",
    remove_tag: str = "", field_id: int | None = None, value: Any = None, away: bool = False,
) -> int:  # fmt: skip
    """The same change to up to 500 ideas: state, owner (0 for nobody), a tag more or less, a value of a field; `away` archives them.
    Gives how many there are."""
    ideas = _ideas(idea_ids)
    if not (state or owner_id is not None or add_tag or remove_tag or field_id or away):
        raise Refused("No change was chosen.", field="state", remedy="Choose a state, an owner, a tag or a field.")
    if state:
        _put_state(ideas, state)
    if owner_id is not None:
        _put_owner(access, ideas, owner_id or None)
    for tag in _tags(access, [add_tag] if add_tag else []):
        _put_tag(access, tag, ideas)
    if remove_tag:
        IdeaTag.objects.filter(idea__in=ideas, tag__name__iexact=remove_tag.strip()).delete()
    if field_id:
        put_value(access, field_of(field_id), ideas, value)
    if away:
        archive(access, node_ids=ideas)
    return len(ideas)


def _ideas(ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("Nothing is selected.", field="ids", remedy="Select ideas first; X selects the row you are on.")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(f"These are more than {MOST_AT_ONCE} ideas.", field="ids", remedy="Change them in parts.")
    if Idea.objects.filter(pk__in=wanted).count() < len(wanted):
        raise NotFound("No such idea.")
    return wanted


def _put_state(ids: Sequence[int], state: str) -> None:
    ideas = _ideas(ids)
    if state not in IDEA_STATES:
        raise Refused("An idea has no such state.", field="state", remedy=f"One of: {', '.join(IDEA_STATES)}.")
    Node.objects.filter(pk__in=ideas).exclude(state=state).update(state=state)


def _put_owner(access: Access, ideas: Sequence[int], owner_id: int | None) -> None:
    if owner_id is None:
        IdeaOwner.objects.filter(idea__in=ideas).delete()
        return
    if not still_members(access.workspace_id, {owner_id}):
        raise Refused("This is no member of the workspace.", field="owner", remedy="Choose from the list.")
    IdeaOwner.objects.filter(idea__in=ideas).exclude(owner=owner_id).update(owner=owner_id)
    owned = set(IdeaOwner.objects.filter(idea__in=ideas).values_list("pk", flat=True))
    IdeaOwner.objects.bulk_create(
        [IdeaOwner(workspace_id=access.workspace_id, idea_id=pk, owner_id=owner_id) for pk in ideas if pk not in owned]
    )


def _put_tag(access: Access, tag: Tag, ideas: Sequence[int]) -> None:
    tagged = set(IdeaTag.objects.filter(tag=tag, idea__in=ideas).values_list("idea_id", flat=True))
    IdeaTag.objects.bulk_create(
        [IdeaTag(workspace_id=access.workspace_id, tag=tag, idea_id=pk) for pk in ideas if pk not in tagged]
    )


def tag_new(access: Access, labels: Mapping[int, Sequence[str]]) -> None:
    """What another tool calls new ideas, as tags. What is too long for one, or more than there is room for, is left out: the most usual come first.

    Called inside an act.
    """
    told = {idea: _as_tags(names) for idea, names in labels.items()}
    usual = Counter(key for tags in told.values() for key in tags)
    names = {key: name for tags in reversed(told.values()) for key, name in tags.items()}  # as spelt first
    there = {tag.name.casefold(): tag for tag in Tag.objects.order_by("pk")[:MOST_TAGS_KNOWN]}
    more = [names[key] for key, _ in usual.most_common() if key not in there][: MOST_TAGS_KNOWN - len(there)]
    here = {"workspace_id": access.workspace_id}
    there |= {tag.name.casefold(): tag for tag in Tag.objects.bulk_create([Tag(**here, name=name) for name in more])}
    tied = [(idea, there[key]) for idea, tags in told.items() for key in tags if key in there]
    IdeaTag.objects.bulk_create([IdeaTag(**here, idea_id=idea, tag=tag) for idea, tag in tied], batch_size=500)


def _as_tags(labels: Sequence[str]) -> dict[str, str]:
    named = [" ".join(label.split()) for label in labels]
    fitting = {name.casefold(): name for name in named if 0 < len(name) <= TAG_LIMIT and "," not in name}
    return dict(list(fitting.items())[:MOST_TAGS])


def _tags(access: Access, names: Sequence[str]) -> list[Tag]:
    """Those that there are under these names, in capitals or not, and those that come along."""
    told = {name.casefold(): name for name in (" ".join(name.split()) for name in names) if name}
    if len(told) > MOST_TAGS:
        raise Refused(f"An idea has at most {MOST_TAGS} tags.", field="tags", remedy="Leave some out.")
    if any(len(name) > TAG_LIMIT or "," in name for name in told.values()):
        raise Refused(f"A tag has at most {TAG_LIMIT} characters and no comma.", field="tags", remedy="Shorten it.")
    there = {tag.name.casefold(): tag for tag in Tag.objects.order_by("pk")[:MOST_TAGS_KNOWN]}
    if len(there) + len(told.keys() - there.keys()) > MOST_TAGS_KNOWN:
        raise Refused(f"There are {MOST_TAGS_KNOWN:,} tags.", field="tags", remedy="Use one of them.")
    return [
        there.get(key) or Tag.objects.create(workspace_id=access.workspace_id, name=name) for key, name in told.items()
    ]
