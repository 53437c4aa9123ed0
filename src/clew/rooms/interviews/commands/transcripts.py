"""`clew interviews transcripts` and `transcribe`: what was said comes in, and is read."""

import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.ground.doors.commands import (
    CANCELLED,
    NUMBER,
    THERE,
    follow_to_the_end,
    in_workspace,
    print_json,
    readable,
    refuse,
)

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from clew.ground.files.api import StoredFile
    from clew.ground.runs.api import RunRow
    from clew.ground.workspaces.api import Access


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=THERE)
@click.option("--study", type=NUMBER, help="They become interviews of this study.")
@click.option("--interview", type=NUMBER, help="It is what was said in this interview; one file then.")
@in_workspace
def bring_in(
    access: "Access", *, files: tuple[Path, ...], study: int | None, interview: int | None, as_json: bool
) -> None:
    """Bring in transcripts from FILES (VTT, SRT, Word, text; as Zoom, Teams, Meet and Otter write them).

    A file that is here already is not brought in twice. Ends with 1 when nothing is new.
    """
    if (study is None) == (interview is None):
        refuse("It is not said what they belong to.", "Give --study ID, or --interview ID for one file.")
    if interview is not None and len(files) > 1:
        refuse("An interview has one transcript.", "Give one file, or --study.")
    _may_be_kept(access, study, interview)
    row = _imported(access, files)
    made = _taken(access, row.subject_id or 0, study, interview)
    if as_json:
        print_json({"import": row.subject_id, "interviews": made})
    for one in () if as_json else made:
        click.echo(f"Interview {one['interview']}: what was said is source {one['source']}.")
    if not made:
        click.echo("Everything is there already.", err=True)
    sys.exit(0 if made else 1)


def _may_be_kept(access: "Access", study: int | None, interview: int | None) -> None:
    """Asked before the files come in, so that nothing is left of what is refused. Nobody is named in what comes in for a study."""
    from clew.ground.ledger.api import Refused
    from clew.rooms.interviews.actions.recordings import may_be_recorded
    from clew.rooms.interviews.actions.studies import BEFORE_TAKEN
    from clew.rooms.interviews.queries.consent import study_consent

    if interview is not None:
        may_be_recorded(access, interview, what="transcript")
    elif study_consent(access, study or 0).asks:
        raise Refused(
            "No transcript: nobody said whose interview this is, so that nobody was asked for consent.",
            remedy=f"{BEFORE_TAKEN} Here: --interview.",
        )


def _imported(access: "Access", files: tuple[Path, ...]) -> "RunRow":
    from clew.ground.evidence.api import TranscriptPlan, begin_transcripts, understand

    plans = []
    for place in files:
        found = understand(access, _stored(access, place).pk)
        if found.reading != "transcript":
            refuse(f"{found.name} is no transcript.", "Tables and findings come in by `clew import`.")
        for warning in found.warnings:
            click.echo(f"{found.name}: {warning}", err=True)
        plans.append(TranscriptPlan(found.file_id, found.shape, place.stem))
    title = plans[0].title if len(plans) == 1 else f"{len(plans)} transcripts"
    row, _ = follow_to_the_end(access, partial(begin_transcripts, access, transcripts=plans, title=title))
    _end_unless_done(row)
    return row


def _taken(access: "Access", batch: int, study: int | None, interview: int | None) -> list[dict[str, int]]:
    """Those of the import that no study has yet."""
    from clew.rooms.interviews.actions.studies import take_in
    from clew.rooms.interviews.actions.transcribing import use_transcript
    from clew.rooms.interviews.queries.studies import free_interviews

    free = [one.id for one in free_interviews(access, batch_id=batch, limit=200)]
    if not free:
        return []
    if interview is not None:
        use_transcript(access, interview_id=interview, source_id=free[0])
        return [{"interview": interview, "source": free[0]}]
    made = take_in(access, study_id=study or 0, source_ids=free)
    return [{"interview": one.pk, "source": one.source_id or 0} for one in made]


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def show(access: "Access", *, interview: int, as_json: bool) -> None:
    """What was said in the interview with the number INTERVIEW, as far as consent lets it be read."""
    from clew.rooms.interviews.queries.transcripts import transcript

    found = transcript(access, interview, limit=5_000)
    if as_json:
        return print_json(asdict(found))
    click.echo(found.title)
    for turn in found.turns:
        at = f"{turn.start_ms // 60_000}:{turn.start_ms // 1000 % 60:02} " if turn.start_ms is not None else ""
        click.echo(f"{at}{turn.speaker}: {turn.words}" if turn.speaker else turn.words)


@click.command()
@click.argument("interview", type=NUMBER)
@click.argument("file", type=THERE)
@in_workspace
def transcribe(access: "Access", *, interview: int, file: Path, as_json: bool) -> None:
    """Write down what the recording FILE says, as the transcript of INTERVIEW; nothing leaves this machine.

    Asked again after Ctrl-C or a crash, it goes on where it stopped.
    """
    from clew.rooms.interviews.actions.recordings import may_be_recorded
    from clew.rooms.interviews.actions.transcribing import transcribe as begin

    may_be_recorded(access, interview)
    kept = _stored(access, file)
    row, _ = follow_to_the_end(access, partial(begin, access, interview_id=interview, file_id=kept.pk))
    _end_unless_done(row)
    source = (row.result or {}).get("source")
    made = {"interview": interview, "source": source}
    print_json(made) if as_json else click.echo(f"Interview {interview}: what was said is source {source}.")


def _stored(access: "Access", place: Path) -> "StoredFile":
    from clew.ground.files.api import store

    with place.open("rb") as file:
        return store(access, name=readable(place), chunks=iter(lambda: file.read(1 << 20), b""))


def _end_unless_done(row: "RunRow") -> None:
    if row.state == "cancelled":
        sys.exit(CANCELLED)
    if row.state != "done":
        refuse(row.error or f"It was {row.state}.")
