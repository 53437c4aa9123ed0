"""How the room's tables take part when a workspace leaves or a person is erased."""

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.utils import timezone

from clew.ground.files.api import drop_parts
from clew.ground.ledger.api import Forgot, Table, text_of
from clew.rooms.interviews.kinds import ASKED
from clew.rooms.interviews.models import (
    Candidate,
    Incoming,
    Interview,
    Invitation,
    InvitationKey,
    Note,
    Recording,
    Sitting,
from clew.rooms.interviews.guide_content import hash_of, sections_of, words_of
from clew.rooms.interviews.models import (
    Candidate,
    CoachSettings,
    Dismissal,
    Guide,
    GuideVersion,
    Interview,
    Invitation,
    InvitationKey,
    Study,
)


def _drop_notes(person_id: int) -> Forgot:
    """What colleagues noted about somebody goes, also from the history."""
    found = Candidate.objects.filter(person=person_id)
    found.exclude(note="").update(note="")
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


def _withdraw_links(person_id: int) -> Forgot:
    standing = Invitation.objects.filter(candidate__person=person_id, withdrawn_at__isnull=True)
    standing.update(withdrawn_at=timezone.now())
    return Forgot()


def _drop_what_was_noted(person_id: int) -> Forgot:
    """Notes of talks with somebody hold what they said; their questions asked stay."""
    found = Note.objects.filter(interview__person=person_id).exclude(tag=ASKED)
    found.update(text="erased", taken_back_at=timezone.now())
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


def _drop_recordings(person_id: int) -> Forgot:
    found = Recording.objects.filter(interview__person=person_id, file__isnull=False)
    found.filter(taken_away_at=None).update(taken_away_at=timezone.now())
    return Forgot(files=frozenset(found.values_list("file_id", flat=True)))


def _drop_incoming(person_id: int) -> Forgot:
    for one in Incoming.objects.filter(interview__person=person_id).select_related("upload"):
        drop_parts(one.upload)
    return Forgot()
def _guide_words(ids: Sequence[int]) -> Mapping[int, str]:
    rows = GuideVersion._base_manager.filter(guide_id__in=ids, number=F("guide__version"))
    return {pk: words_of("", sections_of(content)) for pk, content in rows.values_list("guide_id", "content")}


def _hash_again(ids: Sequence[int]) -> None:
    """What is left of a guide is compared with what is saved next."""
    for version in GuideVersion._base_manager.filter(pk__in=ids):
        version.content_hash = hash_of(version.content)
        version.save(update_fields=["content_hash"])


TABLES = (
    Table(
        Study,
        about="A question to be answered by talking with customers.",
        erased="Quotations of the person in it are replaced.",
        body=text_of(Study, "question"),
    ),
    Table(
        Candidate,
        about="A person who may be asked for a study.",
        erased="The note about the person goes; the row stays, so that counts stay.",
        forget=_drop_notes,
    ),
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
        left_out="It opens this installation only.",
    ),
    Table(
        Sitting,
        about="When an interview was really held.",
        erased="Holds no words.",
    ),
    Table(
        Note,
        about="What was noted while an interview ran, and when.",
        erased="The words of notes about talks with the person go; that something was noted then stays.",
        forget=_drop_what_was_noted,
    ),
    Table(
        Recording,
        about="Sound or film of an interview; its content is a file.",
        erased="Recordings of the person are taken away, and their content leaves the disk at once.",
        forget=_drop_recordings,
    ),
    Table(
        Incoming,
        about="A recording that is still coming in.",
        erased="What has come of a recording of the person leaves the disk.",
        left_out="It is not finished; what it becomes is a recording.",
        made_again=True,
        forget=_drop_incoming,
        Guide,
        about="What is asked in the interviews of a study.",
        erased="Quotations of the person in it are replaced.",
        body=_guide_words,
    ),
    Table(
        GuideVersion,
        about="A guide as it stood, and on which of its questions the coach spoke.",
        erased="Quotations of the person in it are replaced, in every version.",
        swept=_hash_again,
    ),
    Table(
        Dismissal,
        about="A rule of the guide coach that somebody called wrong about a question.",
        erased="Holds no words; the question is known by a key.",
    ),
    Table(
        CoachSettings,
        about="Which rules of the guide coach are on, and which words are known.",
        erased="The person's name among the words is replaced.",
    ),
)
