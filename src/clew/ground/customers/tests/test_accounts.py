from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from clew.ground.customers.api import (
    AccountFact,
    account,
    accounts,
    add_account,
    add_person,
    edit_person,
    people,
    remove_fact,
    set_fact,
)
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db


def test_an_account_is_found_with_its_facts_of_a_day(access: Access) -> None:
    made = add_account(access, name="Café Moreau")
    set_fact(access, account_id=made.pk, kind="arr", amount=34_800, starts_on=date(2025, 1, 1))
    set_fact(access, account_id=made.pk, kind="arr", amount=94_800, starts_on=date(2026, 1, 1))
    set_fact(access, account_id=made.pk, kind="plan", text="Kitchen", starts_on=date(2026, 1, 1))

    assert [(r.name, r.arr, r.plan) for r in accounts(access, on=date(2025, 6, 1))] == [("Café Moreau", 34_800, "")]
    assert [(r.arr, r.plan) for r in accounts(access, on=date(2026, 1, 1))] == [(94_800, "Kitchen")]
    assert [r.arr for r in accounts(access, on=date(2024, 12, 31))] == [None]


def test_a_new_fact_ends_the_one_before(access: Access) -> None:
    made = add_account(access, name="Bistro")
    set_fact(access, account_id=made.pk, kind="size", amount=1, starts_on=date(2025, 1, 1))
    set_fact(access, account_id=made.pk, kind="size", amount=3, starts_on=date(2025, 5, 1))

    facts = account(access, made.pk).facts
    assert [(f.amount, f.starts_on, f.ends_on) for f in facts] == [
        (3, date(2025, 5, 1), None),
        (1, date(2025, 1, 1), date(2025, 5, 1)),
    ]


def test_the_database_refuses_two_values_of_one_kind_on_one_day(access: Access) -> None:
    made = add_account(access, name="Bistro")
    set_fact(access, account_id=made.pk, kind="size", amount=1, starts_on=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic(), within(access):
        AccountFact.objects.create(
            workspace_id=access.workspace_id, account_id=made.pk, kind="size", amount=2, starts_on=date(2025, 3, 1)
        )


def test_a_fact_that_would_run_into_a_later_one_is_refused(access: Access) -> None:
    made = add_account(access, name="Bistro")
    set_fact(access, account_id=made.pk, kind="size", amount=3, starts_on=date(2025, 5, 1))
    with pytest.raises(Refused) as refused:
        set_fact(access, account_id=made.pk, kind="size", amount=1, starts_on=date(2025, 1, 1))
    assert refused.value.field == "ends_on"
    set_fact(access, account_id=made.pk, kind="size", amount=1, starts_on=date(2025, 1, 1), ends_on=date(2025, 5, 1))


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        ({"kind": "mood", "amount": 1}, "kind"),
        ({"kind": "plan"}, "text"),
        ({"kind": "arr"}, "amount"),
        ({"kind": "arr", "amount": -1}, "amount"),
        ({"kind": "arr", "amount": 10**16}, "amount"),
        ({"kind": "arr", "amount": 1, "starts_on": date(2025, 1, 2), "ends_on": date(2025, 1, 2)}, "ends_on"),
        ({"kind": "arr", "amount": 1, "starts_on": date(1066, 1, 1)}, "starts_on"),
    ],
)
def test_a_fact_that_makes_no_sense_names_its_field(access: Access, fact: dict[str, Any], field: str) -> None:
    made = add_account(access, name="Bistro")
    with pytest.raises(Refused) as refused:
        set_fact(access, account_id=made.pk, **fact)
    assert refused.value.field == field


def test_removing_a_fact_stays_in_the_history(access: Access) -> None:
    made = add_account(access, name="Bistro")
    fact = set_fact(access, account_id=made.pk, kind="size", amount=7)
    remove_fact(access, fact_id=fact.pk)
    removed = history(workspace_id=access.workspace_id, node_id=made.pk)[0]
    assert (removed.operation, removed.act_name, removed.before["amount"]) == (
        "delete",
        "remove a fact about an account",
        7,
    )


def test_strangers_and_readers_cannot_state_facts(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = add_account(access, name="Bistro")
    with pytest.raises(NotFound):
        set_fact(elsewhere, account_id=made.pk, kind="size", amount=1)
    with pytest.raises(Forbidden):
        set_fact(viewer, account_id=made.pk, kind="size", amount=1)
    with pytest.raises(NotFound):
        account(elsewhere, made.pk)


def test_a_person_belongs_to_an_account_of_the_same_workspace(access: Access, elsewhere: Access) -> None:
    mine, theirs = add_account(access, name="Bistro"), add_account(elsewhere, name="Other")
    made = add_person(access, name="Ana Ruiz", email="Ana@Example.org ", role="Chef", account_id=mine.pk)
    assert [(p.name, p.email, p.account) for p in people(access)] == [("Ana Ruiz", "ana@example.org", "Bistro")]
    with pytest.raises(NotFound):
        edit_person(access, person_id=made.pk, email="", role="", account_id=theirs.pk)


@pytest.mark.parametrize("email", ["no", "a@b", "x@y..z", "@example.org"])
def test_an_address_that_is_none_is_refused(access: Access, email: str) -> None:
    with pytest.raises(Refused) as refused:
        add_person(access, name="Ana", email=email)
    assert refused.value.field == "email"


def test_one_address_is_one_person(access: Access, elsewhere: Access) -> None:
    add_person(access, name="Ana", email="ana@example.org")
    add_person(elsewhere, name="Ana elsewhere", email="ana@example.org")
    with pytest.raises(Refused):
        add_person(access, name="Another", email="ANA@example.org")


def test_a_list_of_accounts_asks_the_same_number_of_questions(
    access: Access, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        made = add_account(access, name=f"Account {n}")
        set_fact(access, account_id=made.pk, kind="arr", amount=n)
    with django_assert_max_num_queries(2):
        assert len(accounts(access, sort="-arr")) == 12


def test_the_history_says_facts_as_people_do(access: Access) -> None:
    made = add_account(access, name="Fern")
    set_fact(
        access, account_id=made.pk, kind="arr", amount=165_600, starts_on=date(2024, 12, 1), ends_on=date(2025, 10, 1)
    )
    set_fact(access, account_id=made.pk, kind="plan", text="Kitchen", starts_on=date(2024, 12, 1))
    sentences = {line.sentence for e in record_history(access, made.pk).entries for line in e.lines}
    assert {
        "added a yearly revenue of 1,656 from 1 December 2024 to 1 October 2025",
        "added the plan Kitchen from 1 December 2024",
    } <= sentences
