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

AT_ONCE, MOST_TRIES, MOST_TOGETHER = 20, 8, 50
HELD = timedelta(minutes=2)
log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def send_letters(
    kind: type[Row], related: tuple[str, ...], write: Callable[[list[Row]], EmailMessage | None], now: datetime | None = None,
    *, same: str = "", wants: Callable[[Row], bool] = lambda row: True,
) -> int:  # fmt: skip
    """Those of a table that are due, each with its `related` rows; what nobody `wants` any more, or for which nothing is written, is no longer due, and goes.

    Those that have the `same` are told in one letter. Called every few seconds by each server; they share the work. Answers how many were sent.
    """
    with scopes_disabled():
        due = _due(kind, now or timezone.now())
        ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        return sum(_send_one(kind, pk, related, write, now, same, wants) for pk in ids)


def _due(kind: type[Row], now: datetime) -> QuerySet[Row]:
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    return kind._default_manager.filter(free, sent_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES)


def _send_one(
    kind: type[Row],
    pk: Any,
    related: tuple[str, ...],
    write: Callable[[list[Row]], EmailMessage | None],
    asked_at: datetime | None,
    same: str,
    wants: Callable[[Row], bool],
) -> int:
    """Held from its own moment on: where a mail server is slow, those before it took longer than a letter is held."""
    now, rows = asked_at or timezone.now(), kind._default_manager.all()

    def holds(one: Any) -> bool:
        return _due(kind, now).filter(pk=one).update(held_until=now + HELD) > 0

    if not holds(pk):
        return 0
    held = [pk, *filter(holds, _others(kind, pk, same, now))]
    wanted = {row: wants(row) for row in rows.select_related(*related).filter(pk__in=held).order_by("pk")}
    rows.filter(pk__in=[row.pk for row, is_wanted in wanted.items() if not is_wanted]).delete()
    told = [row for row, is_wanted in wanted.items() if is_wanted]
    return _send(rows.filter(pk__in=[row.pk for row in told]), told, write, now) if told else 0


def _others(kind: type[Row], pk: Any, same: str, now: datetime) -> list[Any]:
    """What goes into the same letter."""
    if not same:
        return []
    of = kind._default_manager.filter(pk=pk).values(same)
    others = _due(kind, now).filter(**{f"{same}__in": of}).exclude(pk=pk).order_by("pk")
    return list(others.values_list("pk", flat=True)[:MOST_TOGETHER])


def _send(
    mine: QuerySet[Any], told: list[Any], write: Callable[[list[Any]], EmailMessage | None], now: datetime
) -> int:
    letter = write(told)
    if letter is None:
        mine.delete()
        return 0
    try:
        letter.send()
    except OSError as error:  # what every mail server's trouble comes down to
        mine.update(tries=F("tries") + 1, held_until=now + timedelta(minutes=2 ** told[0].tries))
        log.warning("A letter (%s) was not sent, and is tried again: %s", told[0]._meta.db_table, error)
        return 0
    return int(mine.filter(sent_at__isnull=True).update(sent_at=timezone.now()) > 0)
