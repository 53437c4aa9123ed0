"""Whose order a ranking is: weights of segments, customers and revenue turn it, and each place says what it hangs on."""

from datetime import date
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_person, add_segment, set_fact
from clew.ground.evidence.api import add_idea, add_need, add_source, mark, tie
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.queries.weighing import weighed, what_places_hang_on
from clew.rooms.roadmap.tests.ready import RICE, rice, say

LONG_AGO = date(2020, 1, 1)


def spoke(access: Access, account: str, amount: int, plan: str, need: int, stance: str = "supports") -> int:
    """Somebody of an account spoke for a need; gives the account."""
    made = add_account(access, name=account).pk
    for kind, told in (("arr", {"amount": amount}), ("plan", {"text": plan})):
        set_fact(access, account_id=made, kind=kind, starts_on=LONG_AGO, **told)
    person = add_person(access, name=f"Who buys for {account}", account_id=made).pk
    words = f"{account} wants this."
    source = add_source(access, text=words, title=account, kind="feedback", person_id=person).pk
    excerpt = mark(access, source_id=source, start=0, end=len(words), exact=words).pk
    tie(access, excerpt_id=excerpt, need_id=need, stance=stance)
    return int(made)


@pytest.fixture
def made(access: Access) -> dict[str, int]:
    """Large customers want the second idea, a small one the first; nobody spoke of the third."""
    found = {"model": rice(access)}
    for name, high in (("First", 600.0), ("Second", 500.0), ("Third", 300.0)):
        need = add_need(access, title=f"Need of {name}").pk
        found[name] = add_idea(access, title=name, addresses=[need]).pk
        found[f"need {name}"] = need
        say(access, found[name], {**RICE, "reach": (high * 0.9, high), "impact": (1, 1.01), "effort": (2, 2.01), "confidence": (0.98, 0.99)})  # fmt: skip
    for plan in ("Team", "Enterprise"):
        found[plan] = add_segment(access, name=plan, rule={"plans": [plan]}).pk
    found["small"] = spoke(access, "Bakery", 1_000_00, "Team", found["need First"])
    found["large"] = spoke(access, "Airline", 99_000_00, "Enterprise", found["need Second"])
    spoke(access, "Against", 5_000_00, "Enterprise", found["need First"], "contradicts")
    found["ranking"] = rank_ideas(access, model_id=found["model"], top=1).pk
    return found


def order(access: Access, made: dict[str, int], **asked: Any) -> list[str]:
    return [row.title for row in weighed(access, made["ranking"], **asked).rows]


def test_weights_turn_the_order(access: Access, made: dict[str, int]) -> None:
    told = weighed(access, made["ranking"])
    assert [row.title for row in told.rows] == ["First", "Second", "Third"]
    assert {part.name: round(part.share, 2) for part in told.parts} == {
        "Team": 0.33,
        "Enterprise": 0.33,
        "Nobody spoke yet": 0.33,
    }
    assert {row.moved for row in told.rows} == {0}
    for row in told.rows:
        assert row.share_low <= row.share_top <= row.share_high
        assert row.share_high - row.share_low > 0.01, "200 draws never know it to one in a hundred"
    team, enterprise = str(made["Team"]), str(made["Enterprise"])
    turned = weighed(access, made["ranking"], weights={enterprise: 2})
    assert [(row.title, row.moved) for row in turned.rows][:2] == [("Second", 1), ("First", -1)]
    assert turned.rows[1].fell == 1
    assert order(access, made, weights={team: 0}) == ["Second", "Third", "First"]
    assert order(access, made, revenue=1.0) == ["Second", "Third", "First"], "the airline pays 99 times as much"
    assert order(access, made, weights={"nobody": 3})[0] == "Third"


def test_each_place_says_what_it_hangs_on(access: Access, made: dict[str, int]) -> None:
    hangs = {one.title: one for one in what_places_hang_on(access, made["ranking"])}
    assert (hangs["First"].part, hangs["First"].words) == ("Team", "2 places lower")
    assert (hangs["Second"].part, hangs["Second"].words) == ("Team", "1 place higher") or hangs[
        "Second"
    ].words == "1 place lower"
    by = {one.title: one.part for one in what_places_hang_on(access, made["ranking"], by="customer")}
    assert by["First"] == "Bakery"
    customers = weighed(access, made["ranking"], by="customer", weights={str(made["large"]): 3})
    assert customers.rows[0].title == "Second"
    assert {part.name for part in customers.parts} == {"Bakery", "Airline", "Nobody spoke yet"}


def test_what_cannot_be_weighed_is_refused(access: Access, elsewhere: Access, made: dict[str, int]) -> None:
    nothing = {str(made["Team"]): 0.0, str(made["Enterprise"]): 0.0, "nobody": 0.0}
    for wrong in ({"by": "mood"}, {"weights": nothing}, {"weights": {"nobody": -1.0}}, {"weights": {"nobody": 11.0}},
                  {"weights": {"nobody": float("nan")}}, {"revenue": 2.0}, {"revenue": float("nan")}):  # fmt: skip
        for query in (weighed, what_places_hang_on):
            with pytest.raises(Refused):
                query(access, made["ranking"], **wrong)
    for query in (weighed, what_places_hang_on):
        for who, ranking in ((elsewhere, made["ranking"]), (access, made["First"])):
            with pytest.raises(NotFound):
                query(who, ranking)
    ice = add_score_model(access, title="ICE", method="value").model_id
    with pytest.raises(Refused):
        weighed(access, rank_ideas(access, model_id=ice).pk)


def test_by_the_page(access: Access, viewer: Access, browser_of: type[SignedIn], made: dict[str, int]) -> None:
    client = browser_of(viewer)
    page = client.path(f"roadmap/rankings/{made['ranking']}/weigh")
    shown = client.get(page).content.decode()
    for words in ("Enterprise", "What each place hangs on", "2 places lower", "Nobody spoke yet"):
        assert words in shown, words
    part = client.get(f"{page}?w-{made['Enterprise']}=2&part=order").content.decode()
    assert part.index("Second") < part.index("First")
    assert "<html" not in part
    refused = client.get(f"{page}?w-nobody=900")
    assert (refused.status_code, "A weight lies between" in refused.content.decode()) == (422, True)
    assert client.get(f"{page}?w-nobody=many&by=customer").status_code == 422
    assert "Bakery" in client.get(f"{page}?by=customer&revenue=40").content.decode()
