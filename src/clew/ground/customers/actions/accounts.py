"""Accounts and what is true of them from day to day; people; segments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from clew.ground.customers.kinds import ACCOUNT, PERSON, SEGMENT
from clew.ground.customers.models import Account, AccountFact, Person, Segment, SegmentMember
from clew.ground.customers.rules import check_rule
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import NewNode, Node, add_node, add_nodes, restore
from clew.ground.workspaces.api import Access, act

PICK_LIMIT = 1000
MOST_CENTS = 10**15
ERASED = "erased"


@act("add an account")
def add_account(access: Access, *, name: str, external_id: str = "") -> Account:
    if external_id and Account.objects.filter(external_id=external_id).exists():
        raise Refused(
            "An account with this number exists.",
            field="external_id",
            remedy="Open that account, or use another number.",
        )
    node = add_node(access, NewNode(ACCOUNT, name))
    return Account.objects.create(workspace_id=access.workspace_id, node=node, external_id=external_id.strip()[:200])


@act("state a fact about an account")
def set_fact(
    access: Access,
    *,
    account_id: int,
    kind: str,
    amount: int | None = None,
    text: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> AccountFact:
    """From this day on it is so; what was stated before ends there. Money in cents."""
    account = _account(account_id)
    day = starts_on or timezone.localdate()
    _check_fact(kind, amount, text, day, ends_on)
    _make_room(account, kind, day)
    try:
        with transaction.atomic():
            return AccountFact.objects.create(
                workspace_id=access.workspace_id,
                account=account,
                kind=kind,
                amount=amount,
                text=text.strip()[:120],
                starts_on=day,
                ends_on=ends_on,
            )
    except IntegrityError as error:
        raise Refused(
            "Something else is stated for a later part of this time.",
            field="ends_on",
            remedy="Give the day on which this ended.",
        ) from error


@act("remove a fact about an account")
def remove_fact(access: Access, *, fact_id: int) -> None:
    """For a fact that never was; the history keeps it."""
    found = AccountFact.objects.filter(pk=fact_id).first()
    if found is None:
        raise NotFound("No such fact.")
    found.delete()


@act("add a person")
def add_person(access: Access, *, name: str, email: str = "", role: str = "", account_id: int | None = None) -> Person:
    address = _email(email)
    if address and Person.objects.filter(email=address).exists():
        raise Refused(
            "A person with this e-mail address exists.",
            field="email",
            remedy="Open that person, or leave the address empty.",
        )
    account = _account(account_id) if account_id else None
    node = add_node(access, NewNode(PERSON, name, "", f"{role} {address}".strip()))
    return Person.objects.create(
        workspace_id=access.workspace_id, node=node, email=address, role=role.strip()[:120], account=account
    )


@act("edit a person")
def edit_person(access: Access, *, person_id: int, email: str, role: str, account_id: int | None) -> Person:
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound("No such person.")
    address = _email(email)
    if address and Person.objects.filter(email=address).exclude(pk=person_id).exists():
        raise Refused("Another person has this e-mail address.", field="email", remedy="Use another address.")
    found.email, found.role, found.account = address, role.strip()[:120], _account(account_id) if account_id else None
    found.save(update_fields=["email", "role", "account"])
    return found


def forget_details(person_id: int) -> None:
    """A nameless record stays, so that counts stay; put away. Called inside an act."""
    Person.objects.filter(pk=person_id).update(email="", role="")
    Node.objects.filter(pk=person_id).update(title="Erased person", state=ERASED, archived_at=timezone.now())


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody as a file names them: by address if there is one, else by name, at an account if it says so."""

    name: str
    email: str = ""
    account_id: int | None = None


def gather_accounts(access: Access, names: Iterable[str]) -> dict[str, int]:
    """The accounts of these names, made where there are none. Called inside an act; three statements whatever their number."""
    wanted = dict.fromkeys(names)
    live = Account.objects.filter(node__title__in=wanted, node__archived_at__isnull=True)
    found = dict(live.order_by("-pk").values_list("node__title", "pk"))  # the oldest of several wins
    nodes = add_nodes(access, [NewNode(ACCOUNT, name) for name in wanted if name not in found])
    Account.objects.bulk_create([Account(workspace_id=access.workspace_id, node=node) for node in nodes])
    return found | {node.title: node.pk for node in nodes}


def gather_people(access: Access, mentioned: Iterable[Mentioned]) -> dict[Mentioned, int]:
    """The people so mentioned, made where there are none. Called inside an act; five statements whatever their number.

    Two people of one name at two accounts are two people; a name without an account is whoever has that name here.
    """
    wanted = list(dict.fromkeys(mentioned))
    known = _known_people(wanted)
    _welcome_back(access, wanted)
    new: dict[Mentioned | str, Mentioned] = {}
    for one in wanted:
        if _place(one, known) is None:
            new.setdefault(one.email or one, one)
    nodes = add_nodes(access, [NewNode(PERSON, one.name or one.email, "", one.email) for one in new.values()])
    people = [
        Person(workspace_id=access.workspace_id, node=node, email=one.email, account_id=one.account_id)
        for node, one in zip(nodes, new.values(), strict=True)
    ]
    Person.objects.bulk_create(people)
    known |= {
        key if isinstance(key, str) else (key.name, key.account_id): node.pk
        for key, node in zip(new, nodes, strict=True)
    }
    return {one: pk for one in wanted if (pk := _place(one, known)) is not None}


def _welcome_back(access: Access, wanted: Sequence[Mentioned]) -> None:
    """An address stands for one person, archived or not: whoever is heard of again is here again."""
    emails = [one.email for one in wanted if one.email]
    away = Person.objects.filter(email__in=emails, node__archived_at__isnull=False)
    if ids := list(away.values_list("pk", flat=True)):
        restore(access, node_ids=ids)


_Known = dict[str | tuple[str, int | None], int]


def _known_people(wanted: Sequence[Mentioned]) -> _Known:
    """By address, by name and account, and by name alone; the oldest of several wins."""
    emails = [one.email for one in wanted if one.email]
    names = {one.name for one in wanted if not one.email}
    pairs = {(one.name, one.account_id) for one in wanted}
    known: _Known = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
    same_name = Person.objects.filter(node__title__in=names, node__kind=PERSON, node__archived_at__isnull=True)
    rows = same_name.values_list("node__title", "account_id").annotate(oldest=Min("pk")).order_by()
    for name, account_id, pk in rows.iterator(chunk_size=2000):
        known[name, None] = min(pk, known.get((name, None), pk))
        if account_id is not None and (name, account_id) in pairs:
            known[name, account_id] = pk
    return known


def _place(one: Mentioned, known: _Known) -> int | None:
    return known.get(one.email) if one.email else known.get((one.name, one.account_id))


@act("add a segment")
def add_segment(access: Access, *, name: str, rule: dict[str, Any] | None = None) -> Segment:
    """With a rule over facts ("Kitchen plan, more than 500 a year"), or without one, to be picked by hand."""
    checked = check_rule(rule or {})
    node = add_node(access, NewNode(SEGMENT, name))
    return Segment.objects.create(workspace_id=access.workspace_id, node=node, rule=checked, is_picked=not checked)


@act("change a segment's rule")
def set_rule(access: Access, *, segment_id: int, rule: dict[str, Any]) -> Segment:
    found = _segment(segment_id)
    found.rule = check_rule(rule)
    found.is_picked = not found.rule
    found.save(update_fields=["rule", "is_picked"])
    return found


@act("pick accounts for a segment")
def pick(access: Access, *, segment_id: int, account_ids: Sequence[int]) -> int:
    """Put accounts into a hand-picked segment; those in it already stay."""
    segment = _segment(segment_id)
    if not segment.is_picked:
        raise Refused(
            "This segment follows a rule.", field="account", remedy="Change the rule, or make a segment picked by hand."
        )
    if len(account_ids) > PICK_LIMIT:
        raise Refused(f"At most {PICK_LIMIT} accounts at once.", field="account", remedy="Pick fewer.")
    wanted = set(Account.objects.filter(pk__in=account_ids).values_list("pk", flat=True))
    there = set(
        SegmentMember.objects.filter(segment=segment, account_id__in=wanted).values_list("account_id", flat=True)
    )
    SegmentMember.objects.bulk_create(
        [
            SegmentMember(workspace_id=access.workspace_id, segment=segment, account_id=pk)
            for pk in sorted(wanted - there)
        ]
    )
    return len(wanted - there)


@act("take an account out of a segment")
def unpick(access: Access, *, segment_id: int, account_id: int) -> None:
    done, _ = SegmentMember.objects.filter(segment_id=segment_id, account_id=account_id).delete()
    if not done:
        raise NotFound("This account is not in the segment.")


def _account(account_id: int) -> Account:
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise NotFound("No such account.")
    return found


def _segment(segment_id: int) -> Segment:
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise NotFound("No such segment.")
    return found


def _email(text: str) -> str:
    address = text.strip().lower()[:254]
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Refused(
                "That is not an e-mail address.",
                field="email",
                remedy="Write it as name@example.org, or leave it empty.",
            ) from error
    return address


def _check_fact(kind: str, amount: int | None, text: str, starts_on: date, ends_on: date | None) -> None:
    if kind not in dict(AccountFact.KINDS):
        raise Refused("There is no such kind of fact.", field="kind", remedy="Choose yearly revenue, plan or size.")
    if kind == "plan" and (amount is not None or not text.strip()):
        raise Refused("The plan's name is missing.", field="text", remedy="Type the name of the plan.")
    if kind != "plan" and (amount is None or not 0 <= amount <= MOST_CENTS):
        raise Refused(
            "The number is missing or out of range.", field="amount", remedy="Type a number that is not negative."
        )
    if ends_on is not None and ends_on <= starts_on:
        raise Refused("It ends before it begins.", field="ends_on", remedy="Choose a later day, or leave it open.")
    if not date(1950, 1, 1) <= starts_on <= timezone.localdate() + timedelta(days=3660):
        raise Refused(
            "That day is out of range.", field="starts_on", remedy="Choose a day between 1950 and ten years from now."
        )


def _make_room(account: Account, kind: str, day: date) -> None:
    """What was true until now ends today; what began on this very day is replaced."""
    same_kind = AccountFact.objects.filter(account=account, kind=kind)
    same_kind.filter(starts_on=day).delete()
    for running in same_kind.filter(starts_on__lt=day).exclude(ends_on__lte=day):
        running.ends_on = day
        running.save(update_fields=["ends_on"])
