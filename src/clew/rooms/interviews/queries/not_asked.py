"""Who has not been asked: segments and accounts that no interview of a study heard, or none in which a need came up; and whom to ask there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Lower
from django.utils import timezone

from clew.ground.customers.api import AccountRow, Person
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Candidate, Study
from clew.rooms.interviews.queries.contacts import contact_days, last_asked, unwanted
from clew.rooms.interviews.queries.heard import HeardSegment, WhoIsHeard, heard

MOST_PEOPLE, EACH = 500, 3
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class ToAsk:
    """`state`: how far the study got with them, empty for who is no candidate. `is_too_soon`: asked within the days of the study."""

    id: int
    name: str
    asked_at: datetime | None
    is_too_soon: bool
    state: str


@dataclass(frozen=True, slots=True)
class SilentSegment:
    """`elsewhere`: interviews with its customers that were held at all; of a study: by others, of a need: in which it did not come up."""

    segment: HeardSegment
    elsewhere: int


@dataclass(frozen=True, slots=True)
class SilentAccount:
    """`people`: the first few who may be asked."""

    account: AccountRow
    people: tuple[ToAsk, ...]


@dataclass(frozen=True, slots=True)
class NotAsked:
    """`who`: whom was heard. Below it whom was not, the largest first."""

    who: WhoIsHeard
    segments: tuple[SilentSegment, ...]
    accounts: tuple[SilentAccount, ...]

    @property
    def of_accounts(self) -> float | None:
        """The share of customers that was heard."""
        return self.who.accounts_heard / self.who.accounts if self.who.accounts else None

    @property
    def of_revenue(self) -> float | None:
        return self.who.revenue_heard / self.who.revenue if self.who.revenue else None


@kept
@read
def study_not_asked(access: Access, study_id: int) -> NotAsked:
    """Whom no interview of this study heard."""
    _check(study_id)
    return _not_asked(access, heard(access, study_id=study_id), study_id)


@kept
@read
def need_not_asked(access: Access, need_id: int, *, study_id: int | None = None) -> NotAsked:
    """Whom no interview heard in which somebody spoke of this need or one under it. `study_id`: the study that would ask them."""
    if study_id is not None:
        _check(study_id)
    return _not_asked(access, heard(access, need_id=need_id), study_id)


def _check(study_id: int) -> None:
    if not Study.objects.filter(pk=study_id).exists():
        raise NotFound("No such study.")


def _not_asked(access: Access, who: WhoIsHeard, study_id: int | None) -> NotAsked:
    at_all = {one.id: one.interviews for one in heard(access).segments}
    silent = sorted(who.silent_segments, key=lambda one: (-one.of_revenue, -one.accounts, one.name))
    people = _people([row.id for row in who.silent_accounts], study_id)
    return NotAsked(
        who,
        tuple(SilentSegment(one, at_all.get(one.id, 0)) for one in silent),
        tuple(SilentAccount(row, tuple(people[row.id][:EACH])) for row in who.silent_accounts),
    )


def _people(account_ids: Sequence[int], study_id: int | None) -> dict[int, list[ToAsk]]:
    """By account, those who may be asked: whoever is no candidate yet and was not asked lately comes first. Four statements."""
    there = Person.objects.filter(account__in=account_ids, node__archived_at__isnull=True).exclude(node__state=ERASED)
    rows = list(there.order_by(Lower("node__title")).values_list("pk", "node__title", "account_id")[:MOST_PEOPLE])
    ids = [pk for pk, _, _ in rows]
    asked, no_more = last_asked(ids), unwanted(ids)
    since = timezone.now() - timedelta(days=contact_days(study_id or 0))
    states = dict(Candidate.objects.filter(study=study_id, person__in=ids).values_list("person_id", "state"))
    labels, found = dict(Candidate.STATES), defaultdict[int, list[ToAsk]](list)
    for pk, name, account_id in rows:
        if pk not in no_more:
            at = asked.get(pk)
            one = ToAsk(pk, name, at, at is not None and at > since, labels.get(states.get(pk, ""), ""))
            found[account_id or 0].append(one)
    for some in found.values():
        some.sort(key=lambda one: (bool(one.state), one.is_too_soon))
    return found
