"""Why? and So what?, against a plain walk in Python."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from clew.ground.ledger.api import NotFound, maintenance
from clew.ground.thread.api import Walk, link, so_what, why, withdraw_link
from clew.ground.thread.tests.conftest import Make, Tie, make_records, tie_records
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def depths(walk: Walk) -> dict[int, int]:
    return {s.card.id: s.depth for s in walk.steps}


def test_both_ways_along_a_chain(viewer: Access, make: Make, tie: Tie) -> None:
    a, b, c = make("Words", "Need", "Outcome")
    tie((a, b), (b, c))
    assert depths(why(viewer, c)) == {c: 0, b: 1, a: 2}
    assert depths(so_what(viewer, a)) == {a: 0, b: 1, c: 2}
    assert depths(why(viewer, a)) == {a: 0}
    assert [(k.upstream, k.verb, k.downstream) for k in why(viewer, c).links] == [(b, "under", c), (a, "under", b)]
    assert not why(viewer, c).cut


def test_a_circle_ends(viewer: Access, make: Make, tie: Tie) -> None:
    a, b, c = make("A", "B", "C")
    with maintenance():  # one verb closes no circle, but several together may
        tie((a, b), (b, c), (c, a))
    walk = why(viewer, a)
    assert depths(walk) == {a: 0, c: 1, b: 2}
    assert len(walk.links) == 3
    assert not walk.cut


def test_withdrawn_links_are_walked_when_asked_for(editor: Access, make: Make) -> None:
    a, b = make("A", "B")
    withdraw_link(editor, link_id=link(editor, upstream=a, verb="under", downstream=b).pk)
    assert depths(why(editor, b)) == {b: 0}
    walk = why(editor, b, withdrawn=True)
    assert depths(walk) == {b: 0, a: 1}
    assert [k.withdrawn for k in walk.links] == [True]
    assert depths(so_what(editor, a, withdrawn=True)) == {a: 0, b: 1}


def test_it_says_where_depth_cut(viewer: Access, make: Make, tie: Tie) -> None:
    chain = make(*"ABCDEF")
    tie(*pairwise(chain))
    walk = why(viewer, chain[-1], depth=2)
    assert list(depths(walk)) == [chain[5], chain[4], chain[3]]
    assert (walk.cut.depth, walk.cut.nodes, walk.cut.fan_out) == ((chain[3],), (), ())
    assert not why(viewer, chain[-1], depth=5).cut


def test_it_says_where_fan_out_cut_and_keeps_the_newest(viewer: Access, make: Make, tie: Tie) -> None:
    hub, *many = make("Hub", *(f"Words {n}" for n in range(8)))
    tie(*((m, hub) for m in many))
    walk = why(viewer, hub, fan_out=5)
    assert set(depths(walk)) == {hub, *many[3:]}
    assert walk.cut.fan_out == (hub,)
    assert not walk.cut.nodes
    assert not why(viewer, hub, fan_out=8).cut


def test_it_says_where_the_number_of_records_cut(viewer: Access, make: Make, tie: Tie) -> None:
    hub, *many = make("Hub", *(f"Words {n}" for n in range(8)))
    tie(*((m, hub) for m in many))
    walk = why(viewer, hub, nodes=4)
    assert len(walk.steps) == 4
    assert walk.cut.nodes == (hub,)
    assert not why(viewer, hub, nodes=9).cut


def test_two_verbs_between_the_same_two(viewer: Access, make: Make, tie: Tie) -> None:
    a, b = make("A", "B")
    tie((a, b))
    tie((a, b), verb="merged_into")
    walk = why(viewer, b)
    assert depths(walk) == {b: 0, a: 1}
    assert sorted(k.verb for k in walk.links) == ["merged_into", "under"]


def test_three_statements_whatever_the_size(
    viewer: Access, make: Make, tie: Tie, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hub, *many = make("Hub", *(f"Words {n}" for n in range(60)))
    tie(*((m, hub) for m in many))
    for start in (hub, many[0]):
        with django_assert_num_queries(3):
            why(viewer, start)


def test_a_stranger_finds_nothing(elsewhere: Access, make: Make) -> None:
    [need] = make("Need")
    for walk in (why, so_what):
        with pytest.raises(NotFound):
            walk(elsewhere, need)


PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40, unique=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS, depth=st.integers(1, 5), nodes=st.integers(1, 13), fan_out=st.integers(1, 5))
def test_against_a_plain_walk(
    access: Access, pairs: list[tuple[int, int]], depth: int, nodes: int, fan_out: int
) -> None:
    ids = make_records(access, titles=list("abcdefghijkl"))
    ties = [(ids[u], ids[d]) for u, d in pairs if u != d]
    with maintenance():
        tie_records(access, links=[(u, "under", d) for u, d in ties])
    walk = why(access, ids[0], depth=depth, nodes=nodes, fan_out=fan_out)
    expected, cut = plain_walk(ids[0], ties, depth, fan_out)
    if len(expected) <= nodes:
        assert depths(walk) == expected
        assert not walk.cut.nodes
        assert set(walk.cut.depth) == cut
    else:
        assert len(walk.steps) == nodes
        assert all(expected[i] == d for i, d in depths(walk).items())
        assert walk.cut


def plain_walk(root: int, ties: list[tuple[int, int]], depth: int, fan_out: int) -> tuple[dict[int, int], set[int]]:
    up = defaultdict(list)
    for upstream, downstream in sorted(ties, reverse=True):
        up[downstream].append(upstream)
    met, level = {root: 0}, [root]
    for d in range(1, depth + 1):
        level = list({far for near in level for far in up[near][:fan_out] if far not in met})
        met |= dict.fromkeys(level, d)
    return met, {i for i, d in met.items() if d == depth and set(up[i][:fan_out]) - set(met)}
