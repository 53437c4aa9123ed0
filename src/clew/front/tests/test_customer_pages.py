"""The list of accounts: sorted both ways, grouped, narrowed, empty."""

import re

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_account, set_fact
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(access: Access) -> None:
    for name, plan, size in (("Anna's", "Kitchen", 3), ("Bea's", "Counter", 9), ("Cleo's", "", 1)):
        made = add_account(access, name=name)
        set_fact(access, account_id=made.pk, kind="size", amount=size)
        if plan:
            set_fact(access, account_id=made.pk, kind="plan", text=plan)


def page(access: Access, query: str = "") -> str:
    browser = SignedIn(access)
    answer = browser.get(browser.path(f"accounts{query}"))
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'aria-label="Select (\w+)', html)


@pytest.mark.parametrize(
    ("query", "order", "aria"),
    [
        ("?sort=name", ["Anna", "Bea", "Cleo"], "ascending"),
        ("?sort=-name", ["Cleo", "Bea", "Anna"], "descending"),
        ("?sort=-size", ["Bea", "Anna", "Cleo"], "descending"),
        ("?sort=size", ["Cleo", "Anna", "Bea"], "ascending"),
    ],
)
def test_sorted_both_ways(access: Access, three: None, query: str, order: list[str], aria: str) -> None:
    html = page(access, query)
    assert names(html)[1:] == order
    assert html.count("aria-sort") == 1
    assert f'aria-sort="{aria}"' in html


def test_grouped_by_plan_with_the_unknown_last(access: Access, three: None) -> None:
    html = page(access, "?group=plan")
    assert re.findall(r'class="group"><td colspan="7">([^<]+)<', html) == ["Counter", "Kitchen", "No plan stated"]
    assert names(html)[1:] == ["Bea", "Anna", "Cleo"]


def test_nothing_fits_and_nothing_yet_are_told_apart(access: Access, elsewhere: Access, three: None) -> None:
    assert "Nothing fits" in page(access, "?q=zzz")
    html = page(elsewhere)
    assert "No accounts yet" in html
    assert 'role="search"' not in html


def test_an_account_without_revenue_has_a_page(access: Access) -> None:
    made = add_account(access, name="Dora's")
    set_fact(access, account_id=made.pk, kind="plan", text="Free")
    browser = SignedIn(access)
    answer = browser.get(browser.path(f"n/{made.pk}"))
    assert answer.status_code == 200
    assert "Free" in answer.content.decode()
