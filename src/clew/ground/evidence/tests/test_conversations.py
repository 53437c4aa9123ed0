"""Transcripts as conversations, and what was found in them: several at once, in a fixed number of statements."""

from typing import Any

import pytest

from clew.ground.customers.api import ask_for_consent, give_consent, withdraw_consent, write_consent_text
from clew.ground.evidence.api import (
    Findings,
    add_need,
    add_source,
    bind_speaker,
    code_names,
    conversations,
    findings_in,
    move_need,
    remove_code,
    sources_on_need,
    withdraw_excerpt,
)
from clew.ground.evidence.tests.shop import INTERVIEW, Quoter, Shop
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access

HAND, HOURS = "I count the shelves by hand every Friday.", "It takes two hours."


def test_turns_without_the_names_before_them(access: Access, shop: Shop) -> None:
    bind_speaker(access, source_id=shop.interview, speaker="Anna", person_id=shop.anna)
    found = conversations(access, [shop.interview, shop.complaint])
    assert list(found) == [shop.interview]  # a complaint has no turns
    talk = found[shop.interview]
    assert [(turn.speaker, turn.words, turn.start_ms) for turn in talk.turns] == [
        ("Interviewer", "What slows you down?", 0),
        ("Anna", f"{HAND} {HOURS}", 4000),
    ]
    assert [INTERVIEW[turn.start : turn.end] for turn in talk.turns] == [turn.words for turn in talk.turns]
    assert (talk.speakers, talk.people, talk.version) == (("Interviewer", "Anna"), (("Anna", shop.anna),), 1)


def test_withheld_words_are_not_counted(access: Access, shop: Shop) -> None:
    write_consent_text(access, title="Interviews", body="We keep what you say.")
    asked = ask_for_consent(access, person_id=shop.anna, scopes=["quote"])
    give_consent(access, consent_id=asked.pk, scopes=["quote"], how="form")
    assert shop.interview in conversations(access, [shop.interview])
    withdraw_consent(access, consent_id=asked.pk)
    assert conversations(access, [shop.interview]) == {}


def test_codes_and_needs_of_what_is_marked(access: Access, shop: Shop, quote: Quoter) -> None:
    under = add_need(access, title="Count less", under=shop.counting).pk
    first = quote(shop.interview, HAND, need_id=shop.counting, stance="supports", codes=["by hand", "Friday"])
    last = quote(shop.interview, HOURS, need_id=under, stance="contradicts", codes=["by hand"])
    by_name = {title: pk for pk, title in code_names(access)}
    found = findings_in(access, [shop.interview, shop.complaint])
    assert list(found) == [shop.interview]
    assert found[shop.interview].codes == {by_name["by hand"], by_name["Friday"]}
    assert found[shop.interview].needs == {shop.counting, under}
    assert sources_on_need(access, shop.counting) == {shop.interview}
    withdraw_excerpt(access, excerpt_id=first, need_id=shop.counting)
    assert sources_on_need(access, shop.counting) == {shop.interview}  # by the need under it
    move_need(access, need_id=under, under=None)
    assert sources_on_need(access, shop.counting) == set()
    remove_code(access, excerpt_id=first, code_id=by_name["by hand"])
    archive(access, node_ids=[by_name["Friday"], last])
    assert findings_in(access, [shop.interview])[shop.interview] == Findings(frozenset(), frozenset())
    archive(access, node_ids=[first])
    assert findings_in(access, [shop.interview]) == {}


def test_statements_do_not_grow(access: Access, shop: Shop, quote: Quoter, django_assert_max_num_queries: Any) -> None:
    ids = [shop.interview]
    for number in range(4):
        text = f"{INTERVIEW} Number {number}."
        ids.append(add_source(access, text=text, turns=[{"start": 0, "end": 33, "speaker": "Interviewer"}]).pk)
        quote(ids[-1], HAND, need_id=shop.counting, codes=[f"Code {number}"])
    with django_assert_max_num_queries(6):
        assert len(conversations(access, ids)) == 5
    with django_assert_max_num_queries(3):
        assert len(findings_in(access, ids)) == 4


def test_strangers_find_nothing(access: Access, elsewhere: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, HAND, need_id=shop.counting)
    assert (conversations(elsewhere, [shop.interview]), findings_in(elsewhere, [shop.interview])) == ({}, {})
    with pytest.raises(NotFound):
        sources_on_need(elsewhere, shop.counting)
    with pytest.raises(NotFound):
        sources_on_need(access, shop.interview)
