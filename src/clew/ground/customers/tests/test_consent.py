"""Consent: a text in versions, asked and answered, until a day or until it is withdrawn; and the gate that asks for it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.customers.api import (
    ConsentRow,
    add_person,
    allows,
    ask_for_consent,
    ask_people_for_consent,
    consent,
    consent_texts,
    consents,
    give_consent,
    refuse_consent,
    silent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import NewNode, add_node, record_history, undo
from clew.ground.workspaces.api import Access, act

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def text(access: Access) -> None:
    write_consent_text(access, title="Interviews", body="We record what you say.")


@pytest.fixture
def anna(access: Access, text: None) -> int:
    return int(add_person(access, name="Anna Keller").pk)


@pytest.fixture
def studies(access: Access) -> tuple[int, int]:
    return _studies(access)


@act("add two records")
def _studies(access: Access) -> tuple[int, int]:
    made = [add_node(access, NewNode("need", title)).pk for title in ("Counting", "Exports")]
    return made[0], made[1]


def asked(access: Access, person: int, *scopes: str, about: int | None = None) -> int:
    return int(ask_for_consent(access, person_id=person, scopes=scopes or ("record", "quote"), about=about).pk)


def given(access: Access, person: int, *scopes: str, about: int | None = None, **more: Any) -> int:
    consent_id = asked(access, person, "record", "quote", "clip", "share", about=about)
    give_consent(access, consent_id=consent_id, scopes=scopes or ("record", "quote"), how="written", **more)
    return consent_id


def test_every_change_of_the_text_is_a_version(access: Access, text: None) -> None:
    write_consent_text(access, title="Interviews", body="We record  and quote\r\nwhat you say. ")
    newest, first = consent_texts(access)
    assert (newest.number, newest.body, newest.made_by) == (2, "We record  and quote\nwhat you say.", "Alice")
    assert (first.number, first.body) == (1, "We record what you say.")
    assert newest.body_hash != first.body_hash


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("", "x", "title"),
        ("x" * 201, "x", "title"),
        ("Interviews", " \n", "body"),
        ("Interviews", "x" * 20_001, "body"),
        ("Interviews", "We record what you say.", "body"),
    ],
)
def test_a_text_says_something_new(access: Access, text: None, title: str, body: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        write_consent_text(access, title=title, body=body)
    assert refused.value.field == field
    assert len(consent_texts(access)) == 1


def test_what_was_asked_and_given_is_told(access: Access, anna: int, studies: tuple[int, int]) -> None:
    consent_id = asked(access, anna, "quote", "record", about=studies[0])
    write_consent_text(access, title="Interviews", body="Another text.")
    give_consent(
        access, consent_id=consent_id, scopes=["record"], how="spoken", given_on=date(2026, 3, 1),
        expires_on=date(2026, 9, 1),
    )  # fmt: skip
    [row] = consents(access, person_id=anna)
    assert [row] == list(consents(access, about=studies[0]))
    assert (row.state, row.number, row.asked, row.given) == ("given", 1, ("record", "quote"), ("record",))
    assert (row.about, row.how, row.given_on, row.expires_on) == (
        "Counting", "spoken", date(2026, 3, 1), date(2026, 9, 1),
    )  # fmt: skip
    assert consents(access, about=studies[1]) == ()
    assert "consent" in str(record_history(access, anna).entries[0].act_name)


def test_one_asking_waits_at_a_time(access: Access, anna: int, studies: tuple[int, int]) -> None:
    asked(access, anna)
    asked(access, anna, about=studies[0])
    with pytest.raises(Refused):
        asked(access, anna)
    with pytest.raises(Refused):
        asked(access, anna, about=studies[0])
    assert len(consents(access, person_id=anna)) == 2


def test_a_later_answer_takes_the_place_of_an_earlier_one(access: Access, anna: int) -> None:
    first = given(access, anna, "record")
    second = asked(access, anna, "record", "quote")
    assert states(access, anna) == ["asked", "given"]  # what was given stands while the new one waits
    give_consent(access, consent_id=second, scopes=["quote"], how="form")
    assert states(access, anna) == ["given", "replaced"]
    third = asked(access, anna, "share")
    refuse_consent(access, consent_id=third)
    assert states(access, anna) == ["refused", "given", "replaced"]
    with pytest.raises(Refused):
        withdraw_consent(access, consent_id=first)


def states(access: Access, person: int) -> list[str]:
    return [row.state for row in consents(access, person_id=person)]


def test_consent_is_withdrawn_once(access: Access, anna: int) -> None:
    consent_id = given(access, anna)
    withdraw_consent(access, consent_id=consent_id)
    assert states(access, anna) == ["withdrawn"]
    with pytest.raises(Refused):
        withdraw_consent(access, consent_id=consent_id)
    with pytest.raises(Refused):
        withdraw_consent(access, consent_id=asked(access, anna))
    given_again = consents(access, person_id=anna)[0].id
    give_consent(access, consent_id=given_again, scopes=["quote"], how="written")
    assert allows(access, scope="quote", people={anna}) == {anna}


def test_an_unknown_scope_is_named(access: Access, anna: int) -> None:
    with pytest.raises(Refused) as refused:
        allows(access, scope="everything", people={anna})
    assert refused.value.field == "scope"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"scopes": ["share"]}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"how": "telepathy"}, "how"),
        ({"given_on": date(2026, 3, 4)}, "given_on"),
        ({"given_on": date(1949, 1, 1)}, "given_on"),
        ({"expires_on": TODAY}, "expires_on"),
        ({"expires_on": date(2226, 1, 1)}, "expires_on"),
    ],
)
def test_an_answer_makes_sense(access: Access, anna: int, more: dict[str, Any], field: str) -> None:
    consent_id = asked(access, anna)
    with pytest.raises(Refused) as refused:
        give_consent(access, **{"consent_id": consent_id, "scopes": ["quote"], "how": "form", **more})
    assert refused.value.field == field
    assert states(access, anna) == ["asked"]


def test_what_was_answered_is_not_answered_again(access: Access, anna: int) -> None:
    consent_id = given(access, anna)
    with pytest.raises(Refused):
        give_consent(access, consent_id=consent_id, scopes=["quote"], how="form")
    with pytest.raises(Refused):
        refuse_consent(access, consent_id=consent_id)


def test_asking_needs_a_text_a_scope_and_a_person(access: Access) -> None:
    anna = add_person(access, name="Anna").pk
    with pytest.raises(Refused, match="no consent text"):
        asked(access, anna)
    write_consent_text(access, title="Interviews", body="We record what you say.")
    for scopes in ((), ("everything",)):
        with pytest.raises(Refused) as refused:
            ask_for_consent(access, person_id=anna, scopes=scopes)
        assert refused.value.field == "scopes"
    with pytest.raises(Refused, match="no such version"):
        ask_for_consent(access, person_id=anna, scopes=["quote"], number=7)
    with pytest.raises(NotFound):
        asked(access, 0)
    with pytest.raises(NotFound):
        asked(access, anna, about=0)
    assert consents(access) == ()


def test_a_stranger_finds_nothing_and_a_viewer_only_reads(
    elsewhere: Access, viewer: Access, access: Access, anna: int
) -> None:
    waiting = asked(access, anna)
    for someone, error in ((elsewhere, NotFound), (viewer, Forbidden)):
        with pytest.raises(error):
            ask_for_consent(someone, person_id=anna, scopes=["quote"])
        with pytest.raises(error):
            give_consent(someone, consent_id=waiting, scopes=["quote"], how="form")
        with pytest.raises(error):
            refuse_consent(someone, consent_id=waiting)
        with pytest.raises(error):
            withdraw_consent(someone, consent_id=waiting)
    with pytest.raises(Forbidden):
        write_consent_text(viewer, title="Mine", body="All of it.")
    with pytest.raises(NotFound):
        consent(elsewhere, waiting)
    assert (consents(elsewhere), consent_texts(elsewhere)) == ((), ())
    assert [row.id for row in consents(viewer)] == [waiting]
    assert consent_texts(viewer)[0].number == 1


def test_it_is_not_undone(access: Access, anna: int) -> None:
    given(access, anna)
    with pytest.raises(Refused, match="on record"):
        undo(access, act=last_act_id())


def test_the_gate_in_every_state(access: Access, anna: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def quotable(on: date | None = None) -> bool:
        return anna in allows(access, scope="quote", people={anna}, on=on)

    assert quotable()  # nobody asked: a review is not under consent
    waiting = asked(access, anna)
    assert not quotable()
    give_consent(access, consent_id=waiting, scopes=["quote"], how="form", expires_on=date(2026, 6, 1))
    assert quotable()
    assert not anna_allows(access, anna, "share")
    assert quotable(date(2026, 5, 31))
    assert not quotable(date(2026, 6, 1))
    assert not quotable(date(2026, 3, 2))
    set_day(monkeypatch, date(2026, 6, 1))
    assert (quotable(), states(access, anna)) == (False, ["expired"])
    assert silent(access, scopes=["quote"]).why(anna) == "consent expired on 1 June 2026"


def anna_allows(access: Access, person: int, scope: str) -> bool:
    return person in allows(access, scope=scope, people={person})


def test_a_withdrawal_acts_at_once(access: Access, anna: int) -> None:
    consent_id = given(access, anna, "quote")
    assert anna_allows(access, anna, "quote")
    withdraw_consent(access, consent_id=consent_id)
    assert not anna_allows(access, anna, "quote")
    assert silent(access).why(anna) == "consent withdrawn on 3 March 2026"
    assert silent(access).why_named("anna KELLER") == "consent withdrawn on 3 March 2026"


def test_what_was_asked_for_a_study_decides_about_it(access: Access, anna: int, studies: tuple[int, int]) -> None:
    counting, exports = studies
    study = given(access, anna, "quote", about=counting)
    refuse_consent(access, consent_id=asked(access, anna))

    def allowed(about: int | None) -> bool:
        return bool(allows(access, scope="quote", people={anna}, about=about))

    assert (allowed(counting), allowed(exports), allowed(None)) == (True, False, False)
    withdraw_consent(access, consent_id=study)
    assert not allowed(counting)


def test_one_statement_for_any_number(access: Access, text: None, django_assert_num_queries: Any) -> None:
    crowd = {int(add_person(access, name=f"Person {n}").pk) for n in range(12)}
    for person in sorted(crowd)[:6]:
        given(access, person)
    with django_assert_num_queries(1):
        assert allows(access, scope="quote", people=crowd) == crowd
    with django_assert_num_queries(1):
        assert allows(access, scope="share", people=crowd) == set(sorted(crowd)[6:])


def test_words_of_a_row() -> None:
    row = ConsentRow(
        1, 1, "Anna", None, "", 1, "T", "given", ("record",), ("record",), "spoken", timezone.now(), TODAY,
        TODAY + timedelta(days=1), None, None, None,
    )  # fmt: skip
    assert (row.stands, row.is_open, row.how_words) == (True, False, "spoken on the recording")


class TestAskingMany:
    def test_each_is_asked_and_nobody_twice(self, access: Access, anna: int, studies: tuple[int, int]) -> None:
        ben = int(add_person(access, name="Ben Oak").pk)
        asked(access, anna, "quote", about=studies[0])
        ask_people_for_consent(access, person_ids=[anna, ben, ben], scopes=["record", "quote"], about=studies[0])
        rows = {row.person: row.asked for row in consents(access, about=studies[0])}
        assert rows == {"Anna Keller": ("quote",), "Ben Oak": ("record", "quote")}
        assert "ask people for consent" in {entry.act_name for entry in record_history(access, ben).entries}

    def test_nonsense_is_refused(self, access: Access, anna: int, studies: tuple[int, int]) -> None:
        nonsense: list[dict[str, Any]] = [
            {"person_ids": []}, {"person_ids": range(5_001)}, {"scopes": ["sell"]}, {"number": 9},
        ]  # fmt: skip
        sound: dict[str, Any] = {"person_ids": [anna], "scopes": ["quote"], "about": studies[0]}
        for wrong in nonsense:
            with pytest.raises(Refused):
                ask_people_for_consent(access, **{**sound, **wrong})
        with pytest.raises(NotFound):
            ask_people_for_consent(access, person_ids=[anna, 987_654_321], scopes=["quote"], about=studies[0])
        assert consents(access, about=studies[0]) == ()

    def test_strangers_and_readers(
        self, viewer: Access, elsewhere: Access, anna: int, studies: tuple[int, int]
    ) -> None:
        for who, wrong in ((viewer, Forbidden), (elsewhere, (NotFound, Refused))):
            with pytest.raises(wrong):
                ask_people_for_consent(who, person_ids=[anna], scopes=["quote"], about=studies[0])
