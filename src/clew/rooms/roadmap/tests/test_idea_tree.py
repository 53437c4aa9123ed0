"""Ideas as a tree: outcome, need, idea, what must be true; the list's filters, bounded, the same statements for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea, add_need, add_outcome, address, move_need
from clew.ground.ledger.api import acting
from clew.ground.thread.api import NewNode, add_node, archive, link, link_many
from clew.ground.workspaces.api import Access, within
from clew.rooms.roadmap.actions.ideas import place_idea
from clew.rooms.roadmap.kinds import TESTED
from clew.rooms.roadmap.queries import idea_tree as queries
from clew.rooms.roadmap.queries.idea_tree import IdeaBranch, idea_tree


def words(branches: tuple[IdeaBranch, ...], depth: int = 0) -> list[str]:
    return [line for one in branches for line in ["." * depth + one.title, *words(one.below, depth + 1)]]


@pytest.fixture
def grown(access: Access) -> dict[str, int]:
    outcome = add_outcome(access, title="Fewer wrong counts").pk
    high, low, loose = (add_need(access, title=title).pk for title in ("Count fast", "Find the shelf", "Pay later"))
    move_need(access, need_id=high, under=outcome)
    move_need(access, need_id=low, under=high)
    phone, order, bare = (add_idea(access, title=title).pk for title in ("By phone", "In order", "Bare"))
    for need, idea in ((low, phone), (low, order), (loose, phone)):
        address(access, idea_id=idea, need_id=need)
    test = add_node(access, NewNode("assumption_test", "They carry a phone", state="open"))
    link(access, upstream=phone, verb=TESTED, downstream=test.pk)
    return {"outcome": outcome, "high": high, "low": low, "loose": loose, "phone": phone, "order": order, "bare": bare}


def test_ideas_stand_below_what_they_are_for(access: Access, grown: dict[str, int]) -> None:
    told = idea_tree(access, sort="oldest")
    assert words(told.tops) == [
        "Fewer wrong counts", ".Count fast", "..Find the shelf", "...By phone", "....They carry a phone", "...In order",
        "Pay later", ".By phone", "..They carry a phone",
    ]  # fmt: skip
    assert ([one.ideas for one in told.tops], words(told.loose), told.has_more) == ([2, 1], ["Bare"], False)
    assert told.tops[1].below[0].path == f"{grown['loose']}.{grown['phone']}"


def test_it_answers_the_same_filters(access: Access, grown: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    place_idea(access, idea_id=grown["order"], state="planned")
    assert words(idea_tree(access, state="planned").tops)[-1] == "...In order"
    assert words(idea_tree(access, text="bare").loose) == ["Bare"]
    archive(access, node_ids=[grown["high"]])
    assert words(idea_tree(access, state="planned").tops) == ["Find the shelf", ".In order"]
    monkeypatch.setattr(queries, "MOST", 1)
    first, third = idea_tree(access, sort="oldest"), idea_tree(access, sort="oldest", page=3)
    assert (first.has_more, words(third.loose), third.has_more) == (True, ["Bare"], False)


def addressed(access: Access, title: str, need: int) -> int:
    idea = int(add_idea(access, title=title).pk)
    address(access, idea_id=idea, need_id=need)
    return idea


def put_under(access: Access, pairs: list[tuple[int, int]]) -> None:
    """As an import may, which a person on the page does not: in several places."""
    with within(access), acting("import", actor_id=access.user_id):
        link_many(access, [(below, "under", over) for below, over in pairs])


def test_few_needs_under_several_do_not_make_very_many_branches(access: Access, grown: dict[str, int]) -> None:
    level = [add_need(access, title=f"Top {n}").pk for n in range(3)]
    for _ in range(7):
        below = [add_need(access, title=f"Under {n}").pk for n in range(3)]
        put_under(access, [(one, over) for one in below for over in level])
        level = below
    addressed(access, "Below all", level[0])
    addressed(access, "Last", add_need(access, title="Zeal").pk)
    told = idea_tree(access, sort="oldest")
    shown = words(told.tops)
    assert 1900 < len(shown) <= queries.MOST_BRANCHES
    assert {"Fewer wrong counts", ".......Under 0", "........Below all"} <= set(shown)
    assert (words(told.loose), told.is_cut) == (["Bare", "Last"], True), "all were drawn before it"
    client = SignedIn(access)
    page = client.get(client.path("roadmap/ideas?view=tree&sort=oldest")).content.decode()
    assert ("Not in the tree" in page, "Under no need yet" in page, "in too many places" in page) == (True, False, True)


def test_ideas_too_deep_stand_apart(access: Access, grown: dict[str, int]) -> None:
    chain = [add_need(access, title=f"Need {n}").pk for n in range(queries.DEEPEST + 1)]
    put_under(access, list(zip(chain[1:], chain, strict=False)))
    addressed(access, "As deep as can be", chain[-2])
    addressed(access, "Deeper", chain[-1])
    told = idea_tree(access, sort="oldest")
    assert ("." * queries.DEEPEST + "As deep as can be") in words(told.tops)
    assert (words(told.loose), told.is_cut) == (["Bare", "Deeper"], True)
    assert (words(idea_tree(access, text="bare").loose), idea_tree(access, text="bare").is_cut) == (["Bare"], False)


def test_a_stranger_sees_none(elsewhere: Access, grown: dict[str, int]) -> None:
    assert idea_tree(elsewhere) == idea_tree(elsewhere, text="phone")
    assert not idea_tree(elsewhere).tops


def test_it_asks_no_more_for_more(access: Access, grown: dict[str, int]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            idea_tree(access)
        return len(found)

    few = asked()
    for n in range(40):
        need = add_need(access, title=f"Need {n}").pk
        move_need(access, need_id=need, under=grown["high"])
        address(access, idea_id=add_idea(access, title=f"Idea {n}").pk, need_id=need)
    assert asked() <= few


def test_the_page(access: Access, viewer: Access, grown: dict[str, int]) -> None:
    for who in (access, viewer):
        client = SignedIn(who)
        page = client.get(client.path("roadmap/ideas?view=tree&sort=oldest")).content.decode()
        assert page.count('class="tree-row"') == 10
        assert f'aria-controls="below-{grown["outcome"]}.{grown["high"]}"' in page
        assert "Under no need yet" in page
    nothing = client.get(client.path("roadmap/ideas?view=tree&state=declined")).content.decode()
    assert "Nothing fits" in nothing
