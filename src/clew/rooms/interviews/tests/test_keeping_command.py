"""`clew interviews studies keep`: the rule of a study on the command line."""

import json

import pytest
from tests.shell import Shell

from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import add_study, plan_study
from clew.rooms.interviews.queries.keeping import study_retention
from clew.rooms.interviews.tests.test_study_retention import TODAY

clew = Shell("interviews")
told = clew.told


@pytest.fixture
def counting(here: Access) -> int:
    return int(add_study(here, title="Counting").pk)


def test_it_is_set_shown_and_ended(here: Access, counting: int) -> None:
    assert clew("studies", "keep", counting).stdout == "Words are kept as long as the workspace keeps them.\n"
    plan_study(here, study_id=counting, ends_on=TODAY)
    assert "without what decisions rest on: on " in clew("studies", "keep", counting, "--days", 30).stdout
    rule = told("studies", "keep", counting, "--days", 60, "--all")
    assert (rule["days"], rule["spares_grounds"]) == (60, False)
    assert "set how long a study keeps words" in {one.act_name for one in record_history(here, counting).entries}
    assert json.loads(clew("studies", "keep", counting, "--as-workspace", "--json").stdout) is None
    assert study_retention(here, counting) is None


def test_looking_changes_nothing(here: Access, counting: int) -> None:
    assert clew("studies", "keep", counting, "--days", 30, "--look").stdout.startswith(
        "Once the study has ended: 0 sources"
    )
    assert told("studies", "keep", counting, "--days", 30, "--look")["words"] == 0
    assert study_retention(here, counting) is None


@pytest.mark.parametrize(
    "words", [["--look"], ["--all"], ["--days", 3, "--as-workspace"], ["--days", 0], ["--days", 10**7]]
)
def test_nonsense_is_refused(here: Access, counting: int, words: list[object]) -> None:
    ended = clew("studies", "keep", counting, *words)
    assert (ended.exit_code, "Traceback" in ended.stderr) == (2, False)
    assert study_retention(here, counting) is None


def test_no_such_study(here: Access) -> None:
    assert clew("studies", "keep", 987_654).exit_code == 2
