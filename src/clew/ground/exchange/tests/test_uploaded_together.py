"""Transcripts that were uploaded together: of the originals only those go that hold the words that go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clew.ground.customers.api import Person
from clew.ground.evidence.api import Source
from clew.ground.evidence.tests.test_import_interviews import bring_in, plan
from clew.ground.exchange.api import erase_person, set_retention, start_retention
from clew.ground.files.api import StoredFile, path_of
from clew.ground.runs.api import perform
from clew.ground.workspaces.api import Access, within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = timezone.localdate()
PEOPLE = ("Paula Prime", "Quentin Quill", "Rosa Reed")
WORDS = ("I bake the dark loaves at four every night.", "We paint boats in the harbour all winter.", "My dog finds truffles under old oaks.")  # fmt: skip


def talk(words: str) -> str:
    """Everybody is asked the same, and some answer alike."""
    return f"Interviewer: What do you do all day here?\nS: {words}\nInterviewer: Really?\nS: Yes, that is what I do.\n"


@pytest.fixture
def together(access: Access) -> dict[str, int]:
    """The uploads of three talks that came in one import, by the name of who spoke."""
    plans = [
        plan(access, talk(words), f"{at}.txt", title=f"Talk {at}", people={"S": name}, said_on=TODAY - timedelta(days=at * 100))
        for at, (name, words) in enumerate(zip(PEOPLE, WORDS, strict=True))
    ]  # fmt: skip
    assert bring_in(access, *plans).state == "done"
    return {name: plan.file_id for name, plan in zip(PEOPLE, plans, strict=True)}


def left(access: Access, together: dict[str, int]) -> list[str]:
    return [
        name
        for (name, file), words in zip(together.items(), WORDS, strict=True)
        if words.encode() in path_of(access, file_id=file).read_bytes()
    ]


@pytest.mark.slow
def test_erasing_one_person_leaves_the_others_originals(access: Access, together: dict[str, int]) -> None:
    with within(access):
        who = Person.objects.get(node__title=PEOPLE[1]).pk
        old = path_of(access, file_id=together[PEOPLE[1]])
    done = erase_person(access, person_id=who, typed_name=PEOPLE[1])
    assert (done.files, done.proof.holds, done.proof.others > 0) == (1, True, True)
    assert not old.exists()
    assert left(access, together) == [PEOPLE[0], PEOPLE[2]]


def test_a_talk_in_which_they_are_named_goes_too(access: Access) -> None:
    plans = [
        plan(access, talk(words), f"{name}.txt", people={"S": name}) for name, words in zip(PEOPLE, WORDS, strict=True)
    ]
    naming = plan(access, talk(f"I learnt it from {PEOPLE[0]} herself."), "naming.txt", people={"S": "Sam Sorrel"})
    bring_in(access, *plans, naming)
    with within(access):
        who = Person.objects.get(node__title=PEOPLE[0]).pk
    done = erase_person(access, person_id=who, typed_name=PEOPLE[0])
    assert (done.files, done.proof.holds) == (2, True)
    assert left(access, dict(zip(PEOPLE, [one.file_id for one in plans], strict=True))) == list(PEOPLE[1:])


def test_of_an_import_from_before_all_originals_go(access: Access, together: dict[str, int]) -> None:
    """Nobody knows which file is whose."""
    with within(access):
        Source.objects.update(file=None)
        who = Person.objects.get(node__title=PEOPLE[1]).pk
    assert erase_person(access, person_id=who, typed_name=PEOPLE[1]).files == 3
    assert left(access, together) == []


def test_words_that_are_too_old_take_their_own_original(access: Access, together: dict[str, int]) -> None:
    set_retention(access, days=150, spares_grounds=True)
    perform(start_retention(access, today=TODAY).key)
    assert left(access, together) == list(PEOPLE[:2])
    with within(access):
        assert StoredFile.objects.filter(name="erased upload").count() == 1
