"""Answers kept by idempotency key: who asks again with the same key is told the same, and nothing is done twice."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.access import Access
from clew.ground.workspaces.models import Answer

KEPT_FOR = timedelta(days=7)


def answered_before(access: Access, *, key: str, asked: str) -> dict[str, Any] | None:
    """What was answered to this key; refuses when the key stood for another request. `asked`: the request's fingerprint."""
    found = Answer.objects.filter(workspace_id=access.workspace_id, user_id=access.user_id or 0, key=key).first()
    if found is None:
        return None
    if found.asked != asked:
        raise Refused("This key was used for another request.", field="Idempotency-Key", remedy="Make a new key.")
    return dict(found.answer)


def keep_answer(access: Access, *, key: str, asked: str, answer: dict[str, Any]) -> None:
    """Called in the transaction of the act, which is undone with it. What is too old is cleared away."""
    Answer.objects.filter(workspace_id=access.workspace_id, created_at__lt=timezone.now() - KEPT_FOR).delete()
    Answer.objects.create(
        workspace_id=access.workspace_id, user_id=access.user_id or 0, key=key, asked=asked, answer=answer
    )
