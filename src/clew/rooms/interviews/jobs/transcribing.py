"""Recordings become transcripts, one stretch of speech after the other."""

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
