"""The pages: from an empty room to a ranking, by forms alone; what is refused keeps what was typed."""

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.queries.estimates import estimates_of
from clew.rooms.roadmap.queries.rankings import newest_ranking
from clew.rooms.roadmap.queries.score_models import score_models, versions_of
from clew.rooms.roadmap.tests.ready import BETTER, RICE, estimated, rice

SHEET = {
    "reach_low": "1 200", "reach_high": "4,000", "impact_low": "1", "impact_likely": "2", "impact_high": "3",
    "confidence_low": "0.5", "confidence_high": "0.8", "effort_low": "2", "effort_high": "6", "effort_basis": "study",
    "effort_note": "As long as the last",
}  # fmt: skip


def test_from_nothing_to_a_ranking(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    ideas = [int(add_idea(access, title=title).pk) for title in ("First", "Second")]
    for place in ("roadmap", "roadmap/estimates"):
        assert "Choose a score model" in client.get(client.path(place)).content.decode()
    client.get(client.path("roadmap/models/new"))
    made = client.post(client.path("roadmap/models/new"), {"title": "RICE", "method": "rice"})
    (model,) = score_models(access)
    assert made["Location"].endswith(f"/n/{model.id}")
    assert "Reach" in client.get(client.path(f"n/{model.id}")).content.decode()
    unranked = client.get(client.path("roadmap")).content.decode()
    assert "Not ranked yet" in unranked
    assert '<option value="" selected>The first few' in unranked, "among the first ten of two is everybody always"
    sheet = client.path(f"roadmap/ideas/{ideas[1]}/estimates")
    assert "How many people" in client.get(sheet).content.decode()
    saved = client.post(sheet, {**SHEET, "then": "next"})
    assert saved["Location"].split("?")[0].endswith(f"roadmap/ideas/{ideas[0]}/estimates"), "the next that lacks one"
    client.post(client.path(f"roadmap/ideas/{ideas[0]}/estimates"), SHEET)
    assert [(e.low, e.likely, e.high, e.basis) for e in estimates_of(access, ideas[1])] == [
        (2, None, 6, "study"), (0.5, None, 0.8, "guess"), (1, 2, 3, "guess"), (1200, None, 4000, "guess"),
    ]  # fmt: skip
    client.post(client.path("roadmap/rank"), {"model": model.id, "top": 1})
    shown = client.get(client.path("roadmap")).content.decode()
    assert ">In first place</th>" in shown
    newest = newest_ranking(access)
    assert newest is not None
    assert "drawn 10,000 times" in " ".join(client.get(client.path(f"n/{newest.id}")).content.decode().split())
    client.post(client.path(f"roadmap/ideas/{ideas[0]}/estimates"), {**SHEET, "reach_high": "9000"})
    assert "2 estimates changed since" in client.get(client.path("roadmap")).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("reach_high", "many", "not a number"),
        ("reach_high", "", "without a spread"),
        ("reach_high", "2", "below the low one"),
        ("confidence_high", "1.5", "1 at most"),
    ],
)
def test_a_refused_sheet_keeps_what_was_typed(
    access: Access, browser_of: type[SignedIn], field: str, typed: str, said: str
) -> None:
    rice(access)
    idea = int(add_idea(access, title="First").pk)
    client = browser_of(access)
    answer = client.post(client.path(f"roadmap/ideas/{idea}/estimates"), {**SHEET, field: typed})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert "As long as the last" in shown
    assert estimates_of(access, idea) == ()


def test_an_empty_sheet_says_why_it_was_not_saved(access: Access, browser_of: type[SignedIn]) -> None:
    """No field of the page is to blame, so it stands at its head."""
    rice(access)
    idea, client = int(add_idea(access, title="First").pk), browser_of(access)
    answer = client.post(client.path(f"roadmap/ideas/{idea}/estimates"), {"then": "next"})
    assert answer.status_code == 422
    assert "Nothing was estimated" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "said"), [("weighted", "No factor has a weight"), ("formula", "Change it."), ("moscow", "above 0")]
)
def test_a_refused_score_model_keeps_its_method_and_says_it_where_it_is_asked(
    access: Access, browser_of: type[SignedIn], method: str, said: str
) -> None:
    """With the method forgotten, the next press made a model of another method, and nobody noticed."""
    client = browser_of(access)
    answer = client.post(client.path("roadmap/models/new"), {"title": "Ours", "method": method, "formula": "reach +"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'<option value="{method}" selected>' in shown
    (asked,) = [part for part in shown.split("<section")[1:] if f'data-method="{method}"' in part]
    assert said in asked.split("</section>")[0]
    assert 'value="Ours"' in shown


def test_weights_and_formulas_are_changed_on_the_page(access: Access, browser_of: type[SignedIn]) -> None:
    model, client = rice(access), browser_of(access)
    change = client.path(f"roadmap/models/{model}/change")
    weights = {
        "reach_weight": "2",
        "reach_bad": "0",
        "reach_good": "1000",
        "effort_weight": "1",
        "effort_bad": "20",
        "effort_good": "0",
    }
    client.post(change, {"method": "weighted", "key": ["reach", "impact", "effort"], **weights})
    shown = client.get(client.path(f"n/{model}")).content.decode()
    assert 'value="1,000"' in shown or 'value="1000"' in shown
    assert "Weight 2; 0 counts 0, 1000 counts 100." in shown, "whoever may only read sees by what is weighed"
    refused = client.post(change, {"method": "formula", "formula": "reach + effort"})
    assert refused.status_code == 422
    assert "cannot be" in refused.content.decode()
    client.post(change, {"method": "formula", "formula": "reach * confidence / effort", "success": "confidence"})
    assert [version.method for version in versions_of(access, model)] == ["formula", "weighted", "rice"]
    before = " ".join(client.get(client.path(f"n/{model}")).content.decode().split("Earlier versions")[1].split())
    assert "Weighted scores: reach × 2, effort × 1" in before


def test_a_viewer_sees_and_is_offered_nothing_else(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    model = rice(access)
    first = estimated(access, "First", BETTER)
    estimated(access, "Second", RICE)
    browser_of(access).post(browser_of(access).path("roadmap/rank"), {"model": model})
    client = browser_of(viewer)
    for place in ("roadmap", "roadmap/estimates", f"roadmap/ideas/{first}/estimates", "roadmap/models", f"n/{model}"):
        shown = client.get(client.path(place)).content.decode()
        assert 'method="post" action="/w/larder/roadmap' not in shown, place
    assert client.post(client.path("roadmap/rank"), {"model": model}).status_code == 403
