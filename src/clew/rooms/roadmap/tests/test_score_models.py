"""Score models: known methods, weights with fixed anchors, formulas; each change a version."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.factors import add_factor
from clew.rooms.roadmap.actions.score_models import add_score_model, change_score_model
from clew.rooms.roadmap.models import ScoreVersion
from clew.rooms.roadmap.queries.estimates import factors
from clew.rooms.roadmap.queries.score_models import factors_wanted, score_models, versions_of
from clew.rooms.roadmap.scoring import STANDARD

WEIGHTS = [
    {"key": "fit", "weight": 2, "bad": 0, "good": 10},
    {"key": "effort", "weight": 1, "bad": 20, "good": 0},
]


@pytest.fixture
def fit(access: Access) -> int:
    return int(add_factor(access, key="fit", label="Fit", kind="scale", lowest=0, highest=10).pk)


@pytest.mark.parametrize("method", list(STANDARD))
def test_a_known_method_brings_its_factors(access: Access, method: str) -> None:
    made = add_score_model(access, title="Ours", method=method)
    (row,) = score_models(access)
    assert (row.id, row.version.number, row.version.method) == (made.model_id, 1, method)
    assert [factor.key for factor in factors_wanted(access)] == [each.name for each in STANDARD[method]().inputs]
    assert {factor.unit for factor in factors(access)} == {each.unit for each in STANDARD[method]().inputs}


def test_a_change_is_a_version(access: Access, fit: int) -> None:
    made = add_score_model(access, title="Ours", method="weighted", settings={"weights": WEIGHTS})
    assert [factor.key for factor in factors_wanted(access)] == ["fit", "effort"]
    again = change_score_model(access, model_id=made.model_id, method="weighted", settings={"weights": WEIGHTS})
    assert again.pk == made.pk
    change_score_model(access, model_id=made.model_id, method="formula", settings={"formula": "fit * 10 - 3"})
    assert [(v.number, v.method) for v in versions_of(access, made.model_id)] == [(2, "formula"), (1, "weighted")]
    assert [factor.key for factor in factors_wanted(access, model_id=made.model_id)] == ["fit"]
    assert "change a score model" in {entry.act_name for entry in record_history(access, made.model_id).entries}


@pytest.mark.parametrize(
    ("method", "settings", "field"),
    [
        ("guess", {}, "method"),
        ("weighted", {}, "weights"),
        ("weighted", {"weights": "all"}, "weights"),
        ("weighted", {"weights": [WEIGHTS[0], WEIGHTS[0]]}, "weights"),
        ("weighted", {"weights": [{**WEIGHTS[0], "weight": 0}]}, "fit_weight"),
        ("weighted", {"weights": [{**WEIGHTS[0], "good": "much"}]}, "fit_good"),
        ("weighted", {"weights": [{**WEIGHTS[0], "good": 0}]}, "fit_good"),
        ("weighted", {"weights": [{**WEIGHTS[0], "key": "fitness"}]}, "settings"),
        ("formula", {}, "formula"),
        ("formula", {"formula": "3 + 4"}, "formula"),
        ("formula", {"formula": "fit.__class__"}, "formula"),
        ("formula", {"formula": "fit + effort"}, "formula"),
        ("formula", {"formula": "fitness * 2"}, "formula"),
        ("formula", {"formula": "fit * 2", "success": "effort"}, "success"),
    ],
)
def test_what_cannot_be_computed_is_refused(
    access: Access, fit: int, method: str, settings: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_score_model(access, title="Ours", method=method, settings=settings)
    assert refused.value.field == field
    made = add_score_model(access, title="Ours")
    with pytest.raises(Refused):
        change_score_model(access, model_id=made.model_id, method=method, settings=settings)
    assert len(score_models(access)) == len(versions_of(access, made.model_id)) == 1


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = add_score_model(access, title="RICE")
    with pytest.raises(Forbidden):
        add_score_model(viewer, title="RICE")
    with pytest.raises(Forbidden):
        change_score_model(viewer, model_id=made.model_id, method="ice")
    with pytest.raises(NotFound):
        change_score_model(elsewhere, model_id=made.model_id, method="ice")
    with pytest.raises(NotFound):
        versions_of(elsewhere, made.model_id)
    assert (score_models(elsewhere), factors_wanted(elsewhere)) == ((), ())


def test_the_database_keeps_versions(access: Access) -> None:
    made = add_score_model(access, title="RICE")
    rows = ScoreVersion._base_manager.filter(pk=made.pk)
    for change in (lambda: rows.update(method="ice"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreVersion._base_manager.create(workspace_id=access.workspace_id, model=made.model, number=1, method="ice")
