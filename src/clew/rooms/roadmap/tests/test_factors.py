"""Factors of one's own, by the act, the pages and the command."""

import json
from typing import Any

import pytest
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.factors import add_factor, change_factor
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.queries.estimates import factor, factors
from clew.rooms.roadmap.queries.score_models import factors_wanted, score_models

FIT = {"label": "Fit to the strategy", "kind": "scale", "lowest": "0", "highest": "10", "question": "How well?"}


def test_a_key_is_made_of_the_label(access: Access) -> None:
    assert add_factor(access, label="Fit to the strategy").key == "fit_to_the_strategy"
    assert add_factor(access, label="Größe, 2. Stufe").key == "groe_2_stufe"
    assert len(add_factor(access, label="a very long name " * 3).key) <= 30
    with pytest.raises(Refused) as refused:
        add_factor(access, label="影響")
    assert refused.value.field == "key"
    with pytest.raises(Refused, match="already"):
        add_factor(access, label="Fit to the strategy")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"label": " "}, "label"),
        ({"key": "fit", "label": " "}, "label"),
        ({"key": "1st"}, "key"),
        ({"unit": "weeks//"}, "unit"),
        ({"kind": "mood"}, "kind"),
        ({"kind": "scale"}, "highest"),
        ({"lowest": 3, "highest": 2}, "highest"),
        ({"question": "x" * 301}, "question"),
    ],
)
def test_what_is_no_factor_is_refused(access: Access, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_factor(access, **{"label": "Fit", **told})
    assert refused.value.field == field
    assert factors(access) == ()


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = add_factor(access, label="Fit")
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            change_factor(who, factor_id=made.pk, label="Ours")
    with pytest.raises(Forbidden):
        add_factor(viewer, label="More")
    with pytest.raises(NotFound):
        factor(elsewhere, made.pk)
    assert (factors(elsewhere), factor(viewer, made.pk).label) == ((), "Fit")


def test_from_an_empty_workspace_to_weights_of_ones_own(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    assert "No factor yet" in client.get(client.path("roadmap/models/factors")).content.decode()
    add = client.path("roadmap/models/factors/new")
    assert add in client.get(client.path("roadmap/models/new")).content.decode()
    refused = client.post(add, {**FIT, "highest": ""})
    assert refused.status_code == 422
    shown = refused.content.decode()
    for typed in ("Fit to the strategy", "How well?", '<option value="scale" selected>', "A scale has two ends"):
        assert typed in shown
    client.post(add, FIT)
    listed = client.get(client.path("roadmap/models/factors")).content.decode()
    assert "fit_to_the_strategy" in listed
    weights = {"fit_to_the_strategy_weight": "2", "fit_to_the_strategy_bad": "0", "fit_to_the_strategy_good": "10"}
    keys = {"key": ["fit_to_the_strategy", "effort"], "effort_weight": "1", "effort_bad": "20", "effort_good": "0"}
    client.post(client.path("roadmap/models/new"), {"title": "", "method": "weighted", **weights, **keys})
    (model,) = score_models(access)
    assert model.title == "Weighted scores", "without a name it is called by its method"
    assert [row.key for row in factors_wanted(access)] == ["fit_to_the_strategy", "effort"]


def test_a_factor_is_changed_on_its_page(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    made = add_factor(access, label="Fit", unit="weeks")
    client = browser_of(access)
    page = client.path(f"roadmap/models/factors/{made.pk}")
    assert 'value="weeks"' in client.get(page).content.decode()
    refused = client.post(page, {"label": "Fitness", "unit": "weeks//"})
    assert (refused.status_code, 'value="Fitness"' in refused.content.decode()) == (422, True)
    client.post(page, {"label": "Fitness", "unit": "days", "question": "How well?"})
    row = factor(access, made.pk)
    assert (row.label, row.unit, row.question, row.key) == ("Fitness", "days", "How well?", "fit")
    theirs = browser_of(viewer)
    assert "Add a factor" not in theirs.get(theirs.path("roadmap/models/factors")).content.decode()
    assert theirs.post(theirs.path(f"roadmap/models/factors/{made.pk}"), {"label": "Mine"}).status_code == 403
    assert theirs.post(theirs.path("roadmap/models/factors/new"), FIT).status_code == 403


def test_a_formula_may_use_factors_that_come_by_themselves(access: Access) -> None:
    add_factor(access, label="Fit")
    add_score_model(access, method="formula", settings={"formula": "fit * reach / effort"})
    assert [row.key for row in factors_wanted(access)] == ["fit", "reach", "effort"]
    assert score_models(access)[0].title == "Formula of one's own"


clew = Shell("roadmap").said


def test_by_command(here: Access) -> None:
    made = json.loads(
        clew("factor", "Fit", "--kind", "scale", "--ends", "0", "10", "--question", "How well?", "--json")
    )
    assert made["key"] == "fit"
    assert "scale, 0 to 10" in clew("factors")
    clew("factor", "Fitness", "--change", "fit")
    assert factor(here, made["id"]).label == "Fitness"
    assert "no factor" in clew("factor", "Fit", "--change", "fitness", code=2)
    assert "two ends" in clew("factor", "Mood", "--kind", "scale", code=2)
    clew("add-model", "--method", "weighted", "--weigh", "fit", "2", "0", "10", "--weigh", "effort", "1", "20", "0")
    assert score_models(here)[0].title == "Weighted scores"
    assert [row.key for row in factors_wanted(here)] == ["fit", "effort"]
