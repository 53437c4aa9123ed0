"""Consent before anything is kept: what a study asks for, whom it asks, and what they answer through their link."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from clew.ground.customers.api import (
    SCOPES,
    Consent,
    ConsentText,
    Person,
    ask_for_consent,
    ask_people_for_consent,
    give_consent,
    in_order,
    refuse_consent,
    withdraw_consent,
)
from clew.ground.doors.api import by_link
from clew.ground.evidence.api import watch_hearing
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.interviews.kinds import INTERVIEW, STUDY
from clew.rooms.interviews.models import Candidate, ConsentPlan, Interview, Study
from clew.rooms.interviews.models.consent import LONGEST_DAYS
from clew.rooms.interviews.queries.consent import ToAnswer, consent_to_answer, why_not_heard
from clew.rooms.interviews.queries.invited import Invited

BY_LINK = "form"
BEFORE_HEARD = "Say who said them, and write down on the person's page what they agreed to for this study."
TAKES_PART, TO_COME = ("accepted", "booked"), ("booked", "running")


@act("say what consent a study asks for")
def plan_consent(
    access: Access,
    *,
    study_id: int,
    scopes: Sequence[str] = tuple(SCOPES),
    number: int | None = None,
    days: int | None = None,
) -> None:
    """Under which version of the text (the newest, unless `number` says which), for what, and for how many days it holds.

    Whoever takes part and was not asked is asked now, and everybody who is accepted, booked or interviewed later. Nobody whose
    interview was held before is. With no scopes the study asks nobody any more; who was asked already stays asked.
    """
    get_node(study_id, kind=STUDY)
    if not scopes:
        ConsentPlan.objects.filter(pk=study_id).delete()
        return
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise Refused(f"There is no scope “{unknown[0][:40]}”.", field="scopes", remedy=f"Choose {', '.join(SCOPES)}.")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused(
            f"Consent holds for 1 to {LONGEST_DAYS:,} days.", field="days", remedy="Leave it empty for no end."
        )
    shown = {"text": _text(number), "scopes": in_order(scopes), "days": days, "workspace_id": access.workspace_id}
    ConsentPlan.objects.update_or_create(study_id=study_id, defaults=shown)
    ask_those(access, study_id, _who_takes_part(study_id))


@act("ask the person of an interview for consent")
def ask_in_interview(access: Access, *, interview_id: int) -> Consent:
    """To what the study asks: somebody who was not asked before, or whose consent does not stand any more."""
    get_node(interview_id, kind=INTERVIEW)
    interview = Interview.objects.get(pk=interview_id)
    plan = ConsentPlan.objects.select_related("text").filter(pk=interview.study_id).first()
    if plan is None:
        raise Refused("This study asks for no consent.", remedy="Say on the study's page what it asks for.")
    if interview.person_id is None:
        raise Refused("Nobody said whose interview this is.", remedy="Say it on its page first.")
    return _ask(access, interview.study_id, interview.person_id, tuple(plan.scopes.split()), _number(plan))


@by_link("give consent by link")
def give_by_link(invited: Invited, *, number: int, days: int | None, scopes: Sequence[str]) -> None:
    """What was ticked, under the version that was shown and for the days that were. The same sent twice is given once."""
    found = _answerable(invited)
    stands = found.stands
    is_same = stands is not None and (stands.number, stands.given) == (number, tuple(in_order(scopes).split()))
    if is_same and found.consent_id is None:
        return
    if found.number is None:
        raise Refused("You have answered already.", remedy="Load the page again to see what you agreed to.")
    if not scopes:
        raise Refused(
            "Nothing is ticked.", field="scopes", remedy="Tick what you agree to, or choose “I do not agree”."
        )
    _must_be_shown(found, number, days)
    member = replace(invited.access, role=Role.EDITOR)
    consent_id = found.consent_id or _ask(member, invited.study_id, invited.person_id, found.scopes, number).pk
    until = timezone.localdate() + timedelta(days=days) if days else None
    give_consent(member, consent_id=consent_id, scopes=scopes, how=BY_LINK, expires_on=until)


@by_link("refuse consent by link")
def refuse_by_link(invited: Invited, *, number: int, days: int | None) -> None:
    """No to what was asked. Sent twice, it is one no."""
    found = _answerable(invited)
    if found.consent_id is None and found.last is not None and found.last.state == "refused":
        return
    if found.number is None:
        raise Refused("You have answered already.", remedy="Load the page again to see what you agreed to.")
    _must_be_shown(found, number, days)
    member = replace(invited.access, role=Role.EDITOR)
    consent_id = found.consent_id or _ask(member, invited.study_id, invited.person_id, found.scopes, number).pk
    refuse_consent(member, consent_id=consent_id)


@by_link("withdraw consent by link")
def withdraw_by_link(invited: Invited) -> None:
    """At once. Nothing to do where none stands, as when it is sent twice."""
    stands = _answerable(invited).stands
    if stands is not None:
        withdraw_consent(replace(invited.access, role=Role.EDITOR), consent_id=stands.id)


def ask_those(access: Access, study_id: int, person_ids: Collection[int]) -> None:
    """Inside an act: whoever of these the study has not asked is asked, if it asks at all. Three statements, however many they are."""
    plan = ConsentPlan.objects.select_related("text").filter(pk=study_id).first()
    if plan is None or not person_ids:
        return
    here = Person.objects.filter(pk__in=person_ids, node__archived_at__isnull=True)
    new = here.exclude(consents__about=study_id).values_list("pk", flat=True)
    if wanted := sorted(set(new)):
        ask_people_for_consent(
            replace(access, role=Role.EDITOR), person_ids=wanted, scopes=plan.scopes.split(), about=study_id,
            number=_number(plan),
        )  # fmt: skip


def keep_to_study(access: Access, source_id: int | None, person_id: int | None, about: int | None) -> None:
    """Words of an interview are heard for its study, and no study is told of words that it may not keep."""
    talks = Interview.objects.select_related("node", "study__node")
    said_in = talks.filter(source=source_id).first() if source_id else None
    if said_in is not None:
        if said_in.study_id == about:
            return
        raise Refused(
            f"These words were said in “{said_in.node.title}”, for the study “{said_in.study.node.title}”.",
            field="about",
            remedy="Consent given for that study decides about them.",
        )
    if about is None or not Study.objects.filter(pk=about).exists():
        return
    if why := why_not_heard(access, about, {person_id})[person_id]:
        raise Refused(f"The study takes no such words: {why}.", field="about", remedy=BEFORE_HEARD)


watch_hearing(keep_to_study)


def _ask(access: Access, study_id: int, person_id: int, scopes: Sequence[str], number: int | None) -> Consent:
    return ask_for_consent(access, person_id=person_id, scopes=scopes, about=study_id, number=number)


def _answerable(invited: Invited) -> ToAnswer:
    """Their row is held until the transaction ends, so that two sent at once are answered one after the other."""
    Candidate.objects.select_for_update().get(pk=invited.candidate_id)
    return consent_to_answer(invited.access, invited.study_id, invited.person_id)


def _must_be_shown(found: ToAnswer, number: int, days: int | None) -> None:
    if (found.number, found.days) != (number, days):
        raise Refused("The text was changed meanwhile.", field="number", remedy="Please read it, and answer again.")


def _number(plan: ConsentPlan) -> int | None:
    return plan.text.number if plan.text else None


def _text(number: int | None) -> ConsentText | None:
    """None for the newest, of which there has to be one."""
    rows = ConsentText.objects.all() if number is None else ConsentText.objects.filter(number=number)
    found = rows.first()
    if found is None:
        raise Refused(
            "There is no consent text yet." if number is None else "There is no such version.",
            field="number",
            remedy="Write the text that people agree to first.",
        )
    return None if number is None else found


def _who_takes_part(study_id: int) -> set[int]:
    asked = Candidate.objects.filter(study=study_id, state__in=TAKES_PART).values_list("person_id", flat=True)
    talks = Interview.objects.filter(study=study_id, node__state__in=TO_COME, node__archived_at__isnull=True)
    return {pk for pk in (*asked, *talks.values_list("person_id", flat=True)) if pk is not None}
