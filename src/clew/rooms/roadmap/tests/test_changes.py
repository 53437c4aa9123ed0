"""What would change an order: from the estimates it was drawn from, whatever was estimated since."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.finding_costs import say_finding_costs
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.models import Factor, FindingCost
from clew.rooms.roadmap.queries.changes import what_would_change
from clew.rooms.roadmap.queries.finding_out import Worth, verdict
from clew.rooms.roadmap.tests.ready import BETTER, RICE, estimated, rice, say


def test_what_can_turn_the_choice_is_worth_knowing_and_what_cannot_is_not(access: Access) -> None:
    model = rice(access)
    sure = estimated(access, "Sure", {**RICE, "reach": (9_000.0, 9_900.0), "confidence": (1.0, 1.0)})
    torn = estimated(access, "Torn", {**RICE, "reach": (50.0, 4_000.0)})
    also = estimated(access, "Also", {**RICE, "reach": (400.0, 500.0)})
    made = rank_ideas(access, model_id=model, top=2, draws=2000)
    told = what_would_change(access, made.pk)
    assert (told.top, told.of) == (2, 3)
    assert {one.idea_id for one in told.worth} <= {torn, also}, "nothing can push the sure one out"
    assert max(one.share for one in told.worth) <= 1.05
    near = {one.idea_id: one for one in told.near}
    assert set(near) == {sure, torn, also}
    assert near[sure].is_in
    reach = {turn.factor: turn for turn in near[also].turns}["Reach"]
    assert reach.value is not None
    if not near[also].is_in:
        assert reach.value > reach.now
    before = what_would_change(access, made.pk)
    say(access, also, {"reach": (90_000.0, 99_000.0)})
    assert what_would_change(access, made.pk) == before, "as it was when it was ranked"


def test_far_from_the_line_an_idea_is_asked_for_by_name(
    access: Access, elsewhere: Access, browser_of: type[SignedIn]
) -> None:
    model = rice(access)
    ideas = [estimated(access, f"Idea {n}", {**RICE, "reach": (100.0 * n, 150.0 * n)}) for n in range(1, 9)]
    made = rank_ideas(access, model_id=model, top=1, draws=2000).pk
    last = ideas[0]
    assert last not in {one.idea_id for one in what_would_change(access, made).near}
    (only,) = what_would_change(access, made, idea_id=last).near
    assert (only.idea_id, only.is_in, {turn.factor for turn in only.turns}) == (
        last, False, {"Reach", "Impact", "Confidence", "Effort"},
    )  # fmt: skip
    reach = next(turn for turn in only.turns if turn.factor == "Reach")
    assert reach.value is not None
    assert reach.value > reach.now
    for who, asked in ((access, estimated(access, "Later")), (access, made), (elsewhere, last)):
        with pytest.raises(NotFound):
            what_would_change(who, made, idea_id=asked)
    page = browser_of(access)
    shown = page.get(page.path(f"roadmap/rankings/{made}/change?idea={last}")).content.decode()
    assert "How far its estimates would have to be off" in shown
    assert "Near the line" in page.get(page.path(f"roadmap/rankings/{made}/change")).content.decode()
    assert page.get(page.path(f"roadmap/rankings/{made}/change?idea={made}")).status_code == 404


def test_where_all_are_first_nothing_can_turn(access: Access) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    with pytest.raises(Refused, match="All ideas"):
        what_would_change(access, rank_ideas(access, model_id=model, top=2).pk)


def test_strangers_find_nothing(access: Access, elsewhere: Access) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    with pytest.raises(NotFound):
        what_would_change(elsewhere, rank_ideas(access, model_id=model, top=1).pk)


@pytest.mark.slow
def test_the_page(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    model = rice(access)
    estimated(access, "One", BETTER)
    estimated(access, "Two")
    made = rank_ideas(access, model_id=model, top=1).pk
    client = browser_of(viewer)
    assert "What would change this order" in client.get(client.path("roadmap")).content.decode()
    shown = client.get(client.path(f"roadmap/rankings/{made}/change")).content.decode()
    for words in ("Near the line", "Worth finding out", "One", "Two"):
        assert words in shown


def torn(access: Access, model: int) -> dict[str, int]:
    """A ranking in which much could turn the choice."""
    found = {"sure": estimated(access, "Sure", {**RICE, "reach": (9_000.0, 9_900.0), "confidence": (1.0, 1.0)})}
    found["torn"] = estimated(access, "Torn", {**RICE, "reach": (50.0, 4_000.0)})
    found["also"] = estimated(access, "Also", {**RICE, "reach": (300.0, 900.0)})
    found |= dict(Factor._base_manager.filter(workspace=access.workspace_id).values_list("key", "pk"))
    return {**found, "ranking": rank_ideas(access, model_id=model, top=2, draws=2000).pk}


def test_the_cheapest_next_thing_is_worth_most_for_its_cost(access: Access) -> None:
    made = torn(access, rice(access))
    dearest = what_would_change(access, made["ranking"]).worth[0]
    assert (dearest.cost, dearest.per_cost) == (None, None)
    assert "Nobody has said yet" in what_would_change(access, made["ranking"]).next
    other = what_would_change(access, made["ranking"]).worth[1]
    costs = [
        {"idea_id": dearest.idea_id, "factor_id": dearest.factor_id, "cost": 500},
        {"idea_id": other.idea_id, "factor_id": other.factor_id, "cost": 1},
    ]
    assert say_finding_costs(access, costs=costs) == 2
    assert say_finding_costs(access, costs=costs) == 0, "they were said already"
    told = what_would_change(access, made["ranking"])
    best, second = told.worth[:2]
    assert ((best.idea_id, best.factor_id, best.cost), second.cost, told.unit) == (
        (other.idea_id, other.factor_id, 1.0), 500.0, "days",
    )  # fmt: skip
    assert best.per_cost is not None
    assert (best.per_cost_low, best.per_cost, best.per_cost_high) == (best.low, best.share, best.high)
    assert second.per_cost == pytest.approx(dearest.share / 500)
    assert f"The cheapest next thing to find out: {best.factor} of “{best.idea}”, for 1 person-day." in told.next
    assert what_would_change(access, made["ranking"], unit="money").worth[0].cost is None, "days are no money"
    say_finding_costs(access, costs=[costs[0]], unit="money")
    assert what_would_change(access, made["ranking"]).unit == "money", "as it was said last"
    say_finding_costs(access, costs=[{**costs[1], "cost": None}], unit="days")
    assert what_would_change(access, made["ranking"], unit="days").worth[0].cost == 500
    assert "say what finding out costs" in {entry.act_name for entry in record_history(access, dearest.idea_id).entries}


def test_what_cannot_turn_the_choice_is_not_worth_its_cost(access: Access) -> None:
    made = torn(access, rice(access))
    say_finding_costs(access, costs=[{"idea_id": made["sure"], "factor_id": made["reach"], "cost": 2}])
    told = what_would_change(access, made["ranking"])
    assert (told.worth[0].idea_id, told.worth[0].share, told.worth[0].per_cost) == (made["sure"], 0, 0)
    assert "None of it is worth its cost" in told.next


def test_money_is_held_against_money(access: Access) -> None:
    model = add_score_model(
        access, title="Worth", method="formula", settings={"formula": "value * confidence"}
    ).model_id
    values = {"value": (100.0, 9_000.0), "confidence": (0.4, 0.9)}
    first, _ = (estimated(access, title, values) for title in ("One", "Two"))
    ranking = rank_ideas(access, model_id=model, top=1, draws=2000).pk
    value = Factor._base_manager.get(key="value").pk
    for cost, said in (
        (1.0, "The cheapest next thing"),
        (1e9, "None of it is worth its cost. Value of “One” comes nearest"),
    ):
        say_finding_costs(access, costs=[{"idea_id": first, "factor_id": value, "cost": cost}], unit="money")
        assert said in what_would_change(access, ranking).next
    assert "EUR" in what_would_change(access, ranking).next
    say_finding_costs(access, costs=[{"idea_id": first, "factor_id": value, "cost": 1e9}], unit="days")
    assert "The cheapest next" in what_would_change(access, ranking).next, "nobody knows what a day is worth"


def test_a_doubtful_next_thing_says_so() -> None:
    sure = Worth(1, "One", 1, "Reach", 0.5, 0.4, 0.6, 2.0, 0.25, 0.2, 0.3)
    near = Worth(2, "Two", 1, "Reach", 0.4, 0.1, 0.9, 2.0, 0.2, 0.05, 0.45)
    assert verdict([sure], 1, "days", "EUR", is_money=False).endswith("for 2 person-days.")
    assert "may be as cheap" in verdict([sure, near], 1, "days", "EUR", is_money=False)
    none = Worth(2, "Two", 1, "Reach", 0.4, 0, 0.9, 2.0, 0.2, 0.0, 0.45)
    assert "begins at 0" in verdict([none], 1, "days", "EUR", is_money=False)


@pytest.mark.parametrize("cost", [0, -1, float("nan"), float("inf"), "much", True, 1e13])
def test_no_cost(access: Access, cost: Any) -> None:
    made = torn(access, rice(access))
    with pytest.raises(Refused) as refused:
        say_finding_costs(access, costs=[{"idea_id": made["torn"], "factor_id": made["reach"], "cost": cost}])
    assert refused.value.field == f"cost-{made['torn']}-{made['reach']}"


def test_whose_costs(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = torn(access, rice(access))
    told: dict[str, Any] = {"idea_id": made["torn"], "factor_id": made["reach"], "cost": 2}
    with pytest.raises(Forbidden):
        say_finding_costs(viewer, costs=[told])
    with pytest.raises(NotFound):
        say_finding_costs(elsewhere, costs=[told])
    for wrong in ({**told, "idea_id": 10**9}, {**told, "factor_id": 10**9}):
        with pytest.raises(NotFound):
            say_finding_costs(access, costs=[wrong])
    for bad in ([{"cost": 2}], [told] * 201):
        with pytest.raises(Refused):
            say_finding_costs(access, costs=bad)
    with pytest.raises(Refused):
        say_finding_costs(access, costs=[told], unit="beers")
    with pytest.raises(Refused):
        what_would_change(access, made["ranking"], unit="beers")
    say_finding_costs(access, costs=[told])
    assert what_would_change(viewer, made["ranking"]).worth[0].cost == 2
    for change in ({"cost": -1.0}, {"unit": "beers"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FindingCost._base_manager.filter(workspace=access.workspace_id).update(**change)


def test_costs_by_the_page(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    made = torn(access, rice(access))
    client, theirs = browser_of(access), browser_of(viewer)
    page, save = (client.path(f"roadmap/rankings/{made['ranking']}/{part}") for part in ("change", "costs"))
    field = f"cost-{made['torn']}-{made['reach']}"
    shown = client.get(page).content.decode()
    form = next(part.split("</form>")[0] for part in shown.split("<form")[1:] if save in part)
    assert f'name="{field}"' in form
    assert "Save what it costs" in form, "a form within a form would end before its button"
    assert 'name="cost-' not in theirs.get(page).content.decode()
    assert theirs.post(save, {"unit": "days", field: "2"}).status_code == 403
    refused = client.post(save, {"unit": "days", field: "-2"})
    assert (refused.status_code, 'value="-2"' in refused.content.decode()) == (422, True)
    assert client.post(save, {"unit": "beers", field: "2"}).status_code == 422
    client.post(save, {"unit": "days", field: "2"})
    assert (
        "The cheapest next thing to find out: Reach of “Torn”, for 2 person-days." in client.get(page).content.decode()
    )
    assert client.get(f"{page}?unit=beers").status_code == 200
    client.post(save, {"unit": "days", field: ""})
    assert "Nobody has said yet" in client.get(page).content.decode()


clew = Shell("roadmap").said


def test_costs_by_command(here: Access) -> None:
    made = torn(here, rice(here))
    said = clew("changes", "--cost", str(made["torn"]), "reach", "2", "--unit", "days")
    assert "costs 2 person-days" in said
    assert "The cheapest next thing to find out: Reach of “Torn”" in said
    assert json.loads(clew("changes", "--json"))["worth"][0]["cost"] == 2
    assert "no factor" in clew("changes", "--cost", str(made["torn"]), "mood", "2", code=2)
    assert "Nobody has said yet" in clew("changes", "--cost", str(made["torn"]), "reach", "0")
    said = clew("changes", "--idea", str(made["torn"]))
    assert f"({made['torn']}), " in said
    assert "  Reach " in said
    clew("changes", "--idea", "987654", code=2)
