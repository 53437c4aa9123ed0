"""What is wrong with a file is found before anything is written."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.api import Source
from clew.ground.exchange.api import export, import_workspace, restore
from clew.ground.exchange.tests.growing import grow
from clew.ground.ledger.api import LedgerEntry, Refused, plain_json
from clew.ground.workspaces.api import Access, User, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Parts = dict[str, bytes]
Spoil = Callable[[Parts], object]
_good: Parts = {}  # grown once: bytes outlive the database they came from


@pytest.fixture
def parts(access: Access) -> Parts:
    if not _good:
        grow(access, 11, 10)
        with export(access).file as file, zipfile.ZipFile(file) as archive:
            _good.update({name: archive.read(name) for name in archive.namelist()})
    return dict(_good)


def packed(parts: Parts, place: Path, *, sealed: bool = True) -> Path:
    """A file of these parts; `sealed`: with a manifest that agrees with them, as whoever forges one would make it."""
    if sealed:
        manifest = json.loads(parts["manifest.json"])
        for part in manifest["parts"]:
            content = parts.get(part["name"], b"")
            part["sha256"], part["bytes"] = hashlib.sha256(content).hexdigest(), len(content)
        manifest["content"] = hashlib.sha256(plain_json.dumps(manifest["parts"]).encode()).hexdigest()
        parts = {**parts, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return place


def change(table: str, alter: Callable[[list[dict[str, Any]]], object]) -> Spoil:
    def spoil(parts: Parts) -> None:
        name = f"tables/{table}.jsonl"
        rows = [json.loads(line) for line in parts[name].splitlines()]
        alter(rows)
        parts[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    return spoil


def first(**values: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda rows: rows[0].update(values)


def in_manifest(**values: Any) -> Spoil:
    def spoil(parts: Parts) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **values}).encode()

    return spoil


COMMENT = '{"id":1,"node_id":1,"text":"","created_at":"2026-01-01T00:00:00.000000Z","author_id":null,"withdrawn_at":null,"workspace_id":1}'
FACT: dict[str, Any] = {
    "id": 1,
    "account_id": 1,
    "kind": "arr",
    "amount": 5,
    "text": "",
    "starts_on": "2025-01-01",
    "ends_on": None,
    "workspace_id": 1,
}
TWO_FACTS: list[dict[str, Any]] = [FACT, {**FACT, "id": 2, "starts_on": "2025-03-01"}]
FORGED: dict[str, Spoil] = {
    "a later version": in_manifest(version=2),
    "another kind of file": in_manifest(format="docx"),
    "a backup": in_manifest(what="house"),
    "more numbers than rows": in_manifest(numbers={"thread_node": 40_000_000}),
    "numbers of no table": in_manifest(numbers={"sqlite_master": 1}),
    "a kind that is not registered": change("thread_node", first(kind="weapon")),
    "a row without a column": change("thread_node", lambda rows: rows[0].pop("created_at")),
    "a kind with other columns": change("thread_node", first(admin=True)),
    "a title that is no text": change("thread_node", first(title=7)),
    "a title that is too long": change("thread_node", first(title="x" * 301)),
    "a NUL": change("thread_comment", lambda rows: rows.append({**json.loads(COMMENT), "text": "a\x00b"})),
    "half a character": change("thread_node", first(title="\ud800")),
    "a day that is none": change("evidence_source", first(said_on="2025-02-30")),
    "no number": change("thread_node", first(id=None)),
    "a number out of range": change("thread_node", first(id=10**12)),
    "a number twice": change("thread_node", lambda rows: rows[1].update(id=rows[0]["id"])),
    "a tie to a row that is absent": change("thread_node", lambda rows: rows.pop()),
    "a row in no workspace": change("thread_node", first(workspace_id=2)),
    "two workspaces": change("workspaces_workspace", lambda rows: rows.append({**rows[0], "id": 2})),
    "a role that is not known": change("workspaces_membership", first(role="king")),
    "a tie that is not registered": change("thread_link", first(verb="eats")),
    "history of a table without one": change("ledger_entry", first(table_name="auth_permission")),
    "history that is no object": change("ledger_entry", first(after=[1])),
    "a fact that overlaps": change("customers_fact", lambda rows: rows.extend(TWO_FACTS)),
    "a source twice": change("evidence_source", lambda rows: rows[1].update(content_hash=rows[0]["content_hash"])),
    "a line that is no JSON": lambda parts: parts.update({"tables/thread_node.jsonl": b"{\n"}),
    "infinity": lambda parts: parts.update(
        {"tables/evidence_source.jsonl": parts["tables/evidence_source.jsonl"].replace(b'"rating":null', b'"rating":Infinity')}
    ),
    "a line of brackets": lambda parts: parts.update({"tables/thread_node.jsonl": b"[" * 100_000 + b"\n"}),
}  # fmt: skip
TORN: dict[str, Spoil] = {
    "a part that is not what its hash says": lambda parts: parts.update({"tables/thread_node.jsonl": parts["tables/thread_node.jsonl"] + b" "}),
    "a part too many": lambda parts: parts.update({"tables/evil.jsonl": b""}),
    "a part too few": lambda parts: parts.pop("prov.jsonl"),
    "a way out of the folder": lambda parts: parts.update({"../../etc/passwd": b"root"}),
    "an absolute path": lambda parts: parts.update({"/etc/passwd": b"root"}),
    "an upload under another hash": lambda parts: parts.update({"files/" + "0" * 64: b"x"}),
    "a manifest that is none": lambda parts: parts.update({"manifest.json": b"[]"}),
    "no manifest": lambda parts: parts.pop("manifest.json"),
    "a bomb": lambda parts: parts.update({"tables/thread_node.jsonl": b"\n" * 300_000_000}),
}  # fmt: skip


def refused(place: Path, owner: Access) -> str:
    """The words of the refusal, and the proof that nothing was written."""
    user = User.objects.get(pk=owner.user_id or 0)
    before = (Workspace.objects.count(), LedgerEntry.objects.count(), User.objects.count())
    with pytest.raises(Refused) as error:
        import_workspace(place, owner=user)
    assert (Workspace.objects.count(), LedgerEntry.objects.count(), User.objects.count()) == before
    assert error.value.field == "file"
    return str(error.value)


def test_the_parts_unspoilt_are_taken(parts: Parts, access: Access, tmp_path: Path) -> None:
    user = User.objects.get(pk=access.user_id or 0)
    assert import_workspace(packed(parts, tmp_path / "good.zip"), owner=user).name == "Larder"


def test_a_file_from_before_a_column_is_taken(parts: Parts, access: Access, tmp_path: Path) -> None:
    change("evidence_source", lambda rows: [row.pop("put_away") for row in rows])(parts)
    user = User.objects.get(pk=access.user_id or 0)
    made = import_workspace(packed(parts, tmp_path / "older.zip"), owner=user)
    assert Source._base_manager.filter(workspace_id=made.pk, put_away=False).exists()


@pytest.mark.parametrize("what", FORGED)
def test_forged(parts: Parts, access: Access, tmp_path: Path, what: str) -> None:
    FORGED[what](parts)
    assert refused(packed(parts, tmp_path / "forged.zip"), access)


@pytest.mark.parametrize("what", TORN)
def test_torn(parts: Parts, access: Access, tmp_path: Path, what: str) -> None:
    TORN[what](parts)
    assert refused(packed(parts, tmp_path / "torn.zip", sealed=False), access)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_cut_off(parts: Parts, access: Access, tmp_path: Path, share: float) -> None:
    place = packed(parts, tmp_path / "whole.zip")
    content = place.read_bytes()
    place.write_bytes(content[: int(len(content) * share)])
    assert refused(place, access)


def test_an_export_is_no_backup(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not the backup of a whole house"):
        restore(packed(parts, tmp_path / "export.zip"))
