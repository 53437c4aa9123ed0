"""Ideas along time: drawn as the plan is, in lanes, beside those that wait for days; and an idea put into a quarter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from clew.ground.doors.api import WorkRequest, done, typed, url
from clew.rooms.roadmap.actions.plan_ideas import MOST_QUARTERS, plan_idea
from clew.rooms.roadmap.drawing import drawn
from clew.rooms.roadmap.kinds import IDEA_STATES, RELEASED
from clew.rooms.roadmap.pages.ideas_asked import by_field, group_of
from clew.rooms.roadmap.queries.fields import FieldRow
from clew.rooms.roadmap.queries.idea_timeline import IdeaOnPlan, idea_timeline
from clew.rooms.roadmap.queries.plan import PlannedItem
from clew.rooms.roadmap.queries.sought import asked_for
from clew.rooms.roadmap.timeline import laid_out, quarters_from

LANES = (
    ("", "One lane"), ("state", "A lane for each state"), ("owner", "A lane for each owner"),
    ("tag", "A lane for each tag"), ("goal", "A lane for each goal"),
)  # fmt: skip

STATES = [state.capitalize() for state in IDEA_STATES]
WITHOUT = ("No tag", "No goal", "Nobody's")


def shown(request: WorkRequest, known: Sequence[FieldRow]) -> dict[str, Any]:
    told = idea_timeline(request.access, **asked_for(request.GET))
    lanes = [*LANES, *by_field(known, "choice", "member", "check")]
    by = request.GET.get("lanes", "")
    by = by if by in dict(lanes) else ""
    lane = {one.idea.id: _lane(one, by, known) for one in told.ideas} if by else {}
    named = dict(sorted(lane.items(), key=lambda pair: _place(pair[1])))
    today = timezone.localdate()
    line = laid_out([_as_bar(one) for one in told.ideas], today=today, named=named)
    return {
        "told": told,
        "line": line,
        "drawing": drawn(line),
        "by": by,
        "lane_choices": lanes,
        "quarters": [(day.isoformat(), name) for day, name in quarters_from(today, MOST_QUARTERS)],
    }


def _lane(one: IdeaOnPlan, by: str, known: Sequence[FieldRow]) -> str:
    """The first, where it has several tags or goals."""
    if by == "tag":
        return next(iter(one.idea.tags), "No tag")
    if by == "goal":
        return next((goal.title for goal in one.goals), "No goal")
    return group_of(one.idea, by, known)


def _place(lane: str) -> tuple[int, str]:
    """States in the order of the work, others by the alphabet, those that say nothing last."""
    state = STATES.index(lane) if lane in STATES else 0
    return (len(STATES) if lane in WITHOUT or lane.endswith(": none") else state), lane.casefold()


def _as_bar(one: IdeaOnPlan) -> PlannedItem:
    """As the plan's drawing takes it."""
    state = RELEASED if one.idea.state == RELEASED else "planned"
    return PlannedItem(
        one.idea.id, one.idea.title, state, "", "", one.starts_on, one.earliest, one.latest, "team", (), one.goals, (), None,
        one.conflict, None, None, False,
    )  # fmt: skip


def put(request: WorkRequest) -> HttpResponse:
    """An idea without days put into a quarter, by its list or by a drag."""
    idea, day = typed.whole_number(request.POST, "idea") or 0, typed.day(request.POST, "quarter") or date.min
    plan_idea(request.access, idea_id=idea, day=day)
    return done(request, "Planned.", f"{url(request, 'roadmap_ideas')}?{request.GET.urlencode()}", undo=True)
