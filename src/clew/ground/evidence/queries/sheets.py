"""What a findings sheet that was uploaded says, before anything is made of it."""

from dataclasses import dataclass

from clew.ground.evidence.formats import FindingsStudy, FormatError, read_findings, sniff
from clew.ground.evidence.models import Source
from clew.ground.evidence.sheet_text import text_of_sheet
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, read


@dataclass(frozen=True, slots=True)
class FindingsSheet:
    """`source_id`: the source that says the same, if the sheet was brought in before."""

    name: str
    study: FindingsStudy
    source_id: int | None


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
