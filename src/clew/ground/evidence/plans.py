"""How a file is to be read, as plain JSON: what a person settled in the wizard is kept with the import and given to its job."""

from collections.abc import Mapping as Columns
from dataclasses import asdict
from typing import Any

from clew.ground.evidence.formats import Field, FileShape, FormatError, Mapping

FEEDBACK_JOB, INTERVIEWS_JOB, FINDINGS_JOB, PROJECT_JOB = IMPORT_JOBS = (
    "import feedback",
    "import interviews",
    "import findings",
    "import project",
)
IMPORT_COUNTS = ("rows_read", "empty", "added", "duplicates", "failed")
UNDO_JOB, BACK_JOB = UNDO_JOBS = ("undo import", "bring import back")
TABLES = ("csv", "xlsx", "jsonl")
PROJECTS = ("qdpx", "qdc")
TRANSCRIPTS = ("vtt", "srt", "transcript", "docx")


def shape_to_json(shape: FileShape) -> dict[str, Any]:
    return asdict(shape)


def shape_from_json(kept: Columns[str, Any]) -> FileShape:
    return FileShape(**{**kept, "header": tuple(kept["header"]), "warnings": tuple(kept["warnings"])})


def mapping_to_json(mapping: Mapping) -> dict[str, Any]:
    """Only what changes how rows are read; the guesses and their reasons are for the person who chooses."""
    return {
        "columns": {kind.value: name for kind, name in sorted(mapping.columns.items())},
        "date_order": mapping.date_order,
        "ignored": sorted(mapping.ignored),
    }


def mapping_from_json(kept: Columns[str, Any]) -> Mapping:
    try:
        columns = {Field(kind): str(name) for kind, name in kept["columns"].items()}
    except ValueError as error:
        raise FormatError(f"{error}.", "Choose one of the fields that are offered.") from error
    return Mapping(columns, kept.get("date_order", "dmy"), frozenset(kept.get("ignored", ())))
