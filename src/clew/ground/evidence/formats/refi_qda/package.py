"""The zip around a project: found, bounded, and never written to disk by its own names."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..archive import MAX_ENTRIES, Oversized, Unreadable, entries, unpacked
from ..problems import MAX_FILE_BYTES, MAX_TRANSCRIPT_BYTES, FormatError
from .tree import MAX_XML, Element, parse

MAX_TEXTS = 400 * 1024 * 1024
_EXPORT_AGAIN = "Export it again from the program it came from."
_INTERNAL = re.compile(r"internal:///?", re.IGNORECASE)


class Package:
    """A .qdpx: its project.qde, and what lies in its folder of sources."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.warnings: list[str] = []
        listed = _listed(path)
        safe = [info for info in listed if _is_safe(info.filename)]
        if len(safe) < len(listed):
            self.warnings.append(f"{len(listed) - len(safe)} files with unsafe names were left out.")
        self._project = _project_file(safe)
        self._shown: dict[str, str] = {}
        self._files = self._sources(safe)
        self._left = MAX_TEXTS

    def project(self) -> Element:
        return parse(_read(self.path, self._project, MAX_XML))

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._shown.values()))

    def text(self, reference: str) -> str | None:
        """The plain text of a source; None where its file is missing. Raises FormatError for a damaged or too large one."""
        info = self._files.get(file_name(reference).casefold())
        if info is None:
            return None
        limit = min(MAX_TRANSCRIPT_BYTES, self._left)
        data = b"".join(_read(self.path, info, limit))
        self._left -= len(data)
        return _decoded(data)

    def content(self, name: str) -> Iterator[bytes]:
        """A file beside the texts, in parts. Raises KeyError for one that is not there, FormatError for a damaged one."""
        return _read(self.path, self._files[name.casefold()], MAX_FILE_BYTES)

    def _sources(self, safe: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """By name below the folder of sources, whose own name may be written either way."""
        base = PurePosixPath(self._project.filename).parent
        found: dict[str, zipfile.ZipInfo] = {}
        outside = twice = 0
        for info in safe:
            if info.is_dir() or info is self._project:
                continue
            place = PurePosixPath(info.filename)
            parts = place.relative_to(base).parts if place.is_relative_to(base) else ()
            if len(parts) < 2 or parts[0].casefold() != "sources":
                outside += 1
                continue
            name = "/".join(parts[1:])
            twice += name.casefold() in found
            found.setdefault(name.casefold(), info)
            self._shown.setdefault(name.casefold(), name)
        if outside:
            self.warnings.append(f"{outside} files outside the folder of sources were left out.")
        if twice:
            self.warnings.append(f"{twice} files have the name of another: the first was read.")
        return found


def file_name(reference: str) -> str:
    """The name in the folder of sources that a path names; empty for one that lies elsewhere."""
    name = _INTERNAL.sub("", reference, count=1) if _INTERNAL.match(reference) else reference
    first, _, rest = name.partition("/")
    name = rest if first.casefold() == "sources" and rest else name
    return name if name and "://" not in name and _is_safe(name) else ""


def _listed(path: Path) -> list[zipfile.ZipInfo]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise FormatError(f"The file is larger than {MAX_FILE_BYTES >> 20} MB.", "Export it without its media.")
        listed = entries(path)
    except (Unreadable, OSError) as error:
        raise FormatError("This is no project archive, or it is damaged.", _EXPORT_AGAIN) from error
    if len(listed) > MAX_ENTRIES:
        raise FormatError(f"The archive holds more than {MAX_ENTRIES:,} files.", "Export the project in parts.")
    return listed


def _project_file(safe: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    found = [info for info in safe if info.filename.casefold().endswith(".qde") and not info.is_dir()]
    if not found:
        raise FormatError("The archive holds no project.qde.", "Choose a .qdpx file that a program exported.")
    levels = Counter(info.filename.count("/") for info in found)
    top = min(levels)
    if levels[top] > 1:
        raise FormatError("The archive holds several projects.", "Upload each as a file of its own.")
    return next(info for info in found if info.filename.count("/") == top)


def _is_safe(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part or "\0" in part for part in parts)


def _read(path: Path, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    try:
        yield from unpacked(path, info, limit)
    except Oversized as error:
        raise FormatError(
            "A file in the archive unpacks to more than can be read safely.", "Export it in parts."
        ) from error
    except Unreadable as error:
        raise FormatError("A file in the archive is damaged.", _EXPORT_AGAIN) from error


def _decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark; the mark stays, for somebody may have counted it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "\ufeff" + data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
