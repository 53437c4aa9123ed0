"""The opportunity solution tree: what is given of it, of a study, and what its pages move and add."""

from datetime import date
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea, add_need, add_outcome, add_source, mark, need, withdraw_excerpt
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.assumptions import add_assumption, settle_assumption
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.queries.assumptions import assumption
from clew.rooms.interviews.queries.sides import study_sides
from clew.rooms.interviews.queries.tree import BOXES, OF_EACH, TOPS, Box, OpportunityTree, opportunity_tree
from clew.rooms.interviews.tests.recruits import account, person

TODAY = date(2026, 3, 2)


class Grown:
    """An outcome, a need with one under it, an idea for both with two tests, and a need that stands alone."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.outcome = add_outcome(access, title="Fewer spoilt orders").pk
        self.left = add_need(access, title="See what is left", under=self.outcome).pk
        self.early = add_need(access, title="See it before close", under=self.left).pk
        self.alone = add_need(access, title="Not be watched").pk
        self.warn = add_idea(access, title="Warn at two", addresses=[self.left, self.early]).pk
        self.looks = add_assumption(access, idea_id=self.warn, title="Somebody looks", counts="Most do.").pk
        self.hears = add_assumption(access, idea_id=self.warn, title="It is heard", counts="Most do.").pk
        self.study = add_study(access, title="Waste").pk

    def says(self, who: str, need_id: int, stance: str = "supports", *, arr: int = 10, in_study: bool = True) -> int:
        words = f"{who} speaks of need {need_id} and {stance} it."
        their = person(self.access, who, account(self.access, f"Shop of {who}", arr))
        made = add_source(self.access, text=words, title=f"Talk with {who}", kind="interview", person_id=their).pk
        if in_study:
            take_in(self.access, study_id=self.study, source_ids=[made])
        return int(
            mark(self.access, source_id=made, start=0, end=9, exact=words[:9], need_id=need_id, stance=stance).pk
        )


@pytest.fixture
def grown(access: Access) -> Grown:
    return Grown(access)


def boxes(tree: OpportunityTree) -> list[Box]:
    def walk(box: Box) -> list[Box]:
        return [box, *(one for below in box.below for one in walk(below))]

    return [one for top in (*tree.outcomes, *tree.loose) for one in walk(top)]


def titled(tree: OpportunityTree, title: str) -> Box:
    return next(box for box in boxes(tree) if box.title == title)


def test_holds_outcome_need_idea_and_test_with_their_counts(access: Access, grown: Grown) -> None:
    grown.says("Anna", grown.early)
    grown.says("Ben", grown.left, "contradicts")
    settle_assumption(access, test_id=grown.hears, result="holds")
    tree = opportunity_tree(access, on=TODAY)
    assert [box.title for box in boxes(tree)] == [
        "Fewer spoilt orders", "See what is left", "See it before close", "Warn at two", "Somebody looks", "It is heard",
        "Warn at two", "Somebody looks", "It is heard", "Not be watched",
    ]  # fmt: skip
    top, left = titled(tree, "Fewer spoilt orders"), titled(tree, "See what is left")
    assert (top.tests, top.open_tests, top.weight.people) == (2, 1, 2)
    assert (left.weight.supports, left.weight.contradicts, left.weight.people) == (1, 1, 2)
    assert [box.title for box in tree.loose] == ["Not be watched"]
    assert titled(tree, "It is heard").state == "holds"
    assert left.path == f"{grown.outcome}.{grown.left}"


def test_of_a_study_holds_what_was_heard_in_it_weighed_by_its_words(access: Access, grown: Grown) -> None:
    grown.says("Anna", grown.early)
    grown.says("Ben", grown.left, in_study=False)
    grown.says("Cem", grown.alone, in_study=False)
    tree = opportunity_tree(access, on=TODAY, study_id=grown.study)
    assert tree.loose == ()
    assert titled(tree, "See what is left").weight.supports == 1
    assert titled(opportunity_tree(access, on=TODAY), "See what is left").weight.supports == 2
    new = add_need(access, title="New here", under=grown.left).pk
    assert "New here" not in {box.title for box in boxes(opportunity_tree(access, on=TODAY, study_id=grown.study))}
    at = opportunity_tree(access, on=TODAY, study_id=grown.study, at=f"{grown.outcome}.{grown.left}.{new}")
    assert titled(at, "New here").weight.excerpts == 0
    with pytest.raises(NotFound):
        opportunity_tree(access, on=TODAY, study_id=grown.warn)


def test_of_a_large_tree_only_opened_branches_are_given(access: Access, django_assert_max_num_queries: Any) -> None:
    tops = [add_outcome(access, title=f"Outcome {n}").pk for n in range(5)]
    needs = [add_need(access, title=f"Need {n:03}", under=tops[0]).pk for n in range(OF_EACH + 5)]
    deep = add_need(access, title="Deep", under=needs[-1]).pk
    for top in tops[1:]:
        for n in range(20):
            add_need(access, title=f"Of {top}, {n}", under=top)
    with django_assert_max_num_queries(8):
        tree = opportunity_tree(access, on=TODAY)
    assert len(boxes(tree)) <= BOXES + len(tops)
    first = titled(tree, "Outcome 0")
    assert (first.children, len(first.below), first.more) == (OF_EACH + 5, OF_EACH, 5)
    assert any(box.children and not box.is_open for box in boxes(tree))
    assert titled(opportunity_tree(access, on=TODAY, at=f"{tops[0]}.{needs[-1]}.{deep}"), "Deep")
    assert titled(opportunity_tree(access, on=TODAY, at=str(deep)), "Deep").path == f"{tops[0]}.{needs[-1]}.{deep}"
    branch = opportunity_tree(access, on=TODAY, root=str(tops[0]))
    assert (len(boxes(branch)), branch.root and branch.root.title) == (TOPS + 1, "Outcome 0")
    with pytest.raises(NotFound):
        opportunity_tree(access, on=TODAY, root="0")


def put(who: SignedIn, node: int, under: str, above: int | str = "") -> Any:
    return who.post(who.path("interviews/tree/put"), {"node": node, "under": under, "from": above})


def test_boxes_are_put_under_others(access: Access, grown: Grown) -> None:
    alice = SignedIn(access)
    to = put(alice, grown.alone, f"{grown.outcome}.{grown.left}").json()["to"]
    assert to.endswith(f"?at={grown.outcome}.{grown.left}.{grown.alone}")
    assert "Undo" in alice.get(to).content.decode()
    assert need(access, grown.alone, on=TODAY).above[0].id == grown.left
    assert put(alice, grown.warn, f"{grown.outcome}.{grown.left}.{grown.alone}", grown.left).status_code == 200
    assert [c.id for c in need(access, grown.alone, on=TODAY).ideas] == [grown.warn]
    assert [c.id for c in need(access, grown.early, on=TODAY).ideas] == [grown.warn]
    other = add_idea(access, title="Ring a bell", addresses=[grown.early]).pk
    assert put(alice, grown.looks, f"{grown.early}.{other}", grown.warn).status_code == 200
    assert assumption(access, grown.looks).idea == "Ring a bell"
    assert put(alice, grown.alone, "").status_code == 200
    assert need(access, grown.alone, on=TODAY).above == ()


def test_what_cannot_stand_somewhere_is_refused_and_stays(access: Access, viewer: Access, grown: Grown) -> None:
    alice = SignedIn(access)
    circle = put(alice, grown.left, str(grown.early))
    assert (circle.status_code, "stands under" in circle.json()["message"]) == (422, True)
    assert put(alice, grown.warn, str(grown.outcome), grown.left).status_code == 404
    assert put(alice, grown.outcome, str(grown.left)).status_code == 404
    assert put(alice, grown.warn, str(grown.left), grown.left).status_code == 422
    assert put(SignedIn(viewer), grown.alone, str(grown.left)).status_code == 403
    assert need(access, grown.left, on=TODAY).above[0].id == grown.outcome


def test_boxes_are_added_where_one_stands_and_moved_by_a_form(access: Access, grown: Grown) -> None:
    alice = SignedIn(access)
    page, under = alice.path("interviews/tree"), f"{grown.outcome}.{grown.left}"
    assert "data-adding" in alice.get(f"{page}?under={under}&add=1").content.decode()
    for kind, place, more in (
        ("need", under, {}), ("idea", under, {}), ("assumption_test", f"{under}.{grown.warn}", {"counts": "Half."}),
    ):  # fmt: skip
        answer = alice.post(
            f"{page}/add?under={place}&add=1", {"kind": kind, "under": place, "title": f"New {kind}", **more}
        )
        assert (answer.status_code, f"New {kind}" in alice.get(answer["Location"]).content.decode()) == (303, True)
    refused = alice.post(f"{page}/add?under={under}&add=1", {"kind": "idea", "under": under, "title": " "})
    assert (refused.status_code, "data-adding" in refused.content.decode()) == (422, True)
    assert alice.post(f"{page}/add", {"kind": "code", "under": under, "title": "New"}).status_code == 422
    move = f"{page}/{grown.alone}/move"
    assert alice.get(move).status_code == 200
    assert alice.post(move, {}).status_code == 422
    assert alice.post(move, {"under": grown.left}).status_code == 303
    assert need(access, grown.alone, on=TODAY).above[0].id == grown.left
    assert alice.post(move, {"loose": "1"}).status_code == 303
    assert alice.get(f"{page}/below?of={under}").content.decode().count("treeitem") == 11
    assert alice.get(f"{page}/below?of=").status_code == 404


def test_both_sides_of_each_need_of_a_study(access: Access, viewer: Access, grown: Grown) -> None:
    grown.says("Anna", grown.early, arr=100)
    both = grown.says("Ben", grown.early, arr=50)
    for n in range(3):
        grown.says(f"Cem{n}", grown.left, "contradicts", arr=1)
    grown.says("Dora", grown.alone)
    grown.says("Eve", grown.alone, "contradicts", in_study=False)
    found = study_sides(viewer, grown.study, on=TODAY)
    assert ([row.title for row in found.rows], found.needs, found.one_sided) == (
        ["See what is left", "See it before close", "Not be watched"], 3, 2,
    )  # fmt: skip
    left, early, alone = found.rows
    assert (left.weight.people_for, left.weight.people_against, left.weight.revenue_for_minor) == (2, 3, 15_000)
    assert left.balance is not None
    assert (left.balance.value, left.balance.n) == (0.4, 5)
    assert [left.balance.low, left.balance.high] == pytest.approx([0.118, 0.769], abs=1e-3)  # Wilson, 2 of 5
    assert ([s.quote.who for s in left.supporting], len(left.contradicting)) == (["Ben", "Anna"], 3)
    assert (left.one_side, early.one_side, alone.one_side) == ("", "for", "for")
    assert [row.id for row in study_sides(access, grown.study, on=TODAY, only_one_sided=True).rows] == [
        early.id,
        alone.id,
    ]
    withdraw_excerpt(access, excerpt_id=both, need_id=grown.early, reason="misheard")
    assert study_sides(access, grown.study, on=TODAY).rows[0].weight.people_for == 1
    shown = SignedIn(viewer).get(SignedIn(viewer).path(f"interviews/{grown.study}/sides")).content.decode()
    assert "nobody was asked for the other side" in shown


def test_who_says_both_takes_no_side(access: Access, grown: Grown) -> None:
    grown.says("Anna", grown.alone)
    made = add_source(access, text="Anna again.", kind="interview", person_id=person(access, "Ben", None)).pk
    take_in(access, study_id=grown.study, source_ids=[made])
    for start, stance in ((0, "supports"), (5, "contradicts")):
        mark(
            access,
            source_id=made,
            start=start,
            end=start + 4,
            exact="Anna again."[start : start + 4],
            need_id=grown.alone,
            stance=stance,
        )
    (row,) = study_sides(access, grown.study, on=TODAY).rows
    assert (row.weight.people_both, row.taking_side, row.only_for) == (1, 1, 1)


def test_strangers_find_nothing(elsewhere: Access, grown: Grown) -> None:
    grown.says("Anna", grown.early)
    assert opportunity_tree(elsewhere, on=TODAY).is_empty
    with pytest.raises(NotFound):
        study_sides(elsewhere, grown.study, on=TODAY)
