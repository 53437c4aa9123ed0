"""Read accounts, people and segments, as of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from clew.ground.customers.models import Account, AccountFact, Person, Segment, SegmentMember
from clew.ground.customers.rules import accounts_matching, check_rule, facts_on, in_words
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read, workspace

CHOICES = 500
SEGMENT_LIMIT = 100
SORTS = {
    "name": "node__title",
    "-name": "-node__title",
    "arr": "arr",
    "-arr": "-arr",
    "size": "size",
    "-size": "-size",
    "new": "-pk",
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    name: str
    plan: str
    arr: int | None
    size: int | None
    people: int
    sources: int


@dataclass(frozen=True, slots=True)
class Fact:
    id: int
    kind: str
    label: str
    amount: int | None
    text: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    email: str
    role: str
    account_id: int | None
    account: str
    sources: int


@dataclass(frozen=True, slots=True)
class AccountDetail:
    id: int
    name: str
    external_id: str
    facts: tuple[Fact, ...]
    people: tuple[PersonRow, ...]
    segments: tuple[tuple[int, str], ...]
    currency: str

    def now(self, kind: str, on: date | None = None) -> Fact | None:
        day = on or timezone.localdate()
        return next(
            (f for f in self.facts if f.kind == kind and f.starts_on <= day and (f.ends_on is None or f.ends_on > day)),
            None,
        )

    @property
    def now_arr(self) -> Fact | None:
        return self.now("arr")

    @property
    def now_plan(self) -> Fact | None:
        return self.now("plan")

    @property
    def now_size(self) -> Fact | None:
        return self.now("size")


@dataclass(frozen=True, slots=True)
class SegmentRow:
    id: int
    name: str
    rule_words: str
    is_picked: bool
    accounts: int
    arr: int
    people: int


@dataclass(frozen=True, slots=True)
class SegmentDetail:
    row: SegmentRow
    rule: dict[str, Any]
    accounts: tuple[AccountRow, ...]

    @property
    def shown_rule(self) -> dict[str, Any]:
        """The rule with money in whole units, as it is typed."""
        units = {f"{name}_units": self.rule[name] / 100 for name in ("arr_from", "arr_to") if name in self.rule}
        return {**self.rule, **units}


@read
def accounts(
    access: Access,
    *,
    search: str = "",
    plan: str = "",
    on: date | None = None,
    sort: str = "name",
    by_plan: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[AccountRow]:
    found = _accounts(Account.objects.filter(node__archived_at__isnull=True), on or timezone.localdate())
    if search:
        found = found.filter(Q(node__title__icontains=search[:100]) | Q(external_id=search[:200]))
    if plan:
        found = found.filter(plan=plan)
    ordered = found.order_by(
        *([F("plan").asc(nulls_last=True)] if by_plan else []), SORTS.get(sort, "node__title"), "pk"
    )
    return [_account_row(a) for a in ordered[offset : offset + min(limit, 200)]]


@read
def account(access: Access, account_id: int) -> AccountDetail:
    found = Account.objects.select_related("node").filter(pk=account_id).first()
    if found is None:
        raise NotFound("No such account.")
    facts = found.facts.order_by("-starts_on", "kind")[:200]
    labels = dict(AccountFact.KINDS)
    return AccountDetail(
        id=found.pk,
        name=found.node.title,
        external_id=found.external_id,
        facts=tuple(Fact(f.pk, f.kind, labels[f.kind], f.amount, f.text, f.starts_on, f.ends_on) for f in facts),
        people=tuple(_person_row(p) for p in _people().filter(account_id=account_id).order_by("node__title")[:200]),
        segments=tuple(_segments_of(account_id)),
        currency=workspace(access).currency,
    )


@read
def people(
    access: Access, *, search: str = "", account_id: int | None = None, limit: int = 50, offset: int = 0
) -> list[PersonRow]:
    found = _people().filter(node__archived_at__isnull=True).order_by("node__title", "pk")
    if search:
        found = found.filter(Q(node__title__icontains=search[:100]) | Q(email=search[:254].lower()))
    if account_id is not None:
        found = found.filter(account_id=account_id)
    return [_person_row(p) for p in found[offset : offset + min(limit, 200)]]


@read
def person(access: Access, person_id: int) -> PersonRow:
    found = _people().filter(pk=person_id).first()
    if found is None:
        raise NotFound("No such person.")
    return _person_row(found)


@read
def segments(access: Access, *, on: date | None = None) -> list[SegmentRow]:
    """Up to a hundred segments with their size on a day."""
    day = on or timezone.localdate()
    found = (
        Segment.objects.filter(node__archived_at__isnull=True)
        .select_related("node")
        .order_by("node__title")[:SEGMENT_LIMIT]
    )
    return _segment_rows(list(found), day, workspace(access).currency)


@read
def segment(access: Access, segment_id: int, *, on: date | None = None, limit: int = 200) -> SegmentDetail:
    day = on or timezone.localdate()
    found = Segment.objects.select_related("node").filter(pk=segment_id).first()
    if found is None:
        raise NotFound("No such segment.")
    rows = _accounts(_members(found, day), day).order_by("-arr", "node__title")[: min(limit, 200)]
    return SegmentDetail(
        _segment_rows([found], day, workspace(access).currency)[0], found.rule, tuple(_account_row(a) for a in rows)
    )


@read
def fitting(access: Access, *, rule: dict[str, Any], on: date | None = None) -> tuple[int, int]:
    """How many accounts a rule would gather on a day, of how many; refused when the rule makes no sense."""
    day = on or timezone.localdate()
    found = accounts_matching(check_rule(rule), day).count() if rule else 0
    return found, Account.objects.filter(node__archived_at__isnull=True).count()


@read
def account_choices(access: Access, *, search: str = "") -> list[tuple[int, str]]:
    found = Account.objects.filter(node__archived_at__isnull=True, node__title__icontains=search[:100])
    return list(found.order_by("node__title").values_list("pk", "node__title")[:CHOICES])


@read
def plans(access: Access) -> list[str]:
    """The names of plans in use today."""
    running = facts_on(timezone.localdate()).filter(kind="plan")
    return list(running.order_by("text").values_list("text", flat=True).distinct()[:100])


def _accounts(found: QuerySet[Account], on: date) -> QuerySet[Any]:
    """Accounts with the facts of one day, in one statement."""
    fact = facts_on(on).filter(account=OuterRef("pk"))
    counted = (
        Person.objects.filter(account=OuterRef("pk")).order_by().values("account").annotate(n=Count("pk")).values("n")
    )
    return found.select_related("node").annotate(
        plan=Subquery(fact.filter(kind="plan").values("text")[:1]),
        arr=Subquery(fact.filter(kind="arr").values("amount")[:1]),
        size=Subquery(fact.filter(kind="size").values("amount")[:1]),
        person_count=Subquery(counted[:1]),
        source_count=Count("sources", distinct=True),
    )


def _account_row(a: Any) -> AccountRow:
    return AccountRow(a.pk, a.node.title, a.plan or "", a.arr, a.size, a.person_count or 0, a.source_count)


def _people() -> QuerySet[Any]:
    return Person.objects.select_related("node", "account__node").annotate(source_count=Count("sources"))


def _person_row(p: Any) -> PersonRow:
    account_name = p.account.node.title if p.account else ""
    return PersonRow(p.pk, p.node.title, p.email, p.role, p.account_id, account_name, p.source_count)


def _members(segment: Segment, on: date) -> QuerySet[Account]:
    if not segment.is_picked:
        return accounts_matching(segment.rule, on)
    picked = SegmentMember.objects.filter(segment=segment).values("account_id")
    return Account.objects.filter(pk__in=picked, node__archived_at__isnull=True)


def _segment_rows(found: list[Segment], on: date, currency: str) -> list[SegmentRow]:
    """The size of every segment by one statement, however many there are."""
    measured = _accounts(Account.objects.all(), on)
    sums: dict[str, Any] = {}
    for s in found:
        inside = Q(pk__in=_members(s, on).values("pk"))
        sums |= {
            f"n{s.pk}": Count("pk", filter=inside),
            f"arr{s.pk}": Sum("arr", filter=inside),
            f"people{s.pk}": Sum("person_count", filter=inside),
        }
    totals = measured.order_by().aggregate(**sums) if sums else {}
    return [
        SegmentRow(
            id=s.pk,
            name=s.node.title,
            rule_words=in_words(s.rule, currency) or "picked by hand",
            is_picked=s.is_picked,
            accounts=totals[f"n{s.pk}"] or 0,
            arr=totals[f"arr{s.pk}"] or 0,
            people=totals[f"people{s.pk}"] or 0,
        )
        for s in found
    ]


def _segments_of(account_id: int) -> list[tuple[int, str]]:
    today = timezone.localdate()
    found = list(
        Segment.objects.filter(node__archived_at__isnull=True)
        .select_related("node")
        .order_by("node__title")[:SEGMENT_LIMIT]
    )
    inside = {f"s{s.pk}": Count("pk", filter=Q(pk__in=_members(s, today).values("pk"))) for s in found}
    counts = Account.objects.filter(pk=account_id).aggregate(**inside) if inside else {}
    return [(s.pk, s.node.title) for s in found if counts[f"s{s.pk}"]]
