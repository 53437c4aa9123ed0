"""The portal as members keep it: its settings, what waits to be looked at, what is published, and what is published of an idea."""

import re
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url
from clew.ground.evidence.api import idea_choices
from clew.ground.files.api import drop_unspoken, store
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import portal as acts
from clew.rooms.roadmap.actions import votes as vote_acts
from clew.rooms.roadmap.actions.portal_logo import remove_portal_logo, set_portal_logo
from clew.rooms.roadmap.actions.portal_merging import merge_published
from clew.rooms.roadmap.logos import MOST_BYTES
from clew.rooms.roadmap.models.portal import ALT_LIMIT, REASON_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from clew.rooms.roadmap.models.votes import NOTE_LIMIT
from clew.rooms.roadmap.queries import portal as queries

SHOWN = 100
WAITING = re.compile(r"(comment|suggestion)-\d{1,18}")
CHOICES = [("public", "Everybody who knows its address"), ("known", "Only people of this workspace, signed in by mail")]


def show(request: WorkRequest) -> HttpResponse:
    found = queries.portal(request.access)
    shown: dict[str, Any] = {"portal": found, "choices": CHOICES, "is_owner": request.access.role.covers(Role.OWNER)}
    if found is not None:
        shown |= {
            "address": request.build_absolute_uri(reverse("portal", args=[found.slug])),
            "waiting": _waiting(queries.portal_queue(request.access)),
            "rows": queries.published_ideas(request.access, limit=SHOWN),
            "ideas": idea_choices(request.access),
        }
    return render(request, "roadmap/portal/index.html", shown)


def set_up(request: WorkRequest) -> HttpResponse:
    data = request.POST
    acts.set_up_portal(
        request.access, title=typed.words(data, "title", most=TITLE_LIMIT), slug=typed.words(data, "slug", most=100),
        intro=typed.words(data, "intro", most=TEXT_LIMIT), accent=typed.words(data, "accent", most=20),
        is_public=data.get("for") != "known", holds_comments=data.get("holds") == "1", is_on=data.get("on") == "1",
    )  # fmt: skip
    return done(request, "Saved.", url(request, "portal_kept"), undo=True)


def settle_comment(request: WorkRequest, pk: int) -> HttpResponse:
    is_shown = request.POST.get("do") == "show"
    acts.settle_comment(request.access, comment_id=pk, is_shown=is_shown)
    return done(request, "Shown." if is_shown else "Not shown.", _queue(request), undo=True)


def settle_suggestion(request: WorkRequest, pk: int) -> HttpResponse:
    data = request.POST
    if data.get("do") == "refuse":
        acts.refuse_suggestion(request.access, suggestion_id=pk)
        return done(request, "Refused.", _queue(request), undo=True)
    acts.take_suggestion(
        request.access, suggestion_id=pk, title=typed.words(data, "title", most=TITLE_LIMIT),
        detail=typed.words(data, "detail", most=TEXT_LIMIT), idea_id=typed.whole_number(data, "idea"),
    )  # fmt: skip
    return done(request, "Taken.", _queue(request))


def _queue(request: WorkRequest) -> str:
    """Back to what waits, at the row that came after."""
    then = request.POST.get("then", "")
    return url(request, "portal_kept") + (f"#{then}" if WAITING.fullmatch(then) else "")


def _waiting(queue: queries.PortalQueue) -> list[SimpleNamespace]:
    """One row after the other, each with the key of the next, where one goes on when it is settled."""
    rows = [
        *(SimpleNamespace(key=f"suggestion-{s.id}", suggestion=s, text=s.text, person=s.person, made_at=s.made_at) for s in queue.suggestions),
        *(SimpleNamespace(key=f"comment-{c.id}", comment=c, text=c.text, person=c.person, made_at=c.made_at) for c in queue.comments),
    ]  # fmt: skip
    for row, following in zip_longest(rows, rows[1:]):
        row.then = following.key if following else ""
    return rows


def publish(request: WorkRequest, pk: int) -> HttpResponse:
    data = request.POST
    acts.publish_idea(
        request.access, idea_id=pk, title=typed.words(data, "title", most=TITLE_LIMIT),
        detail=typed.words(data, "detail", most=TEXT_LIMIT), status=typed.words(data, "status", most=20) or "open",
        reason=typed.words(data, "reason", most=REASON_LIMIT),
    )  # fmt: skip
    return done(request, "On the portal.", url(request, "record", node_id=pk), undo=True)


def unpublish(request: WorkRequest, pk: int) -> HttpResponse:
    acts.unpublish_idea(request.access, idea_id=pk)
    return done(request, "Off the portal.", url(request, "record", node_id=pk), undo=True)


def merge(request: WorkRequest, pk: int) -> HttpResponse:
    into = typed.whole_number(request.POST, "into")
    if into is None:
        raise Refused("No idea was chosen.", field="into", remedy="Choose one of the list.")
    merge_published(request.access, idea_id=pk, into=into)
    return done(request, "Merged on the portal.", url(request, "record", node_id=into))


def set_logo(request: WorkRequest) -> HttpResponse:
    """What was uploaded is let go: only what was drawn from it stays."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused("No picture was chosen.", field="file", remedy="Choose a PNG, JPEG or WebP.")
    if (file.size or 0) > MOST_BYTES:
        raise Refused(f"The picture is larger than {MOST_BYTES // 1000} kB.", field="file", remedy="Save it smaller.")
    kept = store(request.access, name=file.name or "logo", chunks=file.chunks(), max_bytes=MOST_BYTES)
    try:
        set_portal_logo(request.access, file_id=kept.pk, alt=typed.words(request.POST, "alt", most=ALT_LIMIT))
    finally:
        drop_unspoken(kept)
    return done(request, "The logo is shown.", url(request, "portal_kept"))


def remove_logo(request: WorkRequest) -> HttpResponse:
    remove_portal_logo(request.access)
    return done(request, "The logo is gone.", url(request, "portal_kept"), undo=True)


def answer(request: WorkRequest, pk: int) -> HttpResponse:
    acts.answer_on_portal(request.access, idea_id=pk, text=typed.words(request.POST, "text", most=TEXT_LIMIT))
    return done(request, "Shown on the portal.", url(request, "record", node_id=pk), undo=True)


def vote_for(request: WorkRequest, pk: int) -> HttpResponse:
    person = typed.whole_number(request.POST, "person")
    if person is None:
        raise Refused("Nobody was chosen.", field="person", remedy="Choose one of the list.")
    note = typed.words(request.POST, "note", most=NOTE_LIMIT)
    if request.POST.get("do") == "take-back":
        vote_acts.take_back_vote_for(request.access, idea_id=pk, person_id=person, note=note)
        return done(request, "Taken back.", url(request, "record", node_id=pk))
    vote_acts.vote_for(request.access, idea_id=pk, person_id=person, note=note)
    return done(request, "Voted for them.", url(request, "record", node_id=pk))


ROUTES = [
    Route("roadmap/portal", "portal_kept", show, get=Role.VIEWER),
    Route("roadmap/portal/settings", "portal_set_up", set_up, post=Role.OWNER, again=show),
    Route("roadmap/portal/logo", "portal_logo_set", set_logo, post=Role.OWNER, again=show),
    Route("roadmap/portal/logo/away", "portal_logo_away", remove_logo, post=Role.OWNER, again=show),
    Route("roadmap/portal/comments/<int:pk>", "portal_comment_settle", settle_comment, post=Role.EDITOR, again=show),
    Route("roadmap/portal/suggestions/<int:pk>", "portal_suggestion_settle", settle_suggestion, post=Role.EDITOR, again=show),
    Route("roadmap/ideas/<int:pk>/publish", "idea_publish", publish, post=Role.EDITOR, again=record_again),
    Route("roadmap/ideas/<int:pk>/unpublish", "idea_unpublish", unpublish, post=Role.EDITOR, again=record_again),
    Route("roadmap/ideas/<int:pk>/merge", "idea_merge_published", merge, post=Role.EDITOR, again=record_again),
    Route("roadmap/ideas/<int:pk>/answer", "idea_answer", answer, post=Role.EDITOR, again=record_again),
    Route("roadmap/ideas/<int:pk>/vote", "idea_vote", vote_for, post=Role.EDITOR, again=record_again),
]  # fmt: skip
