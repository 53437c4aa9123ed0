"""Moments of the plan that have a name, and the plan as a certain audience sees it."""

from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.thread.api import NewNode, add_node, get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.plan import TEAM_LIMIT, told_to
from clew.rooms.roadmap.kinds import PLAN_VIEW
from clew.rooms.roadmap.models import Baseline, PlanView
from clew.rooms.roadmap.queries.plan import PUBLIC
from clew.rooms.roadmap.queries.views import NOT_FOR_ALL

NAME_LIMIT, MOST_BASELINES = 60, 500


@act("take a baseline")
def take_baseline(access: Access, *, name: str) -> Baseline:
    """The plan of this moment gets a name, so that what moved since can be asked for."""
    named = name.strip()
    if not 1 <= len(named) <= NAME_LIMIT:
        raise Refused(f"A baseline has a name of at most {NAME_LIMIT} characters.", field="name", remedy="Type one.")
    taken = Baseline.objects.filter(workspace_id=access.workspace_id)
    if taken.filter(name=named).exists():
        raise Refused(f"“{named}” is taken.", field="name", remedy="Choose another name.")
    if taken.count() >= MOST_BASELINES:
        raise Refused(f"There are {MOST_BASELINES} baselines.", field="name", remedy="Ask for a day instead.")
    return Baseline.objects.create(workspace_id=access.workspace_id, name=named, taken_by_id=access.user_id)


@act("add a view of the plan")
def add_plan_view(
    access: Access, *, title: str, audience: str = "company", arrangement: str = "horizon", team: str = "",
    shows_words: bool = False,
) -> PlanView:  # fmt: skip
    """What an audience may see of the plan, under a name; share it by a link for guests.

    `shows_words`: who holds a link may open its items and read what customers said, as far as their consent covers sharing.
    """
    told = _told(audience, arrangement, team) | {"shows_words": shows_words}
    node = add_node(access, NewNode(PLAN_VIEW, title))
    return PlanView.objects.create(node=node, workspace_id=access.workspace_id, **told)


@act("change a view of the plan")
def change_plan_view(
    access: Access, *, view_id: int, audience: str = "company", arrangement: str = "horizon", team: str = "",
    shows_words: bool = False,
) -> PlanView:  # fmt: skip
    """Links to it show the change at once."""
    told = _told(audience, arrangement, team) | {"shows_words": shows_words}
    view = PlanView.objects.select_related("node").get(node=get_node(view_id, kind=PLAN_VIEW))
    for name, value in told.items():
        setattr(view, name, value)
    view.save(update_fields=list(told))
    return view


def _told(audience: str, arrangement: str, team: str) -> dict[str, Any]:
    if arrangement not in dict(PlanView.ARRANGEMENTS):
        known = ", ".join(dict(PlanView.ARRANGEMENTS))
        raise Refused("There is no such arrangement.", field="arrangement", remedy=f"One of: {known}.")
    if audience == PUBLIC and arrangement in NOT_FOR_ALL:
        remedy = "Arrange it by horizon or along time."
        raise Refused("Everybody is shown no goals and no teams.", field="arrangement", remedy=remedy)
    return told_to(audience, team=(team, TEAM_LIMIT)) | {"arrangement": arrangement}
