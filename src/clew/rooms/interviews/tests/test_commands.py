"""`clew interviews …`: each command does what its page does, says it to machines too, and ends with a number that means something."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.shell import Shell

from clew.front.cli import COMMANDS
from clew.ground.customers.api import add_account, add_person
from clew.ground.doors.api import rooms
from clew.ground.evidence.api import add_source, mark
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.snapshots import write_snapshot
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.talk import say_who_asked
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.queries.snapshots import Moment
from clew.rooms.interviews.queries.studies import study_interviews
from clew.rooms.interviews.queries.transcripts import transcript
from clew.rooms.interviews.tests.finding_sheets import sheet
from clew.rooms.interviews.tests.test_studies import SAID, talk

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada>We count every shelf twice.\n\n00:00:05.000 --> 00:00:07.000\n<v Ben>Why twice?\n"
ASKED = "Ann: When did you count last? Bea: Last Monday I counted all night and lost a page of it."
TURNS = [
    {"start": 0, "end": 30, "speaker": "Ann"},
    {"start": 30, "end": len(ASKED), "speaker": "Bea"},
]
GUIDE = "# Counting\n\n## Warm-up (5 min)\n\n- Do you like counting?\n- Tell me about the last time you counted.\n"


clew = Shell("interviews")
told = clew.told


def test_the_rooms_commands_are_in_the_fronts_list() -> None:
    for room in rooms():
        if room.commands:
            assert ":".join(COMMANDS[room.name][:2]) == room.commands


@pytest.mark.parametrize("words", [[], ["studies"], ["studies", "add"], ["transcripts", "import"], ["guides", "check"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    look = (
        "import sys; from clew.front.cli import main; "
        f"main({['interviews', *words, '--help']!r}, standalone_mode=False); "
        "assert not {'django', 'numpy', 'dbos'} & set(sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Usage:" in ended.stdout


def test_a_study_from_its_beginning(here: Access) -> None:
    assert clew("studies", "list").exit_code == 1
    made = told("studies", "add", "Counting", "--question", "Why twice?", "--wanted", 5)["id"]
    assert told("studies", "move", made, "recruiting")["state"] == "recruiting"
    (row,) = told("studies", "list", "--state", "recruiting")
    assert (row["id"], row["progress"]["wanted"]) == (made, 5)
    source = talk(here)
    (taken,) = told("studies", "take-in", made, source)
    shown = clew("studies", "show", made)
    assert "Counting (interviewing, 1 of 5 held)" in shown.stdout
    assert f"{taken['interview']:>7}  held" in shown.stdout
    assert told("studies", "show", made)["interviews"][0]["source_id"] == source


def test_whom_to_ask(here: Access) -> None:
    made, anna = add_study(here, title="Counting").pk, add_person(here, name="Anna", email="anna@shop.example").pk
    assert told("candidates", "add", made, anna) == {"study": made, "added": 1}
    assert [row["name"] for row in told("panel", made)] == ["Anna"]
    assert clew("panel", made, "--new").exit_code == 1
    (candidate,) = told("candidates", "list", made)
    shown = clew("invite", made, candidate["id"])
    assert shown.exit_code == 0, shown.stderr
    assert "Anna <anna@shop.example>\n\nSubject: Would you talk with us?" in shown.stdout
    link = told("link", candidate["id"], "--at", "https://clew.example/")["link"]
    assert link.startswith("https://clew.example/asked/")
    assert clew("invite", made, candidate["id"]).exit_code == 1  # she was asked by that link
    assert told("candidates", "settle", "accepted", candidate["id"])["state"] == "accepted"
    assert told("heard", "--study", made)["interviews"] == 0
    assert clew("schedule").exit_code == 1


def test_a_guide_is_checked_and_brought_in(here: Access, tmp_path: Path) -> None:
    file = tmp_path / "counting.md"
    file.write_text(GUIDE)
    found = told("guides", "check", file, code=1)
    assert [(mark["rule"], mark["question"]) for mark in found["marks"]] == [("closed", "Do you like counting?")]
    assert told("guides", "add", file)["title"] == "Counting"
    (row,) = told("guides", "list")
    assert clew("guides", "show", row["id"]).stdout.strip() == GUIDE.strip()
    file.write_text(GUIDE.replace("- Do you like counting?\n", ""))
    assert clew("guides", "check", file).exit_code == 0


def test_codes_leave(here: Access, tmp_path: Path) -> None:
    made, source = add_study(here, title="Counting").pk, talk(here)
    told("studies", "take-in", made, source)
    mark(here, source_id=source, start=0, end=10, codes=("Counting twice",), exact="I count th")
    book, project = tmp_path / "codes.qdc", tmp_path / "study.qdpx"
    assert told("exchange", "out", book)["left_out"] == []
    assert told("exchange", "out", project, "--study", made)["bytes"] == project.stat().st_size
    assert clew("exchange", "out", book).exit_code == 2  # it is there
    assert clew("exchange", "out", tmp_path / "study2.qdpx").exit_code == 2  # of which study?
    assert clew("codes", "rounds", made).exit_code == 1


def test_findings_and_a_finished_study(here: Access, tmp_path: Path) -> None:
    made = add_study(here, title="Counting").pk
    assert clew("findings", "list", made).exit_code == 1
    found = told("findings", "add", made, "Counted twice", "--severity", "high")["id"]
    assert f"{found:>7}  High       0         open          Counted twice" in clew("findings", "list", made).stdout
    file = tmp_path / "home_page.xlsx"
    file.write_bytes(sheet())
    would = clew("studies", "bring-in", file, "--dry-run")
    assert would.stdout == "3 findings, 3 participants, 3 quotations.\n"
    assert "Sheet, B5: “Data” belongs to no finding." in would.stderr
    first = told("studies", "bring-in", file, "--heard", 5)
    assert (first["findings"], first["is_new"]) == (3, True)
    assert {row["heard"] for row in told("findings", "list", first["study"])} == {5}
    assert told("studies", "bring-in", file) == {**first, "is_new": False}
    file.write_bytes(b"id,text\n1,words\n")
    assert clew("studies", "bring-in", file).exit_code == 2


@pytest.mark.slow
def test_what_takes_a_run(house: dict[str, str], tmp_path: Path) -> None:
    """As processes of their own: a transcript comes in once, for a study or for an interview; a codebook leaves and comes back."""

    def clew(*words: Any, code: int = 0) -> Any:
        command = [str(Path(sys.prefix) / "bin" / "clew"), *map(str, words)]
        ended = subprocess.run(command, check=False, env=house, capture_output=True, text=True, timeout=120)
        assert ended.returncode == code, (words, ended.stderr)
        return json.loads(ended.stdout) if "--json" in words else ended.stdout

    clew("init")
    made = clew("interviews", "studies", "add", "Counting", "--json")["id"]
    ada, ben = tmp_path / "ada.vtt", tmp_path / "ben.vtt"
    ada.write_text(VTT)
    ben.write_text(VTT.replace("shelf", "box"))
    bring = ("interviews", "transcripts", "import")
    (first,) = clew(*bring, ada, "--study", made, "--json")["interviews"]
    assert clew(*bring, ada, "--study", made, "--json", code=1)["interviews"] == []
    said = clew("interviews", "transcripts", "show", first["interview"])
    assert said.splitlines()[1:] == ["0:01 Ada: We count every shelf twice.", "0:05 Ben: Why twice?"]
    clew(*bring, ada, ben, "--study", made, "--interview", first["interview"], code=2)
    clew(*bring, ben, "--interview", first["interview"], code=2)  # it has its transcript
    clew("mark", first["source"], "We count every shelf twice.", "--need", "Count once", "--code", "Counting twice")
    book = tmp_path / "codes.qdc"
    clew("interviews", "exchange", "out", book)
    assert clew("interviews", "exchange", "in", book, "--json")["codes"] == 1
    clew("interviews", "exchange", "in", ada, code=2)


@pytest.mark.parametrize(
    "words",
    [
        ["studies", "show", 987654321],
        ["studies", "add", " "],
        ["candidates", "add", 987654321, 1],
        ["link", 987654321],
        ["codes", "agreement", 987654321],
        ["transcripts", "show", 987654321],
        ["studies", "move", 1, "forgotten"],
    ],
)
def test_what_is_not_there_is_one_line(here: Access, words: list[Any]) -> None:
    ended = clew(*words)
    assert ended.exit_code == 2
    assert "Traceback" not in ended.stderr


def test_words_become_those_of_an_interview(here: Access) -> None:
    made, ada = add_study(here, title="Counting").pk, add_person(here, name="Ada").pk
    planned, source = add_interview(here, study_id=made, person_id=ada).pk, talk(here)
    use_transcript(here, interview_id=planned, source_id=source)
    (row,) = study_interviews(here, made)
    assert (row.id, row.source_id, row.person_id) == (planned, source, ada)
    found = transcript(here, planned)
    assert (found.total, found.turns[0].words) == (1, SAID)
    assert "give an interview its transcript" in str(record_history(here, planned).entries)
    assert clew("transcripts", "show", planned).stdout.splitlines()[1:] == [SAID]


def test_others_give_no_interview_a_transcript(here: Access, viewer: Access, elsewhere: Access) -> None:
    planned = add_interview(here, study_id=add_study(here, title="Counting").pk).pk
    source = talk(here)
    for who in (viewer, elsewhere):
        with pytest.raises(NotFound):
            transcript(who, planned)
        with pytest.raises((Forbidden, NotFound)):
            use_transcript(who, interview_id=planned, source_id=source)


def test_words_of_another_are_not_taken_for_an_interviews(here: Access) -> None:
    made = add_study(here, title="Counting").pk
    ada, ben = add_person(here, name="Ada").pk, add_person(here, name="Ben").pk
    of_ada, of_ben = (add_interview(here, study_id=made, person_id=pk).pk for pk in (ada, ben))
    source = talk(here)
    use_transcript(here, interview_id=of_ada, source_id=source)
    with pytest.raises(Refused, match="were said in"):
        use_transcript(here, interview_id=of_ben, source_id=source)
    with pytest.raises(Refused, match="has its transcript"):
        use_transcript(here, interview_id=of_ada, source_id=talk(here, words="Other words."))


def test_what_was_learnt_is_read(here: Access) -> None:
    study = add_study(here, title="Counting").pk
    pk = add_interview(here, study_id=study).pk
    source = add_source(here, text=ASKED, turns=TURNS, title="Talk", kind="interview").pk
    assert clew("talk", pk).exit_code == 1
    use_transcript(here, interview_id=pk, source_id=source)
    say_who_asked(here, interview_id=pk, speakers=["Ann"])
    mark(
        here,
        source_id=source,
        start=ASKED.index("Last"),
        end=len(ASKED),
        exact=ASKED[ASKED.index("Last") :],
        new_need="Count fast",
    )
    write_snapshot(here, interview_id=pk, moments=[Moment("Counted at night", -1)])
    assert [kind["count"] for kind in told("talk", pk)["score"]["kinds"]] != []
    assert "Words of the interviewers" in clew("talk", pk).stdout
    assert told("snapshot", pk)["moments"] == [{"text": "Counted at night", "feeling": -1}]
    assert "Count fast" in clew("snapshot", pk).stdout
    assert told("saturation", study, code=1)["says"] == ""
    assert "more participants" in clew("saturation", study).stdout
    assert [box["title"] for box in told("tree")["loose"]] == ["Count fast"]
    assert "Count fast (need)" in clew("tree", "--study", study).stdout
    assert clew("silent").exit_code == 2


def test_who_has_not_been_asked(here: Access) -> None:
    study, account = add_study(here, title="Counting").pk, add_account(here, name="Mill").pk
    add_person(here, name="Dora Mill", account_id=account)
    assert [one["account"]["name"] for one in told("silent", "--study", study)["accounts"]] == ["Mill"]
    assert "Mill: Dora Mill" in clew("silent", "--study", study).stdout
    assert clew("silent", "--study", 999).exit_code == 2
