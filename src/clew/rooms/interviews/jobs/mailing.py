"""Mails to candidates, one to a chunk, so that each goes out once whatever stops the server."""

from typing import Any

from django.core.mail import EmailMessage

from clew.ground.runs.api import Ending, Running, job
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.mailings import MAIL_JOB, Letter, begin_mail, end_mail, end_mailing


def _ended(access: Access, ending: Ending) -> None:
    if ending.state != "done" and ending.subject_id is not None:
        end_mailing(access, study_id=ending.subject_id, mailing_id=ending.cursor.get("mailing"))


@job(MAIL_JOB, ended=_ended)
def send_mails(running: Running) -> dict[str, Any]:
    told = running.arguments
    mails, where = told["mails"], {"mailing": told["mailing"]}
    running.commit(lambda: {**running.cursor, **where}, done=running.cursor.get("done", 0), total=len(mails))
    for at, mail_id in enumerate(mails[running.cursor.get("done", 0) :], running.cursor.get("done", 0)):
        written: list[Letter | None] = [None]

        def begin(mail_id: int = mail_id, at: int = at, written: list[Letter | None] = written) -> dict[str, Any]:
            written[0] = begin_mail(running.access, mail_id=mail_id, site=told["site"], despite=told["despite"])
            return {**where, "done": at, "sent": running.cursor.get("sent", 0)}

        running.commit(begin, done=at, total=len(mails), step="Writing")
        is_sent = written[0] is not None and _hand_over(written[0])

        def end(
            mail_id: int = mail_id, at: int = at, is_sent: bool = is_sent, was_tried: bool = written[0] is not None
        ) -> dict[str, Any]:
            if was_tried:
                end_mail(running.access, mail_id=mail_id, is_sent=is_sent, is_refused=not is_sent)
            return {**where, "done": at + 1, "sent": running.cursor.get("sent", 0) + is_sent}

        running.commit(end, done=at + 1, total=len(mails), step="Sending")
    return {"sent": running.cursor.get("sent", 0), "not_sent": len(mails) - running.cursor.get("sent", 0)}


def _hand_over(letter: Letter) -> bool:
    """Whether the mail server took it."""
    no = {"List-Unsubscribe": f"<{letter.link}/unsubscribe>"}
    if letter.link.startswith("https://"):  # what RFC 8058 asks of an address that one press posts to
        no["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.to], headers=no).send()
    except OSError:  # what every mail server's trouble comes down to
        return False
    return True
