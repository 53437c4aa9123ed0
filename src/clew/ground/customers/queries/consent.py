"""Who consented to what, and the gate that everything asks before words are shown.

What was asked for a record (a study) decides about what was said for it; where nothing was asked for it, what was asked in general
does. Somebody who was never asked, like the writer of a review, is not under consent. Whoever was asked is heard only as far as
consent stands: given, not withdrawn, not expired.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from clew.ground.customers.models import Consent, ConsentText
from clew.ground.customers.scopes import HOW, SCOPES, covers
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, kept, names_of, read

LIMIT = 200
ASKED, GIVEN, REFUSED, WITHDRAWN, EXPIRED, REPLACED = "asked", "given", "refused", "withdrawn", "expired", "replaced"


@dataclass(frozen=True, slots=True)
class ConsentTextRow:
    id: int
    number: int
    title: str
    body: str
    body_hash: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """`state` on the day it is read; `number`: the version of the text that was shown."""

    id: int
    person_id: int
    person: str
    about_id: int | None
    about: str
    number: int
    title: str
    state: str
    asked: tuple[str, ...]
    given: tuple[str, ...]
    how: str
    asked_at: datetime
    given_on: date | None
    expires_on: date | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    replaced_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == ASKED

    @property
    def stands(self) -> bool:
        return self.state == GIVEN

    @property
    def asked_words(self) -> str:
        return in_words(self.asked)

    @property
    def given_words(self) -> str:
        return in_words(self.given)

    @property
    def how_words(self) -> str:
        return dict(HOW).get(self.how, "").lower()


@dataclass(frozen=True, slots=True)
class Silent:
    """Whose words may not be shown, and why. `reasons`: by person and what it was asked for; empty where consent stands.

    `people`: those with any reason, by their names as a transcript writes them.
    """

    reasons: Mapping[tuple[int, int | None], str]
    people: Mapping[str, tuple[int, ...]]

    def __bool__(self) -> bool:
        return bool(self.people)

    def why(self, person_id: int | None, about: int | None = None) -> str:
        """Empty when this person's words may be shown."""
        if person_id is None:
            return ""
        return self.reasons.get((person_id, about), self.reasons.get((person_id, None), ""))

    def why_named(self, name: str, about: int | None = None) -> str:
        """The same for somebody of whom only the name is known; of several of one name, any is enough."""
        found = (self.why(person, about) for person in self.people.get(name.casefold(), ()))
        return next((reason for reason in found if reason), "")


@read
def consent_texts(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[ConsentTextRow, ...]:
    """Every version, the newest first."""
    rows = list(ConsentText.objects.order_by("-number")[offset : offset + min(limit, LIMIT)])
    names = names_of({row.made_by_id for row in rows if row.made_by_id})
    return tuple(
        ConsentTextRow(
            r.pk, r.number, r.title, r.body, r.body_hash, r.made_at, names.get(r.made_by_id or 0, "Somebody")
        )
        for r in rows
    )


@kept
@read
def consents(
    access: Access, *, person_id: int | None = None, about: int | None = None, limit: int = 50, offset: int = 0
) -> tuple[ConsentRow, ...]:
    """What one person was asked, or who was asked for one record; the newest first."""
    found = Consent.objects.select_related("person__node", "about", "text").order_by("-pk")
    asked = {"person": person_id, "about": about}
    found = found.filter(**{k: v for k, v in asked.items() if v is not None})
    today = timezone.localdate()
    return tuple(_row(row, today) for row in found[offset : offset + min(limit, LIMIT)])


@read
def consent(access: Access, consent_id: int) -> ConsentRow:
    found = Consent.objects.select_related("person__node", "about", "text").filter(pk=consent_id).first()
    if found is None:
        raise NotFound("No such consent.")
    return _row(found, timezone.localdate())


@read
def allows(
    access: Access, *, scope: str, people: Collection[int], about: int | None = None, on: date | None = None
) -> frozenset[int]:
    """Which of these people allow it on a day. One statement, however many they are."""
    if scope not in SCOPES:
        raise Refused("Consent is not asked for that.", field="scope", remedy=f"Name one of: {', '.join(SCOPES)}.")
    reasons, _ = _told(Consent.objects.filter(person__in=people), (scope,), on or timezone.localdate())
    silent = Silent(reasons, {})
    return frozenset(person for person in people if not silent.why(person, about))


@read
def withdrawn_since(access: Access, at: datetime) -> bool:
    """Whether anybody withdrew consent after that moment."""
    return Consent.objects.filter(withdrawn_at__gt=at).exists()


def silent(access: Access, *, scopes: Iterable[str] = ()) -> Silent:
    """Whose words may not be shown today to whoever needs these scopes; with none, whose consent does not stand at all."""
    return _silent(access, tuple(scopes), timezone.localdate())


@kept
@read
def _silent(access: Access, scopes: tuple[str, ...], on: date) -> Silent:
    reasons, names = _told(Consent.objects.all(), scopes, on)
    people: dict[str, set[int]] = defaultdict(set)
    for (person, _), reason in reasons.items():
        if reason:
            people[names[person].casefold()].add(person)
    return Silent(MappingProxyType(reasons), MappingProxyType({k: tuple(sorted(v)) for k, v in people.items()}))


@dataclass(frozen=True, slots=True)
class _Days:
    """What is known of one asking, as far as it decides whether it stands."""

    given: str
    given_on: date | None
    expires_on: date | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    replaced_at: datetime | None

    def state(self, on: date) -> str:
        if self.withdrawn_at is not None:
            return WITHDRAWN
        if self.replaced_at is not None:
            return REPLACED
        if self.refused_at is not None:
            return REFUSED
        if self.given_on is None or self.given_on > on:
            return ASKED
        return EXPIRED if self.expires_on is not None and self.expires_on <= on else GIVEN

    def allows(self, scopes: Collection[str], on: date) -> bool:
        return self.state(on) == GIVEN and covers(self.given, scopes)

    def why_not(self, scopes: Iterable[str], on: date) -> str:
        state = self.state(on)
        if state == GIVEN:
            return f"no consent to {next(scope for scope in scopes if scope not in self.given.split())}"
        when = {WITHDRAWN: self.withdrawn_at, EXPIRED: self.expires_on, REFUSED: self.refused_at}.get(state)
        return "consent was asked for and is not given yet" if when is None else f"consent {state} on {_day(when)}"


_DAYS = ("given", "given_on", "expires_on", "refused_at", "withdrawn_at", "replaced_at")


def _told(
    found: QuerySet[Consent], scopes: tuple[str, ...], on: date
) -> tuple[dict[tuple[int, int | None], str], dict[int, str]]:
    """Why not, by person and record, as the newest asking says; empty where one stands. And the names of these people."""
    reasons: dict[tuple[int, int | None], str] = {}
    stands: set[tuple[int, int | None]] = set()
    names: dict[int, str] = {}
    rows = found.order_by("pk").values_list("person_id", "about_id", "person__node__title", *_DAYS)
    for person, about, name, *days in rows:
        names[person], its = name, _Days(*days)
        if its.allows(scopes, on):
            stands.add((person, about))
        elif its.replaced_at is None:
            reasons[person, about] = its.why_not(scopes, on)
    return {**reasons, **dict.fromkeys(stands, "")}, names


def _day(when: date | datetime) -> str:
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return date_format(day, "j F Y")


def in_words(scopes: Collection[str]) -> str:
    return ", ".join(scopes)


def _row(row: Consent, on: date) -> ConsentRow:
    return ConsentRow(
        id=row.pk, person_id=row.person_id, person=row.person.node.title,
        about_id=row.about_id, about=row.about.title if row.about else "", number=row.text.number, title=row.text.title,
        state=_Days(*(getattr(row, name) for name in _DAYS)).state(on),
        asked=tuple(row.asked.split()), given=tuple(row.given.split()), how=row.how, asked_at=row.asked_at,
        given_on=row.given_on, expires_on=row.expires_on, refused_at=row.refused_at,
        withdrawn_at=row.withdrawn_at, replaced_at=row.replaced_at,
    )  # fmt: skip
