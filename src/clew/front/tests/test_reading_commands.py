"""The commands that read: what they print, for people and for machines, and how they end."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.meaning import pour
from tests.shell import Shell

from clew.ground.customers.api import add_account, add_person
from clew.ground.evidence.api import (
    add_need,
    add_source,
    mark,
    source,
    withdraw_excerpt,
)
from clew.ground.search.api import FEW, meaning_progress
from clew.ground.thread.api import open_decision
from clew.ground.workspaces.api import Access

CLEW = Path(sys.executable).with_name("clew")
WORDS = "I count the shelves by hand"


@pytest.fixture
def need(here: Access) -> int:
    """A need with words for it, of which one was withdrawn."""
    bakery = add_account(here, name="Bakery")
    anna = add_person(here, name="Anna Keller", account_id=bakery.pk)
    made = add_source(
        here, text=f"{WORDS}. It takes hours.", person_id=anna.pk, said_on=date(2025, 7, 1), title="A call"
    )
    need = add_need(here, title="Count stock quickly")
    for words in (WORDS, "It takes hours"):
        start = source(here, made.pk).text.index(words)
        excerpt = mark(here, source_id=made.pk, start=start, end=start + len(words), exact=words, need_id=need.pk)
    withdraw_excerpt(here, excerpt_id=excerpt.pk, need_id=need.pk, reason="not this need")
    return int(need.pk)


clew = Shell()


def test_find_reads_a_few_new_texts_itself(here: Access, need: int, meaning: str) -> None:
    told = clew("find", "counting", "by", "hand", "--json")
    assert "alone" not in told.stderr
    assert meaning_progress(here).unread == 0


def test_find_says_what_only_words_find_and_reads_it_when_asked(here: Access, meaning: str) -> None:
    for at in range(FEW + 1):
        add_source(here, text=f"The password login number {at} is refused", title="")
    told = clew("find", "nothing", "of", "the", "kind")
    assert "65 texts can be found by words alone so far" in told.stderr
    assert meaning_progress(here).unread == FEW + 1
    told = clew("find", "password", "--read")
    assert "Read 65 of 65 texts" in told.stderr
    assert meaning_progress(here).unread == 0


def test_find_prints_what_holds_the_words(here: Access, need: int) -> None:
    told = clew("find", "shelves", "hand")
    assert told.exit_code == 0
    assert WORDS in told.stdout
    assert "2 found" in told.stderr


def test_find_is_narrowed_by_kind_and_told_to_machines(here: Access, need: int) -> None:
    told = clew("find", "count", "--kind", "need", "--json")
    assert told.exit_code == 0
    assert [(h["id"], h["kind"]) for h in json.loads(told.stdout)["hits"]] == [(need, "need")]


def test_find_that_finds_nothing_ends_with_1(here: Access) -> None:
    assert clew("find", "zebra").exit_code == 1
    assert json.loads(clew("find", "zebra", "--json").stdout) == {
        "total": 0,
        "capped": False,
        "by_meaning": 0,
        "hits": [],
    }


def test_find_refuses_an_unknown_kind(here: Access) -> None:
    told = clew("find", "zebra", "--kind", "zebra")
    assert told.exit_code == 2
    assert "zebra" in told.stderr


def test_why_goes_back_to_the_customers_words(here: Access, need: int) -> None:
    told = clew("why", str(need))
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0] == f"Need “Count stock quickly”  [{need}]"
    assert any(
        "is supported by" in line and WORDS in line and "Anna Keller, Bakery, 2025-07-01" in line for line in lines
    )
    assert any("It takes hours" in line and "(withdrawn)" in line for line in lines)
    assert any(WORDS in line and ", in A call  [" in line for line in lines)


def test_why_for_machines(here: Access, need: int) -> None:
    told = json.loads(clew("why", str(need), "--json").stdout)
    assert told["root"] == need
    assert {r["kind"] for r in told["records"]} == {"need", "excerpt", "source"}
    assert sorted(k["withdrawn"] for k in told["links"] if k["verb"] == "supports") == [False, True]
    assert WORDS in [r["quotation"]["exact"] for r in told["records"] if r["quotation"]]


def test_why_of_what_rests_on_nothing_ends_with_1(here: Access) -> None:
    told = clew("why", str(add_need(here, title="Bare").pk))
    assert (told.exit_code, "nobody tied it" in told.stdout) == (1, True)


def test_why_refuses_what_is_not_there(here: Access, elsewhere: Access) -> None:
    theirs = add_need(elsewhere, title="Theirs")
    for number in ("999999", str(theirs.pk)):
        told = clew("why", number)
        assert (told.exit_code, told.stdout) == (2, "")
        assert "No such record" in told.stderr


def test_brief_is_markdown(here: Access, need: int) -> None:
    open_decision(here, title="What first?", question="What first?")
    told = clew("brief", "--on", "2025-07-02")
    assert told.exit_code == 0
    assert told.stdout.startswith("# Mine: what matters on 2 July 2025\n")
    assert WORDS in told.stdout
    assert "What first?" in told.stdout
    data = json.loads(clew("brief", "--json").stdout)
    assert [n["title"] for n in data["needs"]] == ["Count stock quickly"]


def test_a_brief_of_nothing_ends_with_1(here: Access) -> None:
    assert clew("brief").exit_code == 1


def test_themes_are_found_once_and_printed(here: Access, meaning: str) -> None:
    pour(here)
    first = clew("themes")
    assert first.exit_code == 0
    assert "Grouping what says alike" in first.stderr
    again = clew("themes")
    assert again.stdout == first.stdout
    assert "Grouping" not in again.stderr
    assert "Grouping" in clew("themes", "--again").stderr


def test_themes_for_machines(here: Access, meaning: str) -> None:
    pour(here)
    told = json.loads(clew("themes", "--json").stdout)
    assert told["theming"]["items"] == 24
    assert sum(theme["size"] for theme in told["themes"]) == 24


def test_themes_of_too_little_are_refused(here: Access, meaning: str) -> None:
    told = clew("themes")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "at least 5" in told.stderr


def test_themes_of_an_unknown_import_are_refused(here: Access) -> None:
    told = clew("themes", "--import", "Zebra")
    assert told.exit_code == 2
    assert "No import is called “Zebra”" in told.stderr


def test_a_workspace_that_is_not_mine_is_refused(here: Access, elsewhere: Access) -> None:
    told = clew("find", "zebra", "-w", elsewhere.slug)
    assert told.exit_code == 2
    assert f"in no workspace {elsewhere.slug}" in told.stderr
    assert here.slug in told.stderr


@pytest.mark.slow
def test_as_a_process_of_its_own(house: dict[str, str]) -> None:
    """Exit codes, and nothing but JSON on stdout."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([CLEW, *words], check=False, env=house, capture_output=True, text=True)

    assert run("find", "zebra").returncode == 2
    assert run("init").returncode == 0
    found = run("find", "zebra", "--json")
    assert (found.returncode, json.loads(found.stdout)["hits"], found.stderr) == (1, [], "")
    assert run("why", "1").returncode == 2
