"""The pages of themes, through the front door."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.meaning import pour
from tests.people import SignedIn

from clew.ground.evidence.api import Theme, ThemeMember, find_themes, need, theme, themes
from clew.ground.runs.api import Run, perform
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, within


@pytest.fixture
def heap(access: Access, meaning: str) -> list[int]:
    made = pour(access)
    find_themes(access)
    return made


def of(access: Access, source_id: int) -> Theme:
    with within(access):
        return Theme.objects.select_related("node").get(members__source=source_id)


def largest(access: Access) -> list[int]:
    return [row.id for row in themes(access).rows]


def test_an_empty_workspace_teaches(access: Access) -> None:
    page = SignedIn(access).get(SignedIn(access).path("themes"))
    assert page.status_code == 200
    assert "Import feedback" in page.content.decode()


def test_feedback_without_themes_offers_to_find_them(access: Access, meaning: str) -> None:
    pour(access)
    page = SignedIn(access).get(f"/w/{access.slug}/themes").content.decode()
    assert "24 pieces of feedback can be grouped by what they say" in page


def test_lists_themes_with_words_and_how_sure(access: Access, heap: list[int]) -> None:
    page = SignedIn(access).get(f"/w/{access.slug}/themes").content.decode()
    for row in themes(access).rows:
        assert row.title in page
        assert row.quotes[0].text in page
        assert row.holds in page
    assert "Somebody" not in page


@pytest.mark.parametrize(
    "asked", ["?sort=trend", "?sort=zebra", "?page=zebra", "?page=99", "?import=zebra", "?sort=name&page=1"]
)
def test_odd_addresses_are_answered(access: Access, heap: list[int], asked: str) -> None:
    assert SignedIn(access).get(f"/w/{access.slug}/themes{asked}").status_code == 200


def test_an_unknown_import_is_not_found(access: Access, elsewhere: Access) -> None:
    assert SignedIn(access).get(f"/w/{access.slug}/themes?import=99999").status_code == 404
    assert SignedIn(elsewhere).get(f"/w/{access.slug}/themes").status_code == 404


def test_finds_themes_as_a_run_that_shows_how_far_it_is(access: Access, meaning: str) -> None:
    pour(access)
    browser = SignedIn(access)
    for _ in range(2):  # asking twice is asking once
        assert browser.post(f"/w/{access.slug}/themes/find").status_code == 303
    with within(access):
        run = Run.objects.get()
    waiting = browser.get(f"/w/{access.slug}/themes").content.decode()
    assert "Looking for themes" in waiting
    assert f"/w/{access.slug}/runs/{run.pk}/progress" in waiting
    perform(run.key)
    told = browser.get(f"/w/{access.slug}/runs/{run.pk}/progress").json()
    assert (told["state"], told["done"], told["total"]) == ("done", 24, 24)
    assert themes(access).total == 3
    assert "Looking for themes" not in browser.get(f"/w/{access.slug}/themes").content.decode()


def test_a_search_that_failed_says_why_and_can_be_repeated(access: Access, meaning: str) -> None:
    browser = SignedIn(access)
    browser.post(f"/w/{access.slug}/themes/find")
    with within(access):
        run = Run.objects.get()
    perform(run.key)
    assert "Themes need at least 5 pieces" in browser.get(f"/w/{access.slug}/themes").content.decode()
    pour(access)
    browser.post(f"/w/{access.slug}/themes/find")
    perform(run.key)
    assert themes(access).total == 3


def test_a_cancelled_search_leaves_no_themes(access: Access, meaning: str) -> None:
    pour(access)
    browser = SignedIn(access)
    browser.post(f"/w/{access.slug}/themes/find")
    with within(access):
        run = Run.objects.get()
        Run.objects.update(cancel_asked=True)
    perform(run.key)
    with within(access):
        assert Run.objects.get().state == "cancelled"
    assert themes(access).theming is None


def test_a_theme_has_a_page(access: Access, heap: list[int]) -> None:
    found = of(access, heap[0])
    page = SignedIn(access).get(f"/w/{access.slug}/n/{found.pk}")
    assert page.status_code == 200
    text = page.content.decode()
    assert all(member.text in text for member in theme(access, found.pk).members)
    assert "Turn into a need" in text
    assert "These words become its evidence" in text


def test_a_viewer_reads_and_is_offered_nothing(viewer: Access, access: Access, heap: list[int]) -> None:
    text = SignedIn(viewer).get(f"/w/{access.slug}/n/{largest(access)[0]}").content.decode()
    assert "Turn into a need" not in text
    assert "Find again" not in SignedIn(viewer).get(f"/w/{access.slug}/themes").content.decode()


def test_merges_into_the_largest(access: Access, heap: list[int]) -> None:
    one, two, three = largest(access)
    answer = SignedIn(access).post(f"/w/{access.slug}/themes/merge", {"ids": [three, two]})
    assert answer["Location"] == f"/w/{access.slug}/n/{two}"
    assert themes(access).total == 2
    assert one in largest(access)


def test_merging_one_is_refused_on_the_list(access: Access, heap: list[int]) -> None:
    answer = SignedIn(access).post(f"/w/{access.slug}/themes/merge", {"ids": largest(access)[:1]})
    assert (answer.status_code, "two themes or more" in answer.content.decode()) == (422, True)


def test_locks_and_unlocks(access: Access, heap: list[int]) -> None:
    pk = largest(access)[0]
    for act, locked in (("lock", True), ("unlock", False)):
        assert SignedIn(access).post(f"/w/{access.slug}/themes/{pk}/{act}").status_code == 303
        assert theme(access, pk).row.locked is locked


def test_splits_off_and_moves(access: Access, heap: list[int]) -> None:
    pk, other = largest(access)[:2]
    members = theme(access, pk).members
    mine = [m.id for m in members]
    browser = SignedIn(access)
    browser.post(f"/w/{access.slug}/themes/{pk}/split-off", {"ids": mine[:2], "new_theme": "A part"})
    assert of(access, members[0].source_id).node.title == "A part"
    browser.post(f"/w/{access.slug}/themes/{pk}/move", {"ids": mine[2:4], "to_theme": other})
    assert of(access, members[2].source_id).pk == other
    again = browser.post(f"/w/{access.slug}/themes/{pk}/split-off", {"ids": [], "new_theme": "Nothing"})
    assert (again.status_code, "No pieces are selected" in again.content.decode()) == (422, True)


def test_turns_into_a_need_with_the_chosen_words(access: Access, heap: list[int]) -> None:
    pk = largest(access)[0]
    chosen = theme(access, pk).members[:2]
    answer = SignedIn(access).post(
        f"/w/{access.slug}/themes/{pk}/need", {"title": "Count quickly", "under": "", "piece": [m.id for m in chosen]}
    )
    with within(access):
        made = Node.objects.get(kind="need", title="Count quickly")
    assert answer["Location"] == f"/w/{access.slug}/n/{made.pk}"
    from django.utils import timezone

    said = need(access, made.pk, on=timezone.localdate()).supporting
    assert {s.quote.source_id for s in said} == {m.source_id for m in chosen}


def test_a_need_without_a_name_is_refused_beside_its_field(access: Access, heap: list[int]) -> None:
    answer = SignedIn(access).post(f"/w/{access.slug}/themes/{largest(access)[0]}/need", {"title": " "})
    assert (answer.status_code, "A title is missing" in answer.content.decode()) == (422, True)


ACTS: list[Callable[[int, int], tuple[str, dict[str, Any]]]] = [
    lambda theme, source: ("find", {}),
    lambda theme, source: ("merge", {"ids": [theme, theme + 1]}),
    lambda theme, source: (f"{theme}/lock", {}),
    lambda theme, source: (f"{theme}/unlock", {}),
    lambda theme, source: (f"{theme}/split", {}),
    lambda theme, source: (f"{theme}/split-off", {"ids": [source], "new_theme": "Theirs"}),
    lambda theme, source: (f"{theme}/move", {"ids": [source], "to_theme": theme + 1}),
    lambda theme, source: (f"{theme}/need", {"title": "Theirs"}),
]


@pytest.mark.parametrize("act", ACTS)
def test_refuses_others(
    access: Access,
    viewer: Access,
    elsewhere: Access,
    heap: list[int],
    act: Callable[[int, int], tuple[str, dict[str, Any]]],
) -> None:
    with within(access):
        before = list(ThemeMember.objects.order_by("pk").values_list("theme_id", "source_id"))
    path, data = act(of(access, heap[0]).pk, heap[0])
    assert SignedIn(viewer).post(f"/w/{access.slug}/themes/{path}", data).status_code == 403
    assert SignedIn(elsewhere).post(f"/w/{access.slug}/themes/{path}", data).status_code == 404
    if path != "find":
        assert SignedIn(elsewhere).post(f"/w/{elsewhere.slug}/themes/{path}", data).status_code == 404
    with within(access):
        assert list(ThemeMember.objects.order_by("pk").values_list("theme_id", "source_id")) == before
