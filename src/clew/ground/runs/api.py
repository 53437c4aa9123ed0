"""The only door to long work."""

from clew.ground.runs.actions import asked_before, cancel, retry, start
from clew.ground.runs.jobs import Ending, Running, job, perform
from clew.ground.runs.models import Run
from clew.ground.runs.queries import RunRow, run, runs, runs_about
from clew.ground.runs.runner import follow, is_runner_elsewhere, launch_runner, stop_runner

__all__ = [
    "Ending",
    "Run",
    "RunRow",
    "Running",
    "asked_before",
    "cancel",
    "follow",
    "is_runner_elsewhere",
    "job",
    "launch_runner",
    "perform",
    "retry",
    "run",
    "runs",
    "runs_about",
    "start",
    "stop_runner",
]
