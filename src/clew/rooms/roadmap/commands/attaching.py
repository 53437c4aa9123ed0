"""`clew roadmap attach|attachments|detach`: files of an idea."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, THERE, ended, in_workspace, print_json, readable, refuse


@click.command()
@click.argument("idea", type=NUMBER)
@click.argument("files", nargs=-1, required=True, type=THERE)
@in_workspace
def attach(access: Any, *, idea: int, files: tuple[Path, ...], as_json: bool) -> None:
    """Attach FILES to IDEA, all of them or none."""
    from clew.rooms.roadmap.actions.attachments import check_files, keep_and_attach

    check_files([file.stat().st_size for file in files])
    made = keep_and_attach(access, idea_id=idea, files=((readable(file), _pieces(file)) for file in files))
    if as_json:
        return print_json([{"id": one.pk, "name": one.name} for one in made])
    for one in made:
        click.echo(f"{one.pk:>7}  {one.name}")


@click.command("attachments")
@click.argument("idea", type=NUMBER)
@click.option("--save", type=click.Path(file_okay=False, path_type=Path), help="Write them into this folder.")
@in_workspace
def attached(access: Any, *, idea: int, save: Path | None, as_json: bool) -> None:
    """The files of IDEA."""
    from clew.rooms.roadmap.queries.attachments import attachments

    rows = attachments(access, idea)
    if save is not None:
        _write(access, save, [(row.id, row.name) for row in rows])
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(f"{row.id:>7}  {row.size:>10} bytes  {row.name}{row.added_by and f' ({row.added_by})'}")
    ended(rows)


@click.command()
@click.argument("attachment", type=NUMBER)
@in_workspace
def detach(access: Any, *, attachment: int, as_json: bool) -> None:
    """Take a file off its idea, by its number."""
    from clew.rooms.roadmap.actions.attachments import detach_file

    gone = detach_file(access, attachment_id=attachment)
    print_json({"id": gone.pk, "name": gone.name}) if as_json else click.echo(f"Taken off: {gone.name}")


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        yield from iter(lambda: content.read(1 << 20), b"")


def _write(access: Any, folder: Path, files: list[tuple[int, str]]) -> None:
    """Nothing that is there is written over; of two of one name the second has its number before it."""
    from shutil import copyfile

    from clew.rooms.roadmap.queries.attachments import attachment_file

    folder.mkdir(parents=True, exist_ok=True)
    names = [name for _, name in files]
    for pk, name in files:
        place = folder / (name if names.count(name) == 1 else f"{pk}-{name}")
        if place.exists():
            refuse(f"{place} is there already.", "Name an empty folder.")
        content = attachment_file(access, pk).content
        assert isinstance(content, Path)
        copyfile(content, place)
