"""What the room adds to an idea's page: how far it is and what is held of it, who votes for it, and what the portal says."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict

from clew.ground.doors.api import Route, WorkRequest, done, record_again, section, typed, url
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access, Role, members, workspace
from clew.rooms.roadmap.actions import ideas as acts
from clew.rooms.roadmap.models.portal import STATUSES
from clew.rooms.roadmap.pages.idea_filters import STATES
from clew.rooms.roadmap.queries import portal as portal_queries
from clew.rooms.roadmap.queries.attachments import attachments
from clew.rooms.roadmap.queries.connections import followed, places_to_open
from clew.rooms.roadmap.queries.estimates import EstimateRow, estimates_of
from clew.rooms.roadmap.queries.fields import FieldRow, Value, fields
from clew.rooms.roadmap.queries.ideas import idea_card
from clew.rooms.roadmap.queries.parts import idea_parts
from clew.rooms.roadmap.queries.plan import items_of_idea
from clew.rooms.roadmap.queries.trackers import tracked
from clew.rooms.roadmap.queries.votes import idea_votes, voters

ESTIMATES, VOTERS = 50, 8


@section("idea")
def of_idea(request: WorkRequest, card: Card) -> tuple[str, dict[str, Any]]:
    access = request.access
    return "roadmap/idea/section.html", {
        "id": card.id,
        "title": card.title,
        **_about(access, card.id),
        "estimates": _by_factor(estimates_of(access, card.id, limit=ESTIMATES)),
        "items": items_of_idea(access, card.id),
        "parts": idea_parts(access, card.id),
        "tracked": tracked(access, card.id),
        "files": attachments(access, card.id),
        **_followed(access, card.id),
        "votes": idea_votes(access, card.id),
        "voters": voters(access, card.id, limit=VOTERS),
        "currency": workspace(access).currency,
        **_on_portal(access, card.id),
    }


def _followed(access: Access, pk: int) -> dict[str, Any]:
    """Where its state is kept alike, and where an issue could be opened for it."""
    return {
        "followed": followed(access, pk),
        "openable": places_to_open(access, pk) if access.role.covers(Role.EDITOR) else [],
    }


def _about(access: Access, pk: int) -> dict[str, Any]:
    found = idea_card(access, pk)
    by_field = {value.field_id: value for value in found.values}
    people = [("", "Nobody"), *((one.user_id, one.name) for one in members(access))]
    return {
        "idea": found,
        "tags": ", ".join(found.tags),
        "states": STATES,
        "owner": found.owner_id or "",
        "people": people,
        "asked": [_asked(field, by_field.get(field.id), people) for field in fields(access)],
    }


def _by_factor(rows: Sequence[EstimateRow]) -> list[tuple[str, list[EstimateRow]]]:
    """The newest first in each, the factors by the alphabet."""
    found: dict[str, list[EstimateRow]] = defaultdict(list)
    for row in rows:
        found[row.factor].append(row)
    return sorted(found.items())


def _on_portal(access: Access, pk: int) -> dict[str, Any]:
    try:
        public = portal_queries.published_idea(access, pk)
    except NotFound:
        public = None
    return {
        "portal": portal_queries.portal(access),
        "public": public,
        "statuses": STATUSES,
        "others": _others(access, pk) if public else (),
        "merged_into": None if public else portal_queries.merged_into(access, pk),
        "comments": portal_queries.public_comments(access, pk) if public else (),
    }


def _others(access: Access, pk: int) -> list[tuple[int, str]]:
    """What it may be merged into on the portal."""
    rows = portal_queries.published_ideas(access, limit=portal_queries.MOST)
    return [(row.id, row.title) for row in rows if row.id != pk]


def _asked(field: FieldRow, value: Value | None, people: Sequence[tuple[Any, str]]) -> dict[str, Any]:
    """A field as the form of an idea asks it, with what was given."""
    told = value or Value(field.id, "")
    given: Any = told.text
    if field.kind in ("choice", "choices"):
        given = told.choice_ids if field.kind == "choices" else next(iter(told.choice_ids), "")
    elif field.kind == "number":
        given = "" if told.number is None else f"{told.number:.12g}"
    elif field.kind == "date":
        given = told.day.isoformat() if told.day else ""
    elif field.kind in ("member", "check"):
        given = told.member_id or "" if field.kind == "member" else "1" if value else ""
    choices = [(choice.id, choice.name) for choice in field.choices]
    return {
        "key": f"field-{field.id}", "name": field.name, "kind": field.kind, "given": given, "words": told.words,
        "label": f"{field.name} ({field.unit})" if field.unit else field.name,
        "options": people if field.kind == "member" else [("", "–"), *choices] if field.kind == "choice" else choices,
        "input": {"date": "date", "link": "url"}.get(field.kind, "text"),
    }  # fmt: skip


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    """State, owner, tags and fields of one idea, by one form: all of it is kept, or nothing."""
    data, known = request.POST, fields(request.access)
    acts.place_idea(
        request.access,
        idea_id=pk,
        state=typed.words(data, "state", most=24),
        owner_id=typed.whole_number(data, "owner"),
        tags=typed.words(data, "tags", most=1000).split(","),
        values=[{"field_id": field.id, "value": value_typed(data, field)} for field in known],
    )
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def value_typed(data: QueryDict, field: FieldRow) -> Any:
    name = f"field-{field.id}"
    if field.kind == "number":
        return typed.number(data, name)
    if field.kind == "date":
        return typed.day(data, name)
    if field.kind == "check":
        return name in data
    if field.kind == "choices":
        return typed.ticked(data, name)
    if field.kind in ("choice", "member"):
        return typed.whole_number(data, name)
    return typed.words(data, name, most=501)


ROUTES = [Route("roadmap/ideas/<int:pk>/about", "idea_about", describe, post=Role.EDITOR, again=record_again)]
