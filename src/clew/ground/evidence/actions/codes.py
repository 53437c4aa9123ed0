"""Codes: names for what excerpts are about, in a tree."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from clew.ground.evidence.kinds import CODE, MERGED, SPLIT
from clew.ground.evidence.models import Code, Excerpt, ExcerptCode
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import NewNode, add_node, archive, clean_title, link, rename, set_state
from clew.ground.workspaces.api import Access, act

DEFINITION_LIMIT = 2000
MOST_SPLIT = 500


@act("add a code")
def add_code(access: Access, *, title: str, definition: str = "", under: int | None = None) -> Code:
    _refuse_name_twice(title)
    parent = get_code(under) if under is not None else None
    words = _definition(definition)
    node = add_node(access, NewNode(CODE, title, text=words))
    return Code.objects.create(node=node, workspace_id=access.workspace_id, definition=words, parent=parent)


@act("rename a code")
def rename_code(access: Access, *, code_id: int, title: str) -> None:
    _refuse_name_twice(title, besides=get_code(code_id).pk)
    rename(access, node_id=code_id, title=title)


@act("define a code")
def define_code(access: Access, *, code_id: int, definition: str) -> None:
    code = get_code(code_id)
    code.definition = _definition(definition)
    code.save(update_fields=["definition"])
    search.put(access.workspace_id, [search.Document(code.pk, CODE, code.node.title, code.definition)])


@act("move a code")
def move_code(access: Access, *, code_id: int, under: int | None) -> None:
    """Put a code under another, or (None) at the top."""
    code = get_code(code_id)
    parent = get_code(under) if under is not None else None
    if parent is not None and code.pk in _line_above(parent):
        raise Refused(
            f"“{parent.node.title}” stands under this code.", field="under", remedy="Choose a code outside it."
        )
    code.parent = parent
    code.save(update_fields=["parent"])


@act("change a code")
def change_code(access: Access, *, code_id: int, title: str, definition: str, under: int | None) -> None:
    """Name, definition and place at once: all of it or nothing."""
    if clean_title(title) != get_code(code_id).node.title:
        rename_code(access, code_id=code_id, title=title)
    define_code(access, code_id=code_id, definition=definition)
    move_code(access, code_id=code_id, under=under)


@act("merge codes")
def merge_codes(access: Access, *, code_id: int, into: int) -> None:
    """What had the one code gets the other. The merged code stays in the history, with a link to where it went."""
    old, kept = get_code(code_id), get_code(into)
    if old.pk == kept.pk:
        raise Refused("A code cannot be merged into itself.", field="into", remedy="Choose another code.")
    if old.pk in _line_above(kept):
        kept.parent_id = old.parent_id
        kept.save(update_fields=["parent"])
    both = ExcerptCode.objects.filter(code=kept).values("excerpt_id")
    ExcerptCode.objects.filter(code=old, excerpt_id__in=both).delete()
    ExcerptCode.objects.filter(code=old).update(code=kept)
    Code.objects.filter(parent=old).exclude(pk=kept.pk).update(parent=kept)
    link(access, upstream=old.pk, verb=MERGED, downstream=kept.pk)
    set_state(old.node, "merged")
    archive(access, node_ids=[old.pk])


@act("split a code")
def split_code(
    access: Access,
    *,
    code_id: int,
    title: str,
    excerpt_ids: Sequence[int],
    definition: str = "",
    under: int | None = None,
) -> Code:
    """Some of a code's words get a new code instead. The new one remembers from which it was split off."""
    old, wanted = get_code(code_id), set(excerpt_ids)
    if not wanted:
        raise Refused("No words were chosen.", field="excerpt", remedy="Choose those that go to the new code.")
    if len(wanted) > MOST_SPLIT:
        raise Refused(f"These are more than {MOST_SPLIT}.", field="excerpt", remedy="Split the code in parts.")
    going = ExcerptCode.objects.filter(code=old, excerpt_id__in=wanted)
    if going.count() < len(wanted):
        raise NotFound("Some of these words do not have this code.")
    if not ExcerptCode.objects.filter(code=old).exclude(excerpt_id__in=wanted).exists():
        raise Refused(
            "Nothing would stay with this code.", field="excerpt", remedy="Rename it, or leave some words out."
        )
    made = add_code(access, title=title, definition=definition, under=under)
    going.update(code=made)
    link(access, upstream=old.pk, verb=SPLIT, downstream=made.pk)
    return made


@act("apply a code")
def apply_code(access: Access, *, excerpt_id: int, code_id: int | None = None, name: str = "") -> None:
    """Code an excerpt, by a code's number or by a name, which becomes a code when it is none yet. Twice is once."""
    if not Excerpt.objects.filter(pk=excerpt_id).exists():
        raise NotFound("No such excerpt.")
    code = get_code(code_id) if code_id is not None else _code_named(access, name)
    try:
        with transaction.atomic():
            ExcerptCode.objects.create(workspace_id=access.workspace_id, excerpt_id=excerpt_id, code=code)
    except IntegrityError:
        if not ExcerptCode.objects.filter(excerpt_id=excerpt_id, code=code).exists():
            raise


@act("remove a code from words")
def remove_code(access: Access, *, excerpt_id: int, code_id: int) -> None:
    removed, _ = ExcerptCode.objects.filter(excerpt_id=excerpt_id, code_id=code_id).delete()
    if not removed:
        raise NotFound("These words do not have this code.")


def get_code(code_id: int) -> Code:
    """Called inside an act."""
    found = Code.objects.select_related("node").filter(pk=code_id, node__archived_at__isnull=True).first()
    if found is None:
        raise NotFound("No such code.")
    return found


def _code_named(access: Access, title: str) -> Code:
    """The code of this name, made when there is none."""
    there = Code.objects.filter(node__title__iexact=clean_title(title), node__archived_at__isnull=True).first()
    return there or add_code(access, title=title)


def _line_above(code: Code) -> set[int]:
    """The code itself and all it stands under."""
    line: set[int] = set()
    at: Code | None = code
    while at is not None and at.pk not in line:
        line.add(at.pk)
        at = at.parent
    return line


def _definition(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > DEFINITION_LIMIT:
        raise Refused("A definition has at most 2,000 characters.", field="definition", remedy="Shorten it.")
    return words


def _refuse_name_twice(title: str, besides: int | None = None) -> None:
    same = Code.objects.filter(node__title__iexact=clean_title(title), node__archived_at__isnull=True)
    if same.exclude(pk=besides).exists():
        raise Refused(f"There is a code “{clean_title(title)}” already.", field="title", remedy="Choose another name.")
