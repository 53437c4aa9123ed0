"""In which files an import came: several transcripts come in together."""

from clew.ground.evidence.models import ImportBatch
from clew.ground.files.api import StoredFile


def files_of(batch: ImportBatch) -> list[StoredFile]:
    """In the order in which they were read, as far as they are here; a file is known by what it holds. Called inside an act or a query."""
    wanted = batch.shape.get("files", [])
    if not wanted:
        return [batch.file] if batch.file is not None else []
    there = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=wanted)}
    return [there[sha] for sha in wanted if sha in there]
