"""Write a project (.qdpx) or a codebook (.qdc): the same bytes for the same thing, in the order the schema demands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from .binding import written
from .model import Codebook, Project
from .package import file_name
from .shapes import CODEBOOK_SPACE, PROJECT_SPACE
from .tree import serialised
from .walking import Text, with_texts, written_of

Content = Callable[[str], Iterable[bytes]]

FOLDER = "sources"
_PROJECT_SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
_CODEBOOK_SCHEMA = "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_qdpx(project: Project, out: Path, *, content: Content | None = None) -> tuple[str, ...]:
    """Writes the archive, and returns what could not be taken along. `content` gives a file of `Project.files` by its name, in parts.

    Raises ValueError where the project is not as the schema has it: then nothing is left behind.
    """
    texts = _texts(project)
    document = qde(project)
    try:
        with zipfile.ZipFile(out, "w") as archive:
            _put(archive, "project.qde", [document])
            for name, text in texts.items():
                _put(archive, f"{FOLDER}/{name}", [text.encode("utf-8", "replace")])
            for name in project.files if content else ():
                _put(archive, f"{FOLDER}/{name}", content(name) if content else ())
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    if project.files and content is None:
        return (f"{len(project.files)} files beside the texts were left out: documents, pictures or media.",)
    return ()


def qde(project: Project) -> bytes:
    """The document that describes the project. Raises ValueError as `write_qdpx`."""
    return serialised(written(with_texts(project, _bare), "Project"), PROJECT_SPACE, _PROJECT_SCHEMA)


def write_qdc(codebook: Codebook) -> bytes:
    """Raises ValueError where the codebook is not as the schema has it; it demands one code at least."""
    if not codebook.codes:
        raise ValueError("a codebook holds at least one code")
    return serialised(written(codebook, "CodeBook"), CODEBOOK_SPACE, _CODEBOOK_SCHEMA)


def _texts(project: Project) -> dict[str, str]:
    """By the name of their file; two sources may share one, if they say the same."""
    found: dict[str, str] = {}
    taken = {name.casefold() for name in project.files}
    for one in written_of(project):
        if one.text is None or one.text_path is None:
            continue
        name = file_name(one.text_path)
        if not name or name.casefold() in taken:
            raise ValueError(f"a text cannot lie at {one.text_path[:80]}")
        if found.setdefault(name, one.text) != one.text:
            raise ValueError(f"two different texts lie at {one.text_path[:80]}")
    if len({name.casefold() for name in found}) < len(found):
        raise ValueError("two texts have names that differ in capitals only")
    return found


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    with archive.open(info, "w", force_zip64=False) as file:
        for part in parts:
            file.write(part)


def _bare(one: Text) -> Text:
    """Without the text, where that lies in a file of its own."""
    return one if one.text_path is None else replace(one, text=None)
