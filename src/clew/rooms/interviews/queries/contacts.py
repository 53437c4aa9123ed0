"""When people were last asked, by any study, and who does not want to be asked. Called inside a query or an act."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from clew.rooms.interviews.models import Invitation, NoContact, Recruiting
from clew.rooms.interviews.models.recruiting import CONTACT_DAYS


def asks() -> QuerySet[Invitation]:
    """A link that was made is taken to have been passed on, unless it was withdrawn and no mail carried it."""
    return Invitation.objects.filter(Q(withdrawn_at__isnull=True) | Q(sent_at__isnull=False))


def last_asked(person_ids: Collection[int]) -> dict[int, datetime]:
    found = asks().filter(candidate__person__in=person_ids).values("candidate__person")
    return dict(found.annotate(at=Max("made_at")).values_list("candidate__person", "at"))


def unwanted(person_ids: Collection[int]) -> set[int]:
    """Those of them who do not want to be asked."""
    standing = NoContact.objects.filter(person__in=person_ids, lifted_at__isnull=True)
    return set(standing.values_list("person_id", flat=True))


def asked_lately(study_id: int, person_ids: Collection[int]) -> dict[int, datetime]:
    """Those of them whom another study asked within the days in which this one leaves people alone."""
    since = timezone.now() - timedelta(days=contact_days(study_id))
    others = asks().filter(candidate__person__in=person_ids, made_at__gt=since).exclude(candidate__study=study_id)
    found = others.values("candidate__person").annotate(at=Max("made_at"))
    return dict(found.values_list("candidate__person", "at"))


def contact_days(study_id: int) -> int:
    found = Recruiting.objects.filter(study=study_id).values_list("contact_days", flat=True).first()
    return CONTACT_DAYS if found is None else found
