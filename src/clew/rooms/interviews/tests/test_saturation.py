"""Has a study heard enough: new codes and needs by participant, and what three more would bring."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import take_in
from clew.rooms.interviews.queries.saturation import study_saturation
from clew.rooms.interviews.tests.recruits import begin, person
from clew.science.saturation import discovery_curve, saturation, what_more_would_buy

SAID = "I count the shelves by hand."


@pytest.fixture
def study(access: Access) -> int:
    return begin(access)


def heard(access: Access, study: int, number: int, codes: str = "", need: int | None = None, **of: Any) -> int:
    """An interview on the day of its number, with these letters as codes; nothing is marked where there are none."""
    text = f"{SAID} Number {number}."
    day = date(2026, 3, 1) + timedelta(days=number)
    made = add_source(access, text=text, title=f"Talk {number}", kind="interview", said_on=day, **of)
    (interview,) = take_in(access, study_id=study, source_ids=[made.pk])
    if codes or need:
        mark(access, source_id=made.pk, start=0, end=len(SAID), exact=SAID, codes=list(codes), need_id=need)
    return int(interview.pk)


def test_counts_what_is_new_in_the_order_they_were_heard(access: Access, study: int) -> None:
    need = add_need(access, title="Count less").pk
    heard(access, study, 2, "bcd", need)
    heard(access, study, 1, "abc")
    heard(access, study, 3, "d", need)
    silent = heard(access, study, 4)
    found = study_saturation(access, study)
    assert [(one.title, one.findings, one.new) for one in found.participants] == [
        ("Talk 1", 3, 3),
        ("Talk 2", 4, 2),
        ("Talk 3", 2, 0),
    ]
    assert (found.held, found.unmarked, found.findings, found.wanting) == (4, (silent,), 5, 0)
    told = [set("abc"), {*"bcd", "need"}, {"d", "need"}]
    curve = discovery_curve(told, orders=400)
    assert [one.heard for one in found.points] == [one.as_asked for one in curve.points]
    assert [one.mean for one in found.points] == pytest.approx([one.mean for one in curve.points])
    assert found.more is not None
    assert found.more.value == pytest.approx(what_more_would_buy(told, 3).value)
    assert found.more == study_saturation(access, study).more  # the same draws
    assert found.says.startswith("Three more people like these would tell")
    assert found.says.endswith("5 are known.")
    assert [one.new for one in study_saturation(access, study, of="codes").participants] == [3, 1, 0]
    assert [one.new for one in study_saturation(access, study, of="needs").participants] == [0, 1, 0]
    assert study_saturation(access, study, of="needs").says.endswith("1 is known.")


def test_the_rule_of_runs(access: Access, study: int) -> None:
    for number, codes in enumerate(("abcd", "efgh", "ijkl", "mnop", "a", "b", "c")):
        heard(access, study, number, codes)
    found = study_saturation(access, study)
    assert found.reached_at == saturation([set(c) for c in ("abcd", "efgh", "ijkl", "mnop", "a", "b", "c")]).reached_at
    assert found.reached_at == 4
    assert (found.base, found.run, found.threshold) == (4, 2, 0.05)


def test_who_was_heard_twice_counts_once(access: Access, study: int) -> None:
    anna = person(access, "Anna")
    heard(access, study, 1, "ab", person_id=anna)
    heard(access, study, 2, "c")
    heard(access, study, 3, "d", person_id=anna)
    found = study_saturation(access, study)
    assert [(one.title, one.findings, len(one.interviews)) for one in found.participants] == [
        ("Anna", 3, 2),
        ("Talk 2", 1, 1),
    ]


def test_too_little_is_told_as_such(access: Access, study: int) -> None:
    none = study_saturation(access, study)
    assert (none.held, none.wanting, none.more, none.says, none.points) == (0, 2, None, "", ())
    heard(access, study, 1, "a")
    assert study_saturation(access, study).wanting == 1
    with pytest.raises(Refused, match="no such findings"):
        study_saturation(access, study, of="words")


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, study: int) -> None:
    heard(access, study, 1, "a")
    assert study_saturation(viewer, study).held == 1
    with pytest.raises(NotFound):
        study_saturation(elsewhere, study)


def test_statements_do_not_grow(access: Access, study: int, django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        heard(access, study, number, "abcdefghi"[number], person_id=person(access, f"Person{number}"))
    with django_assert_max_num_queries(11):
        assert len(study_saturation(access, study).participants) == 9


def test_page(access: Access, viewer: Access, study: int) -> None:
    assert "No interview of this study was held yet." in page(viewer, study)
    heard(access, study, 1, "a")
    heard(access, study, 2)
    assert "2 interviews held, 1 of them marked." in page(viewer, study)
    heard(access, study, 3, "ab")
    shown = page(viewer, study)
    assert "Three more people like these would tell" in shown
    assert "1 of 3 interviews is not marked yet" in shown
    assert 'aria-label="Findings known by participants: 1: 1; 2: 2"' in shown
    assert "not with a need" in page(viewer, study, "?of=needs")
    browser = SignedIn(viewer)
    record = browser.get(browser.path(f"n/{study}")).content.decode()
    assert "Three more people like these would tell" in record


def page(who: Access, study: int, query: str = "") -> str:
    browser = SignedIn(who)
    response = browser.get(browser.path(f"interviews/{study}/saturation{query}"))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())
