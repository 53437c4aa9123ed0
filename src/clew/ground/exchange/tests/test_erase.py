"""One person is erased: their words are nowhere, what they counted for still counts."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.meaning import pour
from tests.people import SignedIn

from clew.front.proposing import accept, ask_for, refuse
from clew.ground.customers.api import Person, add_account, add_person, people, set_fact
from clew.ground.evidence.api import (
    Excerpt,
    SourceVersion,
    add_need,
    add_source,
    correct_source,
    find_themes,
    source,
    weight,
)
from clew.ground.evidence.tests.importing import HEADER, bring_in, table
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.exchange.api import Erased, erase_person, export, import_workspace
from clew.ground.exchange.erasures import remembered
from clew.ground.exchange.house import finish_tidying, will_tidy
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused, last_act_id
from clew.ground.proposals.api import proposal
from clew.ground.search.api import find, read_what_is_new
from clew.ground.thread.api import (
    Comment,
    add_option,
    comment,
    decide,
    decision,
    open_decision,
    record_history,
    register_prediction,
    rename,
    rest_on,
    undo,
)
from clew.ground.workspaces.api import Access, User, within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAME, EMAIL = "Änne Keller", "aenne.keller@bakery.example"
WORDS = (
    "Counting by voice would save me one hour every single Friday. My father's old bakery has no signal in the cellar."
)
SENTENCE = "My father's old bakery has no signal in the cellar."
LATER = WORDS + " And the scanner is broken again."
CALL = "Interviewer: What slows you down?\nÄnne Keller: The scale in the back room lies by two hundred grams.\nBen: Ours is fine."


@pytest.fixture
def anna(access: Access) -> int:
    account = add_account(access, name="Bakery")
    set_fact(access, account_id=account.pk, kind="arr", amount=120_000, starts_on=date(2025, 1, 1))
    return int(add_person(access, name=NAME, email=EMAIL, role="Owner of a bakery", account_id=account.pk).pk)


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Count stock quickly").pk)


@pytest.fixture
def said(access: Access, anna: int) -> int:
    made = add_source(access, text=WORDS, person_id=anna, said_on=date(2025, 3, 1), url="https://x.example/aenne")
    correct_source(access, source_id=made.pk, text=LATER)
    return int(made.pk)


def erase(access: Access, anna: int, name: str = NAME) -> Erased:
    return erase_person(access, person_id=anna, typed_name=name)


def everything() -> str:
    """Every text in the database, whatever table it is in, as one text."""
    parts = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith(("search_fts", "auth_", "django_")):
                cursor.execute(f'SELECT * FROM "{name}"')
                parts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(parts).encode().decode("unicode_escape", "ignore") + "\n".join(parts)


def gone(text: str) -> bool:
    return text not in everything()


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


def test_it_is_not_undone(access: Access, anna: int) -> None:
    erase(access, anna)
    with pytest.raises(Refused, match="gone"):
        undo(access, act=last_act_id())


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
