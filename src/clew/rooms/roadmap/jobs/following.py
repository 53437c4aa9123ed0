"""Take over from a tracker now, as somebody asked: a run with progress, which can be cancelled and goes on where it was."""

import time
from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Running, job
from clew.rooms.roadmap.following import Busy, Chunk, follow_now
from clew.rooms.roadmap.kinds import TRACKER_JOB

TRIES, WAIT = 30, 1.0


@job(TRACKER_JOB)
def follow(running: Running) -> dict[str, Any]:
    """How far it is stands with the connection, so that whoever comes next goes on there."""

    def keep(chunk: Chunk, step: str) -> None:
        def together() -> dict[str, Any]:
            chunk()
            return {"parts": running.cursor.get("parts", 0) + 1}

        running.commit(together, done=running.cursor.get("parts", 0) + 1, step=step)

    tracker_id, name = int(running.arguments["tracker"]), str(running.arguments["name"])
    for _ in range(TRIES):
        try:
            return dict(follow_now(running.access, tracker_id, keep, name=name))
        except Busy:
            time.sleep(WAIT)
    raise Refused("It is being taken over at this moment.", remedy="Look at the connection's page in a minute.")
