"""What else could still tell of somebody who is erased: uploads, themes, meaning, history, what waits, exports; none does."""

import os
from pathlib import Path

import pytest
from django.db import connection
from tests.meaning import pour
from tests.people import SignedIn

from clew.front.proposing import accept, ask_for, refuse
from clew.ground.customers.api import Person
from clew.ground.evidence.api import add_source, find_themes
from clew.ground.evidence.tests.importing import HEADER, bring_in, table
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.exchange.api import export, import_workspace
from clew.ground.exchange.erasures import remembered
from clew.ground.exchange.house import finish_tidying, will_tidy
from clew.ground.exchange.tests.erasing import EMAIL, NAME, SENTENCE, WORDS, erase, gone
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import LedgerEntry, Refused
from clew.ground.proposals.api import proposal
from clew.ground.search.api import find, read_what_is_new
from clew.ground.thread.api import comment, record_history
from clew.ground.workspaces.api import Access, User, within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_upload_goes_with_the_rows(access: Access) -> None:
    rows = [
        ("r1", "2026-01-02", "5", NAME, EMAIL, "Bakery", WORDS),
        ("r2", "never", "1", NAME, EMAIL, "Bakery", SENTENCE),
    ]
    bring_in(access, table(rows, HEADER))
    with within(access):
        file, her = StoredFile.objects.get(), Person.objects.get().pk
    before = path_of(access, file_id=file.pk)
    assert WORDS.encode() in before.read_bytes()
    done = erase(access, her)
    assert (done.files, done.proof.holds) == (1, True)
    assert not before.exists()
    assert b"words that were erased" in path_of(access, file_id=file.pk).read_bytes()
    assert gone("aenne")


def test_an_upload_that_only_names_them_goes_too(access: Access, anna: int, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Who", NAME])
    book.save(tmp_path / "list.xlsx")
    store(access, name="list.xlsx", chunks=[(tmp_path / "list.xlsx").read_bytes()])
    store(access, name="other.txt", chunks=[b"nothing of hers"])
    assert erase(access, anna).files == 1


@pytest.mark.slow
def test_themes_forget_them(access: Access, anna: int, meaning: str) -> None:
    pour(access, person_id=None)
    hers = add_source(
        access, text="The password login of my bakery in Ulm is refused each and every morning", person_id=anna
    ).pk
    find_themes(access)
    assert erase(access, anna).proof.holds
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_theme_member WHERE source_id = %s", [hers])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM evidence_theme WHERE medoid_id = %s", [hers])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM evidence_embedding")
        assert cursor.fetchone()[0] == 24


def test_what_they_meant_leaves_with_what_they_said(access: Access, anna: int, meaning: str) -> None:
    hers = add_source(access, text="The password login of my bakery in Ulm is refused each morning", person_id=anna).pk
    others = add_source(access, text="Counting the shelves takes two hours").pk
    read_what_is_new()
    asked = "bakery login refused nightly"
    assert hers in [h.node_id for h in find(access, asked).hits]
    assert erase(access, anna).proof.holds
    assert hers not in [h.node_id for h in find(access, asked).hits]
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_id FROM search_vector WHERE document_id IN (%s, %s)", [hers, others])
        assert cursor.fetchall() == [(others,)]
    read_what_is_new()
    assert hers not in [h.node_id for h in find(access, asked).hits]


def test_history_stays_without_the_words(access: Access, anna: int, said: int) -> None:
    before = LedgerEntry.objects.count()
    erase(access, anna)
    assert LedgerEntry.objects.count() > before
    named = LedgerEntry.objects.filter(act_name="add a person", table_name="thread_node").get()
    assert named.after is not None
    assert (named.after["title"], named.actor_id) == ("[erased]", access.user_id)


def test_a_records_history_says_so_in_one_line(access: Access, anna: int, said: int, need: int) -> None:
    """Not as a rename from nothing to nothing, nor as a comment withdrawn; and undoing is not offered."""
    comment(access, node_id=need, text=f"She told me: {SENTENCE}")
    erase(access, anna)
    page = SignedIn(access)
    for record in (anna, said, need):
        newest = record_history(access, record).entries[0]
        assert [line.sentence for line in newest.lines] == ["erased words here"]
        assert page.path(f"undo/{newest.act}") not in page.get(page.path(f"n/{record}")).content.decode()


def test_what_an_assistant_asks_with_their_words_can_only_be_refused(access: Access, anna: int, need: int) -> None:
    source_id = add_source(access, text=f"{SENTENCE} That is all.", person_id=anna).pk
    arguments = {
        "source_id": source_id,
        "start": 0,
        "end": len(SENTENCE),
        "exact": SENTENCE,
        "stance": "supports",
        "need_id": need,
    }
    waiting = ask_for(access, call="mark", arguments=arguments, words=f"“{SENTENCE}” supports it", assistant="helper")
    assert erase(access, anna).proof.holds
    with pytest.raises(Refused):
        accept(access, proposal_id=waiting.id)
    refuse(access, proposal_id=waiting.id)
    assert gone(SENTENCE)


def test_feedback_that_waits_goes_too(access: Access, anna: int) -> None:
    """Its words are in no source that could tell them."""
    asked = {"text": SENTENCE, "kind": "feedback", "person_id": anna}
    waiting = ask_for(access, call="add_source", arguments=asked, words=f"Keep “{SENTENCE}”", assistant="helper")
    assert not gone(SENTENCE)
    assert erase(access, anna).proof.holds
    assert (proposal(access, waiting.id).words, gone(SENTENCE)) == ("[erased]", True)
    refuse(access, proposal_id=waiting.id)


@pytest.mark.slow
def test_an_export_made_before_does_not_bring_them_back(access: Access, anna: int, said: int, tmp_path: Path) -> None:
    place = tmp_path / "before.zip"
    with export(access).file as file:
        place.write_bytes(file.read())
    erase(access, anna)
    import_workspace(place, owner=User.objects.get(pk=access.user_id or 0))
    assert gone(SENTENCE)
    assert gone("Keller")


def test_what_is_remembered_names_nobody(access: Access, anna: int, said: int) -> None:
    before = len(remembered())
    erase(access, anna)
    assert len(remembered()) == before + 1
    kept = repr(remembered()[-1])
    assert "Keller" not in kept
    assert "bakery" not in kept


def test_a_killed_erasing_is_finished_later(access: Access, anna: int) -> None:
    """Its words are out of the tables then, but a file that no row speaks of may still lie there."""
    stray = path_of(access, file_id=_stored(access)).with_name("0" * 64)
    stray.write_text(WORDS)
    os.utime(stray, (0, 0))
    young = stray.with_name("1" * 64)
    young.write_text("an upload whose row is about to come")
    assert not finish_tidying()
    will_tidy()
    assert finish_tidying()
    assert (stray.exists(), young.exists()) == (False, True)


def _stored(access: Access) -> int:
    return int(store(access, name="list.txt", chunks=[b"nothing of hers"]).pk)


@pytest.fixture
def quote(access: Access) -> Quoter:
    return Quoter(access)
