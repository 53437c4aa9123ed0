"""What was erased is remembered, so that an older backup cannot bring it back. Nothing in it tells who it was: only salted hashes.

The file lies in the data folder and beside every backup that was made from it.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.dateparse import parse_datetime

from clew.ground.ledger.api import moment_text

NAME, FOLDERS = "erasures.jsonl", "backup-folders"
MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person in a workspace is. `born`, when the record was made, goes with it through every backup and export."""

    workspace_born: datetime
    person_id: int
    born: datetime
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Erasure:
    at: str
    salt: str
    workspace: str
    born: str
    number: str
    name: str
    email: str

    def is_of(self, who: Identity) -> bool:
        """The same address; or the same record by when it was made and by its number or name. Whoever came later is somebody else."""
        erased = parse_datetime(self.at)
        if erased is None or who.born > erased or self._hash(moment_text(who.workspace_born)) != self.workspace:
            return False
        if self.email and who.email and self._hash(who.email.casefold()) == self.email:
            return True
        same_name = self._hash(who.name.casefold()) == self.name
        return self._hash(moment_text(who.born)) == self.born and (
            self._hash(str(who.person_id)) == self.number or same_name
        )

    def _hash(self, text: str) -> str:
        return _salted(self.salt, text)


def remember(who: Identity) -> None:
    """Write it down here and beside the backups that are within reach."""
    salt = secrets.token_hex(16)

    def hashed(text: str) -> str:
        return _salted(salt, text)

    line = Erasure(
        at=moment_text(datetime.now(UTC)),
        salt=salt,
        workspace=hashed(moment_text(who.workspace_born)),
        born=hashed(moment_text(who.born)),
        number=hashed(str(who.person_id)),
        name=hashed(who.name.casefold()),
        email=hashed(who.email.casefold()) if who.email else "",
    )
    for folder in (data_folder(), *_folders()):
        if folder.is_dir():
            _append(folder / NAME, [line])


def remembered(*places: Path) -> list[Erasure]:
    """Those of the data folder and of these files, each once."""
    found: dict[Erasure, None] = {}
    for place in (data_folder() / NAME, *places):
        if place.is_file() and place.stat().st_size <= MOST:
            for line in place.read_text(encoding="utf-8").splitlines():
                if (erasure := _read(line)) is not None:
                    found[erasure] = None
    return list(found)


def keep_beside(folder: Path) -> None:
    """From now on this folder is told of erasures; it is given those there were."""
    learn_from(folder)
    there = set(_in_file(folder / NAME))
    _append(folder / NAME, [e for e in remembered() if e not in there])
    if folder.resolve() not in _folders():
        with (data_folder() / FOLDERS).open("a", encoding="utf-8") as file:
            file.write(f"{folder.resolve()}\n")


def learn_from(folder: Path) -> None:
    """What is remembered there is remembered here as well."""
    known = set(remembered())
    _append(data_folder() / NAME, [e for e in _in_file(folder / NAME) if e not in known])


def goes_on_from(folder: Path) -> None:
    """A house brought back from there knows what was erased before it, and tells that folder what it erases itself, if it can be told."""
    if data_folder().resolve() in folder.resolve().parents:
        return  # a copy on its way to another database
    if os.access(folder, os.W_OK):
        keep_beside(folder)
    else:
        learn_from(folder)


def data_folder() -> Path:
    return Path(settings.CLEW_DATA)


def _folders() -> list[Path]:
    place = data_folder() / FOLDERS
    return [Path(line) for line in place.read_text(encoding="utf-8").splitlines() if line] if place.is_file() else []


def _in_file(place: Path) -> list[Erasure]:
    lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    return [erasure for line in lines if (erasure := _read(line)) is not None]


def _append(place: Path, erasures: Iterable[Erasure]) -> None:
    """Whole lines, on the disk before anything goes on."""
    text = "".join(json.dumps(asdict(e), sort_keys=True) + "\n" for e in erasures)
    if text:
        with place.open("a", encoding="utf-8") as file:
            os.chmod(place, 0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _read(line: str) -> Erasure | None:
    """A line cut off by a power failure says nothing."""
    try:
        told = json.loads(line)
        return Erasure(**{name: str(told[name]) for name in Erasure.__slots__})
    except (ValueError, KeyError, TypeError):
        return None


def _salted(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
