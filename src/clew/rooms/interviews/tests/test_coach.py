"""The guide coach in a workspace: what it says, what it is taught, and how it falls quiet."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.people import SignedIn

from clew.ground.ledger.api import Forbidden, LedgerEntry, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.coach import bring_flag_back, choose_rules, dismiss_flag
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.guide_coach import Looked
from clew.rooms.interviews.models import Dismissal
from clew.rooms.interviews.queries.coach import coach_rules, look_at_guide
from clew.science.questions import FAULTS, key_of

CLOSED = "Do you count by hand?"


def looked_at(access: Access, *questions: str, **more: Any) -> Looked:
    items = [{"kind": "question", "text": question} for question in questions]
    content = {"sections": [{"title": "Warm-up", "minutes": None, "items": items}]}
    return look_at_guide(access, content=content, **more)


def said(access: Access, *questions: str) -> list[str]:
    return [mark.rule for mark in looked_at(access, *questions).marks if not mark.dismissed]


def record(access: Access, rule: str) -> tuple[int, int, bool]:
    (row,) = [row for row in coach_rules(access).rules if row.rule == rule]
    return row.raised, row.dismissed, row.is_quiet


def test_says_what_speaks_against_a_question_and_weighs_the_whole(access: Access) -> None:
    found = looked_at(access, CLOSED, "Tell me about the last time you counted.", "And why?", minutes=5)
    assert [(mark.item, mark.rule) for mark in found.marks] == [(0, "closed"), (1, "story")]
    assert found.marks[0].instead == ("Tell me about the last time you counted by hand.",)
    assert str(found.balance) == "3 questions: 1 asks for a story, 1 closed; about 9 minutes of 5"
    assert found.balance.notes == ("It takes about 4 minutes longer than the conversation.",)


def test_each_question_of_a_line_is_looked_at_and_notes_are_not(access: Access) -> None:
    items = [{"kind": "note", "text": CLOSED}, {"kind": "probe", "text": f"Why? {CLOSED}"}]
    found = look_at_guide(access, content={"sections": [{"title": "", "minutes": 3, "items": items}]})
    assert [(mark.item, mark.question) for mark in found.marks] == [(1, CLOSED)]
    assert found.balance.questions == 0


def test_what_is_dismissed_is_not_raised_on_that_question_again(access: Access) -> None:
    dismiss_flag(access, rule="closed", question=CLOSED)
    dismiss_flag(access, rule="closed", question=f"  {CLOSED.upper()}")
    assert Dismissal._base_manager.count() == 1
    assert said(access, CLOSED) == []
    assert said(access, "Do you count alone?") == ["closed"]
    assert bring_flag_back(access, rule="closed", question=CLOSED) == 1
    assert bring_flag_back(access, rule="closed", question=CLOSED) == 0
    assert said(access, CLOSED) == ["closed"]
    names = set(LedgerEntry.objects.filter(table_name="interviews_dismissal").values_list("act_name", flat=True))
    assert names == {"dismiss what the coach says of a question", "bring back what the coach says of a question"}


def test_what_was_heeded_counts_as_right_and_what_was_dismissed_as_wrong(access: Access) -> None:
    write_guide(access, title="Counting", text=f"- {CLOSED}\n- Do you count alone?\n- {CLOSED}\n")
    dismiss_flag(access, rule="closed", question=CLOSED)
    dismiss_flag(access, rule="closed", question="Do you like it?")
    assert record(access, "closed") == (3, 2, False)


def test_a_rule_that_is_mostly_dismissed_falls_quiet_and_says_so(access: Access) -> None:
    for number in range(8):
        dismiss_flag(access, rule="closed", question=f"Do you count by {number} hands?")
    assert record(access, "closed") == (8, 8, True)
    assert said(access, CLOSED) == []
    page = SignedIn(access).get(f"/w/{access.slug}/interviews/coach").content.decode()
    assert "It fell quiet" in page
    for number in range(8):
        bring_flag_back(access, rule="closed", question=f"Do you count by {number} hands?")
    assert said(access, CLOSED) == ["closed"]


def test_rules_and_words_are_chosen(access: Access) -> None:
    jargon = "How do you read the roadmap?"
    assert said(access, CLOSED, jargon) == ["closed", "jargon"]
    choose_rules(access, rules=["jargon"], known=["roadmap", " Roadmap"], team=["flux run"])
    assert said(access, CLOSED, jargon, "How did the flux run go?") == ["jargon"]
    choose_rules(access, rules=[*FAULTS, "story"])
    found = coach_rules(access)
    assert (found.known, found.team, [row.is_on for row in found.rules]) == ((), (), [True] * 6)
    assert "choose the rules of the coach" in set(LedgerEntry.objects.values_list("act_name", flat=True))


def test_refuses_what_it_does_not_know(access: Access) -> None:
    for wrong in ({"rules": ["mood"]}, {"rules": [], "known": ["x" * 61]}, {"rules": [], "team": map(str, range(201))}):
        with pytest.raises(Refused):
            choose_rules(access, **{k: list(v) for k, v in wrong.items()})
    for rule, question in (("story", CLOSED), ("mood", CLOSED), ("closed", " "), ("closed", "x" * 4001)):
        with pytest.raises(Refused):
            dismiss_flag(access, rule=rule, question=question)
        with pytest.raises(Refused):
            bring_flag_back(access, rule=rule, question=question)
    for content in (
        {},
        {"sections": 1},
        {"sections": [{"title": "", "minutes": None, "items": [{"kind": "x", "text": ""}]}]},
    ):
        with pytest.raises(Refused):
            look_at_guide(access, content=content)
    assert Dismissal._base_manager.count() == 0


def test_the_database_guards_a_dismissal(access: Access) -> None:
    made = dismiss_flag(access, rule="closed", question=CLOSED)
    for wrong in ({"rule": "leading"}, {"question": key_of("Why?")}, {"withdrawn_by_id": access.user_id}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dismissal._base_manager.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dismissal._base_manager.create(workspace_id=access.workspace_id, rule="closed", question=key_of(CLOSED))
    with pytest.raises(DatabaseError), transaction.atomic():
        Dismissal._base_manager.filter(pk=made.pk).delete()


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    for act, told in (
        (dismiss_flag, {"rule": "closed", "question": CLOSED}),
        (bring_flag_back, {"rule": "closed", "question": CLOSED}),
        (choose_rules, {"rules": []}),
    ):
        with pytest.raises(Forbidden):
            act(viewer, **told)
    dismiss_flag(elsewhere, rule="closed", question=CLOSED)
    choose_rules(elsewhere, rules=[])
    assert said(access, CLOSED) == ["closed"]


def test_the_editor_is_told_as_one_types(access: Access, django_assert_max_num_queries: Any) -> None:
    client = SignedIn(access)
    items = [{"kind": "question", "text": CLOSED}] * 100
    content = json.dumps({"sections": [{"title": "", "minutes": None, "items": items}]})
    # Beside session and membership: what the coach goes by, which outside a test's transaction is kept.
    with django_assert_max_num_queries(13):
        told = client.post(client.path("interviews/guides/check"), {"content": content, "minutes": "30"}).json()
    assert {(mark["label"], mark["dismissed"]) for mark in told["marks"]} == {("closed", False)}
    assert told["balance"].startswith("100 questions: 0 ask for a story, 100 closed")
    for wrong in ("", "{", "[]", "[" * 20_000, '{"sections": [1]}', "x" * 500_000):
        assert client.post(client.path("interviews/guides/check"), {"content": wrong}).status_code == 422
    read = client.post(client.path("interviews/guides/read"), {"text": f"## Counting (5 min)\n\n- {CLOSED}\n"}).json()
    assert read["sections"] == [{"title": "Counting", "minutes": 5, "items": [{"kind": "question", "text": CLOSED}]}]


def test_dismissed_by_script_and_by_form(access: Access) -> None:
    client, told = SignedIn(access), {"rule": "closed", "question": CLOSED}
    assert (
        client.post(client.path("interviews/coach/dismiss"), told, headers={"accept": "application/json"}).json() == {}
    )
    assert said(access, CLOSED) == []
    assert client.post(client.path("interviews/coach/bring-back"), told).status_code == 303
    assert said(access, CLOSED) == ["closed"]
    wrong = client.post(client.path("interviews/coach/dismiss"), {"rule": "x"}, headers={"accept": "application/json"})
    assert wrong.status_code == 422
    chosen = {"rules": ["leading"], "known": "roadmap, KPI", "team": ""}
    assert client.post(client.path("interviews/coach"), chosen).status_code == 303
    assert coach_rules(access).known == ("KPI", "roadmap")
