"""`clew import`: bring in files, with progress on stderr and one answer on stdout."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import CANCELLED, follow_to_the_end, in_workspace, print_json, readable, refuse

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from clew.ground.evidence.api import Mapping, Understood
    from clew.ground.runs.api import Run, RunRow
    from clew.ground.workspaces.api import Access

ROW_ERRORS = 1
BROUGHT_BACK = "bring import back"
KINDS = ("feedback", "interview", "note", "study")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say about how files are to be read."""

    columns: dict[str, str]
    join: str | None
    title: str
    kind: str
    sheet: str


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Say which column is what, for example text=Content. May be repeated.",
)
@click.option(
    "--join",
    default=None,
    metavar="COLUMN",
    help='Rows with the same value in this column are one piece of feedback; "" joins none, whatever was done before.',
)
@click.option("--title", default="", help="What to call this import; by default the file's name.")
@click.option(
    "--kind", type=click.Choice(KINDS), default="feedback", show_default=True, help="What the rows of a table are."
)
@click.option("--sheet", default="", help="Which sheet of an .xlsx.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.option(
    "--errors",
    default=None,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that could not be read there, each with its reason, to correct and import again.",
)
@in_workspace
def import_files(
    access: "Access",
    files: tuple[Path, ...],
    maps: tuple[str, ...],
    join: str | None,
    title: str,
    kind: str,
    sheet: str,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Bring in FILES: tables of feedback (CSV, Excel, JSON), transcripts (VTT, SRT, Word, text) or findings sheets.

    Asked again for the same file, it goes on where it stopped, or says that everything is there.
    Ends with 0 (done), 1 (done, some rows could not be read), 2 (refused) or 130 (cancelled by Ctrl-C; what is in stays in).
    """
    if errors is not None and (dry_run or len(files) > 1):
        refuse("--errors is for one file that is imported.", "Leave out --dry-run, and import one file at a time.")
    wanted = Wanted(_columns(maps), join, title, kind, sheet)
    found = [_look(access, place, sheet) for place in files]
    if dry_run:
        reports = [_tried(access, f, wanted) for f in found]
    else:
        reports = [_watch(access, begin) for begin in _beginnings(access, found, wanted)]
    if errors is not None:
        _write_errors(access, reports[0], errors)
    if as_json:
        print_json(reports)
    else:
        for report in reports:
            click.echo(_in_words(report))
    sys.exit(max(report["exit"] for report in reports))


def _look(access: "Access", place: Path, sheet: str) -> "Understood":
    from clew.ground.evidence.api import understand
    from clew.ground.files.api import store

    with place.open("rb") as file:
        kept = store(access, name=readable(place), chunks=iter(lambda: file.read(1 << 20), b""))
    found = understand(access, kept.pk, sheet=sheet)
    for warning in found.warnings:
        click.echo(f"{found.name}: {warning}", err=True)
    return found


def _beginnings(access: "Access", found: "list[Understood]", wanted: Wanted) -> "list[Callable[[], Run]]":
    """One import for each table or findings sheet, and one for all transcripts together."""
    from clew.ground.evidence import api as evidence

    spoken = [f for f in found if f.reading == "transcript"]
    begin: list[Callable[[], Run]] = []
    for one in (f for f in found if f.reading != "transcript"):
        how: dict[str, Any] = {"file_id": one.file_id, "shape": one.shape}
        if one.reading == "findings":
            begin.append(partial(evidence.begin_findings, access, title=wanted.title or _stem(one.name), **how))
            continue
        if one.reading == "project":
            begin.append(partial(evidence.begin_project, access, title=wanted.title or _stem(one.name), **how))
            continue
        join = _join(one, wanted)
        how |= {"mapping": _mapping(one, wanted), "join": join, "title": wanted.title, "kind": wanted.kind}
        continued = bool(one.offer and one.offer.continued and one.offer.column == join)
        begin.append(partial(evidence.begin_import, access, continued=continued, **how))
    if spoken:
        plans = [evidence.TranscriptPlan(f.file_id, f.shape, _stem(f.name)) for f in spoken]
        title = wanted.title or (plans[0].title if len(plans) == 1 else f"{len(plans)} transcripts")
        begin.append(partial(evidence.begin_transcripts, access, transcripts=plans, title=title))
    return begin


def _join(found: "Understood", wanted: Wanted) -> str:
    """As told, else as a file with these columns was joined before, else not at all."""
    return (found.join or "") if wanted.join is None else wanted.join


def _mapping(found: "Understood", wanted: Wanted) -> "Mapping":
    from clew.ground.evidence.api import Field, Mapping

    guessed = found.mapping or Mapping({})
    chosen = {}
    for name, column in wanted.columns.items():
        if name not in set(Field):
            refuse(f"There is no field “{name}”.", f"Use one of {', '.join(f.value for f in Field)}.")
        if column not in found.shape.header:
            refuse(
                f"{found.name} has no column “{column}”.",
                f"It has {', '.join(f'“{h}”' for h in found.shape.header[:30])}.",
            )
        chosen[Field(name)] = column
    kept = {
        kind: column for kind, column in guessed.columns.items() if kind not in chosen and column not in chosen.values()
    }
    if found.like:
        click.echo(f"{found.name}: same columns as “{found.like}”: read in the same way.", err=True)
    if found.offer and not _join(found, wanted):
        click.echo(f'{found.name}: {found.offer.reason} To join them: --join "{found.offer.column}"', err=True)
    return Mapping({**kept, **chosen}, guessed.date_order, guessed.ignored - set(chosen.values()))


@click.command("undo-import")
@click.argument("import_id", type=int)
@click.option("--back", is_flag=True, help="Bring an undone import back.")
@in_workspace
def undo_import(access: "Access", import_id: int, back: bool, as_json: bool) -> None:
    """Put away what the import IMPORT_ID brought: its sources, what was marked in them, and what only it knows."""
    from clew.ground.evidence import api as evidence

    act = evidence.bring_import_back if back else evidence.undo_import
    row, _ = follow_to_the_end(access, partial(act, access, batch_id=import_id))
    report = {"import": import_id, "title": row.title, "state": row.state, "records": row.cursor.get("done", 0)}
    if as_json:
        print_json(report)
    else:
        click.echo(f"{row.title}: {row.state}. {report['records']:,} records. {row.error}".rstrip())
    sys.exit({"done": 0, "cancelled": CANCELLED}.get(row.state, 2))


def _watch(access: "Access", begin: "Callable[[], Run]") -> dict[str, Any]:
    row, was_there = follow_to_the_end(access, begin)
    return _report(row, was_there)


def _report(row: "RunRow", was_there: bool) -> dict[str, Any]:
    from clew.ground.evidence.api import IMPORT_COUNTS

    counts = {name: row.cursor.get(name, 0) for name in IMPORT_COUNTS}
    codes = {"done": ROW_ERRORS if counts["failed"] else 0, "cancelled": CANCELLED, "failed": 2}
    state = row.state
    if was_there:  # the counts are of the first time; this time nothing came in
        state = "there already"
        counts |= {"added": 0, "duplicates": counts["added"] + counts["duplicates"]}
    if row.job == BROUGHT_BACK and row.state == "done":
        state = "brought back"
    return {
        "import": row.subject_id,
        "title": row.title,
        "state": state,
        **counts,
        "error": row.error,
        "exit": codes[row.state],
    }


def _write_errors(access: "Access", report: dict[str, Any], place: Path) -> None:
    """Nothing is written when all was read."""
    from clew.ground.evidence.api import failed_rows, write_errors_csv

    if not report["failed"]:
        return
    header, found = failed_rows(access, report["import"])
    with place.open("w", encoding="utf-8-sig", newline="") as out:
        write_errors_csv(found, out, header=header)
    report["errors"] = str(place)
    click.echo(f"What could not be read: {place}", err=True)


def _tried(access: "Access", found: "Understood", wanted: Wanted) -> dict[str, Any]:
    from clew.ground.evidence.api import IMPORT_COUNTS, try_import

    report: dict[str, Any] = {
        "import": None,
        "title": found.name,
        "state": "dry run",
        "kind": found.shape.kind,
        "exit": 0,
    }
    if found.reading == "transcript":
        return {**report, "turns": found.turns, "speakers": [name for name, _ in found.speakers]}
    if found.reading == "findings":
        return {**report, "findings": found.findings, "participants": list(found.participants)}
    mapping = _mapping(found, wanted)
    trial = try_import(
        access,
        found.file_id,
        shape=found.shape,
        mapping=mapping,
        join=_join(found, wanted),
        whole=True,
        tell=_told(found.name),
    )
    counts = {name: getattr(trial, "rows" if name == "rows_read" else name) for name in IMPORT_COUNTS}
    columns = {kind.value: column for kind, column in mapping.columns.items()}
    return {**report, **counts, "columns": columns, "exit": ROW_ERRORS if trial.failed else 0}


def _told(name: str) -> "Callable[[int], None]":
    return lambda rows: click.echo(f"{name}: {rows:,} rows tried", err=True)


def _in_words(report: dict[str, Any]) -> str:
    if report["state"] == "dry run" and "added" not in report:
        return f"{report['title']}: {report.get('findings') or report.get('turns')} {'findings' if 'findings' in report else 'turns'}"
    counts = f"{report['added']:,} new, {report['duplicates']:,} here already, {report['failed']:,} not read"
    if report["empty"]:
        counts += f", {report['empty']:,} empty row{'' if report['empty'] == 1 else 's'} left out"
    if report["state"] == "dry run":
        columns = ", ".join(f"{kind}=“{column}”" for kind, column in report["columns"].items())
        return f"{report['title']}: would bring in {counts}.\n  {columns}"
    if report["state"] == "there already":
        return f"{report['title']}: everything is there already (import {report['import']})."
    if report["state"] == "brought back":
        return f"{report['title']}: this file was imported and undone before; all of it is there again."
    return f"{report['title']}: {report['state']}. {counts} (import {report['import']}). {report['error']}".rstrip()


def _columns(maps: tuple[str, ...]) -> dict[str, str]:
    columns = {}
    for told in maps:
        name, sign, column = told.partition("=")
        if not sign:
            refuse(f"--map {told} says no column.", "Write it as --map text=Content.")
        columns[name.strip()] = column.strip()
    return columns


def _stem(name: str) -> str:
    return " ".join(Path(name).stem.replace("_", " ").split()) or name
