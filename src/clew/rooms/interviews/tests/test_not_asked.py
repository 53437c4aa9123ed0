"""Who has not been asked, of a study and of a need, and inviting them from there."""

import re
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import Source, add_need, mark
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.recruiting import stop_asking
from clew.rooms.interviews.models import Candidate
from clew.rooms.interviews.queries.not_asked import need_not_asked, study_not_asked
from clew.rooms.interviews.tests.recruits import account, begin, candidate, person, segment, talk


@pytest.fixture
def study(access: Access) -> int:
    """Of three customers one was heard by this study and one by another; nobody of the largest."""
    large, middle, small = account(access, "Chain", 800), account(access, "Group", 150), account(access, "Shop", 50)
    for name, rule in (
        ("Large", {"arr_from": 500_00}),
        ("Small", {"arr_to": 499_99}),
        ("Middle", {"arr_from": 100_00, "arr_to": 499_99}),
    ):
        segment(access, name, **rule)
    made, other = begin(access), begin(access, "Other")
    talk(access, made, person(access, "Sam of Shop", small), "Shop says it counts")
    talk(access, other, person(access, "Gus of Group", middle), "Group says it waits")
    person(access, "Cleo of Chain", large)
    person(access, "Carl of Chain", large)
    return made


def test_of_a_study(access: Access, study: int) -> None:
    found = study_not_asked(access, study)
    assert (found.who.accounts_heard, found.of_revenue) == (1, 0.05)
    assert found.of_accounts == pytest.approx(1 / 3)
    assert [(one.segment.name, one.elsewhere) for one in found.segments] == [("Large", 0), ("Middle", 1)]
    assert [(one.account.name, [p.name for p in one.people]) for one in found.accounts] == [
        ("Chain", ["Carl of Chain", "Cleo of Chain"]),
        ("Group", ["Gus of Group"]),
    ]


def test_of_a_need(access: Access, study: int) -> None:
    need, empty = add_need(access, title="Count less").pk, add_need(access, title="Nobody spoke of it").pk
    source = Source._base_manager.get(node__title="Group says it waits")
    mark(access, source_id=source.pk, start=0, end=5, exact="Group", need_id=need)
    found = need_not_asked(access, need)
    assert [(one.segment.name, one.elsewhere) for one in found.segments] == [("Large", 0)]
    assert [one.account.name for one in found.accounts] == ["Chain", "Shop"]
    assert found.of_revenue == 0.15
    assert need_not_asked(access, empty).who.interviews == 0
    assert len(need_not_asked(access, empty).accounts) == 3


def test_who_may_be_asked_stands_first(access: Access, study: int) -> None:
    people = {p.name: p.id for one in study_not_asked(access, study).accounts for p in one.people}
    candidate(access, study, people["Carl of Chain"])
    chain = study_not_asked(access, study).accounts[0]
    assert [(one.name, one.state) for one in chain.people] == [("Cleo of Chain", ""), ("Carl of Chain", "Found")]
    stop_asking(access, person_id=people["Cleo of Chain"])
    assert [one.name for one in study_not_asked(access, study).accounts[0].people] == ["Carl of Chain"]


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, study: int) -> None:
    need = add_need(access, title="Count less").pk
    assert study_not_asked(viewer, study).segments
    with pytest.raises(NotFound):
        study_not_asked(elsewhere, study)
    with pytest.raises(NotFound):
        need_not_asked(elsewhere, need)
    with pytest.raises(NotFound):
        need_not_asked(access, study)
    with pytest.raises(NotFound):
        need_not_asked(access, need, study_id=need)


def test_statements_do_not_grow(access: Access, study: int, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        person(access, f"Somebody{number}", account(access, f"Firm {number}", 100 + number))
        segment(access, f"Segment {number}", arr_from=number)
    with django_assert_max_num_queries(36):
        assert len(study_not_asked(access, study).accounts) == 10


def test_pages_and_inviting(access: Access, viewer: Access, study: int) -> None:
    need = add_need(access, title="Count less").pk
    browser = SignedIn(access)
    by_study, by_need = (
        browser.path(f"interviews/{study}/not-asked"),
        browser.path(f"interviews/needs/{need}/not-asked"),
    )
    shown = text(browser.get(by_study))
    assert "1 of 3 customers were heard, who pay 5 % of the revenue." in shown
    assert "heard in 1 other interview" in shown
    cleo = re.search(r'name="ids" value="(\d+)"> Cleo', shown)
    assert cleo
    assert "Nobody was chosen." in text(browser.post(by_study, {}), 422)
    answer = browser.post(by_study, {"ids": [cleo[1]]})
    assert answer["location"].endswith(f"interviews/{study}/candidates")
    assert Candidate._base_manager.filter(study=study, person=int(cleo[1])).exists()
    assert "came up in no interview" in text(browser.get(by_need))
    assert "Who has not been asked about it" in text(browser.get(browser.path(f"n/{need}")))
    browser.post(by_need, {"ids": [cleo[1]], "study": str(study)})
    assert "No study was chosen." in text(browser.post(by_need, {"ids": [cleo[1]]}), 422)
    theirs = SignedIn(viewer)
    assert "Make candidates" not in text(theirs.get(by_study))
    assert theirs.post(by_study, {"ids": [cleo[1]]}).status_code == 403
    assert browser.get(browser.path(f"interviews/needs/{study}/not-asked")).status_code == 404


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())
