"""Codes, and what is marked with them, also as files for other programs."""

from clew.ground.evidence.actions.codes import (
    add_code,
    apply_code,
    change_code,
    define_code,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
    split_code,
)
from clew.ground.evidence.queries.codes import (
    CodeBranch,
    CodeDetail,
    CodeTree,
    code,
    code_names,
    code_places,
    code_tree,
)
from clew.ground.evidence.queries.outgoing import CodedMark, codebook_file, coded_marks, write_project

__all__ = [
    "CodeBranch",
    "CodeDetail",
    "CodeTree",
    "CodedMark",
    "add_code",
    "apply_code",
    "change_code",
    "code",
    "code_names",
    "code_places",
    "code_tree",
    "codebook_file",
    "coded_marks",
    "define_code",
    "merge_codes",
    "move_code",
    "remove_code",
    "rename_code",
    "split_code",
    "write_project",
]
