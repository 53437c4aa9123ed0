"""What a findings sheet that was uploaded says, before anything is made of it."""

from dataclasses import dataclass

from clew.ground.evidence.formats import FindingsStudy, FormatError, read_findings, sniff
from clew.ground.evidence.kinds import STANCES
from clew.ground.evidence.models import Source
from clew.ground.evidence.sheet_text import RowLeftOut, block_of, is_need, left_out, passages_in, text_of_sheet
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, read

SHOWN = 8


@dataclass(frozen=True, slots=True)
class FindingsSheet:
    """`source_id`: the source that says the same, if the sheet was brought in before."""

    name: str
    study: FindingsStudy
    source_id: int | None


@dataclass(frozen=True, slots=True)
class SheetNeed:
    """A need that would be made, and how many passages would speak for and against it."""

    title: str
    supports: int
    contradicts: int
    mentions: int


@dataclass(frozen=True, slots=True)
class SheetWords:
    """An excerpt that would be marked. `is_observed`: a mark without words."""

    need: str
    who: str
    words: str
    stance: str
    is_observed: bool


@dataclass(frozen=True, slots=True)
class FindingsLook:
    """What an import of a findings sheet would make. Nothing is written."""

    needs: int
    quotations: int
    observations: int
    participants: tuple[str, ...]
    first_needs: tuple[SheetNeed, ...]
    first_words: tuple[SheetWords, ...]
    left_out: tuple[RowLeftOut, ...]

    @property
    def words(self) -> int:
        return self.quotations + self.observations


def look_at(study: FindingsStudy) -> FindingsLook:
    wanted, told = [f for f in study.findings if is_need(f)], passages_in(study.findings)
    blocks = [(f, [p for p in block_of(f).passages if p.participant or p.words != f.title]) for f in wanted]
    words = [SheetWords(f.title, p.participant, p.words, p.stance, p.is_mark) for f, said in blocks for p in said]
    needs = [SheetNeed(f.title, *(sum(p.stance == side for p in said) for side in STANCES)) for f, said in blocks]
    return FindingsLook(
        len(wanted), told.words, told.observations, study.participants, tuple(needs[:SHOWN]),
        tuple(words[:SHOWN]), left_out(study.findings),
    )  # fmt: skip


@read
def findings_sheet(access: Access, file_id: int) -> FindingsSheet:
    """Everything an uploaded findings sheet holds; refused in words a person can act on when it is none."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound("No such file.")
    path = path_of(access, file_id=file_id)
    try:
        study = read_findings(path, sniff(path, name=file.name), file.name)
    except FormatError as error:
        raise Refused(f"{file.name}: {error.message}", field="file", remedy=error.remedy) from error
    except FileNotFoundError as error:
        raise Refused("The file is no longer there.", field="file", remedy="Upload it again.") from error
    standing = Source.objects.filter(kind="study", versions__text=text_of_sheet(study), put_away=False)
    return FindingsSheet(
        file.name, study, standing.filter(node__archived_at__isnull=True).values_list("pk", flat=True).first()
    )
