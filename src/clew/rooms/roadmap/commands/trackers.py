"""`clew roadmap import|export`: ideas from a tracker's file, and back into one."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import THERE, in_workspace, print_json, readable, refuse

SHAPES = ("jira", "gitlab", "linear", "productboard", "canny", "generic", "github", "trello")
WHICH = ("there", "ours", "all")


@click.command("import")
@click.argument("file", type=THERE)
@click.option("--shape", type=click.Choice(SHAPES), help="Which tracker wrote it; otherwise its headings tell.")
@click.option("--place", default="", help="The project or board, when there are several.")
@click.option(
    "--map", "mapped", metavar="FIELD=HEADING", multiple=True, help="Which heading says what, such as title=Name."
)
@click.option("--dry-run", is_flag=True, help="Say what it would bring, and bring nothing.")
@in_workspace
def bring_in(
    access: Any, *, file: Path, shape: str | None, place: str, mapped: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Bring in ideas from FILE (.csv, or .json of GitHub or Trello). Brought in again, it adds only what is new."""
    from clew.ground.files.api import store
    from clew.rooms.roadmap.actions.trackers import import_ideas
    from clew.rooms.roadmap.queries.trackers import preview_idea_import

    chosen = dict(part.partition("=")[::2] for part in mapped)
    if "" in chosen.values():
        refuse("A mapping is written as title=Name.", "Say the field, an equals sign, and the heading.")
    with file.open("rb") as content:
        kept = store(access, name=readable(file), chunks=iter(lambda: content.read(1 << 20), b"")).pk
    told: Any
    if dry_run:
        told = preview_idea_import(access, kept, shape=shape or "", place=place, mapped=chosen)
    else:
        told = import_ideas(access, file_id=kept, shape=shape or "", place=place, mapped=chosen)
    if as_json:
        return print_json(asdict(told))
    would = "Would be: " if dry_run else ""
    click.echo(f"{would}{told.new} new, {told.changed} changed, {told.same} the same.")


@click.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--shape", type=click.Choice(SHAPES), default="generic", show_default=True)
@click.option("--place", help="Only those of this project or board.")
@click.option(
    "--which",
    type=click.Choice(WHICH),
    default="there",
    show_default=True,
    help="Those that came from there; with those that began here (ours); or all, as new where they came from elsewhere.",
)
@in_workspace
def take_out(access: Any, *, out: Path, shape: str, place: str | None, which: str, as_json: bool) -> None:
    """Write the ideas to OUT, as that tracker writes them: with all that came in, and what changed since."""
    from clew.rooms.roadmap.queries.tracker_files import download_ideas

    made = download_ideas(access, shape=shape, place=place, which=which).content
    assert isinstance(made, bytes)
    out.write_bytes(made)
    print_json({"file": str(out), "bytes": len(made)}) if as_json else click.echo(f"Written: {out}")
