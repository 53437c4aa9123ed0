"""From whom a study hears: how many of each segment, who fits, what they get, and whom nobody asks any more."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from clew.ground.customers.api import PERSON, SEGMENT
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, workspace
from clew.rooms.interviews.actions.consent import ask_those
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import Candidate, Incentive, NoContact, Quota, Recruiting
from clew.rooms.interviews.models.recruiting import MOST_CONTACT_DAYS
from clew.rooms.interviews.models.studies import MOST_WANTED
from clew.rooms.interviews.queries.quotas import MOST_QUOTAS, quota_rows

BY_HAND = ("found", "accepted", "queued", "rejected")
SETTLED = ("booked", "done")
NOTE_LIMIT, WHAT_LIMIT, MOST_MINOR, MOST_SETTLED = 500, 200, 10**12, 200


@act("say for how long nobody is asked twice")
def limit_contact(access: Access, *, study_id: int, days: int) -> None:
    """Whom another study asked within these days is not asked by this one; 0 days: it does not matter."""
    get_node(study_id, kind=STUDY)
    if not 0 <= days <= MOST_CONTACT_DAYS:
        raise Refused("That is out of range.", field="days", remedy=f"Type 0 to {MOST_CONTACT_DAYS} days.")
    Recruiting.objects.update_or_create(
        study_id=study_id, defaults={"contact_days": days, "workspace_id": access.workspace_id}
    )


@act("want a number of a segment")
def set_quota(access: Access, *, study_id: int, segment_id: int, wanted: int) -> None:
    """How many people of a segment the study wants to hear; 0 takes the quota away."""
    get_node(study_id, kind=STUDY)
    get_node(segment_id, kind=SEGMENT)
    if not 0 <= wanted <= MOST_WANTED:
        raise Refused(f"A quota is 1 to {MOST_WANTED:,} people.", field="wanted", remedy="Type how many you want.")
    here = Quota.objects.filter(study=study_id)
    if not wanted:
        here.filter(segment=segment_id).delete()
        return
    if here.exclude(segment=segment_id).count() >= MOST_QUOTAS:
        raise Refused(f"There are {MOST_QUOTAS} quotas already.", field="segment", remedy="Take one away first.")
    Quota.objects.update_or_create(
        study_id=study_id, segment_id=segment_id,
        defaults={"wanted": wanted, "workspace_id": access.workspace_id},
    )  # fmt: skip


@act("say which candidates fit")
def settle_candidates(access: Access, *, candidate_ids: Sequence[int], state: str) -> tuple[str, ...]:
    """Accept, queue, reject or put back, whatever the screener said. Answers with the segments that are now beyond their quota."""
    wanted = list(dict.fromkeys(candidate_ids))
    if not wanted or len(wanted) > MOST_SETTLED:
        raise Refused(
            f"Choose 1 to {MOST_SETTLED} candidates.",
            field="ids",
            remedy="Choose them in the list, in parts if need be.",
        )
    if state not in BY_HAND:
        raise Refused("There is no such state to put them in.", field="state", remedy=f"One of: {', '.join(BY_HAND)}.")
    found = list(Candidate.objects.select_for_update().filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise NotFound("No such candidate.")
    if any(one.state in SETTLED for one in found):
        raise Refused("Somebody of these has an hour booked or was heard.", field="ids", remedy="Leave them out.")
    studies = sorted({one.study_id for one in found})
    before = {row for study_id in studies for row in quota_rows(study_id)}
    for one in found:
        one.state = state
        one.save(update_fields=["state"])
    if state == "accepted":
        for study_id in studies:
            ask_those(access, study_id, [one.person_id for one in found if one.study_id == study_id])
    after = [row for study_id in studies for row in quota_rows(study_id) if row not in before]
    return tuple(f"{row.segment}: {row.taken} of {row.wanted}" for row in after if row.taken > row.wanted)


@act("note something about a candidate")
def note_candidate(access: Access, *, candidate_id: int, note: str) -> None:
    found = _candidate(candidate_id)
    if len(note) > NOTE_LIMIT:
        raise Refused(f"This is longer than {NOTE_LIMIT} characters.", field="note", remedy="Shorten it.")
    found.note = note.strip()
    found.save(update_fields=["note"])


@act("record an incentive")
def set_incentive(
    access: Access,
    *,
    candidate_id: int,
    amount_minor: int,
    currency: str = "",
    what: str = "",
    given_on: date | None = None,
) -> None:
    """What a candidate is promised in minor units (cents), in the workspace's currency unless another is named; and when they got it."""
    found = _candidate(candidate_id)
    code = (currency or workspace(access).currency).strip().upper()
    if not 0 <= amount_minor < MOST_MINOR:
        raise Refused("That is not an amount.", field="amount", remedy="Type what they get, for example 50.")
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Refused("A currency has three letters.", field="currency", remedy="For example EUR.")
    if len(what) > WHAT_LIMIT:
        raise Refused(f"This is longer than {WHAT_LIMIT} characters.", field="what", remedy="Shorten it.")
    if given_on and given_on > timezone.localdate():
        raise Refused("That day is still to come.", field="given_on", remedy="Leave it empty until it is given.")
    Incentive.objects.update_or_create(
        candidate=found,
        defaults={
            "workspace_id": access.workspace_id, "amount_minor": amount_minor, "currency": code,
            "what": what.strip(), "given_on": given_on,
        },
    )  # fmt: skip


@act("take an incentive away")
def remove_incentive(access: Access, *, candidate_id: int) -> None:
    Incentive.objects.filter(candidate=_candidate(candidate_id)).delete()


@act("stop asking a person")
def stop_asking(access: Access, *, person_id: int) -> None:
    """No study asks this person any more."""
    get_node(person_id, kind=PERSON)
    leave_alone(access, person_id, by_person=False)


@act("let a person be asked again", role=Role.OWNER)
def ask_again(access: Access, *, person_id: int) -> None:
    """An owner lifts it, when the person said so."""
    get_node(person_id, kind=PERSON)
    NoContact.objects.filter(person=person_id, lifted_at__isnull=True).update(lifted_at=timezone.now())


def leave_alone(access: Access, person_id: int, *, by_person: bool) -> None:
    """Called inside an act; once is enough."""
    NoContact.objects.get_or_create(
        person_id=person_id, lifted_at=None,
        defaults={"workspace_id": access.workspace_id, "by_person": by_person},
    )  # fmt: skip


def _candidate(candidate_id: int) -> Candidate:
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("No such candidate.")
    return found
