"""What people without an account do: answer the screener, by their own link or by a posted one, or say no."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.customers.api import Person, add_person
from clew.ground.doors.api import by_link
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, Role
from clew.rooms.interviews.actions.consent import ask_those
from clew.rooms.interviews.actions.recruiting import leave_alone
from clew.rooms.interviews.models import Candidate, Screener, ScreenerAnswer, Study
from clew.rooms.interviews.models.screening import Verdict, judge, questions_of, read_answers, rules_of
from clew.rooms.interviews.queries.contacts import unwanted
from clew.rooms.interviews.queries.invited import Invited, Posted
from clew.rooms.interviews.queries.quotas import full_for

NAME_LIMIT, EMAIL_LIMIT = 120, 254
A_DAY, IN_ALL = 500, 5_000
UNDECIDED = ("found", "invited", "declined")
Given = Mapping[str, Sequence[str]]


@by_link("answer a screener")
def answer_screener(invited: Invited, *, version_id: int | None, given: Given) -> None:
    """The answers and what the rules say of them. What a colleague has decided already stays decided.

    Without a screener it is a plain yes.
    """
    candidate = _locked(invited)
    if ScreenerAnswer.objects.filter(candidate=candidate).exists():
        raise Refused("You have answered already.", remedy="Thank you, nothing more is needed.")
    if version_id is None:
        if Screener.objects.filter(study=invited.study_id).exists():
            raise Refused("There are questions now.", remedy="Please answer them.")
        _move(invited.access, candidate, *_with_quota(candidate, Verdict("accepted", None)))
        return
    _answer(invited.access, candidate, _version(invited.study_id, version_id), given)


@by_link("say no to a study")
def decline(invited: Invited, *, never_again: bool = False) -> None:
    """No to this study; or to every study from now on. An hour that is booked is called off on its own page."""
    candidate = _locked(invited)
    if never_again:
        leave_alone(invited.access, invited.person_id, by_person=True)
    if candidate.state not in ("booked", "done"):
        _move(invited.access, candidate, "declined", False)


@by_link("answer a posted screener")
def answer_openly(posted: Posted, *, name: str, email: str, version_id: int, given: Given) -> None:
    """Whoever answers becomes a person and a candidate. It looks the same from outside whether or not the address was known.

    Nobody has proved that the address is theirs. So somebody who is known is looked at by a colleague and never accepted
    at once, and nothing changes for whom the study has asked already or who asked not to be asked.
    """
    if posted.is_closed:
        raise NotFound("This form is closed.")
    version = _version(posted.study_id, version_id)
    address = _email(email)
    read_answers(questions_of(version.questions), given)
    if not name.strip() or len(name) > NAME_LIMIT:
        raise Refused("Your name is missing or too long.", field="name", remedy="Please type how to call you.")
    _keep_bounded(posted.study_id)
    person, is_known = _person(posted, name, address)
    if unwanted([person.pk]):
        return
    candidate, is_new = Candidate.objects.get_or_create(
        study_id=posted.study_id, person=person,
        defaults={"workspace_id": posted.access.workspace_id, "source": "screener"},
    )  # fmt: skip
    if not is_new and (candidate.state != "found" or ScreenerAnswer.objects.filter(candidate=candidate).exists()):
        return
    _answer(posted.access, candidate, version, given, is_open=True, may_accept=not is_known)


def _answer(
    access: Access,
    candidate: Candidate,
    version: Screener,
    given: Given,
    *,
    is_open: bool = False,
    may_accept: bool = True,
) -> None:
    answers = read_answers(questions_of(version.questions), given)
    found = judge(rules_of(version.rules), answers)
    if not may_accept and found.state == "accepted":
        found = Verdict("queued", None)
    state, is_full = _with_quota(candidate, found)
    ScreenerAnswer.objects.create(
        workspace_id=access.workspace_id, candidate=candidate, screener=version, answers=answers, verdict=state,
        rule=found.rule, is_full=is_full, is_open=is_open,
    )  # fmt: skip
    _move(access, candidate, state, is_full)


def _with_quota(candidate: Candidate, found: Verdict) -> tuple[str, bool]:
    """Where a quota is full, whoever would be accepted is queued. The study is locked: two at once do not overfill it."""
    if found.state != "accepted":
        return found.state, False
    Study.objects.select_for_update().get(pk=candidate.study_id)
    account_id = Person.objects.filter(pk=candidate.person_id).values_list("account_id", flat=True).get()
    is_full = bool(full_for(candidate.study_id, account_id))
    return ("queued" if is_full else "accepted"), is_full


def _move(access: Access, candidate: Candidate, state: str, is_full: bool) -> None:
    if candidate.state in UNDECIDED or state == "declined":
        candidate.state = state
        candidate.save(update_fields=["state"])
        if state == "accepted":
            ask_those(access, candidate.study_id, [candidate.person_id])


def _locked(invited: Invited) -> Candidate:
    return Candidate.objects.select_for_update().get(pk=invited.candidate_id)


def _version(study_id: int, version_id: int) -> Screener:
    found = Screener.objects.filter(pk=version_id, study=study_id).first()
    if found is None:
        raise Refused("These questions are no longer asked.", remedy="Please load the page again.")
    return found


def _email(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(
            "That is not an e-mail address.", field="email", remedy="Write it as name@example.org."
        ) from error
    if len(address) > EMAIL_LIMIT:
        raise Refused("That address is too long.", field="email", remedy="Use another address.")
    return address


def _keep_bounded(study_id: int) -> None:
    """A posted link takes some hundreds of answers a day, not what a machine can send."""
    through: Any = ScreenerAnswer.objects.filter(candidate__study=study_id, is_open=True)
    if through.count() >= IN_ALL or through.filter(given_at__gt=timezone.now() - timedelta(days=1)).count() >= A_DAY:
        raise Refused("Many people have answered today.", remedy="Please come back tomorrow.")


def _person(posted: Posted, name: str, address: str) -> tuple[Person, bool]:
    """Whose address it is, and whether they were known. A known person keeps the name we have."""
    known = Person.objects.filter(email=address)
    found = known.first()
    if found is None:
        try:
            with transaction.atomic():
                return add_person(replace(posted.access, role=Role.EDITOR), name=name.strip(), email=address), False
        except (IntegrityError, Refused):  # the same person answered at the same moment
            found = known.first()
            if found is None:
                raise
    return found, True
