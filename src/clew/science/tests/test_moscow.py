"""MoSCoW within a capacity: what fits is worked out by hand and by trying every order, and too many musts are said."""

from itertools import permutations, product
from math import factorial, prod

import pytest

from clew.science.ranking import (
    Item,
    Labelled,
    Uncertain,
    interval,
    judged,
    moscow,
    point,
    pooled,
    rank,
    three_point,
    within,
)


def test_what_must_be_done_is_held_against_the_capacity() -> None:
    items = [
        Labelled("pay", "must", point(50)),
        Labelled("mail", "should", point(30)),
        Labelled("chat", "could", interval(10, 60)),
        Labelled("moon", "wont", point(900)),
    ]
    found = moscow(items, point(100))
    assert (found.must.value, found.must.low, found.must.n, found.over_cap) == (0.5, 0.5, 1, 0.0)
    assert found.fits[:2] == (("must", 1.0), ("should", 1.0))
    assert 0.3 < found.fits[2][1] < 0.5  # at most 20, of 10 to 60
    assert found.warnings == ()
    tight = moscow(items, three_point(60, 80, 120))
    assert tight.over_cap > 0.5
    assert "more than 60%" in tight.warnings[0]
    with pytest.raises(ValueError, match="capacity"):
        moscow(items, point(0))
    with pytest.raises(ValueError, match="labels"):
        moscow([Labelled("pay", "perhaps", point(1))], point(1))  # type: ignore[arg-type]


def to_do(name: str, label: Uncertain, effort: Uncertain) -> Item:
    return Item(name, {"moscow": label, "effort": effort})


def test_what_fits_by_label_is_worked_out_by_hand() -> None:
    """Three weeks: the must (1) always fits; of two shoulds (1, 3) the small one fits after it unless the large one is drawn before it."""
    items = [
        to_do("must", judged("must"), point(1)), to_do("small", judged("should"), point(1)),
        to_do("large", judged("should"), point(3)), to_do("won't", judged("wont"), point(0.1)),
    ]  # fmt: skip
    found = rank(items, within(point(3)), k=4, draws=20_000)
    told = {one.name: one for one in found.items}
    assert (told["must"].top.value, told["large"].top.value, told["won't"].top.value) == pytest.approx(
        (1, 0, 0), abs=1e-3
    )
    assert told["small"].top.value == pytest.approx(0.5, abs=0.015)
    assert ([one.name for one in found.items][:2], told["won't"].rank.interval(0.9)) == (["must", "small"], (4, 4))
    assert (told["must"].point_rank, told["must"].warnings) == (
        1,
        ("Without a spread: effort. How low, how high could it be?",),
    )
    assert not any("must be done" in said for said in found.warnings)


def test_what_fits_agrees_with_trying_every_order() -> None:
    """All labels that two people may mean, and all orders inside a label, each as likely: the share of them in which an idea fits."""
    efforts = {"A": 2.0, "B": 1.0, "C": 2.0, "D": 3.0}
    said = {"A": (3, 2), "B": (2, 2), "C": (3, 1), "D": (1, 0)}
    fits, ways = dict.fromkeys(efforts, 0.0), 0
    for labels in product(*said.values()):
        level = dict(zip(said, labels, strict=True))
        for order in permutations(efforts):
            if [level[one] for one in order] != sorted(level.values(), reverse=True):
                continue
            weight = 1 / prod(factorial(labels.count(one)) for one in set(labels))
            taken = 0.0
            for one in order:
                taken += efforts[one]
                fits[one] += weight * (taken <= 5 and level[one] > 0)
        ways += 1
    items = [
        to_do(name, pooled([point(level) for level in said[name]]), point(effort)) for name, effort in efforts.items()
    ]
    found = rank(items, within(point(5)), k=1, draws=100_000)
    for ranked in found.items:
        assert ranked.top.value == pytest.approx(fits[ranked.name] / ways, abs=0.006), ranked.name


def test_musts_over_the_cap_are_said_and_the_capacity_is_in_the_hash() -> None:
    items = [to_do("A", judged("must"), three_point(30, 50, 90)), to_do("B", judged("could"), point(10))]
    found = rank(items, within(interval(50, 80)), k=1, draws=5000)
    assert any("more than 60%" in said for said in found.warnings)
    assert any("does not fit at all" in said for said in found.warnings)
    wide = rank(items, within(interval(200, 300)), k=1, draws=5000)
    assert not any("must be done" in said for said in wide.warnings)
    assert wide.k == 2
    assert wide.items[0].top.value == pytest.approx(1, abs=1e-3)
    assert found.inputs_hash != wide.inputs_hash
    assert found == rank(items, within(interval(50, 80)), k=1, draws=5000), "the same seed gives the same"
    assert judged("could", "must") == pooled([point(1), point(2), point(3)])
    for wrong in (point(0), interval(-1, 1, shape="normal")):
        with pytest.raises(ValueError, match="above 0"):
            within(wrong)
    with pytest.raises(ValueError, match="at least one"):
        judged("must", "could")
