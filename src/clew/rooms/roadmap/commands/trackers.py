"""`clew roadmap import|export`: ideas from a tracker's file, and back into one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import THERE, in_workspace, print_json, readable, refuse

SHAPES = ("jira", "gitlab", "linear", "productboard", "canny", "generic", "github", "trello")
LEAVE = "leave"
WHICH = ("there", "ours", "all")


@click.command("import")
@click.argument("file", type=THERE)
@click.option("--shape", type=click.Choice(SHAPES), help="Which tracker wrote it; otherwise its headings tell.")
@click.option("--place", default="", help="The project or board, when there are several.")
@click.option(
    "--map", "mapped", metavar="FIELD=HEADING", multiple=True, help="Which heading says what, such as title=Name."
)
@click.option(
    "--state",
    "states",
    metavar="WORD=STATE",
    multiple=True,
    help="What a state of theirs means here, such as 'Done=released', or 'Done=leave'; kept for the next such file.",
)
@click.option("--dry-run", is_flag=True, help="Say what it would bring, and bring nothing.")
@in_workspace
def bring_in(
    access: Any, *, file: Path, shape: str | None, place: str, mapped: tuple[str, ...], states: tuple[str, ...],
    dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Bring in ideas from FILE (.csv, or .json of GitHub or Trello). Brought in again, it adds only what is new."""
    from clew.ground.files.api import store
    from clew.rooms.roadmap.actions.trackers import import_ideas
    from clew.rooms.roadmap.queries.trackers import preview_idea_import

    chosen = dict(part.partition("=")[::2] for part in mapped)
    if "" in chosen.values():
        refuse("A mapping is written as title=Name.", "Say the field, an equals sign, and the heading.")
    with file.open("rb") as content:
        kept = store(access, name=readable(file), chunks=iter(lambda: content.read(1 << 20), b"")).pk
    said: Any = {"shape": shape or "", "place": place, "mapped": chosen, "states": _meant(states)}
    look = preview_idea_import(access, kept, **said)
    told: Any = look if dry_run else import_ideas(access, file_id=kept, **said)
    if as_json:
        return print_json(asdict(told))
    moved = f" {told.moved} known {'one gets' if told.moved == 1 else 'ones get'} another state." if told.moved else ""
    click.echo(
        f"{'Would be: ' if dry_run else ''}{told.new} new, {told.changed} changed, {told.same} the same.{moved}\n"
        + "\n".join(_words(look.words, look.more_words))
    )


def _meant(states: Sequence[str]) -> dict[str, str]:
    """A word of theirs may hold an equals sign; a state has none."""
    parts = [part.rpartition("=") for part in states]
    if any(not sign or not state.strip() for _, sign, state in parts):
        refuse(
            "A meaning is written as Done=released.", "Say their word, an equals sign, and the state here, or leave."
        )
    return {word.strip(): "" if state.strip() == LEAVE else state.strip() for word, _, state in parts}


def _words(words: Sequence[Any], more: int) -> Iterator[str]:
    """What each state of theirs becomes."""
    yield "What their states mean (--state WORD=STATE):"
    for one in words:
        note = "as you said" if one.is_told else one.note
        yield f"{one.rows:>7}  {one.word or '(nothing)':<24} {one.state or 'left as it is':<14} {note}".rstrip()
    if more:
        yield f"         {more} more words. Is the state in another column?"


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
