"""Teach the guide coach: which rules are on, which words are known here, where it was wrong."""

from collections.abc import Sequence
from typing import get_args

from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.models import CoachSettings, Dismissal
from clew.science.questions import FAULTS, Rule, key_of

MOST_WORDS, LONGEST_WORD, LONGEST_QUESTION = 200, 60, 4_000
KNOWN_RULES = frozenset(get_args(Rule)) - {"open"}


@act("dismiss what the coach says of a question")
def dismiss_flag(access: Access, *, rule: str, question: str) -> Dismissal:
    """It is not raised on this question again, in no guide of the workspace. The same twice is once."""
    found = _said(rule, question)
    try:
        with transaction.atomic():
            return Dismissal.objects.create(workspace_id=access.workspace_id, dismissed_by_id=access.user_id, **found)
    except IntegrityError:
        return Dismissal.objects.get(withdrawn_at__isnull=True, **found)


@act("bring back what the coach says of a question")
def bring_flag_back(access: Access, *, rule: str, question: str) -> int:
    """Gives how many dismissals were taken back: none or one."""
    standing = Dismissal.objects.filter(withdrawn_at__isnull=True, **_said(rule, question))
    return standing.update(withdrawn_at=timezone.now(), withdrawn_by_id=access.user_id)


@act("choose the rules of the coach")
def choose_rules(
    access: Access, *, rules: Sequence[str], known: Sequence[str] = (), team: Sequence[str] = ()
) -> CoachSettings:
    """`known`: words that participants know, so no jargon. `team`: words that only the team says, so jargon."""
    strange = [rule for rule in rules if rule not in KNOWN_RULES]
    if strange:
        raise Refused("The coach has no such rule.", field="rules", remedy=f"One of: {', '.join(sorted(KNOWN_RULES))}.")
    told = {"rules": sorted(set(rules)), "known": _words(known, "known"), "team": _words(team, "team")}
    kept, made = CoachSettings.objects.get_or_create(workspace_id=access.workspace_id, defaults=told)
    if not made:
        for name, value in told.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(told))
    return kept


def _said(rule: str, question: str) -> dict[str, str]:
    if rule not in FAULTS:
        raise Refused("The coach has no such rule.", field="rule", remedy=f"One of: {', '.join(FAULTS)}.")
    if not question.strip() or len(question) > LONGEST_QUESTION:
        raise Refused("Which question is it?", field="question", remedy="Give the words of the question.")
    return {"rule": rule, "question": key_of(question)}


def _words(words: Sequence[str], field: str) -> list[str]:
    kept = list(dict.fromkeys(flat for word in words if (flat := " ".join(word.replace("\x00", " ").split()))))
    if len(kept) > MOST_WORDS:
        raise Refused(f"These are more than {MOST_WORDS} words.", field=field, remedy="Leave some out.")
    if any(len(word) > LONGEST_WORD for word in kept):
        raise Refused(
            f"A word has at most {LONGEST_WORD} characters.", field=field, remedy="Put a comma between words."
        )
    return kept
