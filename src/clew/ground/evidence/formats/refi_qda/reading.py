"""Read a project (.qdpx) or a codebook (.qdc), and say what was not as the format has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..problems import FormatError
from .anchoring import Lost, Moved, anchored
from .binding import Binder
from .model import Codebook, Coding, Guid, Project, Transcript
from .package import Package, file_name
from .tree import Element, parse
from .walking import Text, codes_of, codings_of, with_texts


@dataclass(frozen=True, slots=True)
class ReadProject:
    """`moved` and `lost`: selections whose words stood elsewhere, or nowhere. `warnings`: what else was mended, missing or left out."""

    project: Project
    moved: tuple[Moved, ...]
    lost: tuple[Lost, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    codebook: Codebook
    warnings: tuple[str, ...]


def read_qdpx(path: Path) -> ReadProject:
    """Raises FormatError for a file that is no project, is damaged, or would unpack to too much."""
    package, binder = Package(path), Binder()
    project = binder.read(_rooted(package.project(), "Project"), Project)
    if project is None:
        raise FormatError("The project says nothing.", "Export it again from the program it came from.")
    texts = _Texts(package)
    project = with_texts(project, texts.text)
    project = replace(project, files=tuple(name for name in package.names() if name.casefold() not in texts.used))
    warnings = [*package.warnings, *texts.said(), *binder.said(), *_dangling(project)]
    return ReadProject(project, tuple(texts.moved), tuple(texts.lost), tuple(warnings))


def read_qdc(path: Path) -> ReadCodebook:
    """Raises FormatError for a file that is no codebook."""
    binder = Binder()
    try:
        with path.open("rb") as file:
            root = _rooted(parse(iter(lambda: file.read(1 << 20), b"")), "CodeBook")
    except OSError as error:
        raise FormatError("The file could not be opened.", "Upload it again.") from error
    return ReadCodebook(binder.read(root, Codebook) or Codebook(), tuple(binder.said()))


def file_content(path: Path, name: str) -> Iterator[bytes]:
    """A file that lies beside the texts of a project, in parts, by its name in `Project.files`.

    Raises KeyError for another name, FormatError for a damaged or too large one.
    """
    return Package(path).content(name)


def _rooted(root: Element, tag: str) -> Element:
    if root.tag != tag or root.foreign:
        what = {"Project": "a REFI-QDA project", "CodeBook": "a REFI-QDA codebook"}[tag]
        raise FormatError(f"This is not {what}: it begins with {root.tag[:60]}.", "Choose a .qdpx or .qdc file.")
    return root


class _Texts:
    """Gives every text of the project its words, and its selections their places in them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.used: set[str] = set()
        self.moved: list[Moved] = []
        self.lost: list[Lost] = []
        self.missing = self.outside = 0
        self._read: dict[str, str | None] = {}

    def text(self, one: Text) -> Text:
        raw = one.text
        if one.text_path is not None:
            held = self._file(one.text_path)
            if held is None and raw is not None:
                one = replace(one, text_path=None)
            raw = raw if held is None else held
        if raw is None:
            self.missing += one.text_path is not None or bool(one.selections)
            return one
        return self._placed(one, raw)

    def said(self) -> list[str]:
        said = [f"{self.missing} sources have no text in the archive."] if self.missing else []
        return [*said, f"{self.outside} sources lie outside the archive."] if self.outside else said

    def _placed(self, one: Text, raw: str) -> Text:
        if isinstance(one, Transcript):
            found = anchored(one.guid, raw, (), one.sync_points)
            return replace(one, text=found.text, sync_points=found.sync_points)
        found = anchored(one.guid, raw, one.selections)
        self.moved += found.moved
        self.lost += found.lost
        return replace(one, text=found.text, selections=found.selections)

    def _file(self, reference: str) -> str | None:
        name = file_name(reference).casefold()
        if not name:
            self.outside += 1
            return None
        if name not in self._read:
            self._read[name] = self.package.text(reference)
        self.used.add(name)
        return self._read[name]


def _dangling(project: Project) -> list[str]:
    known: set[Guid] = {code.guid for code in codes_of(project.codes)}
    astray: list[Coding] = [coding for coding in codings_of(project) if coding.code not in known]
    return [f"{len(astray)} codings name a code that is not in the codebook."] if astray else []
