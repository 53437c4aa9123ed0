"""Consent before anything is kept: planned by a study, asked of whoever takes part, answered through the personal link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import consents, refuse_consent, silent, withdraw_consent, write_consent_text
from clew.ground.files.api import store
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions import bookings, conduct, recordings
from clew.rooms.interviews.actions import consent as acts
from clew.rooms.interviews.actions.recruiting import settle_candidates
from clew.rooms.interviews.actions.transcribing import transcribe
from clew.rooms.interviews.models import Candidate, ConsentPlan, Invitation
from clew.rooms.interviews.notices import send_due
from clew.rooms.interviews.queries.consent import consent_to_answer, interview_consent, study_consent
from clew.rooms.interviews.queries.invited import Invited, enter_by_invitation
from clew.rooms.interviews.tests.ready import Ready, ready

BODY = "We record what you say.\n\nYou can take it back."
NOBODY = 987_654_321
ALL = ("record", "quote", "clip", "share")


@pytest.fixture
def there(access: Access) -> Ready:
    """Anna was accepted before the study asked for consent."""
    found = ready(access)
    write_consent_text(access, title="Talks", body=BODY)
    return found


@pytest.fixture
def asks(there: Ready) -> Ready:
    acts.plan_consent(there.access, study_id=there.study_id, days=30)
    return there


@pytest.fixture
def anna(asks: Ready) -> Invited:
    return enter_by_invitation(asks.secret())


def states(there: Ready, person_id: int | None = None) -> list[str]:
    return [row.state for row in consents(there.access, about=there.study_id, person_id=person_id)]


def person_of(candidate_id: int) -> int:
    return int(Candidate._base_manager.get(pk=candidate_id).person_id)


def post(secret: str, **sent: Any) -> Any:
    return Client().post(f"/asked/{secret}/consent", {"number": 1, "days": 30, **sent})


def page(secret: str, status: int = 200, path: str = "/consent") -> str:
    answer = Client().get(f"/asked/{secret}{path}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def names(there: Ready) -> set[tuple[str, int | None]]:
    rows = LedgerEntry.objects.filter(workspace_id=there.access.workspace_id).values_list("act_name", "actor_id")
    return set(rows)


class TestPlan:
    def test_a_study_says_what_it_asks_for(self, there: Ready) -> None:
        assert not study_consent(there.access, there.study_id).asks
        acts.plan_consent(there.access, study_id=there.study_id)
        found = study_consent(there.access, there.study_id)
        assert (found.asks, found.number, found.shown_number, found.scopes, found.days) == (True, None, 1, ALL, None)
        write_consent_text(there.access, title="Talks", body="Another text.")
        acts.plan_consent(there.access, study_id=there.study_id, scopes=["quote", "record"], number=1, days=365)
        found = study_consent(there.access, there.study_id)
        assert (found.shown_number, found.scopes, found.days) == (1, ("record", "quote"), 365)
        assert ("say what consent a study asks for", there.access.user_id) in names(there)

    def test_whoever_takes_part_is_asked_and_nobody_who_was_heard(self, there: Ready) -> None:
        heard, found = there.another("Ben Oak", state="done"), there.another("Cara Elm", state="found")
        talk = conduct.add_interview(there.access, study_id=there.study_id, person_id=person_of(found))
        acts.plan_consent(there.access, study_id=there.study_id)
        acts.plan_consent(there.access, study_id=there.study_id)  # once more asks nobody twice
        asked = {row.person for row in consents(there.access, about=there.study_id)}
        assert asked == {"Anna Keller", "Cara Elm"}
        assert interview_consent(there.access, talk.pk).state == "asked"
        assert states(there, person_of(heard)) == []

    def test_it_stops_asking(self, asks: Ready) -> None:
        acts.plan_consent(asks.access, study_id=asks.study_id, scopes=())
        acts.plan_consent(asks.access, study_id=asks.study_id, scopes=())
        later = asks.another("Ben Oak", state="found")
        settle_candidates(asks.access, candidate_ids=[later], state="accepted")
        assert states(asks) == ["asked"]  # Anna's stays

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"scopes": ["record", "sell"]}, "scopes"), ({"days": 0}, "days"), ({"days": 3_651}, "days"),
            ({"number": 7}, "number"),
        ],
    )  # fmt: skip
    def test_nonsense_is_refused(self, there: Ready, sent: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refused:
            acts.plan_consent(there.access, study_id=there.study_id, **sent)
        assert refused.value.field == field
        assert not study_consent(there.access, there.study_id).asks

    def test_without_a_text_nothing_is_asked(self, access: Access) -> None:
        study = ready(access).study_id
        with pytest.raises(Refused, match="no consent text"):
            acts.plan_consent(access, study_id=study)

    def test_strangers_and_readers(self, asks: Ready, viewer: Access, elsewhere: Access) -> None:
        talk = conduct.add_interview(asks.access, study_id=asks.study_id).pk
        for who, wrong in ((viewer, Forbidden), (elsewhere, NotFound)):
            with pytest.raises(wrong):
                acts.plan_consent(who, study_id=asks.study_id)
            with pytest.raises(wrong):
                acts.ask_in_interview(who, interview_id=talk)
        for ask in (study_consent, lambda who, _: interview_consent(who, talk)):
            with pytest.raises(NotFound):
                ask(elsewhere, asks.study_id)

    def test_the_database_keeps_to_it(self, asks: Ready) -> None:
        for wrong in ({"days": 0}, {"scopes": ""}, {"scopes": "sell"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ConsentPlan._base_manager.update(**wrong)


class TestAsked:
    def test_whoever_is_accepted_booked_or_talked_with_is_asked(self, asks: Ready) -> None:
        accepted, booked, met = (asks.another(name, state="invited") for name in ("Ben Oak", "Cara Elm", "Dan Ash"))
        assert states(asks) == ["asked"]
        settle_candidates(asks.access, candidate_ids=[accepted], state="accepted")
        bookings.book(asks.access, candidate_id=booked, starts_at=asks.hours()[60])
        conduct.add_interview(asks.access, study_id=asks.study_id, person_id=person_of(met))
        found = {row.person: row.state for row in consents(asks.access, about=asks.study_id)}
        assert found == dict.fromkeys(("Anna Keller", "Ben Oak", "Cara Elm", "Dan Ash"), "asked")
        withheld = silent(asks.access, scopes=("quote",))
        assert withheld.why(person_of(booked), asks.study_id) == "consent was asked for and is not given yet"

    def test_many_are_asked_in_as_many_statements_as_one(self, asks: Ready) -> None:
        def accept(count: int, name: str) -> int:
            ids = [asks.another(f"{name} {n}", state="found") for n in range(count)]
            people = [person_of(pk) for pk in ids]

            @act("accept them")
            def ask(access: Access) -> None:
                acts.ask_those(access, asks.study_id, people)

            with CaptureQueriesContext(connection) as used:
                ask(asks.access)
            return len(used)

        assert accept(1, "One") == accept(9, "Many")

    def test_asked_again_where_it_does_not_stand(self, asks: Ready) -> None:
        person = person_of(asks.candidate_id)
        talk = conduct.add_interview(asks.access, study_id=asks.study_id, person_id=person).pk
        with pytest.raises(Refused, match="asked already"):
            acts.ask_in_interview(asks.access, interview_id=talk)
        refuse_consent(asks.access, consent_id=consents(asks.access, about=asks.study_id)[0].id)
        assert "Ask them" in interview_consent(asks.access, talk).remedy
        acts.ask_in_interview(asks.access, interview_id=talk)
        assert states(asks) == ["asked", "refused"]
        assert ("ask the person of an interview for consent", asks.access.user_id) in names(asks)
        nobody = conduct.add_interview(asks.access, study_id=asks.study_id, title="Somebody").pk
        with pytest.raises(Refused, match="whose interview"):
            acts.ask_in_interview(asks.access, interview_id=nobody)

    def test_a_study_that_asks_for_none_asks_nobody(self, there: Ready) -> None:
        talk = conduct.add_interview(there.access, study_id=there.study_id, person_id=person_of(there.candidate_id)).pk
        found = interview_consent(there.access, talk)
        assert (found.asks, found.state, found.no_recording) == (False, "", "")
        with pytest.raises(Refused, match="asks for no consent"):
            acts.ask_in_interview(there.access, interview_id=talk)


class TestAnswered:
    def test_given_for_what_was_ticked_and_for_as_long(self, asks: Ready, anna: Invited) -> None:
        for _ in range(2):  # sent twice, given once
            acts.give_by_link(anna, number=1, days=30, scopes=["quote", "record"])
        [row] = consents(asks.access, about=asks.study_id)
        today = timezone.localdate()
        assert (row.state, row.given, row.asked, row.number, row.how) == ("given", ("record", "quote"), ALL, 1, "form")
        assert (row.given_on, row.expires_on) == (today, today + timedelta(days=30))
        assert ("give consent by link", None) in names(asks)
        with pytest.raises(Refused, match="answered already"):
            acts.give_by_link(anna, number=1, days=30, scopes=ALL)
        assert study_consent(asks.access, asks.study_id).agreed == 1

    def test_refused_once_and_another_answer_later(self, asks: Ready, anna: Invited) -> None:
        for _ in range(2):
            acts.refuse_by_link(anna, number=1, days=30)
        assert states(asks) == ["refused"]
        assert ("refuse consent by link", None) in names(asks)
        acts.give_by_link(anna, number=1, days=30, scopes=["record"])
        assert states(asks) == ["given", "refused"]
        with pytest.raises(Refused, match="answered already"):
            acts.refuse_by_link(anna, number=1, days=30)

    def test_withdrawn_at_once_and_once(self, asks: Ready, anna: Invited) -> None:
        acts.give_by_link(anna, number=1, days=30, scopes=ALL)
        for _ in range(2):
            acts.withdraw_by_link(anna)
        assert states(asks) == ["withdrawn"]
        assert ("withdraw consent by link", None) in names(asks)
        assert "withdrawn" in silent(asks.access).why(anna.person_id, asks.study_id)

    def test_they_answer_the_version_they_were_asked_under(self, asks: Ready, anna: Invited) -> None:
        write_consent_text(asks.access, title="Talks", body="Another text.")
        assert consent_to_answer(asks.access, asks.study_id, anna.person_id).body == BODY
        with pytest.raises(Refused, match="changed"):
            acts.give_by_link(anna, number=2, days=30, scopes=ALL)
        with pytest.raises(Refused, match="changed"):
            acts.give_by_link(anna, number=1, days=None, scopes=ALL)
        acts.refuse_by_link(anna, number=1, days=30)
        with pytest.raises(Refused, match="changed"):  # asked anew they are shown the newest
            acts.give_by_link(anna, number=1, days=30, scopes=ALL)
        acts.give_by_link(anna, number=2, days=30, scopes=ALL)
        assert [row.number for row in consents(asks.access, about=asks.study_id)] == [2, 1]

    @pytest.mark.parametrize(("scopes", "said"), [((), "Nothing is ticked"), (("sell",), "no scope")])
    def test_nonsense_is_refused(self, asks: Ready, anna: Invited, scopes: tuple[str, ...], said: str) -> None:
        with pytest.raises(Refused, match=said):
            acts.give_by_link(anna, number=1, days=30, scopes=scopes)
        assert states(asks) == ["asked"]

    def test_not_more_than_was_asked(self, there: Ready) -> None:
        acts.plan_consent(there.access, study_id=there.study_id, scopes=["record"])
        with pytest.raises(Refused, match="not asked for"):
            acts.give_by_link(enter_by_invitation(there.secret()), number=1, days=None, scopes=ALL)


class TestKept:
    def test_nothing_is_recorded_before_a_yes(self, asks: Ready, anna: Invited) -> None:
        access = asks.access
        talk = conduct.add_interview(access, study_id=asks.study_id, person_id=anna.person_id).pk
        sound = store(access, name="talk.wav", chunks=[b"RIFF"]).pk
        of: dict[str, Any] = {"interview_id": talk, "type": "audio/wav"}
        for given in ((), ("quote",)):
            if given:
                acts.give_by_link(anna, number=1, days=30, scopes=given)
            for how in ("recorded", "uploaded"):
                with pytest.raises(Refused, match="No recording") as refused:
                    recordings.begin_recording(access, **of, name="talk.wav", how=how)
                assert ("Ask them" if given else "personal link") in refused.value.remedy
            with pytest.raises(Refused, match="No recording"):
                recordings.attach_recording(access, **of, file_id=sound)
        withdraw_consent(access, consent_id=consents(access, about=asks.study_id)[0].id)
        acts.give_by_link(anna, number=1, days=30, scopes=["record"])
        assert recordings.attach_recording(access, **of, file_id=sound).pk

    def test_nothing_is_written_down_before_a_yes(
        self, asks: Ready, anna: Invited, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("clew.rooms.interviews.actions.transcribing.why_no_speech", lambda: "")
        talk = conduct.add_interview(asks.access, study_id=asks.study_id, person_id=anna.person_id).pk
        sound = store(asks.access, name="talk.wav", chunks=[b"RIFF"]).pk
        with pytest.raises(Refused, match="No recording"):
            transcribe(asks.access, interview_id=talk, file_id=sound)
        acts.give_by_link(anna, number=1, days=30, scopes=["record"])
        assert transcribe(asks.access, interview_id=talk, file_id=sound).pk

    def test_nobody_to_ask_is_no_yes(self, asks: Ready) -> None:
        talk = conduct.add_interview(asks.access, study_id=asks.study_id, title="Somebody").pk
        with pytest.raises(Refused, match="whose interview") as refused:
            recordings.begin_recording(asks.access, interview_id=talk, name="a.wav", type="audio/wav")
        assert "whose it is" in refused.value.remedy

    def test_heard_before_the_study_asked_is_asked_before_more_is_recorded(self, there: Ready) -> None:
        access, ben = there.access, person_of(there.another("Ben Oak", state="done"))
        talk = conduct.add_interview(access, study_id=there.study_id, person_id=ben).pk
        conduct.start_interview(access, interview_id=talk)
        conduct.finish_interview(access, interview_id=talk)
        acts.plan_consent(access, study_id=there.study_id)
        assert interview_consent(access, talk).no_recording == "consent was not asked for yet"
        assert not silent(access).why(ben, there.study_id)
        acts.ask_in_interview(access, interview_id=talk)
        assert "not given yet" in interview_consent(access, talk).no_recording


class TestPages:
    def test_a_participant_reads_agrees_and_takes_it_back(self, asks: Ready) -> None:
        secret = asks.secret()
        assert "Before we talk" in page(secret, path="")
        shown = page(secret)
        assert "We record what you say. You can take it back." in shown
        assert "Version 1 of this text" in shown
        assert "holds for 30 days" in shown
        assert shown.count('name="scopes"') == 4
        assert " checked" not in shown  # nobody agrees by leaving a tick
        assert "<script" not in shown
        assert "Counting" not in shown  # what the study is after is not told
        assert post(secret, act="give", scopes=["record", "quote"]).status_code == 303
        given = page(secret)
        assert "What you agreed to" in given
        assert given.count("<li>") == 2
        assert "What you agreed to" in page(secret, path="")
        assert Client().post(f"/asked/{secret}/consent", {"act": "withdraw"}).status_code == 303
        again = page(secret)
        assert "You took back" in again
        assert 'value="refuse"' in again

    def test_no_is_an_answer(self, asks: Ready) -> None:
        secret = asks.secret()
        assert post(secret, act="refuse").status_code == 303
        assert "You did not agree" in page(secret)

    def test_what_was_ticked_is_kept_when_it_is_refused(self, asks: Ready) -> None:
        answer = post(asks.secret(), act="give", scopes=["clip"], number=9)
        assert answer.status_code == 422
        assert 'value="clip" checked' in re.sub(r"\s+", " ", answer.content.decode())
        for sent in ({"act": "sell"}, {"act": "give"}, {"act": "give", "number": "x", "scopes": "record"}):
            assert post(asks.secret(), **sent).status_code == 422
        assert states(asks) == ["asked"]

    def test_a_link_that_is_over_takes_back_and_does_nothing_else(self, asks: Ready) -> None:
        secret, other = asks.secret(), "0" * 43
        page(other, 404)
        Invitation._base_manager.update(withdrawn_at=timezone.now())
        page(secret, 404)
        assert post(secret, act="give", scopes=["record"]).status_code == 404
        secret = asks.secret()
        post(secret, act="give", scopes=["record"])
        Invitation._base_manager.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
        assert "I take it back" in page(secret)
        assert post(secret, act="withdraw").status_code == 303
        assert states(asks) == ["withdrawn"]
        page(secret, 404)

    def test_a_study_that_asks_for_none_has_no_such_page(self, there: Ready) -> None:
        secret = there.secret()
        page(secret, 404)
        assert "Before we talk" not in page(secret, path="")

    def test_the_booking_and_its_mail_lead_there(self, asks: Ready) -> None:
        bookings.book(asks.access, candidate_id=asks.candidate_id, starts_at=asks.hours()[60])
        with override_settings(HOME_URL="https://clew.example"):
            send_due()
        to_anna = next(one for one in mail.outbox if one.to == ["anna@bakery.example"])
        found = re.search(r"agree to: https://clew.example/asked/(\S+)/consent", str(to_anna.body))
        assert found
        assert "We record what you say." in page(found[1])
        assert "Before we talk" in page(found[1], path="/book")
        assert all("agree to" not in str(one.body) for one in mail.outbox if one is not to_anna)

    def test_a_study_s_page_plans_and_an_interview_s_page_shows(self, there: Ready) -> None:
        client, base = SignedIn(there.access), f"/w/{there.access.slug}"
        to = f"{base}/interviews/{there.study_id}/study-consent"
        refused = client.post(to, {"days": "5"})
        assert refused.status_code == 422
        assert "Nothing is chosen" in refused.content.decode()
        client.post(to, {"scopes": ["record", "quote"], "number": "", "days": "30"})
        assert study_consent(there.access, there.study_id).scopes == ("record", "quote")
        study = re.sub(r"\s+", " ", client.get(f"{base}/n/{there.study_id}", follow=True).content.decode())
        assert "0 agreed, 1 has not answered" in study
        person = person_of(there.candidate_id)
        talk = conduct.add_interview(there.access, study_id=there.study_id, person_id=person).pk
        for path in (f"interviews/{talk}/conduct", f"n/{talk}"):
            shown = client.get(f"{base}/{path}", follow=True).content.decode()
            assert "Not to be recorded" in shown
            assert "<clew-recorder" not in shown
        refuse_consent(there.access, consent_id=consents(there.access, about=there.study_id)[0].id)
        client.post(f"{base}/interviews/{talk}/ask-consent")
        acts.give_by_link(enter_by_invitation(there.secret()), number=1, days=30, scopes=["record"])
        shown = re.sub(r"\s+", " ", client.get(f"{base}/interviews/{talk}/conduct").content.decode())
        assert "Given to record, not to quote" in shown
        assert "<clew-recorder" in shown
        client.post(to, {"stop": "1"})
        assert not study_consent(there.access, there.study_id).asks
