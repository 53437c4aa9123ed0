"""What of another program's project would come in: how much of it is here already, and what has no place here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from clew.ground.evidence.formats import ForeignProject
from clew.ground.evidence.formats.cleaning import tidy_text
from clew.ground.evidence.models import Code, Exchanged, SourceVersion
from clew.ground.thread.api import clean_title
from clew.science.anchors import text_hash

SHOWN, AT_ONCE = 10, 500


@dataclass(frozen=True, slots=True)
class ProjectLook:
    """What of another program's project would come in, and what would not.

    `known_texts`, `known_codes`, `known_marks`: what is here already, as it will be told when it comes in: by its GUID, a text also by
    its words and a code by its name.
    """

    name: str
    origin: str
    people: tuple[str, ...]
    texts: int
    codes: int
    marks: int
    known_texts: int
    known_codes: int
    known_marks: int
    moved: int
    doubtful: int
    left_out: tuple[str, ...]
    first_codes: tuple[str, ...]
    first_texts: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        """It would add nothing."""
        here = (self.known_texts, self.known_codes, self.known_marks)
        return any(here) and here == (self.texts, self.codes, self.marks)


def look_at_project(found: ForeignProject) -> ProjectLook:
    """Called inside a query."""
    marks = [mark.guid for text in found.texts for mark in text.marks]
    texts = {text.guid: text_hash(tidy_text(text.text)) for text in found.texts}
    codes = {code.guid: clean_title(code.name.strip() or "?").lower() for code in found.codes}
    here = _known([*marks, *texts, *codes])
    words = _words_here({texts[guid] for guid in texts.keys() - here})
    names = _names_here({codes[guid] for guid in codes.keys() - here})
    return ProjectLook(
        name=found.name, origin=found.origin, people=found.people, texts=len(texts), codes=len(codes), marks=found.marks,
        known_texts=sum(guid in here or key in words for guid, key in texts.items()),
        known_codes=sum(guid in here or name in names for guid, name in codes.items()),
        known_marks=sum(guid in here for guid in marks), moved=found.moved, doubtful=found.doubtful, left_out=found.left_out,
        first_codes=tuple(code.name for code in found.codes[:SHOWN]), first_texts=tuple(text.name for text in found.texts[:SHOWN]),
    )  # fmt: skip


def _known(guids: Sequence[str]) -> set[str]:
    standing = Exchanged.objects.filter(node__archived_at__isnull=True)
    return {guid for some in _parts(guids) for guid in standing.filter(guid__in=some).values_list("guid", flat=True)}


def _words_here(hashes: Collection[str]) -> set[str]:
    standing = SourceVersion.objects.filter(source__put_away=False, source__node__archived_at__isnull=True)
    return {
        key
        for some in _parts(sorted(hashes))
        for key in standing.filter(text_hash__in=some).values_list("text_hash", flat=True)
    }


def _names_here(names: Collection[str]) -> set[str]:
    standing = Code.objects.filter(node__archived_at__isnull=True).annotate(named=Lower("node__title"))
    return {
        name
        for some in _parts(sorted(names))
        for name in standing.filter(named__in=some).values_list("named", flat=True)
    }


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
