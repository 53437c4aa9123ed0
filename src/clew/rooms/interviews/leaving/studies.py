"""Studies, their candidates and interviews: how they leave."""

from django.utils import timezone

from clew.ground.ledger.api import Forgot, Table, text_of
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import Candidate, ConsentPlan, Interview, Invitation, InvitationKey, Study

KEYS = "It holds a hash, no words."


def _drop_notes(person_id: int) -> Forgot:
    """What colleagues noted about somebody goes, also from the history."""
    found = Candidate.objects.filter(person=person_id)
    found.exclude(note="").update(note="")
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


def _withdraw_links(person_id: int) -> Forgot:
    standing = Invitation.objects.filter(candidate__person=person_id, withdrawn_at__isnull=True)
    standing.update(withdrawn_at=timezone.now())
    return Forgot()


TABLES = (
    Table(
        Study,
        about="A question to be answered by talking with customers.",
        erased="Quotations of the person in it are replaced.",
        body=text_of(Study, "question"),
        stays=TEAMS,
    ),
    Table(
        Candidate,
        about="A person who may be asked for a study.",
        erased="The note about the person goes; the row stays, so that counts stay.",
        forget=_drop_notes,
        stays="It tells of a person, not what they said, and goes with the person.",
    ),
    Table(ConsentPlan, about="What a study asks people to agree to, and for how long.", erased="Holds no words."),
    Table(
        Interview,
        about="A conversation for a study: booked, held or called off.",
        erased="The person's name in its title is replaced; that it was held stays.",
    ),
    Table(
        Invitation,
        about="A personal link to one candidate's page: when it was made and sent, and until when it is good.",
        erased="The link is withdrawn.",
        forget=_withdraw_links,
    ),
    Table(
        InvitationKey,
        about="The hash that opens a candidate's page.",
        erased="Holds no words; the link is withdrawn with the person.",
        stays=KEYS,
        left_out="It opens this installation only.",
    ),
)
