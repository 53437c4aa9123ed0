"""Personal data is found, and once a person says so it is nowhere: not in a version, an excerpt, search, the history, the upload."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings
from tests.people import SignedIn

from clew.ground.evidence.api import (
    Excerpt,
    Need,
    SourceVersion,
    add_need,
    correct_source,
    describe_need,
    mark,
    need,
    source,
    word_times,
)
from clew.ground.exchange.api import back_up, house_name, restore
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused, last_act_id
from clew.ground.runs.api import Run, perform
from clew.ground.search.api import find
from clew.ground.thread.api import Comment, comment, record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.conduct import add_interview, note
from clew.rooms.interviews.actions.findings import add_finding, tie_finding
from clew.rooms.interviews.actions.gathering import gather_notes
from clew.rooms.interviews.actions.redacting import PlaceIn, redact_interview
from clew.rooms.interviews.actions.snapshots import write_snapshot
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.models import Finding, Note, Recording
from clew.rooms.interviews.queries.conduct import conduct, notes
from clew.rooms.interviews.queries.privacy import personal_data
from clew.rooms.interviews.queries.snapshots import Moment, snapshot
from clew.rooms.interviews.queries.transcripts import transcript
from clew.rooms.interviews.tests.telling_talk import SAID, chosen, loudness, record, talk_in, tone

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def talk(access: Access) -> int:
    return talk_in(access)


def test_it_is_found_with_its_times(access: Access, talk: int) -> None:
    mail, name = personal_data(access, talk).suggestions
    assert (mail.kind, mail.words, mail.start_ms, mail.end_ms) == ("email", "anna@bakery.example", 1850, 2600)
    assert (name.kind, name.words, name.heard_at) == ("name", "Tove Lind", "0:03")
    assert name.before.endswith("or ask ")


def test_the_words_are_nowhere_and_all_else_stays(access: Access, talk: int) -> None:
    pk = transcript(access, talk).source_id or 0
    start = SAID.index("or ask")
    quoted = mark(access, source_id=pk, start=start, end=len(SAID), exact=SAID[start:], new_need="Count quickly")
    correct_source(access, source_id=pk, text=SAID + " Truly.")
    redact_interview(access, interview_id=talk, places=chosen(access, talk))
    found = source(access, pk)
    assert found.text == SAID.replace("anna@bakery.example", "█" * 19).replace("Tove Lind", "█" * 9) + " Truly."
    (shown,) = found.marks
    assert (shown.quote.id, shown.quote.exact) == (quoted.pk, "or ask █████████. Counting takes an hour.")
    assert found.text[shown.quote.start or 0 : shown.quote.end] == shown.quote.exact
    assert word_times(access, pk).times[0][2:] == (1000, 1450)
    with within(access):
        rows = [*SourceVersion.objects.values_list("text", flat=True), *Excerpt.objects.values_list("exact", "prefix")]
        assert len(rows) == 3
        assert not any("bakery.example" in str(row) or "Tove" in str(row) for row in rows)
        told = LedgerEntry.objects.filter(node_id__in=[pk, quoted.pk])
        assert not any(word in str(list(told.values_list("before", "after"))) for word in ("bakery.example", "Tove"))
    assert not find(access, '"bakery.example"').hits
    assert personal_data(access, talk).suggestions == ()
    assert "redacted words here" in str(record_history(access, pk).entries)
    with pytest.raises(Refused, match="gone"):
        undo(access, act=last_act_id())


def test_other_places_are_refused(access: Access, talk: int) -> None:
    for wrong in ([], [PlaceIn(0, 4, "Nope")], [PlaceIn(6, 11, "Write"), PlaceIn(8, 11, "ite")], [PlaceIn(-3, 2, "")]):
        with pytest.raises(Refused):
            redact_interview(access, interview_id=talk, places=wrong)
    other = add_interview(access, study_id=add_study(access, title="Other").pk).pk
    assert personal_data(access, other).suggestions == ()
    for wrong in ([PlaceIn(0, 4, "Anna")], [PlaceIn(0, 4, "Anna", "note 1")]):
        with pytest.raises(Refused, match=r"There is no note 1|no transcript"):
            redact_interview(access, interview_id=other, places=wrong)


def test_notes_and_findings_of_the_interview_lose_them_too(access: Access, talk: int) -> None:
    pk, study = transcript(access, talk).source_id or 0, conduct(access, talk).study_id
    noted = note(access, interview_id=talk, client_id=str(uuid4()), at_ms=61_000, text="tove lind? Ask Tove Lind.")
    note(access, interview_id=talk, client_id=str(uuid4()), at_ms=0, text="Call +49 30 1234567.")
    gather_notes(access, study_id=study)
    finding = add_finding(access, study_id=study, title="Tove Lind counts", detail="So says anna@bakery.example.").pk
    quoted = mark(access, source_id=pk, start=6, end=11, exact="Write")
    add_finding(access, study_id=study, title="Tove Lind elsewhere")
    tie_finding(access, finding_id=finding, excerpt_id=quoted.pk)
    found = personal_data(access, talk).suggestions
    assert [(one.kind, one.name) for one in found[2:]] == [
        ("phone", "Note at 0:00"),
        ("name", "Note at 1:01"),
        ("name", "Finding"),
        ("email", "Detail of a finding"),
    ]
    redact_interview(access, interview_id=talk, places=chosen(access, talk))
    assert [one.text for one in notes(access, talk)] == ["Call " + "█" * 14 + ".", "tove lind? Ask " + "█" * 9 + "."]
    with within(access):
        gathered = Note.objects.get(pk=noted.pk).source_id or 0
        assert Finding.objects.get(pk=finding).detail == "So says " + "█" * 19 + "."
        told = LedgerEntry.objects.filter(node_id__in=[talk, finding, gathered]).values_list("before", "after")
        assert "Tove Lind" not in str(list(told)).replace("Talk with", "")
    assert "Tove" not in source(access, gathered).text
    assert [hit.title for hit in find(access, "Tove").hits if hit.kind == "finding"] == ["Tove Lind elsewhere"]
    assert personal_data(access, talk).suggestions == ()


def write_about(access: Access, talk: int) -> tuple[int, int]:
    """A need that the talk's words are tied to, and comments on it and on the talk; gives the need and another of the same words."""
    pk = transcript(access, talk).source_id or 0
    mark(access, source_id=pk, start=6, end=11, exact="Write", new_need="Reach Tove Lind")
    with within(access):
        needed = int(Need.objects.get().pk)
    describe_need(access, need_id=needed, detail="As anna@bakery.example said.")
    for node_id in (needed, talk, pk):
        comment(access, node_id=node_id, text="Is it Tove Lind?")
    told = [Moment("She calls Tove Lind", 1), Moment('A "quiet" day', 0), Moment('"Tove Lind"\tagain, Tove Lind', -1)]
    write_snapshot(access, interview_id=talk, facts="Knows Tove Lind.", insights="", moments=told)
    return needed, int(add_need(access, title="Tove Lind elsewhere").pk)


def test_snapshot_needs_and_comments_lose_them_too(
    access: Access, talk: int, tmp_path: Path, settings: Settings
) -> None:
    settings.CLEW_DATA = tmp_path / "data"
    settings.CLEW_DATA.mkdir()
    needed, other = write_about(access, talk)
    found = personal_data(access, talk).suggestions[2:]
    assert [one.name for one in found] == [
        "Facts of the snapshot", "Moment 1 of the snapshot", *["Moment 3 of the snapshot"] * 2, "Need", "Description of a need",
        *["Comment"] * 3,
    ]  # fmt: skip
    assert {one.node_id for one in found[4:]} == {needed, talk, transcript(access, talk).source_id}
    back_up(tmp_path / "before.clew")

    def told() -> list[object]:
        shown = snapshot(access, talk)
        with within(access):
            texts = [one.text for one in Comment.objects.order_by("pk")]
            return [
                *shown.facts,
                shown.moments,
                need(access, needed, on=DAY).title,
                need(access, needed, on=DAY).detail,
                *texts,
            ]

    redact_interview(access, interview_id=talk, places=chosen(access, talk))
    after = told()
    name = "█" * 9
    assert after[:2] == [
        f"Knows {name}.", (Moment(f"She calls {name}", 1), Moment('A "quiet" day', 0), Moment(f'"{name}" again, {name}', -1)),
    ]  # fmt: skip
    assert after[2:] == [f"Reach {name}", "As " + "█" * 19 + " said.", *[f"Is it {name}?"] * 3]
    assert [hit.node_id for hit in find(access, "Tove").hits if hit.kind == "need"] == [other]
    connection.check_constraints()
    restore(tmp_path / "before.clew", typed_name=house_name())
    assert told() == after
    with within(access):
        kept = LedgerEntry.objects.filter(node_id__in=[needed, talk]).values_list("before", "after")
        assert "Tove Lind" not in str(list(kept))


def test_an_older_backup_is_redacted_when_it_comes_back(
    access: Access, talk: int, tmp_path: Path, settings: Settings
) -> None:
    settings.CLEW_DATA = tmp_path / "data"
    settings.CLEW_DATA.mkdir()
    record(access, talk, tone(tmp_path / "talk.wav"))
    pk = transcript(access, talk).source_id or 0
    mark(access, source_id=pk, start=SAID.index("or ask"), end=len(SAID), exact=SAID[SAID.index("or ask") :])
    note(access, interview_id=talk, client_id=str(uuid4()), at_ms=0, text="Call Tove Lind.")
    back_up(tmp_path / "before.clew")
    for part in (0, 0, 0):  # one after the other: each text becomes the next
        with within(access):
            done = redact_interview(access, interview_id=talk, places=chosen(access, talk)[part : part + 1])
            for run in Run.objects.filter(pk__in=done.run_ids):
                perform(run.key)
    expected, noted = transcript(access, talk), notes(access, talk)
    told = (tmp_path / "erasures.jsonl").read_text()
    assert not any(word in told for word in ("Tove", "anna", "bakery"))
    connection.check_constraints()  # what waits for the end of the test's transaction would forbid emptying tables
    restore(tmp_path / "before.clew", typed_name=house_name())
    assert (transcript(access, talk), [one.text for one in notes(access, talk)]) == (
        expected,
        [one.text for one in noted],
    )
    assert "█" in expected.turns[0].words
    assert [hit.kind for hit in find(access, "Tove").hits] == ["person"]
    with within(access):
        assert not any("Tove" in str(row) for row in Excerpt.objects.values_list("exact", "prefix"))
        told = str(list(LedgerEntry.objects.filter(node_id__in=[pk, talk]).values_list("before", "after")))
        assert "Tove Lind" not in told
        file = Recording.objects.get().file_id or 0
    heard = loudness(path_of(access, file_id=file))
    assert (heard[19:26], heard[34:45]) == ([0] * 7, [0] * 11)
    assert len(list((tmp_path / "data" / "files").glob("*/*"))) == 1


def test_others_may_not(access: Access, talk: int, viewer: Access, elsewhere: Access) -> None:
    places = chosen(access, talk)
    with pytest.raises(Forbidden):
        redact_interview(viewer, interview_id=talk, places=places)
    for ask in (personal_data, lambda who, pk: redact_interview(who, interview_id=pk, places=places)):
        with pytest.raises(NotFound):
            ask(elsewhere, talk)


def test_the_page(access: Access, talk: int) -> None:
    place = f"/w/{access.slug}/interviews/{talk}/privacy"
    client = SignedIn(access)
    page = client.get(place).content.decode()
    assert "<strong>anna@bakery.example</strong>" in page
    one = personal_data(access, talk).suggestions[0]
    stale = client.post(f"{place}/redact", {"version": "9", "ids": [one.place]})
    assert (stale.status_code, "changed while you looked" in stale.content.decode()) == (422, True)
    assert client.post(f"{place}/redact", {"version": "1"}).status_code == 422
    assert client.post(f"{place}/redact", {"version": "1", "ids": [one.place]}).status_code in (302, 303)
    assert [found.kind for found in personal_data(access, talk).suggestions] == ["name"]
    page = client.get(place).content.decode()
    assert "bakery.example" not in page
