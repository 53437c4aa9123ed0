"""The inbox: its list, an entry by hand, and the page on which entries are sorted one after the other."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from clew.ground.customers.api import account_choices
from clew.ground.doors.api import Route, WorkRequest, before_mail, done, typed, url, whole
from clew.ground.evidence.api import STANCES
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import comments
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import answering, sorting
from clew.rooms.roadmap.actions import feedback as acts
from clew.rooms.roadmap.models import Feedback
from clew.rooms.roadmap.queries import feedback as queries
from clew.rooms.roadmap.queries.suggestions import alike, suggestions

PAGE, NOTES = 50, 10
STATES = (*Feedback.STATES, ("all", "All"))
SIDES = (("supports", "speak for it"), ("contradicts", "speak against it"))
CHANNELS = (("", "All ways in"), *Feedback.CHANNELS)


def index(request: WorkRequest) -> HttpResponse:
    page, asked = whole(request.GET.get("page"), high=200), _narrowed(request)
    found = queries.inbox(request.access, **asked, limit=PAGE, offset=(page - 1) * PAGE)
    shown = {
        "found": found,
        "outside": queries.not_in_inbox(request.access),
        "state": asked["state"] or "all",
        "states": STATES,
        "channel": asked["channel"],
        "channels": CHANNELS,
        "q": asked["search"],
        "asked": _again(request),
        "stances": SIDES,
        "page": page,
        "more": found.total > page * PAGE,
    }
    return render(request, "roadmap/feedback/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "roadmap/feedback/new.html", {"accounts": account_choices(request.access)})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.capture_feedback(
        request.access,
        text=typed.words(request.POST, "text", most=acts.WORDS_LIMIT),
        channel="hand",
        person_id=typed.whole_number(request.POST, "person_id"),
        account_id=typed.whole_number(request.POST, "account_id"),
        said_on=typed.day(request.POST, "said_on"),
        said_in=typed.words(request.POST, "said_in", most=60),
        url=typed.words(request.POST, "url", most=1001),
    )
    return done(request, "In the inbox.", url(request, "inbox_entry", pk=made.pk), undo=True)


def take_in(request: WorkRequest) -> HttpResponse:
    came = acts.take_in_sources(request.access)
    return done(request, f"{came:,} came in.", url(request, "inbox"), undo=True)


def move(request: WorkRequest) -> HttpResponse:
    """Those chosen in the list: tied to one need, set aside, or put back."""
    chosen = typed.ticked(request.POST, "ids")
    if not chosen:
        raise Refused("Nothing was chosen.", field="ids", remedy="Choose entries of the list.")
    if request.POST.get("do") == "tie":
        tied = sorting.sort_together(
            request.access,
            entry_ids=chosen,
            need_id=typed.whole_number(request.POST, "need"),
            new_need="" if request.POST.get("need") else typed.words(request.POST, "new_need", most=300),
            stance=typed.words(request.POST, "stance", most=20) or "supports",
            words=typed.words(request.POST, "words", most=200),
        )
        return done(request, f"{tied.tied} tied.", undo=True)
    if request.POST.get("do") == "back":
        return done(request, f"{acts.put_back(request.access, entry_ids=chosen)} put back.", undo=True)
    return done(request, f"{acts.set_aside(request.access, entry_ids=chosen)} set aside.", undo=True)


def entry(request: WorkRequest, pk: int) -> HttpResponse:
    found = queries.inbox_entry(request.access, pk)
    shown = {
        "entry": found,
        "beside": queries.beside(request.access, pk, **_narrowed(request)),
        "suggested": _suggested(request, found),
        "alike": alike(request.access, pk) if found.row.duplicate_of is None else (),
        "stances": [(one, one.capitalize()) for one in STANCES],
        "asked": _again(request),
        "noted": []
        if found.withheld
        else [c for c in comments(request.access, pk, limit=NOTES) if c.withdrawn_at is None],
    }
    return render(request, "roadmap/feedback/entry.html", shown)


def sort(request: WorkRequest, pk: int) -> HttpResponse:
    """To a need or an idea, by whichever field was filled."""
    need, idea = typed.whole_number(request.POST, "need"), typed.whole_number(request.POST, "idea")
    stance = typed.words(request.POST, "stance", most=20) or "supports"
    if need:
        sorting.sort_to_need(request.access, entry_id=pk, need_id=need, stance=stance)
    elif idea:
        through = typed.whole_number(request.POST, "through")
        sorting.sort_to_idea(request.access, entry_id=pk, idea_id=idea, need_id=through, stance=stance)
    else:
        raise Refused("Nothing was chosen.", field="need", remedy="Choose a need or an idea.")
    return _on(request, pk, "Tied.")


def begin(request: WorkRequest, pk: int) -> HttpResponse:
    """A new need, or with an idea's name a new idea that addresses it."""
    need, idea = (typed.words(request.POST, name, most=300) for name in ("new_need", "new_idea"))
    if idea:
        sorting.new_idea_from(request.access, entry_id=pk, title=idea, need=need)
    else:
        sorting.new_need_from(request.access, entry_id=pk, title=need)
    return _on(request, pk, "Made, with these words behind it.")


def same(request: WorkRequest, pk: int) -> HttpResponse:
    of = typed.whole_number(request.POST, "of")
    if of:
        sorting.is_duplicate(request.access, entry_id=pk, of=of)
        return _on(request, pk, "Kept as a duplicate.")
    sorting.is_no_duplicate(request.access, entry_id=pk)
    return done(request, "It stands for itself again.", url(request, "inbox_entry", pk=pk), undo=True)


def put(request: WorkRequest, pk: int) -> HttpResponse:
    if request.POST.get("do") == "back":
        acts.put_back(request.access, entry_ids=[pk])
        return done(request, "Put back.", url(request, "inbox_entry", pk=pk), undo=True)
    acts.set_aside(request.access, entry_ids=[pk])
    return _on(request, pk, "Set aside.")


def answer(request: WorkRequest, pk: int) -> HttpResponse:
    if request.POST.get("do") == "back":
        answering.take_answer_back(request.access, entry_id=pk)
        return done(request, "Taken back.", url(request, "inbox_entry", pk=pk))
    before_mail(request)
    answering.answer_feedback(
        request.access,
        entry_id=pk,
        answer=typed.words(request.POST, "answer", most=answering.ANSWER_LIMIT),
        with_duplicates=request.POST.get("with_duplicates") == "1",
    )
    return done(request, "Answered.", url(request, "inbox_entry", pk=pk))


def _on(request: WorkRequest, pk: int, said: str) -> HttpResponse:
    """After an entry found its place the next one is shown; after the last one the list."""
    near = queries.beside(request.access, pk, **_narrowed(request))
    then = near.after or near.before
    to = url(request, "inbox_entry", pk=then) if then else url(request, "inbox")
    return done(request, said, to + _again(request), undo=True)


def _suggested(request: WorkRequest, found: queries.InboxEntry) -> list[dict[str, Any]]:
    """Each with the words of the entry that speak of it."""
    return [
        {"to": one, "words": found.text[one.start : one.end]} for one in suggestions(request.access, found.row.id)
    ]  # fmt: skip


def _narrowed(request: WorkRequest) -> dict[str, str]:
    """What the inbox is narrowed by; nonsense in the address narrows by nothing."""
    asked = request.GET
    state = asked.get("state", "new")
    return {
        "state": state if state in dict(Feedback.STATES) else "" if state == "all" else "new",
        "channel": asked["channel"] if asked.get("channel") in dict(Feedback.CHANNELS) else "",
        "search": asked.get("q", "").strip()[:200],
    }


def _again(request: WorkRequest) -> str:
    asked = {name: request.GET[name] for name in ("state", "channel", "q") if request.GET.get(name)}
    return f"?{urlencode(asked)}" if asked else ""


ROUTES = [
    Route("roadmap/inbox", "inbox", index, get=Role.VIEWER),
    Route("roadmap/inbox/new", "inbox_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/inbox/take-in", "inbox_take_in", take_in, post=Role.EDITOR),
    Route("roadmap/inbox/move", "inbox_move", move, post=Role.EDITOR),
    Route("roadmap/inbox/<int:pk>", "inbox_entry", entry, get=Role.VIEWER),
    Route("roadmap/inbox/<int:pk>/sort", "inbox_sort", sort, post=Role.EDITOR, again=entry),
    Route("roadmap/inbox/<int:pk>/begin", "inbox_begin", begin, post=Role.EDITOR, again=entry),
    Route("roadmap/inbox/<int:pk>/same", "inbox_same", same, post=Role.EDITOR, again=entry),
    Route("roadmap/inbox/<int:pk>/answer", "inbox_answer", answer, post=Role.EDITOR, again=entry),
    Route("roadmap/inbox/<int:pk>/put", "inbox_put", put, post=Role.EDITOR, again=entry),
]
