"""What a study asks people to agree to, what one of them answered, and whether an interview may be recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from clew.ground.customers.api import RECORD, SCOPES, Consent, ConsentRow, ConsentText, consents, silent
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import ConsentPlan, Interview
from clew.rooms.interviews.queries.there import of_interview, of_study

# What each scope means to whoever is asked, in the order in which they are kept.
MEANINGS = {
    "record": "Record our conversation, in sound or film, so that we can hear it again and write down what was said.",
    "quote": "Quote what I say, in my own words, to the people of this team.",
    "clip": "Cut short pieces out of the recording and show them to the people of this team.",
    "share": "Show people outside this team what else I agree to here.",
}


_STANDS = Q(given_on__isnull=False, withdrawn_at__isnull=True, replaced_at__isnull=True)


@dataclass(frozen=True, slots=True)
class StudyConsent:
    """`asks`: whether the study asks at all; without, everything else is what it would ask. `number`: None for the newest text.

    `agreed`: people whose consent stands today; `waiting`: people who were asked and have not answered.
    """

    study_id: int
    asks: bool
    number: int | None
    shown_number: int | None
    scopes: tuple[str, ...]
    days: int | None
    agreed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """What one person is asked and answered for a study.

    `number`, `title`, `body`: the version of the text they are shown; no number where nothing can be answered.
    `consent_id`: the asking that waits for them. `stands`: what holds now. `last`: the newest that they answered.
    """

    number: int | None
    title: str
    body: str
    scopes: tuple[str, ...]
    days: int | None
    consent_id: int | None
    stands: ConsentRow | None
    last: ConsentRow | None

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        return tuple((scope, MEANINGS[scope]) for scope in self.scopes)

    @property
    def given_meanings(self) -> tuple[str, ...]:
        return tuple(MEANINGS[scope] for scope in self.stands.given) if self.stands else ()

    @property
    def waits(self) -> bool:
        """Whether an answer is still owed; somebody who answered may answer otherwise, and owes none."""
        return self.consent_id is not None or (self.number is not None and self.last is None)


@dataclass(frozen=True, slots=True)
class InterviewConsent:
    """Whether the study of an interview asks for consent, and what its person said. `state`: of the asking that waits, else of what
    stands, else of the newest; empty while they were not asked.

    `no_recording`: why it may not be recorded or heard; empty when it may.
    """

    asks: bool
    person_id: int | None
    person: str
    state: str
    given: tuple[str, ...]
    missing: tuple[str, ...]
    expires_on: date | None
    no_recording: str

    @property
    def remedy(self) -> str:
        """What lets it be recorded, for whoever was refused."""
        if self.person_id is None:
            return "Say on the interview’s page whose it is."
        if self.state == "asked":
            return "Send them their personal link, or write down on their page what they agreed to, aloud or on paper."
        if self.asks:
            return "Ask them on the interview’s page. What they agreed to on paper is then written down on theirs."
        return "Ask for their consent on their page first."


@kept
@read
@of_study
def study_consent(access: Access, study_id: int) -> StudyConsent:
    """What a study asks people to agree to before anything is kept."""
    found = ConsentPlan.objects.select_related("text").filter(pk=study_id).first()
    number = found.text.number if found and found.text else None
    newest = ConsentText.objects.order_by("-number").values_list("number", flat=True).first()
    scopes = tuple(found.scopes.split()) if found else tuple(SCOPES)
    counts = Consent.objects.filter(about=study_id).aggregate(
        agreed=Count("pk", filter=_STANDS & (Q(expires_on__isnull=True) | Q(expires_on__gt=timezone.localdate()))),
        waiting=Count("pk", filter=Q(given_on__isnull=True, refused_at__isnull=True)),
    )
    return StudyConsent(
        study_id, found is not None, number, number or newest, scopes, found.days if found else None, **counts
    )


@read
def consent_to_answer(access: Access, study_id: int, person_id: int) -> ToAnswer:
    """What somebody is shown who is asked: the very version they were asked under, else the one that the study asks under now."""
    plan = study_consent(access, study_id)
    rows = consents(access, person_id=person_id, about=study_id)
    waiting = next((row for row in rows if row.is_open), None)
    stands = next((row for row in rows if row.stands), None)
    number, scopes = None, plan.scopes
    if waiting is not None:
        number, scopes = waiting.number, waiting.asked
    elif plan.asks and stands is None:
        number = plan.shown_number
    text = ConsentText.objects.filter(number=number).first() if number else None
    return ToAnswer(
        number, text.title if text else "", text.body if text else "", scopes, plan.days,
        waiting.id if waiting else None, stands, next((row for row in rows if not row.is_open), None),
    )  # fmt: skip


@kept
@read
@of_interview
def interview_consent(access: Access, interview_id: int) -> InterviewConsent:
    """Whether the person of an interview agreed to what its study asks, and whether they may be recorded."""
    interview = Interview.objects.select_related("person__node").get(pk=interview_id)
    plan, who = study_consent(access, interview.study_id), interview.person
    rows = consents(access, person_id=who.pk, about=interview.study_id) if who else ()
    asked = {who.pk} if who and rows else set[int]()
    stands = next((row for row in rows if row.stands), None)
    given = stands.given if stands else ()
    told = next((row for row in rows if row.is_open), stands) or next(iter(rows), None)
    return InterviewConsent(
        asks=plan.asks,
        person_id=who.pk if who else None,
        person=who.node.title if who else "",
        state=told.state if told else "",
        given=given,
        missing=tuple(scope for scope in plan.scopes if scope not in given) if plan.asks else (),
        expires_on=stands.expires_on if stands else None,
        no_recording=_not_heard(access, interview.study_id, interview.person_id, plan.asks, asked),
    )


def why_not_heard(access: Access, study_id: int, person_ids: Collection[int | None]) -> dict[int | None, str]:
    """Of each of these people why nothing that they say may be kept for a study; empty where it may. Inside an act."""
    asks = ConsentPlan.objects.filter(pk=study_id).exists()
    known = Consent.objects.filter(about=study_id, person__in=[pk for pk in person_ids if pk is not None])
    asked = set(known.values_list("person_id", flat=True))
    return {pk: _not_heard(access, study_id, pk, asks, asked) for pk in person_ids}


def _not_heard(access: Access, study_id: int, person_id: int | None, asks: bool, asked: Collection[int]) -> str:
    """A study that asks is told yes before anything is kept; elsewhere somebody who was never asked is under no consent."""
    if person_id is None:
        return "nobody said whose interview this is, so that nobody was asked for consent" if asks else ""
    if asks and person_id not in asked:
        return "consent was not asked for yet"
    return silent(access, scopes=(RECORD,)).why(person_id, study_id)
