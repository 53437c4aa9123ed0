"""Portfolios by forms alone, and on the command line: from an empty list to two scenarios side by side."""

import json

import pytest
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.evidence.api import add_idea
from clew.ground.runs.api import Run, perform
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.portfolios import add_portfolio, choose_portfolio, put_idea, settle_idea
from clew.rooms.roadmap.queries.portfolios import portfolio, portfolios

NEW = {"title": "As today", "periods": "Q1, Q2", "team_1": "Web", "room_1": "5", "team_2": "Design", "room_2": "4, 2"}
IDEA = {"effort_1": "3", "effort_2": "1", "lasts": "1", "low": "10", "high": "20"}


@pytest.mark.slow  # a whole choice of fifty draws
def test_from_nothing_to_two_scenarios(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)

    def page(place: str) -> str:
        return " ".join(client.get(client.path(place)).content.decode().split())

    assert "No portfolio yet" in page("roadmap/portfolios")
    assert "Periods" in page("roadmap/portfolios/new")
    client.post(client.path("roadmap/portfolios/new"), NEW)
    (row,) = portfolios(access)
    assert portfolio(access, row.id).capacity == ((5, 5), (4, 2))
    assert "Nothing to choose from yet" in page(f"n/{row.id}")
    ideas = [int(add_idea(access, title=title).pk) for title in ("Count by phone", "Shelf order", "Digest")]
    here = f"roadmap/portfolios/{row.id}"
    for idea in ideas:
        assert "Put it in" in page(f"{here}/ideas/{idea}")
        client.post(client.path(f"{here}/ideas/{idea}"), IDEA)
    client.post(client.path(f"{here}/ideas/{ideas[0]}/settle"), {"label": "must", "begins": "2"})
    client.post(client.path(f"{here}/ideas/{ideas[1]}/tie"), {"sort": "needs", "other": str(ideas[0])})
    assert "needs Count by phone" in page(f"{here}/ideas/{ideas[1]}")
    tie = portfolio(access, row.id).ideas[1].needs[0].tie_id
    client.post(client.path(f"{here}/ideas/{ideas[1]}/untie"), {"tie": str(tie)})
    client.post(client.path(f"{here}/choose"))
    run = Run._base_manager.get(subject_id=row.id)
    assert f"runs/{run.pk}" in page(f"n/{row.id}")
    perform(run.key)
    shown = page(f"n/{row.id}")
    assert [said for said in ("2 of 3", "3 of 5", "gives up", "What would change it") if said not in shown] == []
    client.post(client.path(f"{here}/copy"), {"title": "More of Web"})
    other = portfolios(access)[0].id
    client.post(client.path(f"roadmap/portfolios/{other}/capacity"), {**NEW, "room_1": "9"})
    client.post(client.path(f"roadmap/portfolios/{other}/ideas/{ideas[2]}/out"))
    client.post(client.path(f"roadmap/portfolios/{other}/value"), {"model": ""})
    compared = page(f"roadmap/portfolios/compare?ids={row.id}&ids={other}")
    assert "not in it" in compared
    assert "Choose two or three" in page(f"roadmap/portfolios/compare?ids={row.id}&ids=99999")
    assert "As today" in page("roadmap/portfolios")


def test_what_is_refused_keeps_what_was_typed(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    for typed, said in (({"room_1": "1, 2, 3"}, "one for each period"), ({"room_1": "many"}, "not a number"), ({"team_2": "Web"}, "twice")):  # fmt: skip
        answer = client.post(client.path("roadmap/portfolios/new"), {**NEW, **typed})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert "As today" in answer.content.decode()
    pk = int(add_portfolio(access, title="Good", periods=["Q1"], capacity={"Web": [3]}).pk)
    idea = int(add_idea(access, title="Digest").pk)
    answer = client.post(client.path(f"roadmap/portfolios/{pk}/ideas/{idea}"), {**IDEA, "high": "5"})
    assert (answer.status_code, 'value="10"' in answer.content.decode()) == (422, True)
    assert client.post(client.path(f"roadmap/portfolios/{pk}/stop")).status_code == 422
    assert client.get(client.path(f"roadmap/portfolios/{pk}/ideas/{pk}")).status_code == 404


def test_a_viewer_is_offered_no_form(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    pk = int(add_portfolio(access, title="Good", periods=["Q1"], capacity={"Web": [3]}).pk)
    shown = browser_of(viewer).get(browser_of(viewer).path(f"n/{pk}")).content.decode()
    assert "Good" in shown
    assert "roadmap/portfolios" not in shown.split("<main")[1].replace('href="/w/larder/roadmap/portfolios"', "")


def test_on_the_command_line(here: Access, browser_of: type[SignedIn]) -> None:
    told = Shell("roadmap").said
    pk = int(add_portfolio(here, title="As today", periods=["Q1"], capacity={"Web": [3]}).pk)
    for title, low in (("Digest", 10.0), ("Export", 40.0)):
        put_idea(here, portfolio_id=pk, idea_id=int(add_idea(here, title=title).pk), efforts={"Web": 2}, low=low, high=low)  # fmt: skip
    assert "not chosen" in told("portfolios")
    assert "add --choose" in told("portfolio", pk)
    perform(choose_portfolio(here, portfolio_id=pk, draws=10).key)
    text = told("portfolio", pk)
    assert text.index("100%  Export") < text.index("Not chosen") < text.index("0%  Digest")
    assert "Q1 (Web 2 of 3)" in text
    assert json.loads(told("portfolios", "--json"))[0]["value"] == 40
    assert json.loads(told("portfolio", pk, "--json"))["choice"]["drawn"] == 10
    assert "gives up" not in text
    digest, export = (row.idea_id for row in sorted(portfolio(here, pk).ideas, key=lambda row: row.title))
    for idea, gives in (
        (digest, "100%  Digest (Must, gives up 30)"),
        (export, "100%  Export (Must, gives up nothing)"),
    ):
        settle_idea(here, portfolio_id=pk, idea_id=idea, label="must")
        perform(choose_portfolio(here, portfolio_id=pk, draws=10).key)
        assert gives in told("portfolio", pk)
        settle_idea(here, portfolio_id=pk, idea_id=idea, label="could")
    for row in portfolio(here, pk).ideas:
        settle_idea(here, portfolio_id=pk, idea_id=row.idea_id, label="must")
    perform(choose_portfolio(here, portfolio_id=pk, draws=10).key)
    clash = told("portfolio", pk)
    assert "Digest: must be in" in clash
    assert "the capacity of Web: they take 2, 2, it can do 3" in clash
    shown = browser_of(here).get(browser_of(here).path(f"n/{pk}")).content.decode()
    assert "they take 2 + 2, and there is 3 in the periods" in " ".join(shown.split())
