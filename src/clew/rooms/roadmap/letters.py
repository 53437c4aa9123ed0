"""Letters that are due go out by mail, each once, and are tried again when the mail server is away.

What a letter says is worked out when it is sent. The rows hold `due_at`, `held_until`, `tries` and `sent_at`.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.mail import EmailMessage
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

AT_ONCE, MOST_TRIES = 20, 8
HELD = timedelta(minutes=2)
log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def send_letters(
    kind: type[Row], related: tuple[str, ...], write: Callable[[Row], EmailMessage | None], now: datetime | None = None
) -> int:
    """Those of a table that are due, each with its `related` rows; one for which nothing is written is no longer due, and goes.

    Called every few seconds by each server; they share the work. Answers how many were sent.
    """
    with scopes_disabled():
        due = _due(kind, now or timezone.now())
        ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        return sum(_send_one(kind, pk, related, write, now) for pk in ids)


def _due(kind: type[Row], now: datetime) -> QuerySet[Row]:
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    return kind._default_manager.filter(free, sent_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES)


def _send_one(
    kind: type[Row],
    pk: Any,
    related: tuple[str, ...],
    write: Callable[[Row], EmailMessage | None],
    asked_at: datetime | None,
) -> int:
    """Held from its own moment on: where a mail server is slow, those before it took longer than a letter is held."""
    now, rows = asked_at or timezone.now(), kind._default_manager.all()
    if not _due(kind, now).filter(pk=pk).update(held_until=now + HELD):
        return 0
    row = rows.select_related(*related).filter(pk=pk).first()
    return 0 if row is None else _send(rows, row, write, now)


def _send(rows: QuerySet[Any], row: Any, write: Callable[[Any], EmailMessage | None], now: datetime) -> int:
    letter, mine = write(row), rows.filter(pk=row.pk)
    if letter is None:
        row.delete()
        return 0
    try:
        letter.send()
    except OSError as error:  # what every mail server's trouble comes down to
        mine.update(tries=F("tries") + 1, held_until=now + timedelta(minutes=2**row.tries))
        log.warning("A letter (%s) was not sent, and is tried again: %s", row._meta.db_table, error)
        return 0
    return mine.filter(sent_at__isnull=True).update(sent_at=timezone.now())
