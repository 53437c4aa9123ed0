"""Sources: the list, a new one, and the reader, where words are marked."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from clew.ground.customers.api import account_choices
from clew.ground.doors.api import (
    Route,
    WorkRequest,
    body,
    done,
    media_of,
    note_version,
    number_of,
    record_again,
    typed,
    url,
    whole,
)
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role

PAGE = 50
TEXT_LIMIT = 2_000_001
SORTS = (("newest", "Newest"), ("oldest", "Oldest"), ("said", "Last said"), ("title", "Title"), ("longest", "Longest"))
GROUPS = (
    ("", "No groups"),
    ("kind", "Kind"),
    ("channel", "Channel"),
    ("month", "Month"),
    ("account", "Account"),
    ("person", "Person"),
    ("import", "Import"),
)
STANCES = (("supports", "Supports"), ("contradicts", "Contradicts"), ("mentions", "Mentions"))
NUMBERS = ("batch", "person", "account", "theme")


def index(request: WorkRequest) -> HttpResponse:
    asked, page = request.GET, whole(request.GET.get("page"), high=200)
    narrowed = _narrowed(request)
    found = evidence.sources(
        request.access,
        **narrowed,
        sort=asked.get("sort", "newest"),
        group=asked.get("group", ""),
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    shown = {
        "found": found,
        "facets": evidence.source_facets(request.access),
        "narrowed": {k: v for k, v in narrowed.items() if v not in ("", None)},
        "sort": asked.get("sort", "newest"),
        "group": asked.get("group", ""),
        "sorts": SORTS,
        "groups": GROUPS,
        "page": page,
        "more": found.total > page * PAGE,
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(found.rows),
    }
    return render(request, "sources/index.html", shown)


def _narrowed(request: WorkRequest) -> dict[str, Any]:
    """What the list is narrowed by; nonsense in the address narrows by nothing."""
    asked = request.GET
    return {
        "search": asked.get("q", "").strip()[:200],
        "kind": asked.get("kind", ""),
        "channel": asked.get("channel") or None,
        "marked": {"yes": True, "no": False}.get(asked.get("marked", "")),
        "is_unread": asked.get("marked") == "unread",
        **{name: number_of(asked.get(name)) for name in NUMBERS},
    }


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "sources/new.html", {"kinds": evidence.Source.KINDS, **_who(request)})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    text, turns = evidence.read_spoken(typed.words(request.POST, "text", most=TEXT_LIMIT))
    made = evidence.add_source(
        request.access,
        text=text,
        turns=turns,
        title=typed.words(request.POST, "title", most=300),
        url=typed.words(request.POST, "url", most=1001),
        **_described(request),
    )
    return done(request, "Added. Select the words that matter.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.describe_source(request.access, source_id=pk, **_described(request))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def _described(request: WorkRequest) -> dict[str, Any]:
    return {
        "kind": typed.words(request.POST, "kind", most=12) or "note",
        "person_id": typed.whole_number(request.POST, "person_id"),
        "account_id": typed.whole_number(request.POST, "account_id"),
        "said_on": typed.day(request.POST, "said_on"),
        "channel": typed.words(request.POST, "channel", most=60),
    }


def _who(request: WorkRequest) -> dict[str, Any]:
    """Whom a source may belong to; people are found while one types."""
    return {"accounts": account_choices(request.access)}


def open_reader(request: WorkRequest, pk: int) -> HttpResponse:
    return redirect(url(request, "record", node_id=pk))


def correct(request: WorkRequest, pk: int) -> HttpResponse:
    """Another version of the text; the answer says how the marks fared."""
    if request.method == "GET" or request.refused:
        note_version(request, pk)
        source = evidence.source(request.access, pk)
        if source.withheld:  # nobody corrects what they may not read; the reader says why
            return record_again(request, pk) if request.refused else open_reader(request, pk)
        return render(request, "sources/correct.html", {"source": source})
    text, turns = evidence.read_spoken(typed.words(request.POST, "text", most=TEXT_LIMIT))
    evidence.correct_source(request.access, source_id=pk, text=text, turns=turns)
    return done(request, _fared(request, pk), url(request, "record", node_id=pk), undo=True)


def text_now(request: WorkRequest, pk: int) -> dict[str, str]:
    return {"text": evidence.source(request.access, pk).text}


def _fared(request: WorkRequest, pk: int) -> str:
    marks = evidence.source(request.access, pk).marks
    lost = sum(m.quote.status == "broken" for m in marks)
    if not marks:
        return "Corrected."
    kept = f"{len(marks) - lost} of {len(marks)} quotations found their place"
    return f"Corrected. {kept}; {lost} lost it and say so." if lost else f"Corrected. {kept}."


def mark(request: WorkRequest, pk: int) -> HttpResponse:
    """The reader sends a place in the text; a form without script only the words."""
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        made = _mark(request, pk)
    except Refused as error:
        if not wants_json:
            raise
        return JsonResponse({"message": error.message, "remedy": error.remedy, "field": error.field}, status=422)
    shown_next = done(request, "Marked.", url(request, "record", node_id=pk), undo=True)
    return JsonResponse({"id": made.pk}) if wants_json else shown_next


def _mark(request: WorkRequest, pk: int) -> evidence.Excerpt:
    data = request.POST
    start, end, exact = _place(request, pk)
    lost = typed.whole_number(data, "excerpt")
    if lost is not None:
        return evidence.place_again(request.access, excerpt_id=lost, start=start, end=end, exact=exact)
    need_id = typed.whole_number(data, "need")
    return evidence.mark(
        request.access,
        source_id=pk,
        start=start,
        end=end,
        exact=exact,
        need_id=need_id,
        new_need="" if need_id else typed.words(data, "new_need", most=300),
        stance=typed.words(data, "stance", most=20) or "supports",
        codes=[c for c in (c.strip() for c in typed.words(data, "code", most=1000).split(",")) if c],
        note=typed.words(data, "note"),
    )


def _place(request: WorkRequest, source_id: int) -> tuple[int, int, str]:
    """Where the words stand: as the reader says, else looked up."""
    exact = str(request.POST.get("exact", "")).replace("\r\n", "\n")
    start, end = typed.whole_number(request.POST, "start"), typed.whole_number(request.POST, "end")
    if start is None or end is None:
        return evidence.place_of_words(request.access, source_id, exact)
    return start, end, exact


def place(request: WorkRequest, pk: int) -> HttpResponse:
    """Without the reader: paste the words that a quotation has now."""
    source_id = evidence.excerpt(request.access, pk).quote.source_id
    start, end, exact = _place(request, source_id)
    evidence.place_again(request.access, excerpt_id=pk, start=start, end=end, exact=exact)
    return done(request, "It has its place again.", url(request, "record", node_id=pk), undo=True)


def read(request: WorkRequest, pk: int) -> HttpResponse:
    """Nothing to mark here: on to the next that nobody has read."""
    evidence.mark_read(request.access, source_ids=[pk])
    following = evidence.unread_beside(request.access, pk).after
    to = url(request, "record", node_id=following) if following else url(request, "sources")
    return done(request, "Read. Here is the next." if following else "Read. That was the last one.", to, undo=True)


def unread(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.mark_unread(request.access, source_ids=[pk])
    return done(request, "Back among the unread.", url(request, "record", node_id=pk), undo=True)


def tie(request: WorkRequest, pk: int) -> HttpResponse:
    """Tie an excerpt to one more need, or change its stance on one."""
    need_id = typed.whole_number(request.POST, "need")
    if need_id is None:
        raise Refused("No need was chosen.", field="need", remedy="Choose one of the list.")
    evidence.tie(request.access, excerpt_id=pk, need_id=need_id, stance=typed.words(request.POST, "stance", most=20))
    return done(request, "Tied.", undo=True)


def withdraw(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.withdraw_excerpt(
        request.access,
        excerpt_id=pk,
        need_id=typed.whole_number(request.POST, "need") or 0,
        reason=typed.words(request.POST, "reason", most=2000),
    )
    return done(request, "Withdrawn; the history keeps it.", undo=True)


def code_words(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.apply_code(request.access, excerpt_id=pk, name=typed.words(request.POST, "code", most=300))
    return done(request, "Coded.", undo=True)


def uncode_words(request: WorkRequest, pk: int, code: int) -> HttpResponse:
    evidence.remove_code(request.access, excerpt_id=pk, code_id=code)
    return done(request, "Code removed.", undo=True)


@body("source", lead="sources/lead.html", menu="sources/menu.html")
def source_body(request: WorkRequest, card: Any) -> tuple[str, dict[str, Any]]:
    """The reader. An older version is shown without marks: they live in the newest."""
    asked = request.GET.get("version", "")
    found = evidence.source(request.access, card.id, version=number_of(asked))
    is_newest = found.shown == found.newest
    shown = {"source": found, "is_newest": is_newest, "reader": _reader_data(found, is_newest), "stances": STANCES}
    shown |= {"beside": evidence.unread_beside(request.access, card.id), "is_read": card.state == evidence.READ}
    shown |= {"speakers": found.speakers if is_newest else ()}
    shown |= {"media": media_of(request, card.id) if is_newest and not found.withheld else None}
    editing = request.access.role.covers(Role.EDITOR) and not request.GET.get("peek")
    shown["may_mark"] = editing and is_newest and found.text != found.withheld
    return "sources/body.html", {**shown, "kinds": evidence.Source.KINDS, **(_who(request) if editing else {})}


def _reader_data(source: evidence.SourceDetail, is_newest: bool) -> dict[str, Any]:
    marks = [
        {
            "id": m.quote.id,
            "start": m.quote.start,
            "end": m.quote.end,
            "stance": m.stance or "mentions",
            "label": _label(m),
        }
        for m in source.marks
        if is_newest and m.quote.start is not None
    ]
    turns = evidence.turn_heads(source.text, source.turns)
    return {"marks": marks, "turns": turns, "spoken": [_place_of(source.text, turn) for turn in source.turns]}


def _place_of(text: str, turn: evidence.Turn) -> tuple[int, int, int]:
    """Where a turn, and where its words begin, and where it ends."""
    name = f"{turn.speaker}: "
    has_name = len(name) > 2 and text.startswith(name, turn.start)
    return turn.start, turn.start + (len(name) if has_name else 0), turn.end


def _label(mark: evidence.MarkedWords) -> str:
    return "; ".join(f"{tie.stance} “{tie.need}”" for tie in mark.ties) or "marked"


@body("excerpt")
def excerpt_body(request: WorkRequest, card: Any) -> tuple[str, dict[str, Any]]:
    found = evidence.excerpt(request.access, card.id)
    return "sources/excerpt.html", {"mark": found, "stances": STANCES}


ROUTES = [
    Route("sources", "sources", index, get=Role.VIEWER),
    Route("sources/new", "source_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("sources/<int:pk>", "source", open_reader, get=Role.VIEWER),
    Route("sources/<int:pk>/mark", "source_mark", mark, post=Role.EDITOR, again=record_again),
    Route(
        "sources/<int:pk>/correct",
        "source_correct",
        correct,
        get=Role.EDITOR,
        post=Role.EDITOR,
        again=correct,
        now=text_now,
    ),
    Route("sources/<int:pk>/read", "source_read", read, post=Role.EDITOR),
    Route("sources/<int:pk>/unread", "source_unread", unread, post=Role.EDITOR),
    Route("sources/<int:pk>/describe", "source_describe", describe, post=Role.EDITOR, again=record_again),
    Route("excerpts/<int:pk>/place", "excerpt_place", place, post=Role.EDITOR, again=record_again),
    Route("excerpts/<int:pk>/tie", "excerpt_tie", tie, post=Role.EDITOR, again=record_again),
    Route("excerpts/<int:pk>/withdraw", "excerpt_withdraw", withdraw, post=Role.EDITOR, again=record_again),
    Route("excerpts/<int:pk>/code", "excerpt_code", code_words, post=Role.EDITOR, again=record_again),
    Route("excerpts/<int:pk>/uncode/<int:code>", "excerpt_uncode", uncode_words, post=Role.EDITOR, again=record_again),
]
