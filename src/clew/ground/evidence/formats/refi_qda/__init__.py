"""REFI-QDA, the exchange format of programs for qualitative analysis: projects (.qdpx) and codebooks (.qdc), read and written whole.

`model` says what a project is; `read_qdpx` and `write_qdpx`, `read_qdc` and `write_qdc` are the way in and out. No Django, no database.
"""

from .anchoring import Lost, Moved
from .model import Project, guid_for, text_path_for
from .reading import ReadCodebook, ReadProject, file_content, read_qdc, read_qdpx
from .writing import qde, write_qdc, write_qdpx

__all__ = [
    "Lost",
    "Moved",
    "Project",
    "ReadCodebook",
    "ReadProject",
    "file_content",
    "guid_for",
    "qde",
    "read_qdc",
    "read_qdpx",
    "text_path_for",
    "write_qdc",
    "write_qdpx",
]
