"""Guides: the list, a new one, its page, the editor, and the guide as a file."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import (
    Route,
    WorkRequest,
    body,
    done,
    note_version,
    number_of,
    record_again,
    typed,
    url,
    whole,
)
from clew.ground.evidence.api import understand
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import guides as acts
from clew.rooms.interviews.guide_coach import Looked
from clew.rooms.interviews.guide_content import content_of
from clew.rooms.interviews.guide_draft import MAX_BYTES, GuideDraft, UnreadableGuide
from clew.rooms.interviews.guide_formats import read_guide, read_markdown, to_markdown
from clew.rooms.interviews.queries import coach
from clew.rooms.interviews.queries import guides as queries
from clew.rooms.interviews.starter import MINUTES, STARTER

PAGE = 50
LONGEST = acts.MOST_TEXT + 1
BEGINNINGS = (("starter", "A short good guide"), ("empty", "An empty page"))


def index(request: WorkRequest) -> HttpResponse:
    page, search = whole(request.GET.get("page"), high=100), request.GET.get("q", "").strip()
    rows = queries.guides(request.access, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search}
    return render(request, "interviews/guides/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    asked = number_of(request.POST.get("study") or request.GET.get("study"))
    known = cards(request.access, [asked]).get(asked) if asked else None
    chosen = request.POST.get("begin") or request.GET.get("begin", "starter")
    return render(request, "interviews/guides/new.html", {"study": known, "beginnings": BEGINNINGS, "chosen": chosen})


def create(request: WorkRequest) -> HttpResponse:
    """From a file the guide is shown first, so that one sees what was read; else the editor opens at once."""
    if request.method == "GET":
        return new(request)
    title = typed.words(request.POST, "title", most=300)
    text, warnings = _beginning(request, title)
    made = acts.write_guide(
        request.access,
        title=title,
        text=text,
        study_id=typed.whole_number(request.POST, "study"),
        minutes=_minutes(request),
    )
    said = " ".join(["Guide made.", *warnings])
    return done(request, said, url(request, "guide_edit", pk=made.pk), undo=True)


def begin_from(request: WorkRequest, file_id: int) -> HttpResponse:
    """Of a file that was dropped on the page of imports."""
    found = understand(request.access, file_id)
    name = " ".join(Path(found.name).stem.replace("_", " ").split())
    draft = _read(path_of(request.access, file_id=file_id), name)
    made = acts.write_guide(request.access, title=name, text=to_markdown(draft), minutes=MINUTES)
    said = " ".join(["Guide made.", *draft.warnings])
    return done(request, said, url(request, "guide_edit", pk=made.pk), undo=True)


def _beginning(request: WorkRequest, title: str) -> tuple[str, tuple[str, ...]]:
    begin = request.POST.get("begin", "")
    if begin == "file":
        draft = _uploaded(request)
        return to_markdown(draft), draft.warnings
    return (STARTER.format(title=" ".join(title.split()) or "Guide") if begin == "starter" else ""), ()


def _uploaded(request: WorkRequest) -> GuideDraft:
    """Read at once and not kept: the guide says what was in it."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused("No file was chosen.", field="file", remedy="Choose a Word document or a Markdown file.")
    if (file.size or 0) > MAX_BYTES:
        raise Refused(f"A guide has at most {MAX_BYTES // 2**20} MB.", field="file", remedy="Take out its pictures.")
    with NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return _read(Path(kept.name), Path(file.name or "").stem)


def _read(path: Path, name: str) -> GuideDraft:
    try:
        return read_guide(path, name=name)
    except UnreadableGuide as error:
        raise Refused(error.message, field="file", remedy=error.remedy) from error


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    """The whole guide as one Markdown text; the script makes lines of it."""
    if request.method == "GET" or request.refused:
        note_version(request, pk)
        return _editor(request, pk)
    before = queries.guide(request.access, pk).version
    made = acts.edit_guide(
        request.access,
        guide_id=pk,
        text=typed.words(request.POST, "text", most=LONGEST),
        minutes=typed.whole_number(request.POST, "minutes"),
    )
    said = f"Saved as version {made.version}." if made.version > before else "Saved; its questions are as they were."
    return done(request, said, url(request, "record", node_id=pk))


def _editor(request: WorkRequest, pk: int) -> HttpResponse:
    found = queries.guide(request.access, pk)
    shown = {"guide": found, "lines": _lines(request, found), "rules": coach.coach_rules(request.access)}
    return render(request, "interviews/guides/edit.html", shown)


def _lines(request: WorkRequest, found: queries.GuideDetail) -> dict[str, Any] | None:
    """What the editor begins with: after a refusal what was typed, if it can be read at all."""
    if not request.refused or "text" not in request.POST:
        return {"title": found.title, **content_of(found.sections)}
    try:
        draft = read_markdown(str(request.POST["text"])[:LONGEST], name=found.title)
    except UnreadableGuide:
        return None
    return {"title": draft.title, **content_of(draft.sections)}


def text_now(request: WorkRequest, pk: int) -> dict[str, str]:
    return {"text": queries.guide(request.access, pk).markdown}


def read(request: WorkRequest) -> JsonResponse:
    """Lines that were pasted, as sections and items."""
    try:
        draft = read_markdown(typed.words(request.POST, "text", most=LONGEST))
    except (UnreadableGuide, Refused) as error:
        return JsonResponse({"message": error.message, "remedy": error.remedy}, status=422)
    return JsonResponse({"title": draft.title, **content_of(draft.sections)})


def check(request: WorkRequest) -> JsonResponse:
    """What the coach says of the guide as it stands in the editor."""
    try:
        content = json.loads(typed.words(request.POST, "content", most=2 * LONGEST) or "{}")
        looked = coach.look_at_guide(request.access, content=content, minutes=_minutes(request))
    except Refused as error:
        return JsonResponse({"message": error.message, "remedy": error.remedy}, status=422)
    except (ValueError, RecursionError):
        return JsonResponse({"message": "This is not a guide.", "remedy": "Load the page again."}, status=422)
    return JsonResponse(_told(looked))


def _told(looked: Looked) -> dict[str, Any]:
    marks = [
        {
            "section": mark.section, "item": mark.item, "question": mark.question, "rule": mark.rule,
            "label": mark.label, "reason": mark.reason, "rewrite": mark.rewrite, "instead": mark.instead,
            "dismissed": mark.dismissed,
        }
        for mark in looked.marks
    ]  # fmt: skip
    return {"marks": marks, "balance": str(looked.balance), "notes": looked.balance.notes}


def tie(request: WorkRequest, pk: int) -> HttpResponse:
    acts.tie_guide(request.access, guide_id=pk, study_id=typed.whole_number(request.POST, "study"))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def copy(request: WorkRequest, pk: int) -> HttpResponse:
    made = acts.copy_guide(
        request.access,
        guide_id=pk,
        study_id=typed.whole_number(request.POST, "study"),
        title=typed.words(request.POST, "copy_title", most=300),
    )
    return done(request, "Copied.", url(request, "record", node_id=made.pk), undo=True)


def markdown(request: WorkRequest, pk: int) -> HttpResponse:
    found = queries.guide(request.access, pk)
    response = HttpResponse(found.markdown, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="guide-{pk}.md"'
    return response


@body("guide", lead="interviews/guides/lead.html", menu="interviews/guides/menu.html")
def guide_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = queries.guide(request.access, node.id, version=number_of(request.GET.get("version")))
    return "interviews/guides/body.html", {"guide": found, "parts": _parts(found)}


def _parts(found: queries.GuideDetail) -> list[tuple[Any, list[tuple[Any, list[Any]]]]]:
    """Each section with its lines, each line with what the coach says of it."""
    said: dict[tuple[int, int], list[Any]] = {}
    for mark in found.looked.marks:
        said.setdefault((mark.section, mark.item), []).append(mark)
    return [
        (section, [(item, said.get((s, i), [])) for i, item in enumerate(section.items)])
        for s, section in enumerate(found.sections)
    ]


def _minutes(request: HttpRequest) -> int:
    found = typed.whole_number(request.POST, "minutes")
    return MINUTES if found is None else found


ROUTES = [
    Route("interviews/guides", "guides", index, get=Role.VIEWER),
    Route("interviews/guides/new", "guide_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("interviews/guides/from/<int:file_id>", "guide_from", begin_from, post=Role.EDITOR, again=new),
    Route("interviews/guides/check", "guide_check", check, post=Role.EDITOR),
    Route("interviews/guides/read", "guide_read", read, post=Role.EDITOR),
    Route(
        "interviews/guides/<int:pk>/edit",
        "guide_edit",
        edit,
        get=Role.EDITOR,
        post=Role.EDITOR,
        again=edit,
        now=text_now,
    ),
    Route("interviews/guides/<int:pk>/tie", "guide_tie", tie, post=Role.EDITOR, again=record_again),
    Route("interviews/guides/<int:pk>/copy", "guide_copy", copy, post=Role.EDITOR, again=record_again),
    Route("interviews/guides/<int:pk>/markdown", "guide_markdown", markdown, get=Role.VIEWER),
]
