"""The panel: everybody who could be asked, what their account is worth, when they were last asked and how often heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from clew.ground.customers.api import ACCOUNT, PERSON, Person, Standing, accounts_in, facts_on, standings
from clew.ground.evidence.api import Excerpt
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.kinds import REPORTS
from clew.rooms.interviews.models import Candidate, Interview, NoContact, Study
from clew.rooms.interviews.queries.contacts import asks, contact_days, last_asked, unwanted

MOST = 200
ERASED = "erased"
NOBODY = Standing("", None, ())


@dataclass(frozen=True, slots=True)
class PanelRow:
    """`state`: how far this study got with them, empty for who is no candidate. `is_too_soon`: asked within the study's days."""

    id: int
    name: str
    email: str
    account_id: int | None
    account: str
    plan: str
    arr: int | None
    segments: tuple[str, ...]
    asked_at: datetime | None
    heard: int
    state: str
    is_too_soon: bool
    is_unwanted: bool


@kept
@read
def panel(
    access: Access,
    study_id: int,
    *,
    search: str = "",
    segment_id: int | None = None,
    plan: str = "",
    not_asked_days: int = 0,
    with_email: bool = False,
    only_new: bool = False,
    with_unnamed: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> tuple[PanelRow, ...]:
    """People of the workspace by name. `not_asked_days`: leave out whom any study asked within these days.

    `with_unnamed`: also participants of whom only the label in a findings sheet is known, like “P1”; nobody can ask them.
    """
    if not Study.objects.filter(pk=study_id).exists():
        raise NotFound("No such study.")
    # By workspace and kind, so that the names are read in their order from the index and no further than they are shown.
    node = {"node__workspace": access.workspace_id, "node__kind": PERSON, "node__archived_at__isnull": True}
    found = _by_account(Person.objects.filter(**node).exclude(node__state=ERASED), search[:100], segment_id, plan)
    if not with_unnamed:
        found = found.exclude(_unnamed())
    if with_email:
        found = found.exclude(email="").exclude(pk__in=_unwanted())
    if only_new:
        found = found.exclude(pk__in=Candidate.objects.filter(study=study_id).values("person"))
    if not_asked_days > 0:
        since = timezone.now() - timedelta(days=not_asked_days)
        found = found.exclude(pk__in=asks().filter(made_at__gt=since).values("candidate__person"))
    ids = found.order_by(Lower("node__title"), "pk").values_list("pk", flat=True)[offset : offset + min(limit, MOST)]
    return _rows(study_id, list(ids))


def _by_account(found: QuerySet[Person], search: str, segment_id: int | None, plan: str) -> QuerySet[Person]:
    day = timezone.localdate()
    if search:
        named = Node.objects.filter(kind=ACCOUNT, title__icontains=search)
        found = found.filter(
            Q(node__title__icontains=search) | Q(email=search.lower()) | Q(account__in=named.values("pk"))
        )
    if segment_id is not None:
        found = found.filter(account__in=accounts_in(segment_id, day).values("pk"))
    if plan:
        running = facts_on(day).filter(kind="plan", text=plan)
        found = found.filter(account__in=running.values("account"))
    return found


def _unnamed() -> Q:
    """Whoever is known only by what they said in a sheet; an address or an account makes somebody of them."""
    sheet = Excerpt.objects.filter(person=OuterRef("pk"), source__kind="study")
    brought = Link.objects.filter(verb=REPORTS, withdrawn_at__isnull=True).values("downstream")
    listed = Candidate.objects.filter(person=OuterRef("pk"), state="done", study__in=brought)
    return Q(Exists(sheet) | Exists(listed), email="", account=None)


def _unwanted() -> QuerySet[NoContact, Any]:
    return NoContact.objects.filter(lifted_at__isnull=True).values("person")


def _rows(study_id: int, ids: list[int]) -> tuple[PanelRow, ...]:
    """What is said of those who are shown; a fixed number of statements."""
    columns = ("pk", "node__title", "email", "account_id", "account__node__title")
    known = {row[0]: row for row in Person.objects.filter(pk__in=ids).values_list(*columns)}
    of_accounts = standings({row[3] for row in known.values() if row[3]}, timezone.localdate())
    asked, no_more, heard = last_asked(ids), unwanted(ids), _heard(ids)
    states = dict(Candidate.objects.filter(study=study_id, person__in=ids).values_list("person_id", "state"))
    since = timezone.now() - timedelta(days=contact_days(study_id))
    labels = dict(Candidate.STATES)

    def row(pk: int) -> PanelRow:
        _, name, email, account_id, account = known[pk]
        standing, at = of_accounts.get(account_id or 0, NOBODY), asked.get(pk)
        return PanelRow(
            id=pk, name=name, email=email, account_id=account_id, account=account or "", plan=standing.plan,
            arr=standing.arr, segments=tuple(name for _, name in standing.segments), asked_at=at,
            heard=heard.get(pk, 0), state=labels.get(states.get(pk, ""), ""), is_too_soon=at is not None and at > since,
            is_unwanted=pk in no_more,
        )  # fmt: skip

    return tuple(row(pk) for pk in ids)


def _heard(ids: list[int]) -> dict[int, int]:
    held: Any = Interview.objects.filter(person__in=ids, node__state="held", node__archived_at__isnull=True)
    return dict(held.values("person").annotate(n=Count("pk")).values_list("person", "n"))
