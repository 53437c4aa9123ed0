"""Asking a model as long work: it shows that it waits, can be cancelled, and after a kill is not sent a second time."""

from typing import Any

from clew.ground.assist.actions import JOB
from clew.ground.assist.sending import end, send
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Ending, Running, job
from clew.ground.workspaces.api import Access

SECONDS = 180


def _ended(access: Access, ending: Ending) -> None:
    """However it ended, the letter is over: cancelled before or while it was asked."""
    letter_id = ending.cursor.get("letter")
    if letter_id is not None and ending.state in ("cancelled", "failed"):
        end(
            access,
            letter_id,
            error="Cancelled." if ending.state == "cancelled" else "It stopped before there was an answer.",
        )


@job(JOB, ended=_ended)
def ask_the_model(running: Running) -> dict[str, Any]:
    letter_id = int(running.arguments["letter"])
    where = {"letter": letter_id}
    running.commit(lambda: where, done=0, total=SECONDS, step="Sending")

    def meanwhile(seconds: float) -> None:
        running.commit(lambda: where, done=min(int(seconds), SECONDS), total=SECONDS, step=f"Waiting, {seconds:.0f} s")

    if error := send(running.access, letter_id, meanwhile=meanwhile):
        raise Refused(error)
    return where
