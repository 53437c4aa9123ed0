"""The inbox: what came in and waits, and one entry with who said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from clew.ground.customers.api import Standing, standings
from clew.ground.evidence.api import SOURCE, MarkedWords, Source, source
from clew.ground.ledger.api import NotFound
from clew.ground.search.api import matching, words_around
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles, workspace
from clew.rooms.roadmap.models import Feedback

MOST, COUNT_LIMIT, DUPLICATES, MOST_MAILS = 200, 10_000, 50, 1_000
WAYS = dict(Feedback.CHANNELS)
COLUMNS = (
    "pk", "source__node__title", "state", "channel", "received_at", "source__person_id", "source__person__node__title",
    "source__account_id", "source__account__node__title", "source__rating", "duplicate_of_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InboxRow:
    """`arr`: the account's yearly revenue today, in cents. `duplicates`: how many others say the same.

    `found`: where it was searched for, the piece of it that holds the words.
    """

    id: int
    title: str
    state: str
    channel: str
    received_at: datetime
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    arr: int | None
    rating: float | None
    duplicate_of: int | None
    duplicates: int
    found: str = ""

    @property
    def way_in(self) -> str:
        return WAYS.get(self.channel, self.channel)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`total` counts at most 10,000. `waiting`: how many are new, whatever was asked for."""

    rows: tuple[InboxRow, ...]
    total: int
    waiting: int


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """`withheld`: why its words may not be shown today, if so. `marks`: what of it is tied to needs.

    `said_on`: the day of the words, which may be long before they came in. `email`: where the person can be answered; `mail`: whether the answer's mail is due or sent; `is_proved`: whether somebody vouches for who said it.
    """

    row: InboxRow
    text: str
    withheld: str
    url: str
    email: str
    is_proved: bool
    said_on: date | None
    plan: str
    segments: tuple[tuple[int, str], ...]
    currency: str
    marks: tuple[MarkedWords, ...]
    duplicate_of: InboxRow | None
    duplicates: tuple[InboxRow, ...]
    answer: str
    answered_at: datetime | None
    answered_by: str
    mail: str


@dataclass(frozen=True, slots=True)
class EntriesBeside:
    """The entries before and after one in a narrowed inbox, and how many are in it."""

    before: int | None
    after: int | None
    total: int


@kept
@read
def inbox(
    access: Access, *, state: str = "new", channel: str = "", search: str = "", limit: int = 50, offset: int = 0
) -> InboxPage:
    """Entries of a state, the newest first; with an empty `state` all of them. `search`: those that hold every word."""
    found = _that_fit(access, state, channel, search)
    total = found.order_by()[: COUNT_LIMIT + 1].count()
    ids = list(_in_order(found).values_list("pk", flat=True)[offset : offset + min(limit, MOST)])
    around = words_around(access, search, ids) if search.strip() else {}
    rows = tuple(replace(row, found=around.get(row.id, "")) for row in rows_of(access, ids))
    return InboxPage(rows, min(total, COUNT_LIMIT), _standing().filter(state="new").count())


@read
def known_mails(access: Access, keys: Sequence[str]) -> frozenset[str]:
    """Which of these mails are in the inbox already, by their keys."""
    return frozenset(Feedback.objects.filter(message_id__in=keys[:MOST_MAILS]).values_list("message_id", flat=True))


@read
def inbox_entry(access: Access, entry_id: int) -> InboxEntry:
    """One entry: the words, who said them and what they pay today, and what became of it."""
    found = _standing().select_related("source__person", "answer_mail").filter(pk=entry_id).first()
    if found is None:
        raise NotFound("No such entry in the inbox.")
    others = list(found.duplicates.order_by("pk").values_list("pk", flat=True)[:DUPLICATES])
    near = {row.id: row for row in rows_of(access, [found.pk, *others, found.duplicate_of_id or found.pk])}
    told, row = source(access, entry_id), near[entry_id]
    standing = _standings([row]).get(row.account_id or 0, Standing("", None, ()))
    person, mail = found.source.person, getattr(found, "answer_mail", None)
    return InboxEntry(
        row=row, text=told.text, withheld=told.withheld, url=told.url, email=person.email if person else "",
        is_proved=found.is_proved, said_on=found.source.said_on, plan=standing.plan, segments=standing.segments, currency=workspace(access).currency,
        marks=told.marks, duplicate_of=near.get(found.duplicate_of_id or 0),
        duplicates=tuple(near[pk] for pk in others if pk in near),
        answer=found.answer, answered_at=found.answered_at, answered_by=names_of({found.answered_by_id}).get(found.answered_by_id, "") if found.answered_by_id else "",
        mail="" if mail is None else "sent" if mail.sent_at else "due",
    )  # fmt: skip


@read
def beside(access: Access, entry_id: int, *, state: str = "new", channel: str = "", search: str = "") -> EntriesBeside:
    """By place, not by number: also an entry that left the narrowed list has a next one."""
    here = Feedback.objects.filter(pk=entry_id).values_list("received_at", "pk").first()
    if here is None:
        raise NotFound("No such entry in the inbox.")
    found = _that_fit(access, state, channel, search)
    at, pk = here
    older = found.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)).order_by("-received_at", "-pk")
    newer = found.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk)).order_by("received_at", "pk")
    total = found.order_by()[:COUNT_LIMIT].count()
    return EntriesBeside(
        newer.values_list("pk", flat=True).first(), older.values_list("pk", flat=True).first(), total
    )  # fmt: skip


@read
def not_in_inbox(access: Access) -> int:
    """How many pieces of feedback are here that are not in the inbox; counted up to 10,000."""
    return outside()[:COUNT_LIMIT].count()


def outside() -> QuerySet[Source]:
    """Called inside a query or an act."""
    return Source.objects.filter(kind="feedback", feedback__isnull=True, node__archived_at__isnull=True)


def rows_of(access: Access, ids: Sequence[int]) -> tuple[InboxRow, ...]:
    """Called inside a query: these entries in this order; a fixed number of statements."""
    found = {row[0]: row for row in Feedback.objects.filter(pk__in=ids).values_list(*COLUMNS)}
    titles = shown_titles(access, {pk: row[1] for pk, row in found.items()})
    counted = dict(
        Feedback.objects.filter(duplicate_of__in=found).values_list("duplicate_of").annotate(n=Count("pk"))
    )  # fmt: skip
    bare = [_row(found[pk], titles[pk], counted.get(pk, 0)) for pk in dict.fromkeys(ids) if pk in found]
    standing = _standings(bare)
    return tuple(_with_revenue(row, standing) for row in bare)


def _row(found: tuple[Any, ...], title: str, duplicates: int) -> InboxRow:
    pk, _, state, channel, received_at, person_id, person, account_id, account, rating, duplicate_of = found
    return InboxRow(
        pk, title, state, channel, received_at, person_id, person or "", account_id, account or "", None, rating,
        duplicate_of, duplicates,
    )  # fmt: skip


def _with_revenue(row: InboxRow, standing: Mapping[int, Standing]) -> InboxRow:
    known = standing.get(row.account_id or 0)
    return replace(row, arr=known.arr) if known else row


def _standings(rows: Sequence[InboxRow]) -> dict[int, Standing]:
    accounts = {row.account_id for row in rows if row.account_id}
    return standings(accounts, timezone.localdate()) if accounts else {}


def _standing() -> QuerySet[Feedback]:
    """Without what was put away, as by an import that was undone."""
    return Feedback.objects.filter(source__node__archived_at__isnull=True)


def _that_fit(access: Access, state: str, channel: str, search: str) -> QuerySet[Feedback]:
    found = _standing()
    if state:
        found = found.filter(state=state)
    if channel:
        found = found.filter(channel=channel)
    if search.strip():
        found = found.filter(pk__in=matching(access, search, kinds=(SOURCE,)))
    return found


def _in_order(found: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return found.order_by("-received_at", "-pk")
