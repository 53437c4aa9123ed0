"""What is remembered of what was erased, redacted and made silent. Nothing in it tells who it was or which words: hashes, places, times."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from clew.ground.ledger.api import moment_text

COVER = "█"
Span = tuple[int, int]


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
        return salted(self.salt, text)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Places that were covered in one text of a record. `workspace`, `record`: when these were made; `after`: what was left of the text.

    The hash is of the covered text, which is kept anyway, so that nobody can try words on it.
    """

    at: str
    salt: str
    workspace: str
    record: str
    table: str
    column: str
    places: str
    after: str

    @property
    def spans(self) -> list[Span]:
        return spans_in(self.places)

    def cover(self, text: str) -> str | None:
        """The text with these places covered; None when it is another text."""
        covered = covered_at(text, self.spans)
        return covered if covered != text and salted(self.salt, covered) == self.after else None


@dataclass(frozen=True, slots=True)
class Silence:
    """Where a recording became silent, in milliseconds; without places it left the disk as a whole. `file`: hashed from the hash of what it
    was before, `into`: of what it became, so that one is followed to the next; `type`: of what kind it is."""

    at: str
    file: str
    into: str
    type: str
    places: str

    @property
    def spans(self) -> list[Span]:
        return spans_in(self.places)


Trace = Erasure | Coverage | Silence
KINDS: tuple[type[Erasure] | type[Coverage] | type[Silence], ...] = (Erasure, Coverage, Silence)


def covered_at(text: str, spans: list[Span]) -> str:
    for start, end in spans:
        if 0 <= start < end <= len(text):
            text = text[:start] + COVER * (end - start) + text[end:]
    return text


def covered_spans(before: str, after: str) -> list[Span]:
    """Where signs became covered in between."""
    found: list[Span] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
    return found


def spans_in(places: str) -> list[Span]:
    pairs = [place.partition("-") for place in places.split()]
    return [(int(start), int(end)) for start, _, end in pairs if start.isdecimal() and end.isdecimal()]


def places_of(spans: list[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)


def salted(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def file_hash(sha256: str) -> str:
    """Of a content's hash, which nobody can guess who has not the content."""
    return salted("recording", sha256)
