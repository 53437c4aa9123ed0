"""A finding: added, described anew, moved on, with the words for and against it, and the share of people who showed it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source, mark
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import archive, open_decision, record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import findings as acts
from clew.rooms.interviews.actions.findings import (
    add_finding,
    describe_finding,
    move_finding,
    tie_finding,
    untie_finding,
)
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.models import Finding
from clew.rooms.interviews.queries.findings import finding, findings

SAID = "I count by hand. It takes an hour. Then I count again."


def study_of(access: Access, *names: str, decision: int | None = None) -> tuple[int, dict[str, int]]:
    """A study with one interview of each; for each name an excerpt of theirs."""
    study = add_study(access, title="Counting", decision_id=decision).pk
    said = {}
    for name in names:
        person = add_person(access, name=name).pk
        source = add_source(access, text=f"{name}. {SAID}", title=name, kind="interview", person_id=person).pk
        take_in(access, study_id=study, source_ids=[source])
        text = f"{name}. {SAID}"
        said[name] = mark(access, source_id=source, start=0, end=len(text), exact=text).pk
    return study, said


def test_is_added_with_its_words_and_found_again(access: Access) -> None:
    decision = open_decision(access, title="How to count").pk
    study, said = study_of(access, "Anna", "Ben", "Cleo", decision=decision)
    made = add_finding(
        access, study_id=study, title="Counting is done twice", severity="high", area="Close",
        recommendation="Remember the first count", ticket="https://tickets.example/7",
    ).pk  # fmt: skip
    for name, stance in (("Anna", "supports"), ("Ben", "supports"), ("Cleo", "contradicts")):
        tie_finding(access, finding_id=made, excerpt_id=said[name], stance=stance)
    (row,) = findings(access, study)
    assert (row.shown, row.against, row.words, row.heard, row.severity_name) == (2, 1, 3, 3, "High")
    assert row.share is not None
    assert (row.share.method, round(row.share.low, 3), round(row.share.high, 3)) == ("Wilson", 0.208, 0.939)
    found = finding(access, made)
    assert [(q.stance, q.quote.person) for q in found.quotes] == [
        ("supports", "Anna"), ("supports", "Ben"), ("contradicts", "Cleo"),
    ]  # fmt: skip
    assert [h.node_id for h in find(access, "remember").hits] == [made]
    assert {said["Anna"], made} <= {step.card.id for step in why(access, decision).steps}
    assert "add a finding" in {entry.act_name for entry in record_history(access, made).entries}


def test_an_excerpt_has_one_stance_and_may_be_withdrawn(access: Access) -> None:
    study, said = study_of(access, "Anna")
    made = add_finding(access, study_id=study, title="Counting is done twice").pk
    tie_finding(access, finding_id=made, excerpt_id=said["Anna"])
    tie_finding(access, finding_id=made, excerpt_id=said["Anna"], stance="contradicts")
    assert [q.stance for q in finding(access, made).quotes] == ["contradicts"]
    assert (findings(access, study)[0].shown, findings(access, study)[0].against) == (0, 1)
    untie_finding(access, finding_id=made, excerpt_id=said["Anna"])
    assert finding(access, made).quotes == ()
    with pytest.raises(NotFound, match="not tied"):
        untie_finding(access, finding_id=made, excerpt_id=said["Anna"])


def test_is_described_anew_and_moved_on(access: Access) -> None:
    study, _ = study_of(access)
    made = add_finding(access, study_id=study, title="Counting is done twice", detail="Old").pk
    describe_finding(access, finding_id=made, severity="low", detail="Seen at close", counted=4)
    move_finding(access, finding_id=made, state="in work")
    found = finding(access, made)
    assert (found.row.severity, found.detail, found.counted, found.row.state) == ("low", "Seen at close", 4, "in work")
    assert (found.row.shown, found.row.heard, found.row.share) == (4, 0, None)
    assert [row.id for row in findings(access, study, state="in work")] == [made]
    assert findings(access, study, state="done") == ()


def test_the_worst_come_first_and_sorting_is_chosen(access: Access) -> None:
    study, said = study_of(access, "Anna", "Ben")
    made = {
        title: add_finding(access, study_id=study, title=title, severity=severity).pk
        for title, severity in (("B", "low"), ("A", "critical"), ("D", "positive"), ("C", "low"))
    }
    for name in said:
        tie_finding(access, finding_id=made["C"], excerpt_id=said[name])
    tie_finding(access, finding_id=made["D"], excerpt_id=said["Ben"])
    order = {sort: "".join(row.title for row in findings(access, study, sort=sort)) for sort in ("severity", "-severity", "title", "-title", "shown")}  # fmt: skip
    assert order == {"severity": "ACBD", "-severity": "DBCA", "title": "ABCD", "-title": "DCBA", "shown": "CDAB"}
    assert [row.title for row in findings(access, study, limit=2, offset=1)] == ["C", "B"]
    archive(access, node_ids=[made["A"]])
    assert "A" not in {row.title for row in findings(access, study)}


def test_statements_do_not_grow(access: Access, django_assert_max_num_queries: Any) -> None:
    study, said = study_of(access, "Anna", "Ben")
    for number in range(12):
        made = add_finding(access, study_id=study, title=f"Finding {number}").pk
        tie_finding(access, finding_id=made, excerpt_id=said["Anna"])
    with django_assert_max_num_queries(4):
        assert len(findings(access, study)) == 12


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"severity": "terrible"}, "severity"),
        ({"detail": "x" * 10_001}, "detail"),
        ({"recommendation": "x" * 4_001}, "recommendation"),
        ({"ticket": "x" * 2_001}, "ticket"),
        ({"area": "x" * 201}, "area"),
        ({"counted": -1}, "counted"),
        ({"counted": 1_001}, "counted"),
    ],
)
def test_bad_input_is_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    study, _ = study_of(access)
    with pytest.raises(Refused) as refused:
        add_finding(access, **{"study_id": study, "title": "Fine", **wrong})
    assert refused.value.field == field
    assert findings(access, study) == ()


def test_what_is_not_there_is_refused(access: Access) -> None:
    study, said = study_of(access, "Anna")
    made = add_finding(access, study_id=study, title="Counting is done twice").pk
    with pytest.raises(Refused, match="state"):
        move_finding(access, finding_id=made, state="forgotten")
    with pytest.raises(Refused, match="stance"):
        tie_finding(access, finding_id=made, excerpt_id=said["Anna"], stance="likes")
    for finding_id, excerpt_id in ((study, said["Anna"]), (made, study)):
        with pytest.raises(NotFound):
            tie_finding(access, finding_id=finding_id, excerpt_id=excerpt_id)
    with pytest.raises(NotFound):
        add_finding(access, study_id=made, title="Of no study")
    archive(access, node_ids=[made])
    with pytest.raises(Refused, match="archived"):
        tie_finding(access, finding_id=made, excerpt_id=said["Anna"])


def test_a_study_is_not_flooded(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    study, _ = study_of(access)
    monkeypatch.setattr(acts, "MOST_FINDINGS", 1)
    add_finding(access, study_id=study, title="One")
    with pytest.raises(Refused, match="at most 1"):
        add_finding(access, study_id=study, title="Two")


def test_the_database_guards_a_finding(access: Access) -> None:
    study, _ = study_of(access)
    made = add_finding(access, study_id=study, title="Counting is done twice").pk
    for wrong in ({"severity": "terrible"}, {"counted": 1_001}, {"recommendation": "x" * 4_001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding._base_manager.filter(pk=made).update(**wrong)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    study, said = study_of(access, "Anna")
    made = add_finding(access, study_id=study, title="Counting is done twice").pk
    tie_finding(access, finding_id=made, excerpt_id=said["Anna"])
    assert finding(viewer, made).row.title == findings(viewer, study)[0].title == "Counting is done twice"
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_finding(who, study_id=study, title="Mine")
        with pytest.raises(error):
            describe_finding(who, finding_id=made, severity="low")
        with pytest.raises(error):
            move_finding(who, finding_id=made, state="done")
        with pytest.raises(error):
            tie_finding(who, finding_id=made, excerpt_id=said["Anna"])
        with pytest.raises(error):
            untie_finding(who, finding_id=made, excerpt_id=said["Anna"])
    for ask in (finding, findings):
        with pytest.raises(NotFound):
            ask(elsewhere, made if ask is finding else study)
