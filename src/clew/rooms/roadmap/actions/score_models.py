"""Score models: how ideas are scored. A change is a new version; what was ranked keeps the one it was ranked with."""

from collections.abc import Mapping
from typing import Any

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import NewNode, add_node, get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.factors import known_factors, units_known
from clew.rooms.roadmap.kinds import SCORE_MODEL
from clew.rooms.roadmap.methods import checked, keys_of, model_of
from clew.rooms.roadmap.models import ScoreModel, ScoreVersion


@act("add a score model")
def add_score_model(
    access: Access, *, title: str = "", method: str = "rice", settings: Mapping[str, Any] | None = None
) -> ScoreVersion:
    """A known method (rice, ice, cd3, value, odi), `weighted`, `moscow` or a `formula`; the known methods' factors come along.
    Without a title it is called by its method.

    Settings of weighted: weights, each with key, weight, bad (counts 0) and good (counts 100). Of a formula: formula, and
    success, the factor that is a probability of success, if there is one. Of moscow: capacity, person-weeks as low, high and, if you like, likely.
    """
    title = title.strip() or dict(ScoreVersion.METHODS).get(method, "")
    told = _tried(access, title, 1, method, settings or {})
    node = add_node(access, NewNode(SCORE_MODEL, title))
    made = ScoreModel.objects.create(node=node, workspace_id=access.workspace_id)
    return _version(access, made, 1, method, told)


@act("change a score model")
def change_score_model(
    access: Access, *, model_id: int, method: str, settings: Mapping[str, Any] | None = None
) -> ScoreVersion:
    """From now on; rankings that were drawn keep the version they were drawn with."""
    node = get_node(model_id, kind=SCORE_MODEL)
    newest = ScoreVersion.objects.select_related("model").filter(model=model_id).order_by("-number").first()
    if newest is None:
        raise NotFound("No such score model.")
    told = _tried(access, node.title, newest.number + 1, method, settings or {})
    if (newest.method, newest.settings) == (method, told):
        return newest
    return _version(access, newest.model, newest.number + 1, method, told)


def _tried(access: Access, title: str, number: int, method: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    told = checked(method, settings, units_known())
    factors = known_factors(access, keys_of(method, told))
    model_of(title, number, method, told, factors)
    return told


def _version(access: Access, made: ScoreModel, number: int, method: str, settings: dict[str, Any]) -> ScoreVersion:
    return ScoreVersion.objects.create(
        workspace_id=access.workspace_id, model=made, number=number, method=method, settings=settings,
        made_by_id=access.user_id,
    )  # fmt: skip
