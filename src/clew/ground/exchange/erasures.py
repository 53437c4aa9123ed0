"""What was erased, redacted and made silent is remembered, so that an older backup cannot bring it back.

The file lies in the data folder and beside every backup that was made from it.
"""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from clew.ground.exchange.traces import (
    KINDS,
    Coverage,
    Erasure,
    Identity,
    Silence,
    Span,
    Trace,
    covered_spans,
    file_hash,
    places_of,
    salted,
)
from clew.ground.ledger.api import moment_text

NAME, FOLDERS = "erasures.jsonl", "backup-folders"
MOST = 64 << 20
T = TypeVar("T", Erasure, Coverage, Silence)


def remember(who: Identity) -> None:
    salt = secrets.token_hex(16)

    def hashed(text: str) -> str:
        return salted(salt, text)

    line = Erasure(
        at=_now(),
        salt=salt,
        workspace=hashed(moment_text(who.workspace_born)),
        born=hashed(moment_text(who.born)),
        number=hashed(str(who.person_id)),
        name=hashed(who.name.casefold()),
        email=hashed(who.email.casefold()) if who.email else "",
    )
    _write_down([line])


def remember_covered(workspace_born: datetime, texts: Iterable[tuple[datetime, str, str, str, str]]) -> None:
    """`texts`: when the record was made, the table and column, the text before and after it was covered."""
    salt, at = secrets.token_hex(16), _now()
    _write_down(
        [
            Coverage(
                at, salt, moment_text(workspace_born), moment_text(born), table, column,
                places_of(covered_spans(before, after)), salted(salt, after),
            )
            for born, table, column, before, after in texts
            if before != after
        ]
    )  # fmt: skip


def remember_silent(sha256: str, *, type: str, spans: list[Span], into: str = "") -> None:
    """This content became silent there, or it went when there are no places. `into`: the hash of what it became, once it is known."""
    _write_down([Silence(_now(), file_hash(sha256), file_hash(into) if into else "", type, places_of(spans))])


def remembered(*places: Path) -> list[Trace]:
    """What the data folder and these files tell, each once."""
    found: dict[Trace, None] = {}
    for place in (data_folder() / NAME, *places):
        if place.is_file() and place.stat().st_size <= MOST:
            found |= dict.fromkeys(_in_file(place))
    return list(found)


def of_kind(kind: type[T], traces: Iterable[Trace]) -> list[T]:
    return [trace for trace in traces if isinstance(trace, kind)]


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


def _now() -> str:
    return moment_text(datetime.now(UTC))


def _write_down(traces: Iterable[Trace]) -> None:
    """Here and beside the backups that are within reach."""
    lines = list(traces)
    for folder in (data_folder(), *_folders()):
        if folder.is_dir():
            _append(folder / NAME, lines)


def _in_file(place: Path) -> list[Trace]:
    lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    return [trace for line in lines if (trace := _read(line)) is not None]


def _append(place: Path, traces: Iterable[Trace]) -> None:
    """Whole lines, on the disk before anything goes on."""
    text = "".join(json.dumps(asdict(trace), sort_keys=True) + "\n" for trace in traces)
    if text:
        with place.open("a", encoding="utf-8") as file:
            os.chmod(place, 0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _read(line: str) -> Trace | None:
    """A line cut off by a power failure says nothing."""
    try:
        told = json.loads(line)
        kind = next(kind for kind in KINDS if set(kind.__slots__) == set(told))
    except (ValueError, TypeError, StopIteration):
        return None
    return kind(**{name: str(value) for name, value in told.items()})
