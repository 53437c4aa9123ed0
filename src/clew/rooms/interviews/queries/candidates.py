"""The candidates of a study: how far each is, what they answered, what they were sent and what they get."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from clew.ground.customers.api import Standing, standings
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read, workspace
from clew.rooms.interviews.models import Candidate, Incentive, InvitationMail, Recruiting, ScreenerAnswer, Study
from clew.rooms.interviews.models.recruiting import CONTACT_DAYS
from clew.rooms.interviews.models.screening import questions_of, rules_of
from clew.rooms.interviews.queries.contacts import asked_lately, unwanted
from clew.rooms.interviews.queries.there import of_study

MOST = 200
NOBODY = Standing("", None, ())


@dataclass(frozen=True, slots=True)
class MailRow:
    """`state`: waiting, being sent, sent, not sent; perhaps not sent when the server stopped or refused while it was handed over."""

    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CandidateRow:
    id: int
    person_id: int
    name: str
    email: str
    account: str
    segments: tuple[str, ...]
    state: str
    label: str
    source: str
    note: str
    verdict: str
    mails: tuple[MailRow, ...]
    incentive_minor: int | None
    currency: str
    given_on: date | None
    is_unwanted: bool
    asked_elsewhere: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """`reason`: why the rules said so, in words; for colleagues alone."""

    version: int
    given_at: datetime
    verdict: str
    reason: str
    is_open: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CandidateDetail:
    row: CandidateRow
    study_id: int
    study: str
    what: str
    answered: Answered | None


@dataclass(frozen=True, slots=True)
class Spent:
    currency: str
    promised: int
    given: int


@dataclass(frozen=True, slots=True)
class RecruitingPlan:
    """`counts`: candidates by state. `spent`: incentives by currency; `left_minor`: what of the budget is not promised yet."""

    study_id: int
    contact_days: int
    subject: str
    message: str
    reminder: str
    counts: dict[str, int]
    spent: tuple[Spent, ...]
    budget_minor: int | None
    left_minor: int | None

    @property
    def candidates(self) -> int:
        return sum(self.counts.values())

    @property
    def is_overspent(self) -> bool:
        return self.left_minor is not None and self.left_minor < 0


@kept
@read
@of_study
def candidates(
    access: Access, study_id: int, *, state: str = "", search: str = "", limit: int = 50, offset: int = 0
) -> tuple[CandidateRow, ...]:
    """The newest first."""
    found = Candidate.objects.filter(study=study_id)
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(Q(person__node__title__icontains=search[:100]) | Q(person__email=search[:254].lower()))
    return _rows(study_id, found.order_by("-pk")[offset : offset + min(limit, MOST)])


@read
def chosen_candidates(access: Access, study_id: int, *, candidate_ids: list[int]) -> tuple[CandidateRow, ...]:
    """Those of them who are candidates of the study."""
    return _rows(study_id, Candidate.objects.filter(study=study_id, pk__in=candidate_ids[:MOST]).order_by("pk"))


@read
def candidate(access: Access, candidate_id: int) -> CandidateDetail:
    """One candidate with their answers and why the rules decided as they did."""
    found = Candidate.objects.select_related("study__node").filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("No such candidate.")
    (row,) = _rows(found.study_id, Candidate.objects.filter(pk=candidate_id))
    answer = ScreenerAnswer.objects.select_related("screener").filter(candidate=candidate_id).first()
    what = Incentive.objects.filter(candidate=candidate_id).values_list("what", flat=True).first()
    return CandidateDetail(
        row, found.study_id, found.study.node.title, what or "", _answered(answer) if answer else None
    )


@kept
@read
def recruiting(access: Access, study_id: int) -> RecruitingPlan:
    """How the study recruits, and how far that is."""
    study = Study.objects.filter(pk=study_id).first()
    if study is None:
        raise NotFound("No such study.")
    plan = Recruiting.objects.filter(study=study_id).first() or Recruiting(contact_days=CONTACT_DAYS)
    counts = Candidate.objects.filter(study=study_id).values("state").annotate(n=Count("pk"))
    spent, currency = _spent(study_id), workspace(access).currency
    promised = sum(one.promised for one in spent if one.currency == currency)
    return RecruitingPlan(
        study_id, plan.contact_days, plan.subject, plan.message, plan.reminder,
        dict(counts.values_list("state", "n")), spent, study.budget_minor,
        None if study.budget_minor is None else study.budget_minor - promised,
    )  # fmt: skip


def _spent(study_id: int) -> tuple[Spent, ...]:
    by_currency = Incentive.objects.filter(candidate__study=study_id).values("currency").order_by("currency")
    summed = by_currency.annotate(
        promised=Sum("amount_minor"), given=Sum("amount_minor", filter=Q(given_on__isnull=False), default=0)
    )
    return tuple(Spent(*row) for row in summed.values_list("currency", "promised", "given"))


def _rows(study_id: int, found: QuerySet[Candidate]) -> tuple[CandidateRow, ...]:
    """A fixed number of statements, however many rows."""
    rows = list(found.select_related("person__node", "person__account__node", "incentive", "answer"))
    people = [row.person_id for row in rows]
    of_accounts = standings({r.person.account_id for r in rows if r.person.account_id}, timezone.localdate())
    no_more, lately, mails = unwanted(people), asked_lately(study_id, people), _mails([row.pk for row in rows])
    return tuple(
        _row(
            row,
            of_accounts.get(row.person.account_id or 0, NOBODY),
            mails.get(row.pk, ()),
            row.person_id in no_more,
            lately.get(row.person_id),
        )
        for row in rows
    )


def _row(
    row: Candidate, standing: Standing, mails: Iterable[MailRow], is_unwanted: bool, lately: datetime | None
) -> CandidateRow:
    gift, answer, account = getattr(row, "incentive", None), getattr(row, "answer", None), row.person.account
    return CandidateRow(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.node.title,
        email=row.person.email,
        account=account.node.title if account else "",
        segments=tuple(name for _, name in standing.segments),
        state=row.state,
        label=row.get_state_display(),
        source=row.get_source_display(),
        note=row.note,
        verdict=answer.get_verdict_display() if answer else "",
        mails=tuple(mails),
        incentive_minor=gift.amount_minor if gift else None,
        currency=gift.currency if gift else "",
        given_on=gift.given_on if gift else None,
        is_unwanted=is_unwanted,
        asked_elsewhere=lately,
    )


def _mails(candidate_ids: list[int]) -> dict[int, list[MailRow]]:
    """The mails of each, in their order."""
    found: dict[int, list[MailRow]] = {}
    for mail in InvitationMail.objects.filter(candidate__in=candidate_ids).select_related("mailing").order_by("pk"):
        at = mail.sent_at or mail.failed_at or mail.tried_at or mail.mailing.made_at
        found.setdefault(mail.candidate_id, []).append(MailRow(mail.get_kind_display(), mail_state(mail), at))
    return found


def mail_state(mail: InvitationMail) -> str:
    if mail.sent_at:
        return "sent"
    if mail.failed_at:
        return "perhaps not sent" if mail.tried_at else "not sent"
    return "being sent" if mail.tried_at else "waiting"


def _answered(answer: ScreenerAnswer) -> Answered:
    """The answers beside the questions of the version that was answered."""
    asked = questions_of(answer.screener.questions)
    lines = tuple((q.text, _said(answer.answers[q.key])) for q in asked if q.key in answer.answers)
    return Answered(
        answer.screener.number, answer.given_at, answer.get_verdict_display(), _reason(answer), answer.is_open, lines
    )


def _said(answer: object) -> str:
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return f"{answer:,.10g}" if isinstance(answer, int | float) else str(answer)


def _reason(answer: ScreenerAnswer) -> str:
    if answer.is_full:
        return "The rules accept it, but a quota is full."
    if answer.rule is None:
        return "No rule decided, so somebody has to look."
    rule = rules_of(answer.screener.rules)[answer.rule]
    asked = {q.key: q for q in questions_of(answer.screener.questions)}
    test = rule.test.replace("_", " ")
    return f"Rule {answer.rule + 1}: “{asked[rule.question].text}” {test} “{rule.value}”."
