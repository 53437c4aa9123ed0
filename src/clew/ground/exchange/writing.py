"""Write an archive: one zip with a line of JSON for every row, the uploads by their hash, and a manifest that names and hashes all."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from clew.ground.exchange import provenance
from clew.ground.exchange.numbers import Counted, Numbers, Same, count
from clew.ground.exchange.rows import Row, rows
from clew.ground.exchange.shapes import LEDGER, USERS, WORKSPACES, Shape, backed_up, exported
from clew.ground.files.api import StoredFile, place_of
from clew.ground.ledger.api import last_number, moment_text, plain_json, snapshot, tables
from clew.ground.workspaces.api import Workspace

FORMAT, VERSION = "clew-archive", 1
WORKSPACE, HOUSE = "workspace", "house"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content is the same file, whenever it was written
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds. `content` is the hash of all parts, `ledger` that of the history alone."""

    content: str
    ledger: str
    rows: int
    files: int
    missing: tuple[str, ...]


@dataclass(slots=True)
class _Archive:
    zip: ZipFile
    parts: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, name: str, blocks: Iterable[bytes], *, are_rows: bool) -> None:
        digest, size, count = hashlib.sha256(), 0, 0
        with self.zip.open(_entry(name), "w", force_zip64=True) as out:
            for block in blocks:
                digest.update(block)
                out.write(block)
                size, count = size + len(block), count + 1
        part = {"name": name, "bytes": size, "sha256": digest.hexdigest()}
        self.parts.append(part | {"rows": count} if are_rows else part)


def write_workspace(out: IO[bytes], workspace_id: int) -> Written:
    """Everything of one workspace; byte for byte the same wherever the same workspace lies."""
    with snapshot():
        shapes = exported()
        numbers = count(shapes, workspace_id)
        name = Workspace.objects.values_list("name", flat=True).get(pk=workspace_id)
        about = {"what": WORKSPACE, "name": name, "numbers": numbers.totals(), **provenance.terms()}
        return _write(out, shapes, workspace_id, numbers, about)


def write_house(out: IO[bytes]) -> Written:
    """Everything in the house, of one moment, while others go on writing."""
    with snapshot():
        shapes = backed_up()
        last = {shape.name: last_number(shape.model) for shape in shapes if shape.gives_numbers}
        about = {"what": HOUSE, "made_at": moment_text(datetime.now(UTC)), "numbers": last}
        return _write(out, shapes, None, Same(), about)


def ledger_hash() -> str:
    """The fingerprint of the whole history: the same on both engines, and in a backup."""
    digest = hashlib.sha256()
    with snapshot():
        ledger = next(shape for shape in backed_up() if shape.name == LEDGER)
        for line in _lines(rows(ledger, None, Same())):
            digest.update(line)
    return digest.hexdigest()


def _write(
    out: IO[bytes], shapes: tuple[Shape, ...], workspace_id: int | None, numbers: Numbers, about: dict[str, Any]
) -> Written:
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as file:
        archive = _Archive(file)
        for shape in shapes:
            archive.add(f"tables/{shape.name}.jsonl", _lines(_rows(shape, workspace_id, numbers)), are_rows=True)
        if workspace_id is not None:
            archive.add("prov.jsonl", _lines(provenance.statements(workspace_id, numbers)), are_rows=True)
        _add_files(archive, workspace_id)
        manifest = _manifest(archive, workspace_id, about)
        file.writestr(_entry("manifest.json"), plain_json.dumps(manifest) + "\n")
    counted = sum(p.get("rows", 0) for p in archive.parts if p["name"].startswith("tables/"))
    files = sum(p["name"].startswith("files/") for p in archive.parts)
    return Written(manifest["content"], manifest["ledger"], counted, files, tuple(archive.missing))


def _rows(shape: Shape, workspace_id: int | None, numbers: Numbers) -> Iterator[Row]:
    """Two tables know no workspace: the workspace's own, and the people it names, in the order of their addresses."""
    if isinstance(numbers, Counted) and shape.name == WORKSPACES:
        yield from (row for row in rows(shape, None, numbers) if row["id"] == 1)
    elif isinstance(numbers, Counted) and shape.name == USERS:
        named = (row for row in rows(shape, None, numbers) if row["id"] is not None)
        yield from sorted(named, key=lambda row: int(row["id"]))
    else:
        yield from rows(shape, workspace_id, numbers)


def _add_files(archive: _Archive, workspace_id: int | None) -> None:
    """Each content once. A file that is away or damaged on the disk is named, not copied."""
    found = (
        StoredFile._base_manager.all()
        if workspace_id is None
        else StoredFile._base_manager.filter(workspace_id=workspace_id)
    )
    places = {sha: place_of(workspace, sha) for workspace, sha in found.values_list("workspace_id", "sha256")}
    for sha in sorted(places):
        if _hash_of(places[sha]) == sha:
            archive.add(f"files/{sha}", _blocks(places[sha]), are_rows=False)
        else:
            archive.missing.append(sha)


def _manifest(archive: _Archive, workspace_id: int | None, about: dict[str, Any]) -> dict[str, Any]:
    parts = sorted(archive.parts, key=lambda part: str(part["name"]))
    history = next(s for s in exported() if s.name == LEDGER).rows(workspace_id)
    last = history.order_by("-id").values_list("at", flat=True).first()
    return {
        **about,
        "format": FORMAT,
        "version": VERSION,
        "software": f"clew {version('clew')}",
        "content": hashlib.sha256(plain_json.dumps(parts).encode()).hexdigest(),
        "ledger": next(p["sha256"] for p in parts if p["name"] == f"tables/{LEDGER}.jsonl"),
        "prov:generatedAtTime": moment_text(last) if last else None,  # of what is in here: when it was last changed
        "parts": parts,
        "missing_files": archive.missing,
        "left_out": {t.name: t.left_out for t in tables() if t.left_out} if workspace_id is not None else {},
    }


def _lines(found: Iterable[Row]) -> Iterator[bytes]:
    for row in found:
        yield plain_json.dumps(row).encode() + b"\n"


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    return entry


def _blocks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _hash_of(place: Path) -> str:
    digest = hashlib.sha256()
    try:
        for block in _blocks(place):
            digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
