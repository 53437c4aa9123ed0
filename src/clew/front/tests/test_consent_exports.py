"""Every file that a person saves, from a page or by the API, holds only words whose consent covers it; all there is goes to its owner alone."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.people import SignedIn

from clew.front.api.table import DOORS
from clew.front.pages.table import ROUTES
from clew.front.tests.test_api import Program
from clew.front.tests.test_consent_everywhere import said
from clew.ground.customers import api as customers
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.tests.shared import Told
from clew.rooms.interviews.tests.shared import told as tell

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every file there is, four times
PLANTED = "an hour"  # no name in it: a report covers those anyway
ENDING = re.compile(r"\.(csv|json|qdpx|qdc|docx|md|txt)$")
INSIDE = {
    "brief/markdown",
    "decisions/{decision_id}/known.json",
    "decisions/<int:pk>/then.json",
}  # what a team reads: quoting is enough
EVERYTHING = "workspace/export"


@pytest.fixture(autouse=True)
def counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def told(access: Access) -> Told:
    found = tell(access)
    made = thread.open_decision(access, title="Scan shelves", question="Do we?", flips="Nobody counts.").pk
    for title in ("Scan", "Wait"):
        thread.add_option(access, decision_id=made, title=title)
    for ground in (found.need, *found.excerpts):
        thread.rest_on(access, decision_id=made, node_id=ground)
    thread.register_prediction(
        access,
        question="Will they scan?",
        probability=0.7,
        decision_id=made,
        resolve_by=timezone.localdate() + timedelta(days=90),
    )
    options = [option.id for option in thread.decision(access, made).options]
    thread.decide(access, decision_id=made, chosen=options[0], reasons=dict.fromkeys(options, "So it is."))
    return found


def numbers(access: Access, told: Told) -> list[int]:
    (decision,) = [row.id for row in thread.decisions(access)]
    return [told.study, told.need, *told.sources, *told.interviews, *told.excerpts, decision]


def files(access: Access, told: Told) -> Iterator[tuple[str, str]]:
    """By address. A sheet of paper is made of what the document is made of, and is packed."""
    program, browser, on = Program(access), SignedIn(access), timezone.localdate().isoformat()
    for door in DOORS:
        for number in numbers(access, told) if door.in_path else [0]:
            if door.is_file and not door.path.endswith(".pdf"):
                answer = program.get(door.path.format(**dict.fromkeys(door.in_path, number)), on=on)
                if answer.status_code < 400:
                    yield door.path, said(answer)
    for route in ROUTES:
        if route.get is not None and ENDING.search(route.path) and "<str:" not in route.path:
            for number in numbers(access, told):
                answer = browser.get(browser.path(re.sub(r"<int:\w+>", str(number), route.path)))
                if answer.status_code < 400:
                    yield route.path, said(answer)


def holding(access: Access, told: Told) -> set[str]:
    cache.clear()
    return {where for where, text in files(access, told) if PLANTED in text}


def test_files_hold_what_may_be_shared(access: Access, told: Told) -> None:
    whole = holding(access, told)
    study = {"studies/{study_id}/project.qdpx", "studies/{study_id}/report.docx", EVERYTHING}
    assert whole >= study | INSIDE | {"interviews/<int:pk>/marks.csv", "interviews/<int:pk>/marks.json"}
    told.consents(told.anna, "record", "quote", "share")
    assert holding(access, told) == whole
    told.consents(told.anna, "record", "quote")
    assert holding(access, told) == whole & INSIDE | {EVERYTHING}
    consent = told.consents(told.anna, "record", "share")
    assert holding(access, told) == {EVERYTHING}
    customers.withdraw_consent(access, consent_id=consent)
    assert holding(access, told) == {EVERYTHING}
