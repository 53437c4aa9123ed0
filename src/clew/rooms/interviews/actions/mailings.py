"""Invitations and reminders by mail: written, seen before they go, and sent each once by a run."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.doors.api import own_address
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, start
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, names_of, read, workspace
from clew.rooms.interviews.actions.invitations import candidate_to_ask, new_link
from clew.rooms.interviews.actions.studies import RECRUITING, reach
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import Candidate, Invitation, InvitationMail, Mailing, Recruiting
from clew.rooms.interviews.queries.candidates import CandidateRow, chosen_candidates
from clew.rooms.interviews.queries.there import of_study

MAIL_JOB = "invite candidates"
INVITE, REMIND = "invite", "remind"
MOST_AT_ONCE, MOST_A_DAY = 200, 1_000
GOOD_FOR_DAYS = 30
AFTER = timedelta(days=2)
SUBJECT_LIMIT, MESSAGE_LIMIT = 200, 4_000
PLACES = {"name": "their first name", "link": "their personal link", "from": "your name", "workspace": "the workspace"}
SUBJECT = "Would you talk with us?"
MESSAGE = """Hello {name},

we would like to learn from your experience, in a conversation of about 45 minutes.

If you would like to take part, please follow your personal link:
{link}

Thank you
{from}"""
REMINDER = """Hello {name},

a few days ago we asked whether you would talk with us. If you would like to, this is your personal link:
{link}

This is the only reminder.

{from}"""
_PLACE = re.compile(r"{(\w*)}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, ready to be handed over. `link` opens the candidate's page; its secret is kept nowhere."""

    mail_id: int
    to: str
    subject: str
    text: str
    link: str


@act("write an invitation")
def write_invitation(access: Access, *, study_id: int, subject: str, message: str, reminder: str) -> None:
    """The words of the study's mails; {name}, {link}, {from} and {workspace} are filled in for each."""
    get_node(study_id, kind=STUDY)
    check_words(subject, message, "message")
    check_words(subject, reminder, "reminder")
    words = {"subject": subject.strip(), "message": message.strip(), "reminder": reminder.strip()}
    Recruiting.objects.update_or_create(study_id=study_id, defaults={"workspace_id": access.workspace_id, **words})


@act("invite candidates")
def invite_candidates(
    access: Access,
    *,
    study_id: int,
    candidate_ids: Sequence[int],
    site: str = "",
    kind: str = INVITE,
    despite: bool = False,
) -> Run:
    """Mails to those of them who may be asked, sent by a run, each once. `site`: the address of this server, for the links, if not its own.

    `despite`: an owner asks also whom another study asked lately.
    """
    get_node(study_id, kind=STUDY)
    site = site or own_address()
    if despite:
        access.require(Role.OWNER)
    if kind not in dict(Mailing.KINDS):
        raise Refused("There is no such mail.", field="kind", remedy="Invite, or remind.")
    if not candidate_ids or len(set(candidate_ids)) > MOST_AT_ONCE:
        raise Refused(
            f"Choose 1 to {MOST_AT_ONCE} candidates.", field="ids", remedy="Choose them, in parts if need be."
        )
    rows = chosen_candidates(access, study_id, candidate_ids=list(candidate_ids))
    kept_back = not_to_mail(rows, kind, despite=despite)
    ready = [row.id for row in rows if row.id not in kept_back]
    if not ready:
        raise Refused("None of these can be written to now.", field="ids", remedy="The list says why.")
    _check_rate(len(ready))
    subject, message, reminder = words_of(study_id)
    mailing = Mailing.objects.create(
        workspace_id=access.workspace_id, study_id=study_id, kind=kind, subject=subject,
        message=message if kind == INVITE else reminder, made_by_id=access.user_id,
    )  # fmt: skip
    mails = [_mail(access, mailing, pk) for pk in ready]
    reach(study_id, RECRUITING)
    title = f"{len(mails)} {'invitation' if kind == INVITE else 'reminder'}{'s' if len(mails) > 1 else ''}"
    arguments = {"mailing": mailing.pk, "mails": mails, "site": site, "despite": despite}
    return start(
        access, job=MAIL_JOB, title=title, arguments=arguments, key=f"mailing-{mailing.pk}", subject_id=study_id
    )


@act("send an invitation")
def begin_mail(access: Access, *, mail_id: int, site: str, despite: bool = False) -> Letter | None:
    """The next mail, marked as tried before it leaves; None for one that is over, or that nobody may send any more.

    One that was tried and not ended was on its way when the server stopped; it is not sent a second time.
    """
    mail = InvitationMail.objects.select_for_update(of=("self",)).select_related("mailing").filter(pk=mail_id).first()
    if mail is None:
        raise NotFound("No such mail.")
    if mail.sent_at or mail.failed_at:
        return None
    if mail.tried_at:
        end_mail(access, mail_id=mail_id, is_sent=False)
        return None
    try:
        candidate = candidate_to_ask(access, mail.candidate_id, despite=despite and access.role == Role.OWNER)
    except Refused:
        _give_up(mail)
        return None
    person = candidate.person
    if not person.email:
        _give_up(mail)
        return None
    made = new_link(access, candidate, GOOD_FOR_DAYS)
    mail.invitation_id, mail.tried_at = made.id, timezone.now()
    mail.save(update_fields=["invitation", "tried_at"])
    link = f"{site}/asked/{made.secret}"
    return letter(access, mail.pk, person.email, person.node.title, link, mail.mailing.subject, mail.mailing.message)


@act("note what became of an invitation")
def end_mail(access: Access, *, mail_id: int, is_sent: bool, is_refused: bool = False) -> None:
    """`is_refused`: the mail server would not take it, so that its link leads nowhere."""
    mail = InvitationMail.objects.filter(pk=mail_id).first()
    if mail is None:
        raise NotFound("No such mail.")
    now = timezone.now()
    link = Invitation.objects.filter(pk=mail.invitation_id or 0)
    if is_sent:
        InvitationMail.objects.filter(pk=mail_id).update(sent_at=now)
        link.update(sent_at=now)
        Candidate.objects.filter(pk=mail.candidate_id, state="found").update(state="invited")
        return
    InvitationMail.objects.filter(pk=mail_id, sent_at__isnull=True).update(failed_at=now)
    if is_refused:
        link.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)


@act("end a mailing")
def end_mailing(access: Access, *, study_id: int, mailing_id: int | None = None) -> None:
    """What did not go out does not go out any more; those people can be invited anew.

    One that was cancelled before it began has no number yet: then all that waits in the study is ended.
    """
    left = InvitationMail.objects.filter(mailing__study=study_id, sent_at__isnull=True, failed_at__isnull=True)
    left = left.filter(mailing=mailing_id) if mailing_id else left.filter(tried_at__isnull=True)
    left.update(failed_at=timezone.now())


def not_to_mail(rows: Iterable[CandidateRow], kind: str, *, despite: bool = False) -> dict[int, str]:
    """Who cannot be written to now, and why."""
    found = {row.id: _why_not(row, kind, despite) for row in rows}
    return {pk: why for pk, why in found.items() if why}


def _why_not(row: CandidateRow, kind: str, despite: bool) -> str:
    sent = {mail.kind: mail.at for mail in row.mails if mail.state != "not sent" and mail.state != "perhaps not sent"}
    if row.is_unwanted:
        return "asked not to be asked"
    if not row.email:
        return "no e-mail address"
    if row.asked_elsewhere and not despite:
        return "another study asked lately"
    if kind == INVITE:
        return "" if row.state == "found" and "Invitation" not in sent else row.label.lower()
    return _why_not_remind(row, sent)


def _why_not_remind(row: CandidateRow, sent: Mapping[str, datetime]) -> str:
    if row.state != "invited":
        return row.label.lower()
    if "Invitation" not in sent:
        return "not invited by mail"
    if "Reminder" in sent:
        return "reminded already"
    return "" if sent["Invitation"] < timezone.now() - AFTER else "invited less than two days ago"


def words_of(study_id: int) -> tuple[str, str, str]:
    """Subject, invitation and reminder: the study's own, else those that Clew proposes. Called inside a query or an act."""
    kept = Recruiting.objects.filter(study=study_id).first()
    own = (kept.subject, kept.message, kept.reminder) if kept else ("", "", "")
    return own[0] or SUBJECT, own[1] or MESSAGE, own[2] or REMINDER


@read
@of_study
def words_of_study(access: Access, study_id: int) -> tuple[str, str, str]:
    """The subject, the invitation and the reminder of a study."""
    return words_of(study_id)


def preview(access: Access, words: tuple[str, str, str], kind: str, name: str) -> Letter:
    """As it will arrive, with a link that leads nowhere."""
    subject, message, reminder = words
    text = message if kind == INVITE else reminder
    return letter(access, 0, "", name, "https://…/asked/…", subject, text)


def letter(access: Access, mail_id: int, to: str, name: str, link: str, subject: str, message: str) -> Letter:
    """The mail with its places filled in, and the way to say no beneath it."""
    values = {
        "name": name.split()[0] if name.split() else name,
        "link": link,
        "from": names_of({access.user_id or 0}).get(access.user_id or 0, ""),
        "workspace": workspace(access).name,
    }
    text = _PLACE.sub(lambda found: values.get(found[1], found[0]), message)
    line = " ".join(_PLACE.sub(lambda found: values.get(found[1], found[0]), subject).split())
    no = f"To say no, or that you do not want to be asked again: {link}/decline"
    return Letter(mail_id, to, line, f"{text}\n\n-- \n{no}\n", link)


def check_words(subject: str, message: str, field: str) -> None:
    if not subject.strip() or len(subject) > SUBJECT_LIMIT or "{link}" in subject:
        raise Refused(
            "A mail has a subject, in one line and without the link.", field="subject", remedy="Type a few words."
        )
    if len(message) > MESSAGE_LIMIT:
        raise Refused(f"This is longer than {MESSAGE_LIMIT:,} characters.", field=field, remedy="Shorten it.")
    for name in _PLACE.findall(subject + message):
        if name not in PLACES:
            known = ", ".join(f"{{{one}}}" for one in PLACES)
            raise Refused(f"Nothing is known to fill in for {{{name}}}.", field=field, remedy=f"Use {known}.")
    if "{link}" not in message:
        raise Refused("The personal link is missing.", field=field, remedy="Write {link} where it shall stand.")


def _check_rate(more: int) -> None:
    since = timezone.now() - timedelta(days=1)
    if InvitationMail.objects.filter(mailing__made_at__gt=since).count() + more > MOST_A_DAY:
        raise Refused(
            f"That would be more than {MOST_A_DAY:,} mails within a day.", field="ids", remedy="Go on tomorrow."
        )


def _mail(access: Access, mailing: Mailing, candidate_id: int) -> int:
    try:
        with transaction.atomic():
            made = InvitationMail.objects.create(
                workspace_id=access.workspace_id, mailing=mailing, candidate_id=candidate_id, kind=mailing.kind
            )
    except IntegrityError as error:  # a colleague invites the same people at the same moment
        raise Refused("Somebody of these is being written to.", field="ids", remedy="Load the list again.") from error
    return int(made.pk)


def _give_up(mail: InvitationMail) -> None:
    mail.failed_at = timezone.now()
    mail.save(update_fields=["failed_at"])
