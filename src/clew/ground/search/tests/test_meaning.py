"""Search by what texts mean, with the quick stand-in for the model: texts are alike when they share words."""

import pytest
from django.db import connection
from pytest_django import Settings
from tests.meaning import COUNTING, EXPORT, PILES, pour

from clew.ground.evidence.api import add_need, add_source, correct_source
from clew.ground.runs.api import cancel, perform, runs
from clew.ground.search import api as search
from clew.ground.search import reading as by_meaning
from clew.ground.search.api import MeaningProgress, find, meaning_progress, read_what_is_new
from clew.ground.search.models import SearchDocument, SearchVector
from clew.ground.thread.api import archive, rename, restore
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db

TWICE = "counting shelves paper"  # one piece holds them all, others are near
ASKED = "export spreadsheet nightly"  # holds a word that nobody said


@pytest.fixture
def said(access: Access, meaning: str) -> list[int]:
    """24 pieces, read."""
    ids = pour(access)
    assert read_what_is_new() == 24
    return ids


def found(access: Access, text: str, **more: object) -> dict[int, str]:
    return {h.node_id: h.found_by for h in find(access, text, **more).hits}  # type: ignore[arg-type]


def test_found_by_meaning_although_a_word_is_missing(access: Access, said: list[int]) -> None:
    by = found(access, ASKED)
    assert set(by.values()) == {"meaning"}
    assert set(by) <= set(said[: len(EXPORT)])
    assert len(by) >= 4


def test_each_says_which_of_the_two_found_it(access: Access, said: list[int]) -> None:
    far = add_need(access, title="Counting shelves " + " ".join(f"word{n}" for n in range(40)) + " with paper").pk
    read_what_is_new()
    hits = find(access, TWICE)
    by = [h.found_by for h in hits.hits]
    assert {h.node_id: h.found_by for h in hits.hits}[far] == "words"
    assert (by.count("meaning"), len(by)) == (hits.by_meaning, hits.total)
    assert by.count("both") == 1
    assert hits.by_meaning > 0
    assert set(by[-hits.by_meaning :]) == {"meaning"}


def test_pages_are_one_list(access: Access, said: list[int]) -> None:
    whole = [h.node_id for h in find(access, TWICE, limit=100).hits]
    assert len(whole) == len(set(whole)) == 3
    for size in (1, 2, 3):
        pages = [find(access, TWICE, limit=size, offset=at) for at in range(0, len(whole) + size, size)]
        assert [h.node_id for p in pages for h in p.hits] == whole
        assert {p.total for p in pages} == {len(whole)}


def test_nonsense_finds_nothing(access: Access, said: list[int]) -> None:
    assert find(access, "quixotic zebras").total == 0


@pytest.mark.parametrize("typed", ['"export spreadsheet nightly"', "x y", "-- ?", ""])
def test_exact_words_letters_and_nothing_are_not_asked_for_their_meaning(
    access: Access, said: list[int], calls: list[int], typed: str
) -> None:
    asked = len(calls)
    assert find(access, typed).total == 0
    assert len(calls) == asked


def test_of_the_kinds_wanted(access: Access, said: list[int]) -> None:
    need = add_need(access, title="Spreadsheet export")
    read_what_is_new()
    assert set(found(access, ASKED, kinds=("need",))) == {need.pk}
    assert need.pk not in found(access, ASKED, kinds=("source",))


def test_the_border_between_workspaces(access: Access, elsewhere: Access, said: list[int]) -> None:
    assert find(elsewhere, ASKED).total == 0
    theirs = add_source(elsewhere, text=EXPORT[0]).pk
    assert read_what_is_new() == 1
    assert set(found(elsewhere, ASKED)) == {theirs}
    assert theirs not in found(access, ASKED)


def test_put_away_and_brought_back(access: Access, said: list[int]) -> None:
    first = next(iter(found(access, ASKED)))
    archive(access, node_ids=[first])
    assert first not in found(access, ASKED)
    restore(access, node_ids=[first])
    assert first in found(access, ASKED)


def test_other_words_mean_something_else_at_once(access: Access, said: list[int]) -> None:
    first = next(iter(found(access, ASKED)))
    correct_source(access, source_id=first, text="The colour of the walls")
    assert first not in found(access, ASKED)
    with within(access):
        assert not SearchVector.objects.filter(document_id=first).exists()
        assert not SearchDocument.objects.get(pk=first).is_read
    assert read_what_is_new() == 1
    assert first in found(access, "colour of walls nightly")


def test_another_title_is_read_again(access: Access, meaning: str) -> None:
    need = add_need(access, title="Walls").pk
    read_what_is_new()
    rename(access, node_id=need, title="Export to spreadsheet")
    assert need not in found(access, ASKED)
    read_what_is_new()
    assert need in found(access, ASKED)


def test_a_document_that_goes_takes_its_vector_along(access: Access, said: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE node_id = %s", [said[0]])
    with within(access):
        assert SearchVector.objects.count() == 23


def test_what_was_changed_while_it_was_read_is_read_again(
    access: Access, meaning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = add_need(access, title="Walls").pk
    embed = search.embed

    def slow(texts: list[str]) -> object:
        rename(access, node_id=need, title="Export to spreadsheet")
        return embed(texts)

    monkeypatch.setattr(by_meaning, "embed", slow)
    read_what_is_new()
    with within(access):
        assert not SearchVector.objects.exists()
        assert not SearchDocument.objects.get(pk=need).is_read


def test_many_are_read_by_a_run(access: Access, meaning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_meaning, "FEW", 10)
    pour(access)
    assert read_what_is_new() == 0
    assert read_what_is_new() == 0
    (run,) = runs(access)
    assert (run.title, run.state) == ("Read texts for search by meaning", "queued")
    perform(f"w{access.workspace_id}-meaning 0")
    (run,) = runs(access)
    assert (run.state, run.done, run.total, run.result) == ("done", 24, 24, {"read": 24})
    assert meaning_progress(access) == MeaningProgress("", 0)
    assert found(access, ASKED)
    pour(access, tuple(f"{text} once more" for pile in PILES for text in pile))
    read_what_is_new()
    assert [r.state for r in runs(access)] == ["queued", "done"]


def test_a_cancelled_run_waits_for_a_person(access: Access, meaning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_meaning, "FEW", 10)
    pour(access)
    read_what_is_new()
    cancel(access, run_id=runs(access)[0].id)
    assert read_what_is_new() == 0
    assert [r.state for r in runs(access)] == ["cancelled"]


def test_a_killed_run_goes_on(access: Access, meaning: str, calls: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_meaning, "FEW", 10)
    monkeypatch.setattr(by_meaning, "AT_ONCE", 10)
    pour(access)
    read_what_is_new()
    keep = by_meaning._keep

    def die(*told: object) -> None:
        if len(calls) == 2:
            raise KeyboardInterrupt
        keep(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(by_meaning, "_keep", die)
    with pytest.raises(KeyboardInterrupt):
        perform(f"w{access.workspace_id}-meaning 0")
    monkeypatch.setattr(by_meaning, "_keep", keep)
    perform(f"w{access.workspace_id}-meaning 0")
    assert runs(access)[0].result == {"read": 24}
    assert calls == [10, 10, 10, 4]


def test_without_the_model_words_alone(access: Access, said: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.ground.search.embeddings.is_reusable", lambda model: False)
    assert found(access, ASKED) == {}
    assert set(found(access, "spreadsheet").values()) == {"words"}
    assert "not installed" in meaning_progress(access).why_not
    add_source(access, text="Another spreadsheet")
    assert read_what_is_new() == 0


def test_switched_off(access: Access, said: list[int], settings: Settings) -> None:
    settings.CLEW_MEANING = False
    add_source(access, text="Another spreadsheet")
    assert (read_what_is_new(), found(access, ASKED)) == (0, {})
    assert "switched off" in meaning_progress(access).why_not


def test_a_document_without_words_is_read_and_has_no_vector(access: Access, meaning: str) -> None:
    add_need(access, title="Walls")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_document SET title = '', body = ''")
    assert read_what_is_new() == 1
    assert (read_what_is_new(), meaning_progress(access).unread) == (0, 0)
    with within(access):
        assert not SearchVector.objects.exists()


def test_queries_do_not_grow_with_hits(access: Access, said: list[int], django_assert_num_queries: object) -> None:
    found(access, ASKED)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(found(access, TWICE, limit=2)) == 2
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(found(access, TWICE)) == 3


def test_it_follows_what_comes_and_goes(access: Access, said: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.ground.search.matrix.LOOK_AGAIN", 0.0)
    monkeypatch.setattr("clew.ground.search.matrix.AT_ONCE", 5)
    for text in COUNTING:
        made = add_source(access, text=f"{text} {ASKED}").pk
        read_what_is_new()
        assert made in found(access, ASKED)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE node_id = %s", [made])
        assert made not in found(access, ASKED)
    assert len(found(access, ASKED)) == len(set(found(access, ASKED)) & set(said[:8]))
