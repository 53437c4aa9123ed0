"""What was sent to a language model when people leave, words grow old, and a workspace is taken elsewhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.assist.api import ask, dismiss, letters, model_setup, preview, set_up_model
from clew.ground.assist.models import Dismissal, LetterWords
from clew.ground.assist.tests.liar import Liar, lying
from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.exchange.api import erase_person, export, import_workspace, set_retention, start_retention
from clew.ground.runs import api as runs
from clew.ground.workspaces.api import Access, User, enter, within

pytestmark = pytest.mark.django_db
NAME = "Änne Keller"
WORDS = "Counting by voice would save me one hour every Friday. No way. The old cellar has no signal at all."


def sent(access: Access, liar: Liar, task: str, **about: Any) -> None:
    run = ask(access, task=task, seen=preview(access, task=task, **about).sent_hash, **about)
    with within(access):
        key = runs.Run.objects.get(pk=run.pk).key
    runs.perform(key)


def words_of_letters(access: Access) -> str:
    with within(access):
        return str(list(LetterWords.objects.values_list("sent", "answer", "kept", "dropped")))


@pytest.fixture
def anna(access: Access) -> int:
    return int(add_person(access, name=NAME, email="aenne@bakery.example").pk)


def test_letters_with_a_persons_words_lose_them(access: Access, anna: int) -> None:
    theirs = add_source(access, text=WORDS, person_id=anna, said_on=date(2025, 3, 1)).pk
    other = add_source(access, text="Ben here. I heard Änne Keller say the scale lies. Mine is fine.").pk
    quote = "Counting by voice would save me one hour every Friday."
    mark(access, source_id=theirs, start=0, end=len(quote), exact=quote, need_id=add_need(access, title="Count").pk)
    with lying() as liar:
        set_up_model(access, address=liar.address, model="liar", summaries=True, briefs=True)
        rows = [{"text": "No way.", "quote": "No way. The old cellar"}, {"text": "It takes 9 hours.", "quote": quote}]
        liar.says = lambda it, request: it.answer({"sentences": rows})
        sent(access, liar, "summary", source_id=theirs)
        sent(access, liar, "brief", on=timezone.localdate())
        sent(access, liar, "summary", source_id=other)
        liar.says = lambda it, request: it.answer({"sentences": []})
        sent(access, liar, "summary", source_id=add_source(access, text="Ours is fine, thank you very much.").pk)
    assert "No way" in words_of_letters(access)
    done = erase_person(access, person_id=anna, typed_name=NAME)
    assert done.proof.holds, done.proof.found
    left = words_of_letters(access)
    for gone in ("Keller", "Änne", "voice would save", "old cellar", "No way", "It takes 9 hours"):
        assert gone not in left
    assert "Mine is fine." not in left  # she is named in it, and a place in a letter is not covered but emptied
    assert "Ours is fine" in left
    assert [row.task for row in letters(access)] == ["summary", "summary", "brief", "summary"]


def test_letters_with_old_words_lose_them(access: Access) -> None:
    old = add_source(access, text=WORDS, said_on=timezone.localdate() - timedelta(days=400)).pk
    with lying() as liar:
        set_up_model(access, address=liar.address, model="liar", summaries=True)
        sent(access, liar, "summary", source_id=old)
    set_retention(access, days=365, spares_grounds=True)
    run = start_retention(access, today=timezone.localdate())
    with within(access):
        key = runs.Run.objects.get(pk=run.pk).key
    runs.perform(key)
    assert "cellar" not in words_of_letters(access)


def test_elsewhere_nothing_is_switched_on(access: Access, alice: User, tmp_path: Any) -> None:
    source, need = add_source(access, text=WORDS).pk, add_need(access, title="Count").pk
    dismiss(access, source_id=source, target_id=need)
    with lying() as liar:
        set_up_model(access, address=liar.address, model="liar", key="sk-secret-7", summaries=True)
        sent(access, liar, "summary", source_id=source)
    place = tmp_path / "out.zip"
    with export(access).file as made:
        place.write_bytes(made.read())
    assert b"sk-secret" not in place.read_bytes()
    there = enter(alice, import_workspace(place, owner=alice, name="Elsewhere").slug)
    assert model_setup(there) is None
    assert letters(there) == []
    with within(there):
        assert Dismissal.objects.count() == 1
