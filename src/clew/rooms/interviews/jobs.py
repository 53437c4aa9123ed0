"""The long work of the room: recordings become transcripts, one stretch of speech after the other."""

from typing import Any

from clew.ground.evidence.api import Sound, Word, listen, sound_of
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Running, job
from clew.rooms.interviews.actions.transcribing import add_heard
from clew.rooms.interviews.kinds import TRANSCRIBE_JOB


@job(TRANSCRIBE_JOB)
def transcribe(running: Running) -> dict[str, Any]:
    """What was heard stands in the run's cursor until the transcript is made of it; then it is taken out of there."""
    if "source" not in running.cursor:
        path = path_of(running.access, file_id=running.arguments["file_id"])
        if not path.exists():
            raise Refused("The recording is no longer there.", field="file", remedy="Upload it again.")
        with sound_of(path) as sound:
            _listen(running, sound)
            total = _seconds(sound)
        running.commit(lambda: {"source": _made(running)}, done=total, total=total, step="The transcript is here")
    return {"source": running.cursor["source"]}


def _listen(running: Running, sound: Sound) -> None:
    told = {name: running.cursor[name] for name in ("channel", "from_ms", "language") if name in running.cursor}
    for stretch in listen(sound, **told):
        words = [*running.cursor.get("words", []), *([stretch.channel, *word] for word in stretch.words)]
        after = {"channel": stretch.channel, "from_ms": stretch.until_ms, "language": stretch.language, "words": words}
        done = (stretch.channel * sound.length_ms + stretch.until_ms) // 1000
        step = f"{_clock(stretch.until_ms)} of {_clock(sound.length_ms)} heard"
        running.commit(lambda after=after: after, done=done, total=_seconds(sound), step=step)  # type: ignore[misc]


def _made(running: Running) -> int:
    channels: list[list[Word]] = [[], []]
    for channel, *word in running.cursor.get("words", []):
        channels[channel].append(Word(*word))
    return add_heard(running.access, interview_id=int(running.subject_id or 0), channels=channels)


def _seconds(sound: Sound) -> int:
    return sound.channels * sound.length_ms // 1000


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
"""The room's long work: mails to candidates, one to a chunk, so that each goes out once whatever stops the server."""

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
    no = {"List-Unsubscribe": f"<{letter.link}/decline>"}
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.to], headers=no).send()
    except OSError:  # what every mail server's trouble comes down to
        return False
    return True
