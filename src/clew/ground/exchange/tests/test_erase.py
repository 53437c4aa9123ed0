"""One person is erased: their words are nowhere, what they counted for still counts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clew.ground.customers.api import Person, add_person, people
from clew.ground.evidence.api import Excerpt, SourceVersion, add_source, source, weight
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.exchange.tests.erasing import CALL, EMAIL, NAME, SENTENCE, erase, everything, gone
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import (
    Comment,
    add_option,
    comment,
    decide,
    decision,
    open_decision,
    register_prediction,
    rename,
    rest_on,
    undo,
)
from clew.ground.workspaces.api import Access, within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_words_go_and_counts_stay(access: Access, anna: int, said: int, need: int, quote: Quoter) -> None:
    quote(said, SENTENCE, need_id=need, stance="contradicts")
    before = weight(access, [need], on=date(2025, 6, 1))[need]
    done = erase(access, anna)
    assert done.proof.holds
    assert (done.sources, done.excerpts) == (1, 1)
    after = weight(access, [need], on=date(2025, 6, 1))[need]
    assert (after.contradicts, after.accounts_against, after.revenue_against_minor) == (1, 1, 120_000)
    assert after == before
    for words in (SENTENCE, "no signal in the cellar", EMAIL, "x.example"):
        assert gone(words), words
    assert "Keller" not in everything()


def test_a_tombstone_stays(access: Access, anna: int, said: int) -> None:
    erase(access, anna)
    with within(access):
        person = Person.objects.select_related("node").get()
        assert (person.node.title, person.node.state, person.email, person.role) == ("Erased person", "erased", "", "")
        assert list(SourceVersion.objects.values_list("text", flat=True)) == ["[erased]", "[erased]"]
    assert people(access) == ()
    assert source(access, said).text == "[erased]"
    assert find(access, "cellar").total == find(access, "Keller").total == 0


def test_quotations_elsewhere_are_replaced(access: Access, anna: int, said: int, need: int) -> None:
    comment(access, node_id=need, text=f"{NAME} told me: {SENTENCE} I believe her.")
    comment(access, node_id=need, text="As she put it, her father's old bakery has no signal in the cellar at all.")
    comment(access, node_id=anna, text="She was cross on the phone.")
    rename(access, node_id=need, title=f"What {NAME.upper()} wants")
    done = erase(access, anna)
    assert done.proof.holds
    with within(access):
        texts = list(Comment.objects.order_by("pk").values_list("text", flat=True))
    assert texts[0].startswith("[erased] told me: [erased]")
    assert texts[0].endswith("I believe her.")
    assert "cellar" not in texts[1]
    assert texts[2] == "[erased]"
    assert find(access, "wants").hits[0].title == "What [erased] wants"


def test_a_frozen_decision_says_that_it_lost_words(access: Access, anna: int, said: int, quote: Quoter) -> None:
    excerpt = quote(said, SENTENCE)
    made = open_decision(access, title="Offline first", question=SENTENCE, flips="Little.")
    options = [add_option(access, decision_id=made.pk, title=t).pk for t in ("Keep it on the phone", "Do nothing")]
    rest_on(access, decision_id=made.pk, node_id=excerpt)
    soon = timezone.localdate() + timedelta(days=60)
    register_prediction(access, decision_id=made.pk, question="Will it ship?", probability=0.7, resolve_by=soon)
    decide(access, decision_id=made.pk, chosen=options[0], reasons=dict.fromkeys(options, f"{NAME} said so."))
    before = decision(access, made.pk)
    assert erase(access, anna).proof.holds
    after = decision(access, made.pk)
    assert after.snapshot is not None
    assert after.erased_on == timezone.localdate()
    assert after.snapshot_hash == before.snapshot_hash
    assert not after.snapshot_intact
    assert (after.question, after.chosen.reason if after.chosen else "") == ("[erased].", "[erased] said so.")


def test_turns_in_somebody_elses_interview(access: Access, anna: int, need: int, quote: Quoter) -> None:
    ben = add_person(access, name="Ben Ortiz").pk
    starts = [0, CALL.index("Änne"), CALL.index("Ben:")]
    ends = [starts[1] - 1, starts[2] - 1, len(CALL)]
    names = ["Interviewer", NAME, "Ben"]
    turns = [{"start": a, "end": b, "speaker": n, "start_ms": 0} for a, b, n in zip(starts, ends, names, strict=True)]
    made = add_source(access, text=CALL, kind="interview", person_id=ben, turns=turns)
    hers = quote(made.pk, "lies by two hundred grams", need_id=need)
    his = quote(made.pk, "Ours is fine.", need_id=need)
    done = erase(access, anna)
    assert done.proof.holds
    assert done.turns >= 1
    text = source(access, made.pk).text
    assert "Ours is fine." in text
    assert "scale" not in text
    assert len(text) == len(CALL)
    with within(access):
        kept, lost = Excerpt.objects.get(pk=his), Excerpt.objects.get(pk=hers)
        assert (kept.exact, text[kept.start : kept.end], kept.status) == ("Ours is fine.", "Ours is fine.", "exact")
        assert set(lost.exact) == {"█"}
    assert weight(access, [need], on=date(2025, 6, 1))[need].supports == 2


@pytest.mark.slow
def test_what_others_said_alike_stays(access: Access, anna: int, said: int) -> None:
    ben = add_person(access, name="Ben Ortiz").pk
    his = add_source(access, text=SENTENCE, person_id=ben).pk
    done = erase(access, anna)
    assert done.proof.holds
    assert done.proof.others > 0
    assert source(access, his).text == SENTENCE


def test_their_name_in_others_words_is_covered_in_its_place(
    access: Access, anna: int, said: int, quote: Quoter
) -> None:
    ben = add_person(access, name="Ben Ortiz").pk
    text = f"I heard it from {NAME} herself: the till is slow on Mondays."
    his = add_source(access, text=text, person_id=ben).pk
    excerpt = quote(his, "the till is slow")
    done = erase(access, anna)
    assert done.proof.holds
    now = source(access, his).text
    assert now == text.replace(NAME, "█" * len(NAME))
    with within(access):
        kept = Excerpt.objects.get(pk=excerpt)
        assert (now[kept.start : kept.end], kept.exact, kept.status) == (
            "the till is slow",
            "the till is slow",
            "exact",
        )
        assert kept.source_hash == SourceVersion.objects.get(source_id=his).text_hash
    assert find(access, "till").total >= 1


def test_somebody_of_the_same_name(access: Access, anna: int, said: int, need: int) -> None:
    other = add_person(access, name=NAME, email="another@x.example").pk
    comment(access, node_id=need, text=f"{NAME} called.")
    done = erase(access, anna)
    assert (done.namesakes, done.proof.holds) == (1, True)
    assert [p.name for p in people(access)] == [NAME]
    with within(access):
        assert Comment.objects.get().text == f"{NAME} called."
    assert gone(EMAIL)
    assert other


def test_it_is_not_undone(access: Access, anna: int) -> None:
    erase(access, anna)
    with pytest.raises(Refused, match="gone"):
        undo(access, act=last_act_id())


@pytest.mark.parametrize("name", ["", "Anna", "Änne", f"{NAME}x"])
def test_the_name_has_to_be_typed(access: Access, anna: int, name: str) -> None:
    with pytest.raises(Refused) as error:
        erase(access, anna, name)
    assert error.value.field == "typed_name"
    assert people(access)


def test_nobody_is_erased_twice(access: Access, anna: int) -> None:
    erase(access, anna)
    with pytest.raises(Refused, match="was erased"):
        erase(access, anna, "Erased person")


def test_editors_and_viewers_may_not(editor: Access, viewer: Access, anna: int) -> None:
    for who in (editor, viewer):
        with pytest.raises(Forbidden):
            erase(who, anna)


def test_a_stranger_finds_nobody(elsewhere: Access, anna: int) -> None:
    with pytest.raises(NotFound):
        erase(elsewhere, anna)


def test_a_source_is_no_person(access: Access, said: int) -> None:
    with pytest.raises(NotFound):
        erase(access, said)


@pytest.fixture
def quote(access: Access) -> Quoter:
    return Quoter(access)
