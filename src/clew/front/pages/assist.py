"""What Clew says of a source by itself, and a language model where an owner allows it: seen before it is sent, listed afterwards."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.assist import api as assist
from clew.ground.doors.api import Route, WorkRequest, done, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import runs
from clew.ground.workspaces.api import Role

PAGE = 50
KEY_MOST = 501


def aid(request: WorkRequest, pk: int, **_: object) -> HttpResponse:
    """A source in its own central sentences, and the needs and codes near to it; with what a model wrote, if it was asked."""
    source, setup = evidence.source(request.access, pk), assist.model_setup(request.access)
    found = assist.source_aid(request.access, pk)
    by_task = {t: _letter(request, t, pk, source.text) for t in (assist.SUMMARY, assist.SUGGESTIONS)}
    suggested = by_task[assist.SUGGESTIONS]
    offers = assist.model_offers(request.access, pk, suggested) if suggested and not suggested.error else ()
    taken = {(o.kind, o.target_id) for o in offers if o.target_id}
    shown = {
        "source": source,
        "aid": found,
        "setup": setup,
        "summary": by_task[assist.SUMMARY],
        "suggested": suggested,
        "offers": [*offers, *(o for o in found.offers if (o.kind, o.target_id) not in taken)],
        "run": _run(request, pk),
    }
    return render(request, "assist/aid.html", shown)


def _letter(request: WorkRequest, task: str, node_id: int | None, text: str) -> assist.LetterRow | None:
    """The last answer about these very words; one about words that were corrected since tells nothing of them."""
    found = assist.newest_letter(request.access, task=task, node_id=node_id)
    return found if found and found.ended_at and found.ground_hash == assist.ground_hash(text) else None


def _run(request: WorkRequest, node_id: int | None) -> Any:
    """The asking that is on its way about this."""
    rows = runs(request.access, job=assist.JOB, limit=5)
    return next((row for row in rows if not row.is_over and row.subject_id == node_id), None)


def look(request: WorkRequest, pk: int, task: str) -> HttpResponse:
    """All that would leave, before it does; sending is a button under it."""
    if task not in (assist.SUMMARY, assist.SUGGESTIONS):
        raise NotFound("No such task.")
    if request.method == "POST" and not request.refused:
        assist.ask(request.access, task=task, seen=typed.words(request.POST, "seen", most=64), source_id=pk)
        return done(request, "Sent. What comes back is shown here.", url(request, "source_aid", pk=pk))
    source = evidence.source(request.access, pk)
    return _shown(request, assist.preview(request.access, task=task, source_id=pk), source.title, "source_aid", pk=pk)


def look_brief(request: WorkRequest) -> HttpResponse:
    on = _day(request)
    if request.method == "POST" and not request.refused:
        assist.ask(request.access, task=assist.BRIEF, seen=typed.words(request.POST, "seen", most=64), on=on)
        return done(request, "Sent. What comes back is shown here.", url(request, "brief"))
    return _shown(request, assist.preview(request.access, task=assist.BRIEF, on=on), "Brief", "brief")


def _shown(request: WorkRequest, preview: assist.Preview, title: str, back: str, **parts: Any) -> HttpResponse:
    shown = {"preview": preview, "back": url(request, back, **parts), "back_title": title, "day": _day(request)}
    return render(request, "assist/look.html", shown)


def _day(request: WorkRequest) -> date:
    return typed.day({**request.GET.dict(), **request.POST.dict()}, "on") or timezone.localdate()


def brief_opening(request: WorkRequest, found: evidence.Brief) -> dict[str, Any]:
    """What the page of the brief shows of a model: whether it may be asked, what it drafted for this very brief."""
    setup = assist.model_setup(request.access)
    if setup is None or not setup.briefs:
        return {}
    sent = evidence.brief(request.access, on=found.on, is_outside=True)
    letter = _letter(request, assist.BRIEF, None, evidence.brief_markdown(sent))
    return {"opening": letter, "model": setup.model, "run": _run(request, None)}


def accept(request: WorkRequest, pk: int) -> HttpResponse:
    """A person takes a suggestion up: the words become an excerpt by the act that marking by hand calls too."""
    start, end = typed.whole_number(request.POST, "start"), typed.whole_number(request.POST, "end")
    if start is None or end is None:
        raise Refused("The place of the words is missing.", remedy="Take up one of the suggestions.")
    need, code = typed.whole_number(request.POST, "need"), typed.words(request.POST, "code", most=300)
    new_need = "" if need else typed.words(request.POST, "new_need", most=300)
    if not (need or new_need or code):
        raise Refused("Nothing was chosen.", remedy="Take up one of the suggestions.")
    evidence.mark(
        request.access,
        source_id=pk,
        start=start,
        end=end,
        exact=str(request.POST.get("exact", "")).replace("\r\n", "\n"),
        need_id=need,
        new_need=new_need,
        stance=typed.words(request.POST, "stance", most=20) or evidence.SUPPORTS,
        codes=[code] if code else [],
    )
    return done(request, "Marked.", url(request, "source_aid", pk=pk), undo=True)


def dismiss(request: WorkRequest, pk: int) -> HttpResponse:
    target = typed.whole_number(request.POST, "target")
    assist.dismiss(request.access, source_id=pk, target_id=target, name=typed.words(request.POST, "name", most=300))
    return done(request, "Not suggested here again.", url(request, "source_aid", pk=pk), undo=True)


def setup(request: WorkRequest) -> HttpResponse:
    if request.method == "POST" and not request.refused:
        return _set_up(request)
    shown = {"setup": assist.model_setup(request.access), "trial": None}
    return render(request, "assist/setup.html", shown)


def _set_up(request: WorkRequest) -> HttpResponse:
    days = typed.whole_number(request.POST, "keep_days")
    assist.set_up_model(
        request.access,
        address=typed.words(request.POST, "address", most=501),
        model=typed.words(request.POST, "model", most=121),
        key=typed.words(request.POST, "key", most=KEY_MOST),
        keep_days=0 if days is None else days,
        **{task: bool(request.POST.get(task)) for task in ("summaries", "suggestions", "briefs")},
    )
    return done(request, "Saved. Nothing was sent.", url(request, "model"))


def try_it(request: WorkRequest) -> HttpResponse:
    """Nothing of a customer is sent."""
    found = assist.try_connection(request.access)
    return render(request, "assist/setup.html", {"setup": assist.model_setup(request.access), "trial": found})


def remove(request: WorkRequest) -> HttpResponse:
    assist.take_model_away(request.access)
    return done(request, "Nothing is sent any more, and the key is gone.", url(request, "model"))


def letters(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=1000)
    rows = assist.letters(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(request, "assist/letters.html", {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page})


def letter(request: WorkRequest, pk: int) -> HttpResponse:
    return render(request, "assist/letter.html", {"letter": assist.letter(request.access, pk)})


ROUTES = [
    Route("sources/<int:pk>/aid", "source_aid", aid, get=Role.VIEWER),
    Route("sources/<int:pk>/ask/<str:task>", "source_ask", look, get=Role.EDITOR, post=Role.EDITOR, again=aid),
    Route("sources/<int:pk>/suggestions/accept", "suggestion_accept", accept, post=Role.EDITOR, again=aid),
    Route("sources/<int:pk>/suggestions/dismiss", "suggestion_dismiss", dismiss, post=Role.EDITOR, again=aid),
    Route("brief/ask", "brief_ask", look_brief, get=Role.EDITOR, post=Role.EDITOR, again=look_brief),
    Route("settings/model", "model", setup, get=Role.OWNER, post=Role.OWNER, again=setup),
    Route("settings/model/try", "model_try", try_it, post=Role.OWNER, again=setup),
    Route("settings/model/remove", "model_remove", remove, post=Role.OWNER, again=setup),
    Route("settings/letters", "letters", letters, get=Role.VIEWER),
    Route("settings/letters/<int:pk>", "letter", letter, get=Role.VIEWER),
]
