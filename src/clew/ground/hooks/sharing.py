"""Which of several processes sends, and how far the ledger was turned into deliveries. One row, so that both change together with them."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from clew.ground.hooks.models import Sender
from clew.ground.ledger.api import Follower, LedgerEntry, Position

ONE = 1
HELD = timedelta(seconds=15)


def newest_entry() -> int:
    """A number, not a moment: clocks are coarser than acts."""
    return LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def begin_here() -> None:
    """Called inside the act that makes or wakes a hook: what happens from here on is told, even before a sender looks."""
    _make_row()
    row = Sender.objects.select_for_update().get(pk=ONE)
    if not row.position:
        row.position = str(Follower().position)
        row.save(update_fields=["position"])


def _make_row() -> None:
    Sender.objects.bulk_create([Sender(pk=ONE)], ignore_conflicts=True)


def hold(holder: str) -> bool:
    """Become the one that sends, or stay it, for `HELD` from now."""
    if not Sender.objects.filter(pk=ONE).exists():  # a restored house has hooks and no row
        _make_row()
    now = timezone.now()
    free = Q(holder=holder) | Q(held_until=None) | Q(held_until__lt=now)
    return bool(Sender.objects.filter(free, pk=ONE).update(holder=holder, held_until=now + HELD))


def let_go(holder: str) -> None:
    Sender.objects.filter(pk=ONE, holder=holder).update(holder="", held_until=None)


def position(holder: str) -> Position | None:
    """Where to go on; None when it is not known, or when another process holds the row."""
    words = Sender.objects.filter(pk=ONE, holder=holder).values_list("position", flat=True).first()
    return Position.read(words or "")


def reached(holder: str, position: Position | None) -> bool:
    """Write down how far all is turned into deliveries; false when another process has taken over. Inside their transaction."""
    words = "" if position is None else str(position)
    return bool(Sender.objects.filter(pk=ONE, holder=holder).update(position=words))
