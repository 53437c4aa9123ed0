"""Webhooks: addresses outside that are told of changes, what was sent to them, and sending it again. For owners."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url, whole
from clew.ground.hooks import api as hooks
from clew.ground.hooks.api import HAPPENINGS, HookRow
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import kinds
from clew.ground.workspaces.api import Role

PAGE = 25
STATES = (("", "All"), ("waiting", "Waiting"), ("failed", "Failed"), ("delivered", "Delivered"))
SECRET_OF = {"new": "The secret of the new webhook", "changed": "The new secret. The old one signs beside it for a day"}


def index(request: WorkRequest) -> HttpResponse:
    rows = [(row, _in_words(row)) for row in hooks.hooks(request.access)]
    return render(request, "webhooks/index.html", {"rows": rows, **_choices(request, None)})


def show(request: WorkRequest, hook: int) -> HttpResponse:
    return _page(request, hook)


def make(request: WorkRequest) -> HttpResponse:
    """The secret is shown on this answer alone: nothing leads back to it."""
    made = hooks.add_hook(request.access, **_asked(request))
    return _page(request, made.id, secret=made.secret, secret_of=SECRET_OF["new"])


def edit(request: WorkRequest, hook: int) -> HttpResponse:
    hooks.edit_hook(request.access, hook_id=hook, **_asked(request))
    return done(request, "Saved.", url(request, "webhook", hook=hook))


def change_secret(request: WorkRequest, hook: int) -> HttpResponse:
    made = hooks.change_hook_secret(request.access, hook_id=hook)
    return _page(request, hook, secret=made.secret, secret_of=SECRET_OF["changed"])


def switch(request: WorkRequest, hook: int) -> HttpResponse:
    is_on = hooks.hook(request.access, hook).is_on
    (hooks.switch_hook_off if is_on else hooks.switch_hook_on)(request.access, hook_id=hook)
    return done(request, "Switched off." if is_on else "Switched on.", url(request, "webhook", hook=hook))


def remove(request: WorkRequest, hook: int) -> HttpResponse:
    hooks.remove_hook(request.access, hook_id=hook)
    return done(request, "Removed. Nothing is sent there any more.", url(request, "webhooks"))


def test(request: WorkRequest, hook: int) -> HttpResponse:
    hooks.send_test_event(request.access, hook_id=hook)
    return done(
        request,
        "A test event is on its way. Load the page again to see what came of it.",
        url(request, "webhook", hook=hook),
    )


def replay(request: WorkRequest, hook: int) -> HttpResponse:
    since, until = typed.needed_day(request.POST, "since"), typed.day(request.POST, "until")
    arrived = request.POST.get("which") == "all"
    count = hooks.replay_failed(request.access, hook_id=hook, since=since, until=until, arrived=arrived)
    return done(
        request, f"{count:,} are sent again." if count else "There were none.", url(request, "webhook", hook=hook)
    )


def replay_one(request: WorkRequest, hook: int, delivery: int) -> HttpResponse:
    hooks.replay_delivery(request.access, delivery_id=delivery)
    return done(request, "It is sent again.", url(request, "webhook", hook=hook))


def _page(request: WorkRequest, hook: int, **more: Any) -> HttpResponse:
    if "secret" in more:
        request.live_at = ""  # drawn anew, the page would lose what is shown only now
    row, page = hooks.hook(request.access, hook), whole(request.GET.get("page"), high=1000)
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    sent = hooks.deliveries(request.access, hook, state=state, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"row": row, "told": _in_words(row), "sent": sent[:PAGE], "more": len(sent) > PAGE, "page": page}
    answer = render(
        request,
        "webhooks/show.html",
        {**shown, "state": state, "states": STATES, **_choices(request, row), **more},
    )
    if "secret" in more:
        answer["Cache-Control"] = "no-store"
    return answer


def _asked(request: WorkRequest) -> dict[str, Any]:
    """What happens to which kinds of record: every pair of what was ticked."""
    of_kinds, happening = request.POST.getlist("kinds"), request.POST.getlist("happenings")
    if not of_kinds or not happening:
        raise Refused("Nothing is chosen.", field="events", remedy="Tick at least one kind and one thing that happens.")
    return {
        "url": typed.words(request.POST, "url", most=600),
        "description": typed.words(request.POST, "description", most=200),
        "events": [f"{kind}.{what}" for kind in of_kinds[:100] for what in happening[:10]],
    }


def _choices(request: WorkRequest, row: HookRow | None) -> dict[str, Any]:
    """What is ticked: after a refusal what was ticked then, else what the webhook is told, else all."""
    names = [kind.name for kind in kinds()]
    pairs = [event.split(".") for event in row.events] if row else []
    ticked_kinds = {kind for kind, _ in pairs} if row else set(names)
    ticked_happenings = {what for _, what in pairs} if row else set(HAPPENINGS)
    if request.refused:
        ticked_kinds, ticked_happenings = set(request.POST.getlist("kinds")), set(request.POST.getlist("happenings"))
    return {
        "kinds": [(kind.name, kind.plural, kind.name in ticked_kinds) for kind in kinds()],
        "happenings": [(what, what in ticked_happenings) for what in HAPPENINGS],
    }


def _in_words(row: HookRow) -> str:
    """Needs, Decisions: created, changed."""
    pairs = [event.split(".") for event in row.events]
    of = [kind.plural for kind in kinds() if kind.name in {name for name, _ in pairs}]
    what = [name for name in HAPPENINGS if name in {one for _, one in pairs}]
    named = "Every kind of record" if len(of) == len(kinds()) else ", ".join(of)
    return f"{named}: {', '.join(what)}"


def _again(request: WorkRequest, hook: int, delivery: int) -> HttpResponse:
    return _page(request, hook)


ROUTES = [
    Route("settings/webhooks", "webhooks", index, get=Role.OWNER),
    Route("settings/webhooks/make", "webhook_make", make, post=Role.OWNER, again=index),
    Route("settings/webhooks/<int:hook>", "webhook", show, get=Role.OWNER),
    Route("settings/webhooks/<int:hook>/edit", "webhook_edit", edit, post=Role.OWNER, again=show),
    Route("settings/webhooks/<int:hook>/secret", "webhook_secret", change_secret, post=Role.OWNER),
    Route("settings/webhooks/<int:hook>/switch", "webhook_switch", switch, post=Role.OWNER),
    Route("settings/webhooks/<int:hook>/remove", "webhook_remove", remove, post=Role.OWNER),
    Route("settings/webhooks/<int:hook>/test", "webhook_test", test, post=Role.OWNER, again=show),
    Route("settings/webhooks/<int:hook>/replay", "webhook_replay", replay, post=Role.OWNER, again=show),
    Route(
        "settings/webhooks/<int:hook>/replay/<int:delivery>",
        "webhook_replay_one",
        replay_one,
        post=Role.OWNER,
        again=_again,
    ),
]
