from datetime import date
from typing import Any

import pytest

from clew.ground.evidence.api import (
    add_idea,
    add_need,
    add_outcome,
    describe_need,
    describe_outcome,
    merge_needs,
    move_need,
    need,
    need_options,
    need_places,
    need_tree,
    needs,
    outcome,
)
from clew.ground.evidence.queries import branches
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import Link, Node, archive
from clew.ground.workspaces.api import Access, within

TODAY = date(2025, 7, 1)
WORDS = "I count the shelves by hand"


def test_a_tree_from_outcome_to_idea(access: Access, shop: Shop) -> None:
    goal = add_outcome(access, title="Keep customers", metric="Net retention", unit="%", baseline=95, target=105)
    top = add_need(access, title="Know what is in stock", under=goal.pk)
    move_need(access, need_id=shop.counting, under=top.pk)
    idea = add_idea(access, title="Scan shelves", addresses=[shop.counting])
    tree = need_tree(access, on=TODAY)
    (shown,) = tree.outcomes
    assert (shown.id, shown.more, tree.loose, tree.cut) == (goal.pk, 0, (), False)
    assert shown.below[0].below[0].below[0].id == idea.pk
    assert shown.below[0].below[0].path == (goal.pk, top.pk)
    assert outcome(access, goal.pk, on=TODAY).needs[0].id == top.pk


def test_the_tree_counts_below(access: Access, shop: Shop, quote: Quoter) -> None:
    top = add_need(access, title="Know what is in stock")
    move_need(access, need_id=shop.counting, under=top.pk)
    quote(shop.interview, WORDS, need_id=shop.counting)
    (shown,) = need_tree(access, on=TODAY).loose
    assert (shown.weight.supports, shown.below[0].weight.supports, shown.weight.revenue_minor) == (1, 1, 120_000)


def test_the_tree_asks_a_fixed_number_of_questions(
    access: Access, shop: Shop, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        add_need(access, title=f"Need {number}", under=shop.counting)
    with django_assert_max_num_queries(5):
        need_tree(access, on=TODAY)
    with django_assert_max_num_queries(6):
        needs(access, on=TODAY)
    with django_assert_max_num_queries(10):
        need(access, shop.counting, on=TODAY)


def test_a_large_tree_shows_the_first_of_each_branch(
    access: Access, shop: Shop, quote: Quoter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("WHOLE", 3), ("OF_EACH", 2), ("SHOWN", 4)):
        monkeypatch.setattr(branches, name, most)
    below = [add_need(access, title=f"Need {n}", under=shop.counting).pk for n in range(3)]
    others = [add_need(access, title=f"Other {n}").pk for n in range(2)]
    quote(shop.interview, WORDS, need_id=below[2])
    tree = need_tree(access, on=TODAY)
    assert [b.id for b in tree.loose] == [shop.counting, others[0]]
    assert ([b.id for b in tree.loose[0].below], tree.loose[0].more) == ([below[2], below[0]], 1)
    assert (tree.cut, tree.more, tree.loose[0].weight.supports) == (True, 1, 1)
    whole = need_tree(access, on=TODAY, whole=True)
    assert (len(whole.loose), len(whole.loose[0].below), whole.cut) == (3, 3, False)
    assert [title for _, title, _ in need_places(access)][:2] == ["Count stock quickly", "Need 0"]


def test_the_list_has_what_nobody_has_spoken_of_behind(access: Access, shop: Shop, quote: Quoter) -> None:
    made = [add_need(access, title=title).pk for title in ("banana", "Apple", "Cherry")]
    quote(shop.interview, WORDS, need_id=made[2])
    quote(shop.interview, "It takes two hours", need_id=shop.counting)
    expected = ["Cherry", "Count stock quickly", "Apple", "banana"]
    assert [r.title for r in needs(access, on=TODAY)] == expected
    pages = [needs(access, on=TODAY, limit=1, offset=n) for n in range(5)]
    assert [[r.title for r in page] for page in pages] == [[title] for title in expected] + [[]]
    assert [r.title for r in needs(access, on=TODAY, sort="name")] == [
        "Apple",
        "banana",
        "Cherry",
        "Count stock quickly",
    ]


def test_a_need_stands_in_one_place(access: Access, shop: Shop) -> None:
    one, two = add_need(access, title="One"), add_need(access, title="Two")
    for under in (one.pk, two.pk, two.pk):
        move_need(access, need_id=shop.counting, under=under)
    assert [c.id for c in need(access, shop.counting, on=TODAY).above] == [two.pk]
    with within(access):
        assert Link.objects.get(upstream=shop.counting, downstream=one.pk).withdrawn_reason == "moved"
        assert Link.objects.filter(upstream=shop.counting).count() == 2
    move_need(access, need_id=shop.counting, under=None)
    assert need(access, shop.counting, on=TODAY).above == ()


def test_a_circle_is_refused(access: Access, shop: Shop) -> None:
    middle = add_need(access, title="Middle", under=shop.counting)
    low = add_need(access, title="Low", under=middle.pk)
    with pytest.raises(Refused, match=r"“Low” stands under “Count stock quickly” itself"):
        move_need(access, need_id=shop.counting, under=low.pk)
    with pytest.raises(Refused, match="under itself"):
        move_need(access, need_id=low.pk, under=low.pk)
    assert [c.id for c in need(access, low.pk, on=TODAY).above] == [middle.pk]


def test_a_need_stands_under_nothing_else(access: Access, shop: Shop) -> None:
    idea = add_idea(access, title="Scan")
    with pytest.raises(Refused, match="outcome or another need"):
        move_need(access, need_id=shop.counting, under=idea.pk)
    with pytest.raises(Refused, match="outcome or another need"):
        add_need(access, title="New", under=shop.bakery)


def test_describing_is_found_and_recorded(access: Access, shop: Shop) -> None:
    describe_need(access, need_id=shop.counting, detail="Above all in cold stores.")
    assert need(access, shop.counting, on=TODAY).detail == "Above all in cold stores."
    assert [h.node_id for h in find(access, "cold stores").hits] == [shop.counting]
    assert "describe a need" in {c.act_name for c in history(workspace_id=access.workspace_id, node_id=shop.counting)}
    with pytest.raises(Refused, match="at most"):
        describe_need(access, need_id=shop.counting, detail="x" * 10_001)


def test_an_outcome_is_described(access: Access) -> None:
    goal = add_outcome(access, title="Keep customers")
    describe_outcome(access, outcome_id=goal.pk, metric="Churn", unit="%", baseline=4, target=2, due_on=TODAY)
    found = outcome(access, goal.pk, on=TODAY)
    assert (found.metric, found.unit, found.baseline, found.target, found.due_on) == ("Churn", "%", 4, 2, TODAY)
    with pytest.raises(Refused, match="out of range"):
        describe_outcome(access, outcome_id=goal.pk, metric="Churn", target=float("inf"))


def test_merging_keeps_words_and_origin(access: Access, shop: Shop, quote: Quoter) -> None:
    kept = add_need(access, title="Quick stocktaking")
    below = add_need(access, title="Count with gloves", under=shop.counting)
    idea = add_idea(access, title="Scan", addresses=[shop.counting, kept.pk])
    words = quote(shop.interview, WORDS, need_id=shop.counting)
    disputed = quote(shop.complaint, "Counting is fine", need_id=shop.counting)
    quote(shop.complaint, "Counting is fine", need_id=kept.pk, stance="contradicts")
    merge_needs(access, need_id=shop.counting, into=kept.pk)
    found = need(access, kept.pk, on=TODAY)
    assert [s.quote.id for s in found.supporting] == [words]
    assert [s.quote.id for s in found.contradicting] == [disputed]
    assert ([c.id for c in found.below], [c.id for c in found.ideas]) == ([below.pk], [idea.pk])
    with within(access):
        gone = Node.objects.get(pk=shop.counting)
        assert (gone.state, gone.archived_at is not None) == ("merged", True)
        assert Link.objects.filter(upstream=shop.counting, verb="merged_into", downstream=kept.pk).exists()
        assert Link.objects.get(upstream=words, downstream=shop.counting).withdrawn_reason == "the need was merged"
    assert find(access, "Count stock quickly", kinds=("need",)).total == 0


def test_merging_into_a_need_below_lifts_it(access: Access, shop: Shop) -> None:
    goal = add_outcome(access, title="Goal")
    move_need(access, need_id=shop.counting, under=goal.pk)
    low = add_need(access, title="Low", under=shop.counting)
    merge_needs(access, need_id=shop.counting, into=low.pk)
    assert [c.id for c in need(access, low.pk, on=TODAY).above] == [goal.pk]


def test_merging_refuses_itself_and_the_archived(access: Access, shop: Shop) -> None:
    other = add_need(access, title="Other")
    archive(access, node_ids=[other.pk])
    with pytest.raises(Refused, match="itself"):
        merge_needs(access, need_id=shop.counting, into=shop.counting)
    with pytest.raises(Refused, match="archived"):
        merge_needs(access, need_id=shop.counting, into=other.pk)


def test_for_and_against_stand_side_by_side(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, WORDS, need_id=shop.counting)
    assert need(access, shop.counting, on=TODAY).nobody_looked
    quote(shop.complaint, "Counting is fine", need_id=shop.counting, stance="contradicts")
    found = need(access, shop.counting, on=TODAY)
    assert [(s.quote.who, s.quote.account) for s in found.supporting] == [("Anna Keller", "Bakery")]
    assert [(s.quote.who, s.quote.account) for s in found.contradicting] == [("Ben Ortiz", "Hotel")]
    assert not found.nobody_looked
    assert (found.heard.accounts, found.heard.of_accounts, found.heard.of_revenue_minor) == (2, 2, 1_020_000)


def test_the_list_is_sorted_and_narrowed(access: Access, shop: Shop, quote: Quoter) -> None:
    add_need(access, title="An older wish")
    quote(shop.interview, WORDS, need_id=shop.counting)
    listed = {sort: [r.title for r in needs(access, on=TODAY, sort=sort)] for sort in ("weight", "name", "newest")}
    assert listed["weight"] == ["Count stock quickly", "An older wish"]
    assert listed["name"] == listed["newest"] == ["An older wish", "Count stock quickly"]
    assert [r.title for r in needs(access, on=TODAY, search="WISH")] == ["An older wish"]


def test_a_picker_offers_what_begins_so_first(access: Access, shop: Shop) -> None:
    add_need(access, title="Export the count")
    assert [c.title for c in need_options(access, search="count")] == ["Count stock quickly", "Export the count"]


def test_refuses_others(viewer: Access, elsewhere: Access, shop: Shop) -> None:
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_need(who, title="Mine", under=shop.counting)
        with pytest.raises(error):
            move_need(who, need_id=shop.counting, under=None)
        with pytest.raises(error):
            describe_need(who, need_id=shop.counting, detail="Mine")
        with pytest.raises(error):
            describe_outcome(who, outcome_id=shop.counting, metric="Mine")
        with pytest.raises(error):
            merge_needs(who, need_id=shop.counting, into=shop.counting)
    with pytest.raises(Forbidden):
        add_outcome(viewer, title="Mine")
    with pytest.raises(NotFound):
        need(elsewhere, shop.counting, on=TODAY)
    with pytest.raises(NotFound):
        outcome(elsewhere, shop.counting, on=TODAY)
    assert need_tree(elsewhere, on=TODAY).is_empty
