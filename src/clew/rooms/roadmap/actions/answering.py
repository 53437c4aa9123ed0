"""Closing the loop: the person who said it hears what became of it."""

from django.utils import timezone

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.feedback import ANSWERED, SORTED, entry_of
from clew.rooms.roadmap.models import AnswerMail, Feedback

ANSWER_LIMIT, MOST_DUPLICATES = 5_000, 200


@act("answer feedback")
def answer_feedback(access: Access, *, entry_id: int, answer: str, with_duplicates: bool = False) -> Feedback:
    """What the person is told. Where their address is known it goes out by mail; else it is noted that they were answered.

    `with_duplicates`: who said the same hears the same.
    """
    words = answer.strip()
    if not words:
        raise Refused("The answer is empty.", field="answer", remedy="Write what the person shall hear.")
    if len(words) > ANSWER_LIMIT:
        raise Refused(f"This is longer than {ANSWER_LIMIT:,} characters.", field="answer", remedy="Shorten it.")
    entry = entry_of(entry_id)
    if entry.state == ANSWERED:
        raise Refused("It was answered already.", field="answer", remedy="Take that answer back first.")
    _answer(access, entry, words)
    if with_duplicates:
        rest = entry.duplicates.exclude(state=ANSWERED).select_for_update().order_by("pk")
        for other in rest[:MOST_DUPLICATES]:
            _answer(access, other, words)
    return entry


@act("take an answer back")
def take_answer_back(access: Access, *, entry_id: int) -> Feedback:
    """Until its mail has gone out."""
    entry = entry_of(entry_id)
    if entry.state != ANSWERED:
        raise Refused("It was not answered.", remedy="Write an answer first.")
    mail = AnswerMail.objects.select_for_update().filter(entry=entry).first()
    if mail is not None and mail.sent_at:
        raise Refused("The mail has gone out.", remedy="Write to the person again.")
    if mail is not None:
        mail.delete()
    entry.state, entry.answer, entry.answered_at, entry.answered_by = SORTED, "", None, None
    entry.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return entry


def _answer(access: Access, entry: Feedback, words: str) -> None:
    entry.state, entry.answer, entry.answered_at = ANSWERED, words, timezone.now()
    entry.answered_by_id = access.user_id
    entry.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    person = entry.source.person
    if person is not None and person.email:
        AnswerMail.objects.update_or_create(
            entry=entry, defaults={"workspace_id": access.workspace_id, "due_at": timezone.now(), "tries": 0}
        )
