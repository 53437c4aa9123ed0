"""What the tests of recruiting begin with: a study, people of accounts in segments, and a screener."""

from datetime import date
from typing import Any

from clew.ground.customers.api import add_account, add_person, add_segment, set_fact
from clew.ground.evidence.api import add_source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.invitations import add_candidates
from clew.rooms.interviews.actions.screeners import publish_screener
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.models import Candidate
from clew.rooms.interviews.queries.screeners import ScreenerVersion

QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "q1",
        "text": "Who counts?",
        "kind": "single",
        "is_required": True,
        "options": ["I do", "Others", "Nobody"],
    },
    {"key": "q2", "text": "How many shelves?", "kind": "number"},
    {"key": "q3", "text": "What do you use?", "kind": "multi", "options": ["Paper", "A tablet"]},
    {"key": "q4", "text": "What went wrong last time?", "kind": "text"},
]
RULES: list[dict[str, Any]] = [
    {"question": "q1", "test": "is", "value": "Nobody", "then": "reject"},
    {"question": "q2", "test": "at_least", "value": "10", "then": "accept"},
    {"question": "q4", "test": "mentions", "value": "theft", "then": "queue"},
    {"question": "q3", "test": "is", "value": "A tablet", "then": "accept"},
]


def begin(access: Access, title: str = "Counting") -> int:
    return int(add_study(access, title=title).pk)


def account(access: Access, name: str, arr: int, plan: str = "Team") -> int:
    made = int(add_account(access, name=name).pk)
    set_fact(access, account_id=made, kind="arr", amount=arr * 100, starts_on=date(2020, 1, 1))
    set_fact(access, account_id=made, kind="plan", text=plan, starts_on=date(2020, 1, 1))
    return made


def person(access: Access, name: str, account_id: int | None = None, email: str | None = None) -> int:
    address = f"{name.split()[0].lower()}@shop.example" if email is None else email
    return int(add_person(access, name=name, email=address, account_id=account_id).pk)


def segment(access: Access, name: str, **rule: Any) -> int:
    return int(add_segment(access, name=name, rule=rule).pk)


def candidate(access: Access, study_id: int, person_id: int) -> int:
    add_candidates(access, study_id=study_id, person_ids=[person_id])
    return int(Candidate._base_manager.get(study=study_id, person=person_id).pk)


def screened(access: Access, study_id: int, **other: Any) -> ScreenerVersion:
    return publish_screener(
        access, study_id=study_id, **{"title": "Counting stock", "questions": QUESTIONS, "rules": RULES, **other}
    )


def talk(access: Access, study_id: int, person_id: int, words: str) -> None:
    made = add_source(access, text=words, title=words, kind="interview", person_id=person_id, said_on=date(2026, 3, 2))
    take_in(access, study_id=study_id, source_ids=[int(made.pk)])
