from datetime import date

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import (
    add_code,
    add_idea,
    add_need,
    add_outcome,
    add_source,
    code,
    code_tree,
    idea,
    mark,
    need,
    need_tree,
    outcome,
)
from clew.ground.workspaces.api import Access

TODAY = date(2026, 1, 1)


@pytest.fixture
def counting(access: Access) -> int:
    made = add_need(access, title="Count stock quickly").pk
    words = "I count by hand."
    talk = add_source(access, text=words)
    mark(access, source_id=talk.pk, start=0, end=len(words), exact=words, need_id=made, codes=["manual work"])
    return int(made)


def test_an_empty_tree_teaches(access: Access, browser_of: type[SignedIn]) -> None:
    browser = browser_of(access)
    assert "No needs yet" in browser.get(browser.path("needs")).content.decode()
    assert "No ideas yet" in browser.get(browser.path("ideas")).content.decode()
    assert "No codes yet" in browser.get(browser.path("codes")).content.decode()
    assert "Nothing to tell yet" in browser.get(browser.path("brief")).content.decode()


def test_tree_and_list_show_the_balance(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    for path in ("needs", "needs?view=list&sort=name&q=count", "needs?on=nonsense"):
        page = browser.get(browser.path(path)).content.decode()
        assert "Count stock quickly" in page
        assert "nobody looked" in page


def test_adding_describing_and_moving(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    assert (
        browser.post(browser.path("outcomes/new"), {"title": "Keep cafés", "target": "105", "unit": "%"}).status_code
        == 303
    )
    (goal,) = need_tree(access, on=TODAY).outcomes
    assert outcome(access, goal.id, on=TODAY).target == 105
    browser.post(browser.path(f"outcomes/{goal.id}/describe"), {"metric": "NRR", "baseline": "1,5"})
    assert outcome(access, goal.id, on=TODAY).baseline == 1.5
    assert browser.get(browser.path(f"needs/{counting}/move")).status_code == 200
    assert browser.post(browser.path(f"needs/{counting}/move"), {"under": goal.id}).status_code == 303
    assert browser.post(browser.path("needs/new"), {"title": "Below", "under": counting}).status_code == 303
    browser.post(browser.path(f"needs/{counting}/describe"), {"detail": "On Fridays."})
    found = need(access, counting, on=TODAY)
    assert (found.above[0].id, found.below[0].title, found.detail) == (goal.id, "Below", "On Fridays.")
    refused = browser.post(browser.path(f"needs/{counting}/move"), {"under": found.below[0].id})
    assert refused.status_code == 422
    assert "stands under “Count stock quickly” itself" in refused.content.decode()


def test_a_need_without_a_name_is_refused_and_kept(access: Access, browser_of: type[SignedIn]) -> None:
    browser = browser_of(access)
    answer = browser.post(browser.path("needs/new"), {"title": " ", "detail": "Kept words"})
    assert (answer.status_code, "Kept words" in answer.content.decode()) == (422, True)


def test_record_pages_show_both_sides(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    page = browser.get(browser.path(f"n/{counting}")).content.decode()
    assert "I count by hand." in page
    assert "Nobody looked" in page
    goal = add_outcome(access, title="Keep cafés").pk
    made = add_idea(access, title="Scan", addresses=[counting]).pk
    (named,) = code_tree(access).top
    for node_id, words in ((goal, "No metric yet"), (made, "I count by hand."), (named.id, "I count by hand.")):
        assert words in browser.get(browser.path(f"n/{node_id}")).content.decode()


def test_merging(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    kept = add_need(access, title="Kept").pk
    assert browser.post(browser.path(f"needs/{counting}/merge"), {}).status_code == 422
    assert browser.post(browser.path(f"needs/{counting}/merge"), {"into": kept}).status_code == 303
    assert len(need(access, kept, on=TODAY).supporting) == 1


def test_words_are_split_off_to_a_new_need(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    path = browser.path(f"needs/{counting}/split")
    (said,) = need(access, counting, on=TODAY).supporting
    assert "I count by hand." in browser.get(path).content.decode()
    refused = browser.post(path, {"new_need": "Count alone"})
    assert refused.status_code == 422
    assert "No words are selected." in refused.content.decode()
    assert 'value="Count alone"' in refused.content.decode()
    refused = browser.post(path, {"excerpts": said.quote.id})
    assert "No need was chosen." in refused.content.decode()
    assert f'id="said-{said.quote.id}" checked' in refused.content.decode()
    assert browser.post(path, {"excerpts": said.quote.id, "new_need": "Count alone"}).status_code == 303
    assert need(access, counting, on=TODAY).supporting == ()
    assert "Nothing to move" in browser.get(path).content.decode()


def test_the_picker_answers_in_json(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    answer = browser.get(browser.path("needs/options?q=stock"))
    assert answer.json() == {"items": [{"id": counting, "title": "Count stock quickly"}]}


def test_ideas_are_added_tied_and_untied(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    assert "Count stock quickly" in browser.get(browser.path(f"ideas/new?need={counting}")).content.decode()
    browser.post(browser.path("ideas/new"), {"title": "Scan", "need": counting})
    made = idea_id(access)
    browser.post(browser.path(f"ideas/{made}/describe"), {"detail": "By phone."})
    browser.post(browser.path(f"ideas/{made}/stop"), {"need": counting})
    assert (idea(access, made, on=TODAY).needs, idea(access, made, on=TODAY).detail) == ((), "By phone.")
    browser.post(browser.path(f"ideas/{made}/address"), {"need": counting})
    assert [c.id for c in idea(access, made, on=TODAY).needs] == [counting]
    assert browser.post(browser.path(f"ideas/{made}/address"), {}).status_code == 422
    assert "Scan" in browser.get(browser.path("ideas?sort=newest")).content.decode()


def idea_id(access: Access) -> int:
    from clew.ground.evidence.api import ideas

    return ideas(access, on=TODAY)[0].id


def test_codes_are_added_changed_and_merged(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    (first,) = code_tree(access).top
    assert browser.post(browser.path("codes/add"), {"title": "Friday", "under": first.id}).status_code == 303
    assert browser.post(browser.path("codes/add"), {"title": "friday"}).status_code == 422
    second = code_tree(access).top[0].below[0].id
    browser.post(browser.path(f"codes/{second}/change"), {"title": "Fridays", "definition": "The day.", "under": ""})
    assert (code(access, second).title, code(access, second).parent_id) == ("Fridays", None)
    refused = browser.post(browser.path(f"codes/{second}/change"), {"title": "manual work", "definition": "Lost?"})
    assert (refused.status_code, code(access, second).definition) == (422, "The day.")
    assert browser.post(browser.path(f"codes/{second}/merge"), {"into": first.id}).status_code == 303
    assert [b.id for b in code_tree(access).top] == [first.id]


def test_the_brief_reads_and_downloads(access: Access, browser_of: type[SignedIn], counting: int) -> None:
    browser = browser_of(access)
    assert "I count by hand." in browser.get(browser.path("brief")).content.decode()
    written = browser.get(browser.path("brief?as=markdown&on=2026-01-01"))
    assert written["Content-Type"].startswith("text/markdown")
    assert "“I count by hand.”" in written.content.decode()


def test_refuses_a_viewer_and_a_stranger(
    viewer: Access, elsewhere: Access, access: Access, browser_of: type[SignedIn], counting: int
) -> None:
    reader, stranger = browser_of(viewer), browser_of(elsewhere)
    named = add_code(access, title="Friday").pk
    for path in ("needs", "needs?view=list", "ideas", "codes", "brief", f"n/{counting}"):
        assert reader.get(reader.path(path)).status_code == 200
        assert stranger.get(f"/w/{access.slug}/{path}").status_code == 404
    for path in (
        "needs/new",
        f"needs/{counting}/move",
        f"needs/{counting}/merge",
        "outcomes/new",
        "ideas/new",
        "codes/add",
    ):
        assert reader.post(reader.path(path), {"title": "x"}).status_code == 403
    for path in (f"needs/{counting}/move", f"needs/{counting}/describe", f"codes/{named}/change"):
        assert stranger.post(stranger.path(path), {"title": "x"}).status_code == 404
