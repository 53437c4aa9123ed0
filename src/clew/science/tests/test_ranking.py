"""Rankings by hand, against exact probabilities, and against the order that single numbers give."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.ranking import (
    Anchor,
    Input,
    Item,
    Model,
    Uncertain,
    cd3,
    ice,
    interval,
    model,
    opportunity,
    point,
    pooled,
    probability,
    rank,
    rice,
    share,
    three_point,
    value_effort,
    weighted,
)
from clew.science.ranking.draws import draw, inputs_hash, point_scores
from clew.science.ranking.ranks import orders
from clew.science.ranking.uncertain import KNOTS, quantiles, table


def scored(made: Model, **values: float) -> float:
    return float(point_scores([Item("it", {name: point(value) for name, value in values.items()})], made)[0])


def plain(name: str, value: Uncertain) -> Item:
    return Item(name, {"worth": value})


WORTH = model("Worth", "worth * 1", [Input("worth")])


def some_ideas(count: int, seed: int) -> list[Item]:
    """Ideas whose inputs are honestly known: to a factor of three either way, with 90 % certainty."""
    random = np.random.default_rng(seed)
    return [
        Item(
            f"idea {at}",
            {
                "reach": interval((reach := float(np.exp(random.normal(7, 0.6)))) / 3, reach * 3),
                "impact": interval((impact := float(random.choice([0.25, 0.5, 1, 2, 3]))) / 3, impact * 3),
                "confidence": point(float(random.choice([0.5, 0.8, 1.0]))),
                "effort": interval((effort := float(np.exp(random.normal(1.5, 0.7)))) / 3, effort * 3),
            },
        )
        for at in range(count)
    ]


def test_scores_by_hand() -> None:
    assert scored(rice(), reach=1000, impact=2, confidence=0.8, effort=4) == 400
    assert scored(ice(), impact=8, confidence=0.5, ease=6) == 24
    assert scored(cd3(), cost_of_delay=3000, duration=6) == 500
    assert scored(opportunity(), importance=8, satisfaction=3) == 13
    assert scored(opportunity(), importance=5, satisfaction=9) == 5
    assert scored(value_effort(), value=90, effort=3) == 30
    assert str(rice().formula.unit) == "1/quarter/week"
    assert str(cd3(money="EUR").formula.unit) == "EUR/week^2"


def test_fixed_anchors_keep_the_order_when_an_idea_is_added() -> None:
    made = weighted({"x": 1, "y": 1}, {"x": Anchor(0, 10), "y": Anchor(0, 5)})
    ideas = {"A": (10, 1), "B": (4, 5), "C": (1, 20)}
    items = [Item(name, {"x": point(x), "y": point(y)}) for name, (x, y) in ideas.items()]
    assert point_scores(items[:2], made).tolist() == [60, 70]
    assert point_scores(items, made).tolist() == [60, 70, 55]
    assert [one.name for one in rank(items[:2], made, k=1, draws=100).items] == ["B", "A"]
    assert [one.name for one in rank(items, made, k=1, draws=100).items] == ["B", "A", "C"]
    less = weighted({"cost": 3.0}, {"cost": Anchor(bad=100, good=20)})
    assert [scored(less, cost=cost) for cost in (100, 60, 20, 500)] == [0, 50, 100, 0]


@pytest.mark.parametrize(
    ("weights", "anchors"),
    [
        ({}, {}),
        ({"x": 0.0}, {"x": Anchor(0, 1)}),
        ({"x": 1.0}, {"y": Anchor(0, 1)}),
        ({"x": 1.0}, {"x": Anchor(2, 2)}),
    ],
)
def test_weights_and_anchors_that_say_nothing_are_refused(
    weights: dict[str, float], anchors: dict[str, Anchor]
) -> None:
    with pytest.raises(ValueError, match=r"weight|anchors"):
        weighted(weights, anchors)


def test_cost_of_delay_by_duration_delays_least_in_one_queue() -> None:
    random = np.random.default_rng(4)
    for _ in range(20):
        cost, weeks = random.uniform(1, 9, 5), random.uniform(1, 9, 5)
        items = [Item(str(at), {"cost_of_delay": point(cost[at]), "duration": point(weeks[at])}) for at in range(5)]
        ours = np.argsort(-point_scores(items, cd3()))
        orders_of_five = np.array(list(permutations(range(5))))
        delays = (cost[orders_of_five] * weeks[orders_of_five].cumsum(axis=1)).sum(axis=1)
        assert (cost[ours] * weeks[ours].cumsum()).sum() == pytest.approx(delays.min())
    assert len(cd3().warnings) == 1
    assert "3 queues" in " ".join(cd3(queues=3, has_dependencies=True).warnings)
    assert "wait for others" in " ".join(cd3(queues=3, has_dependencies=True).warnings)


def test_two_normal_ideas_come_first_as_often_as_they_should() -> None:
    """P(A > B) for means 10 and 9 with deviations 3 and 4 is Φ(1 / 5) = .5793."""
    wide = 2 * 1.6448536
    items = [
        plain("A", interval(10 - 3 * wide / 2, 10 + 3 * wide / 2, shape="normal")),
        plain("B", interval(9 - 4 * wide / 2, 9 + 4 * wide / 2, shape="normal")),
    ]
    found = rank(items, WORTH, k=1)
    assert found.items[0].name == "A"
    assert found.items[0].top.low <= 0.5793 <= found.items[0].top.high
    assert found.items[0].score.interval(0.9) == pytest.approx((10 - 3 * wide / 2, 10 + 3 * wide / 2), abs=0.25)
    assert found.items[0].rank.interval(0.8) == (1, 2)
    assert found.items[0].warnings == ()
    with pytest.raises(ValueError, match="80 %"):
        found.items[0].rank.interval(0.5)


def test_success_comes_or_does_not() -> None:
    """A sure 5 against a 60 % chance of 10: the mean says the gamble, and it comes first as often as it succeeds."""
    made = model("Gamble", "worth * chance", [Input("worth"), Input("chance", least=0, most=1, is_probability=True)])
    items = [
        Item("sure", {"worth": point(5), "chance": point(1)}),
        Item("gamble", {"worth": point(10), "chance": point(0.6)}),
    ]
    drawn = {one.name: one for one in rank(items, made, k=1).items}
    assert drawn["gamble"].top.low <= 0.6 <= drawn["gamble"].top.high
    assert (drawn["gamble"].score.p10, drawn["gamble"].score.median) == (0, 10)
    expected = rank(items, made, k=1, success="expected")
    assert (expected.items[0].name, expected.items[0].top.value) == ("gamble", 1.0)
    assert (expected.items[0].point_score, expected.items[0].point_rank) == (6, 1)


def test_equal_ideas_share_places_evenly() -> None:
    items = [plain(f"idea {at}", point(3)) for at in range(8)]
    found = rank(items, WORTH, k=2, draws=8000)
    assert all(0.23 <= one.top.value <= 0.27 for one in found.items)
    assert all("worth. How low, how high" in one.warnings[0] for one in found.items)
    assert "8 of 8 ideas" in found.warnings[-1]
    assert sum(one.top.value for one in found.items) == pytest.approx(2)


def test_a_run_can_be_made_again() -> None:
    items = some_ideas(30, 1)
    one, again, other = rank(items, rice(), seed=3), rank(items, rice(), seed=3), rank(items, rice(), seed=4)
    assert one == again
    assert (one.inputs_hash, one.version) == (other.inputs_hash, "RICE 1/1")
    assert one.items != other.items
    changed = [*items[:-1], Item(items[-1].name, {**items[-1].inputs, "reach": point(7)})]
    assert rank(changed, rice(), seed=3).inputs_hash != one.inputs_hash
    assert rank(items, ice_of_rice(), seed=3).inputs_hash != one.inputs_hash


def ice_of_rice() -> Model:
    return model("Mine", "reach * impact * confidence - 0 * reach / effort * effort", rice().inputs)


def test_the_top_ten_of_single_numbers_holds_few_of_the_true_ten() -> None:
    kept = []
    for seed in range(5):
        items = some_ideas(200, seed)
        scores = draw(items, rice(), 100, seed, success="drawn").scores
        said = set(np.argsort(-point_scores(items, rice()))[:10].tolist())
        kept += [len(said & set(np.argsort(-truth)[:10].tolist())) for truth in scores.T]
    assert 3.4 <= np.mean(kept) <= 4.0  # 3.7


def test_a_probability_of_the_top_is_as_often_true() -> None:
    """Of the ideas that are given a chance, that share is among the true first ten, whose truth is drawn from what is known."""
    items = some_ideas(60, 9)
    found = {one.name: one.top.value for one in rank(items, rice(), seed=1, draws=5000).items}
    chances = np.array([found[item.name] for item in items])
    truths = draw(items, rice(), 400, 77, success="drawn").scores
    came = np.zeros(60)
    for order in orders(truths, 5):
        came += np.bincount(order[:, :10].ravel(), minlength=60)
    assert np.abs(came / 400 - chances).max() < 0.1
    assert came.sum() / 400 == pytest.approx(chances.sum())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9, width=32), min_size=1, max_size=30))
def test_packed_orders_are_those_of_the_scores(scores: list[float]) -> None:
    drawn = np.array([scores, scores[::-1]], dtype=np.float32).T.copy()
    (order,) = orders(drawn, 0)
    for row, column in zip(order, drawn.T, strict=True):
        assert sorted(row.tolist()) == list(range(len(scores)))
        assert (np.diff(column[row]) <= 0).all()


@settings(max_examples=60, deadline=None)
@given(
    low=st.floats(0.01, 100),
    wide=st.floats(0.01, 100),
    where=st.floats(0, 1),
    level=st.sampled_from([0.5, 0.8, 0.9]),
)
def test_distributions_hold_what_they_were_made_from(low: float, wide: float, where: float, level: float) -> None:
    high = low + wide
    ends = np.array([(1 - level) / 2, (1 + level) / 2])
    for found in (interval(low, high, level=level), interval(low, high, level=level, shape="normal")):
        assert quantiles(found, ends) == pytest.approx([low, high])
    for found in (
        three_point(low, low + where * wide, high),
        three_point(low, low + where * wide, high, shape="triangular"),
    ):
        drawn = table(found)
        assert low * 0.999 <= drawn[0] <= drawn[-1] <= high * 1.001
        assert (np.diff(drawn) >= 0).all()
        middle = (
            (low + 4 * (low + where * wide) + high) / 6
            if found.shape == "pert"
            else (2 * low + where * wide + high) / 3
        )
        assert float(drawn.mean(dtype=float)) == pytest.approx(middle, rel=5e-3)
        assert found.most_likely == pytest.approx(low + where * wide)


def test_probabilities_are_betas() -> None:
    assert share(3, 10).numbers == (3.5, 7.5)
    found = probability(0.6, 0.8)
    assert found.most_likely == pytest.approx(0.7)
    assert quantiles(found, np.array([0.05, 0.95])) == pytest.approx([0.6, 0.8], abs=0.01)
    assert probability(0.5, 0.5).is_point
    assert sum(probability(0.0, 1.0).numbers) >= 1
    assert len(table(found)) == KNOTS
    assert interval(4, 4).is_point
    assert three_point(2, 2, 2).median == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reach": point(-1)}, "“it”: reach may come to -1; it must be at least 0"),
        ({"effort": point(0)}, "effort may come to 0; it must be above 0"),
        ({"effort": interval(1, 5, shape="normal")}, "effort may come to"),
        ({"confidence": point(80)}, "confidence may come to 80; it must be at least 0 and at most 1"),
        ({"ease": point(1)}, "see ease"),
    ],
)
def test_inputs_that_cannot_be_are_refused(values: dict[str, Uncertain], said: str) -> None:
    known = {"reach": point(10), "impact": point(1), "confidence": point(0.5), "effort": point(2)}
    with pytest.raises(ValueError, match=said.split("; ")[0]) as refused:
        rank([Item("it", {**known, **values})], rice(), k=1)
    assert said in str(refused.value)


def test_scores_without_a_value_are_refused() -> None:
    made = model("Root", "sqrt(worth)", [Input("worth")])
    with pytest.raises(ValueError, match="“deep”: its score has no finite value"):
        rank([plain("high", point(4)), plain("deep", interval(-1, 4, shape="normal"))], made, k=1)


@pytest.mark.parametrize(
    ("formula", "inputs"),
    [
        ("a * 1", []),
        ("a * 1", [Input("a"), Input("a")]),
        ("a * 1", [Input("a"), Input("b")]),
        ("a * b", [Input("a", is_probability=True), Input("b", is_probability=True)]),
        ("a * 1", [Input("a", unit="3 apples")]),
    ],
)
def test_models_that_cannot_be_are_refused(formula: str, inputs: list[Input]) -> None:
    with pytest.raises(ValueError, match=r"input|probability|use|unit"):
        model("Mine", formula, inputs)


def test_rankings_that_cannot_be_are_refused() -> None:
    two = [plain("A", point(1)), plain("B", point(2))]
    for items, k, draws in ((two, 0, 100), (two, 3, 100), ([two[0], two[0]], 1, 100), (two, 1, 99)):
        with pytest.raises(ValueError, match=r"k is|ideas"):
            rank(items, WORTH, k=k, draws=draws)


def test_estimates_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="low <= high"):
        interval(3, 1)
    with pytest.raises(ValueError, match="above 0"):
        interval(0, 1)
    with pytest.raises(ValueError, match="low <= likely"):
        three_point(1, 5, 3)
    with pytest.raises(ValueError, match="finite"):
        point(float("inf"))
    with pytest.raises(ValueError, match="low <= high <= 1"):
        probability(0.5, 1.2)
    with pytest.raises(ValueError, match="share"):
        share(4, 3)


def test_a_pool_is_the_mixture_of_what_several_believe() -> None:
    low, high = interval(1, 2), interval(100, 200)
    both = pooled([low, high])
    assert pooled([low, low]) == low
    found = table(both)
    assert (found < 10).mean() == pytest.approx(0.5, abs=1e-3), "nobody believes in what lies between"
    assert ((found > 10) & (found < 50)).mean() < 0.001
    mean = float((table(low).mean() + table(high).mean()) / 2)
    assert float(found.mean()) == pytest.approx(mean, rel=1e-3)
    assert both.most_likely == pytest.approx((low.most_likely + high.most_likely) / 2)
    assert both.median == pytest.approx(float(np.median(found)), rel=0.5)
    with pytest.raises(ValueError, match="at least one"):
        pooled([])


def test_a_pool_stays_within_what_each_believes_and_changes_the_hash() -> None:
    model = rice()
    rest = {"impact": point(1), "confidence": point(0.5), "effort": point(2)}
    one = [Item("A", {"reach": interval(1, 2), **rest}), Item("B", {"reach": interval(1, 2), **rest})]
    two = [Item("A", {"reach": pooled([interval(1, 2), interval(5, 9)]), **rest}), one[1]]
    assert inputs_hash(one, model) != inputs_hash(two, model)
    assert rank(two, model, k=1, draws=2000).items[0].name == "A"
    with pytest.raises(ValueError, match="reach"):
        rank([Item("A", {"reach": pooled([point(-1), point(2)]), **rest}), one[1]], model, k=1, draws=2000)
