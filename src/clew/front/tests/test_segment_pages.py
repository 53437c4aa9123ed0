from datetime import date

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_segment, set_fact
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery(access: Access) -> int:
    made = add_account(access, name="Bakery").pk
    set_fact(access, account_id=made, kind="arr", amount=120_000, starts_on=date(2026, 1, 1))
    set_fact(access, account_id=made, kind="plan", text="Kitchen", starts_on=date(2026, 1, 1))
    return int(made)


def test_a_rule_says_whom_it_gathers_while_it_is_typed(viewer: Access, browser_of: type[SignedIn], bakery: int) -> None:
    browser = browser_of(viewer)

    def told(query: str) -> str:
        return str(browser.get(browser.path(f"segments/fitting?{query}")).json()["text"])

    assert told("plans=Kitchen&arr_from=1,000.50") == "It gathers 1 of 1 account today."
    assert told("arr_from=1300") == "It gathers 0 of 1 account today."
    assert told("arr_from=&name=x") == "No rule yet: the accounts are picked by hand."
    assert told("arr_from=lots") == "That is not a number. Type digits, for example 12.5."


def test_a_refused_rule_keeps_what_was_typed(access: Access, browser_of: type[SignedIn], bakery: int) -> None:
    browser = browser_of(access)
    typed = {"name": "Large", "plans": ["Kitchen"], "arr_from": "9", "arr_to": "8"}
    made = add_segment(access, name="Large", rule={"size_from": 2}).pk
    for path in ("segments/add", f"segments/{made}/rule"):
        answer = browser.post(browser.path(path), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "The lower bound is above the upper one." in page
        assert 'value="Kitchen" checked' in page
        assert 'value="9"' in page


def test_a_refused_fact_keeps_its_kind(access: Access, browser_of: type[SignedIn], bakery: int) -> None:
    browser = browser_of(access)
    answer = browser.post(browser.path(f"accounts/{bakery}/facts"), {"kind": "size", "amount": "many"})
    assert answer.status_code == 422
    assert '<option value="size" selected>' in answer.content.decode()
