"""Read accounts, people and segments, as of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from clew.ground.customers.models import Account, AccountFact, Person, Segment
from clew.ground.customers.rules import accounts_matching, check_rule, facts_on, in_words
from clew.ground.customers.sizes import sizes_of
from clew.ground.customers.standing import members_of, standings
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read, workspace

CHOICES = 500


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


@kept
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
) -> tuple[AccountRow, ...]:
    day = on or timezone.localdate()
    found = Account.objects.filter(node__archived_at__isnull=True)
    if search:
        found = found.filter(Q(node__title__icontains=search[:100]) | Q(external_id=search[:200]))
    if plan:
        found = found.filter(Exists(_fact("plan", day).filter(text=plan)))
    ids = _sorted(found, sort, day, by_plan=by_plan)[offset : offset + min(limit, 200)]
    return tuple(_account_rows(list(ids), day))


@kept
@read
def account(access: Access, account_id: int) -> AccountDetail:
    found = Account.objects.select_related("node").filter(pk=account_id).first()
    if found is None:
        raise NotFound("No such account.")
    facts = found.facts.order_by("-starts_on", "kind")[:200]
    people_here = (
        Person.objects.filter(account_id=account_id).order_by("node__title").values_list("pk", flat=True)[:200]
    )
    labels = dict(AccountFact.KINDS)
    return AccountDetail(
        id=found.pk,
        name=found.node.title,
        external_id=found.external_id,
        facts=tuple(Fact(f.pk, f.kind, labels[f.kind], f.amount, f.text, f.starts_on, f.ends_on) for f in facts),
        people=tuple(_person_rows(list(people_here))),
        segments=standings([account_id], timezone.localdate())[account_id].segments,
        currency=workspace(access).currency,
    )


@kept
@read
def people(
    access: Access, *, search: str = "", account_id: int | None = None, limit: int = 50, offset: int = 0
) -> tuple[PersonRow, ...]:
    found = Person.objects.filter(node__archived_at__isnull=True).order_by(Lower("node__title"), "pk")
    if search:
        found = found.filter(Q(node__title__icontains=search[:100]) | Q(email=search[:254].lower()))
    if account_id is not None:
        found = found.filter(account_id=account_id)
    return tuple(_person_rows(list(found.values_list("pk", flat=True)[offset : offset + min(limit, 200)])))


@read
def person(access: Access, person_id: int) -> PersonRow:
    found = _person_rows([person_id])
    if not found:
        raise NotFound("No such person.")
    return found[0]


@kept
@read
def segments(access: Access, *, on: date | None = None, limit: int = 20, offset: int = 0) -> tuple[SegmentRow, ...]:
    """Segments by name, with their size on a day."""
    found = (
        Segment.objects.filter(node__archived_at__isnull=True)
        .select_related("node")
        .order_by(Lower("node__title"), "pk")
    )
    page = list(found[offset : offset + min(limit, 200)])
    return tuple(_segment_rows(access, page, on or timezone.localdate()))


@read
def segment(access: Access, segment_id: int, *, on: date | None = None, limit: int = 200) -> SegmentDetail:
    day = on or timezone.localdate()
    found = Segment.objects.select_related("node").filter(pk=segment_id).first()
    if found is None:
        raise NotFound("No such segment.")
    ids = _sorted(members_of(found, day), "-arr", day)[: min(limit, 200)]
    return SegmentDetail(_segment_rows(access, [found], day)[0], found.rule, tuple(_account_rows(list(ids), day)))


@read
def fitting(access: Access, *, rule: dict[str, Any], on: date | None = None) -> tuple[int, int]:
    """How many accounts a rule would gather on a day, of how many; refused when the rule makes no sense."""
    day = on or timezone.localdate()
    found = accounts_matching(check_rule(rule), day).count() if rule else 0
    return found, Account.objects.filter(node__archived_at__isnull=True).count()


@kept
@read
def account_choices(access: Access, *, search: str = "") -> tuple[tuple[int, str], ...]:
    found = Account.objects.filter(node__archived_at__isnull=True, node__title__icontains=search[:100])
    return tuple(found.order_by(Lower("node__title"), "pk").values_list("pk", "node__title")[:CHOICES])


@kept
@read
def plans(access: Access) -> tuple[str, ...]:
    """The names of plans in use today."""
    running = facts_on(timezone.localdate()).filter(kind="plan")
    return tuple(running.order_by("text").values_list("text", flat=True).distinct()[:100])


def _fact(kind: str, on: date) -> QuerySet[AccountFact]:
    return facts_on(on).filter(account=OuterRef("pk"), kind=kind)


def _sorted(found: QuerySet[Account], sort: str, on: date, *, by_plan: bool = False) -> QuerySet[Account, int]:
    """Only numbers are sorted; what is said of each is fetched for those that are shown."""
    name, is_down = sort.lstrip("-"), sort.startswith("-")
    facts = [*(["plan"] if by_plan else []), *([name] if name in ("arr", "size") else [])]
    ordered = [
        F(kind).desc(nulls_last=True) if kind == name and is_down else F(kind).asc(nulls_last=True) for kind in facts
    ]
    known = {k: Subquery(_fact(k, on).values("text" if k == "plan" else "amount")[:1]) for k in facts}
    if name == "new":
        rest: tuple[Any, ...] = ("-pk",)
    else:
        title = Lower("node__title")
        rest = (title.desc() if name == "name" and is_down else title, "pk")
    return found.annotate(**known).order_by(*ordered, *rest).values_list("pk", flat=True)


def _account_rows(ids: list[int], on: date) -> list[AccountRow]:
    """These accounts in this order, with the facts of one day; two statements."""
    found = (
        Account.objects.filter(pk__in=ids)
        .values_list("pk", "node__title")
        .annotate(
            plan=Subquery(_fact("plan", on).values("text")[:1]),
            arr=Subquery(_fact("arr", on).values("amount")[:1]),
            size=Subquery(_fact("size", on).values("amount")[:1]),
            person_count=_how_many(Person, "account"),
            source_count=Count("sources"),
        )
    )
    rows = {pk: AccountRow(pk, name, plan or "", arr, size, n or 0, k) for pk, name, plan, arr, size, n, k in found}
    return [rows[pk] for pk in ids]


def _how_many(model: Any, by: str) -> Subquery:
    counted = model.objects.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Subquery(counted[:1])


def _person_rows(ids: list[int]) -> list[PersonRow]:
    """These people in this order; one statement."""
    found = Person.objects.filter(pk__in=ids).annotate(sources_n=Count("sources"))
    columns = ("pk", "node__title", "email", "role", "account_id", "account__node__title", "sources_n")
    rows = {
        pk: PersonRow(pk, name, email, role, account_id, account or "", n)
        for pk, name, email, role, account_id, account, n in found.values_list(*columns)
    }
    return [rows[pk] for pk in ids if pk in rows]


def _segment_rows(access: Access, found: list[Segment], on: date) -> list[SegmentRow]:
    currency, sizes = workspace(access).currency, sizes_of(found, on)
    return [
        SegmentRow(
            s.pk, s.node.title, in_words(s.rule, currency) or "picked by hand", s.is_picked, *sizes.get(s.pk, (0, 0, 0))
        )
        for s in found
    ]
