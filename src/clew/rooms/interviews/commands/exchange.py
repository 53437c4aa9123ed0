"""`clew interviews exchange`: projects and codebooks of other programs for qualitative analysis, out and in."""

import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--study", type=NUMBER, help="Which study, for a .qdpx.")
@in_workspace
def out(access: Any, *, file: Path, study: int | None, as_json: bool) -> None:
    """Write a study with its codes and marks into FILE.qdpx, or all codes into FILE.qdc.

    Words that may not be shared stay here. Ends with 1 when something was left out.
    """
    from clew.ground.evidence.api import codebook_file

    if file.exists():
        refuse(f"{file} is there already.", "Choose another name.")
    left: tuple[str, ...] = ()
    if file.suffix.lower() == ".qdc":
        data = codebook_file(access)
    elif file.suffix.lower() == ".qdpx" and study is not None:
        data, left = _project(access, study)
    else:
        refuse("It is not said what to write.", "FILE.qdpx with --study ID, or FILE.qdc for all codes.")
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:  # for its owner's eyes
        kept.write(data)
    for sentence in left:
        click.echo(f"clew: {sentence}", err=True)
    said = {"file": str(file), "bytes": len(data), "left_out": left}
    print_json(said) if as_json else click.echo(f"{file}: {len(data):,} bytes")
    sys.exit(1 if left else 0)


def _project(access: Any, study: int) -> tuple[bytes, tuple[str, ...]]:
    from clew.ground.evidence.api import write_project
    from clew.rooms.interviews.queries.marks import study_sources
    from clew.rooms.interviews.queries.studies import study as look

    title, sources = look(access, study).row.title, study_sources(access, study)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "project.qdpx"
        left = write_project(access, place, source_ids=sources, title=title)
        return place.read_bytes(), left


@click.command("in")
@click.argument("file", type=THERE)
@click.option("--title", default="", help="What to call this import; by default the file's name.")
@in_workspace
def bring_in(access: Any, *, file: Path, title: str, as_json: bool) -> None:
    """Bring in a project (.qdpx) or a codebook (.qdc): codes, texts and what is selected in them, each once.

    Ends with 1 when something has no place here.
    """
    from clew.ground.evidence.api import begin_project, understand
    from clew.ground.files.api import store

    with file.open("rb") as sent:
        kept = store(access, name=readable(file), chunks=iter(lambda: sent.read(1 << 20), b""))
    found = understand(access, kept.pk)
    if found.project is None:
        refuse(f"{file.name} is no REFI-QDA project or codebook.", "Choose a .qdpx or .qdc file.")
    begin = partial(begin_project, access, file_id=found.file_id, shape=found.shape, title=title or file.stem)
    row, _ = follow_to_the_end(access, begin)
    if row.state != "done":
        sys.exit(CANCELLED) if row.state == "cancelled" else refuse(row.error or f"It was {row.state}.")
    for left in found.project.left_out:
        click.echo(f"{file.name}: {left}", err=True)
    look = found.project
    said = {"import": row.subject_id, "texts": look.texts, "codes": look.codes, "marks": look.marks}
    if as_json:
        print_json({**said, "left_out": look.left_out})
    else:
        click.echo(f"{row.title}: {look.texts} texts, {look.codes} codes, {look.marks} marks (import {row.subject_id})")
    sys.exit(1 if look.left_out else 0)
