"""What would change an order: break-even by hand, information against closed forms and nested draws, segments by hand."""

from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.intervals import wilson
from clew.science.ranking import (
    Input,
    Item,
    Uncertain,
    apportioned,
    break_even,
    driven,
    information,
    interval,
    model,
    point,
    reweighted,
    rice,
    three_point,
    voices,
)
from clew.science.ranking.draws import draw
from clew.science.ranking.uncertain import table

Z = 1.6448536269514722
SUM = model("Sum", "a + b", [Input("a"), Input("b")])
GAMBLE = model("Gamble", "worth * chance", [Input("worth"), Input("chance", least=0, most=1, is_probability=True)])


def normal(mean: float, deviation: float) -> Uncertain:
    return interval(mean - Z * deviation, mean + Z * deviation, shape="normal")


def loss(line: float, deviation: float) -> float:
    """E[max(0, X - line)] of a normal X with mean 0."""
    z = line / deviation
    return deviation * (exp(-z * z / 2) / sqrt(2 * pi) - z * (1 - erf(z / sqrt(2))) / 2)


def test_break_even_by_hand() -> None:
    """Scores 200, 100 and 50: with k = 1 the second needs twice the reach, half the effort; its confidence can never do it."""
    ideas = {"first": (1000, 4), "second": (500, 4), "third": (250, 4)}
    items = [
        Item(name, {"reach": interval(reach / 3, reach * 3), "impact": point(1), "confidence": point(0.8), "effort": point(effort)})
        for name, (reach, effort) in ideas.items()
    ]  # fmt: skip
    found = {one.input: one for one in break_even(items, rice(), "second", k=1)}
    assert found["reach"].value == pytest.approx(1000, rel=1e-3)
    assert found["effort"].value == pytest.approx(2, rel=1e-3)
    assert found["impact"].value == pytest.approx(2, rel=1e-3)
    assert found["confidence"].value is None
    assert {one.turn for one in found.values()} == {"enters"}
    assert found["reach"].chance == pytest.approx(
        0.15, abs=0.02
    )  # beyond a factor of 2, where 3 is the 95th percentile
    assert found["effort"].chance == 0
    assert found["reach"].by_draws is not None
    low, middle, high = found["reach"].by_draws
    assert low < middle < high
    assert middle == pytest.approx(1000, rel=0.15)
    leaves = {one.input: one for one in break_even(items, rice(), "first", k=1)}
    assert leaves["reach"].turn == "leaves"
    assert leaves["confidence"].value == pytest.approx(0.4, rel=1e-3)
    both = break_even(items, rice(), "third", k=2)
    assert next(one.value for one in both if one.input == "reach") == pytest.approx(500, rel=1e-3)


@settings(max_examples=40, deadline=None)
@given(mine=st.floats(1, 100), other=st.floats(1, 100), effort=st.floats(0.5, 50))
def test_at_its_break_even_an_idea_is_on_the_line(mine: float, other: float, effort: float) -> None:
    made = model("Value", "value / effort", [Input("value", least=0), Input("effort", least=0, is_above=True)])
    items = [
        Item("mine", {"value": point(mine), "effort": point(effort)}),
        Item("other", {"value": point(other), "effort": point(3)}),
    ]
    for one in break_even(items, made, "mine", k=1, draws=100):
        if one.value is not None:
            inputs = {"value": mine, "effort": effort, one.input: one.value}
            assert inputs["value"] / inputs["effort"] == pytest.approx(other / 3, rel=2e-3)
        else:
            assert not 1 / 900 < (mine / effort) / (other / 3) < 900


def test_break_even_refuses_what_it_cannot_tell() -> None:
    items = [Item(name, {"a": point(1), "b": point(1)}) for name in "xy"]
    for name, k in (("z", 1), ("x", 0), ("x", 2)):
        with pytest.raises(ValueError, match="one of the ideas"):
            break_even(items, SUM, name, k=k)


def test_information_is_that_of_the_closed_form() -> None:
    """One idea with mean 1, known but for two normal parts, against a sure 0: EVPI and EVPPI are unit normal losses."""
    items = [Item("unsure", {"a": normal(1, 2), "b": normal(0, 1)}), Item("sure", {"a": point(0), "b": point(0)})]
    found = information(items, SUM, k=1, draws=20_000, costs={("unsure", "a"): 50.0, ("unsure", "b"): 1.0})
    assert found.chosen == ("unsure",)
    assert found.everything.value == pytest.approx(loss(1, sqrt(5)), rel=0.04)
    by_input = {one.input: one for one in found.findings}
    assert by_input["a"].value.value == pytest.approx(loss(1, 2), rel=0.04)
    assert by_input["b"].value.value == pytest.approx(loss(1, 1), rel=0.08)
    assert by_input["a"].value.low <= loss(1, 2) <= by_input["a"].value.high
    assert found.next == by_input["b"]  # worth less, but far cheaper
    assert found.next is not None
    assert found.next.per_cost == found.next.value.value
    assert found.everything.value >= max(one.value.value for one in found.findings)


def test_information_is_that_of_nested_draws() -> None:
    """A product of skewed inputs over a skewed one: for each value of one input the mean over all the others, drawn anew."""
    made = model("Ratio", "a * b / c", [Input("a", least=0), Input("b", least=0), Input("c", least=0, is_above=True)])
    unsure = {"a": interval(2, 12), "b": three_point(1, 2, 6), "c": interval(1, 5)}
    items = [Item("unsure", unsure), Item("sure", {"a": point(8), "b": point(1), "c": point(1)})]
    found = {one.input: one.value.value for one in information(items, made, k=1, draws=20_000).findings}
    others = draw(items[:1], made, 8_000, 9, success="drawn", keep=True).inputs
    for name, known in unsure.items():
        nested = np.array([np.mean(made.formula({**others, name: value})) for value in table(known)[8::16].tolist()])
        worth = float(np.maximum(nested - 8, 0).mean())  # the sure one would be chosen
        assert found[name] == pytest.approx(worth, rel=0.08), name


def test_to_know_whether_it_comes_is_worth_a_trial() -> None:
    """10 with a chance of .3 against a sure 4: knowing whether it comes brings .3 * (10 - 4); knowing the sure brings nothing."""
    items = [
        Item("gamble", {"worth": point(10), "chance": point(0.3)}),
        Item("sure", {"worth": point(4), "chance": point(1)}),
    ]
    found = information(items, GAMBLE, k=1, draws=20_000)
    assert [(one.item, one.input) for one in found.findings] == [("gamble", "chance")]
    assert found.findings[0].value.value == pytest.approx(1.8, rel=0.05)
    assert found.everything.value == pytest.approx(1.8, rel=0.05)
    assert found.next is None


def test_what_cannot_turn_the_choice_is_worth_nothing() -> None:
    items = [Item("far", {"a": normal(100, 2), "b": normal(0, 9)}), Item("sure", {"a": point(0), "b": point(0)})]
    found = information(items, SUM, k=1, costs={("far", "a"): 2.0})
    assert [one.value.value for one in found.findings] == [0, 0]
    assert (found.everything.value, found.next) == (0, None)
    every = information(items, SUM, k=2)
    assert every.findings == ()
    assert "All ideas" in every.warnings[0]
    with pytest.raises(ValueError, match="above 0"):
        information(items, SUM, k=1, costs={("far", "a"): 0})


def heard() -> tuple[list[Item], dict[str, dict[str, Uncertain]]]:
    reach = {
        "for the large": {"large": interval(80, 120)},
        "for the small": {"small": interval(80, 120)},
        "for all": {"large": interval(30, 40), "small": interval(30, 40), "free": interval(30, 40)},
    }
    rest = {"reach": point(1), "impact": point(1), "confidence": point(1), "effort": point(1)}
    return [Item(name, rest) for name in reach], reach


def test_weights_of_segments_make_the_order() -> None:
    items, reach = heard()
    drawn = voices(items, rice(), reach)
    assert drawn.segments == ("large", "small", "free")
    assert reweighted(drawn, {"large": 3, "small": 1}, k=1).top.tolist() == [1, 0, 0]
    assert reweighted(drawn, {"large": 1, "small": 3}, k=1).top.tolist() == [0, 1, 0]
    assert reweighted(drawn, {"large": 1, "small": 1, "free": 9}, k=1).place[2] == 1
    even = reweighted(drawn, {"large": 1, "small": 1}, k=1)
    assert 0.3 < even.top[0] < 0.7
    assert even.top.sum() == pytest.approx(1)


def test_the_segment_that_drives_a_place_is_named() -> None:
    items, reach = heard()
    found = driven(voices(items, rice(), reach), {"large": 3, "small": 1, "free": 1}, k=1)
    first, second, third = found.drivers
    assert first is not None
    assert (first.segment, first.places, first.top) == ("large", 2, -1)
    assert second is not None
    assert second.segment == "large"
    assert second.places < 0  # without the large it would rise
    assert third is not None
    assert len(found.every) == 9


def test_voices_that_say_nothing_are_refused() -> None:
    items, reach = heard()
    for heard_in, name in (({}, "reach"), (reach, "fame")):
        with pytest.raises(ValueError, match="segments"):
            voices(items, rice(), heard_in, reach_name=name)
    with pytest.raises(ValueError, match="for all, free"):
        voices(items, rice(), {"for all": {"free": point(-1)}})
    drawn = voices(items, rice(), reach)
    for weights in ({}, {"large": -1.0}, {"other": 1.0}, {"large": float("inf")}):
        with pytest.raises(ValueError, match="weights"):
            reweighted(drawn, weights, k=1)


def test_a_reach_that_is_shared_out() -> None:
    """Equal weights give the order of the ideas themselves; a weight counts for the share it has in each; leaving one out finds who holds up whom."""
    items = [
        Item(name, {"reach": normal(reach, 1), "impact": point(1), "confidence": point(1), "effort": point(1)})
        for name, reach in (("first", 100.0), ("second", 80.0), ("third", 60.0))
    ]
    shares = np.array([[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]])
    heard = apportioned(items, rice(), ["large", "small"], shares, seed=1)
    alike = reweighted(heard, {"large": 1, "small": 1}, k=1)
    assert alike.place.tolist() == [1, 2, 3]
    assert alike.top.tolist() == [1, 0, 0]
    assert reweighted(heard, {"large": 1, "small": 3}, k=1).place.tolist() == [3, 2, 1], "100, 160, 180"
    found = driven(heard, {"large": 1, "small": 1}, k=1)
    first, second, third = found.drivers
    assert first is not None
    assert (first.segment, first.places, first.top) == ("large", 2, -1), "0, 40, 60"
    assert third is not None
    assert (third.segment, third.places) == ("large", -2)
    assert second is None or second.places == 0
    for wrong in (shares[:1], -shares, shares[:, :2]):
        with pytest.raises(ValueError, match="share"):
            apportioned(items, rice(), ["large", "small"], wrong)
    with pytest.raises(ValueError, match="input"):
        apportioned(items, rice(), ["large", "small"], shares, reach_name="size")


def test_a_share_of_few_draws_has_the_interval_of_wilson() -> None:
    items = [Item(name, {"reach": interval(low, low * 3), "effort": interval(1, 5)}) for name, low in (("a", 10), ("b", 14), ("c", 900))]  # fmt: skip
    made = model("m", "reach / effort", [Input("reach"), Input("effort")])
    told = reweighted(apportioned(items, made, ["all"], np.ones((1, 3))), {"all": 1.0}, k=2)
    for share, low, high in zip(told.top, told.low, told.high, strict=True):
        known = wilson(round(share * 200), 200, level=0.9)
        assert (low, high) == pytest.approx((known.low, known.high), abs=1e-12)
