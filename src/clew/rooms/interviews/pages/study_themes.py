"""What was noted and said in a study, grouped by what it means."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.runs.api import RunRow, runs
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.gathering import find_study_themes
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.conduct import noted_in_study, transcripts_in_study

PAGE, RUNS_LOOKED_AT = 15, 20
SORTS = (("size", "Largest"), ("stability", "Surest"), ("name", "Name"))


def index(request: WorkRequest, pk: int) -> HttpResponse:
    page = whole(request.GET.get("page"), high=100)
    sort = request.GET.get("sort", "") if request.GET.get("sort") in dict(SORTS) else "size"
    study = studies.study(request.access, pk)
    found = evidence.themes(request.access, about=pk, sort=sort, limit=PAGE, offset=(page - 1) * PAGE)
    most = max((row.size for row in found.rows), default=1) or 1
    shown = {
        "study": study,
        "found": found,
        "rows": [(row, row.size / most) for row in found.rows],
        "pieces": _pieces(noted_in_study(request.access, pk), transcripts_in_study(request.access, pk)),
        "sort": sort,
        "sorts": SORTS,
        "page": page,
        "more": found.total > page * PAGE,
        "run": _last_run(request, pk),
    }
    return render(request, "interviews/tree/themes.html", shown)


def find(request: WorkRequest, pk: int) -> HttpResponse:
    find_study_themes(request.access, study_id=pk)
    return done(request, "Looking for themes. You can leave this page.", url(request, "study_themes", pk=pk))


def _pieces(notes: int, transcripts: int) -> str:
    """What can be grouped, in words."""
    told = [(notes, "note"), (transcripts, "transcript")]
    return " and ".join(f"{n:,} {word}{'s' * (n != 1)}" for n, word in told if n)


def _last_run(request: WorkRequest, study_id: int) -> RunRow | None:
    """The newest search in this study, if it still goes on or failed."""
    searches = runs(request.access, job=evidence.THEMES_JOB, limit=RUNS_LOOKED_AT)
    last = next((run for run in searches if run.subject_id == study_id), None)
    return last if last is not None and last.state in ("queued", "running", "failed") else None


ROUTES = [
    Route("interviews/<int:pk>/themes", "study_themes", index, get=Role.VIEWER),
    Route("interviews/<int:pk>/themes/find", "study_themes_find", find, post=Role.EDITOR, again=index),
]
