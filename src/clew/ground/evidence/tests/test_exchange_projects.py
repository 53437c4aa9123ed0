"""Projects of other programs come in once, nothing of them lost unnamed, and go out as they came."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, write_consent_text
from clew.ground.evidence.api import (
    ProjectLook,
    add_code,
    add_source,
    apply_code,
    begin_project,
    code_tree,
    codebook_file,
    coded_marks,
    describe_source,
    import_detail,
    import_errors,
    mark,
    source,
    sources,
    understand,
    undo_import,
    write_project,
)
from clew.ground.evidence.formats.refi_qda import read_qdpx, write_qdc, write_qdpx
from clew.ground.evidence.formats.refi_qda.model import (
    BookCode,
    Code,
    Codebook,
    Coding,
    Project,
    TextSelection,
    TextSource,
    User,
    Variable,
    text_path_for,
)
from clew.ground.evidence.models import Exchanged
from clew.ground.evidence.tests.importing import upload
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.runs.api import RunRow, perform, run
from clew.ground.workspaces.api import Access, within

SAID = "Anna: I count by hand.\r\nBen: It takes an hour 🙂 each night.\r\nAnna: Yes.\r\nBen: Every night."
TEXT = "11111111-2222-3333-4444-555555555555"
EFFORT, TIME, TWIN, USER = (f"{n}9999999-2222-3333-4444-555555555555" for n in range(1, 5))


def project(*selections: TextSelection, codes: tuple[Code, ...] | None = None) -> Project:
    tree = codes or (
        Code(guid=EFFORT, name="Effort", color="#F00082", description="Work by hand.", codes=(Code(guid=TIME, name="Time", is_codable=False),)),
    )  # fmt: skip
    text = TextSource(
        guid=TEXT, name="Talk", text=SAID, text_path=text_path_for(TEXT), creating_user=USER, created="2024-03-01T09:30:00Z",
        selections=selections,
    )  # fmt: skip
    return Project(
        name="Study", origin="Another program", users=(User(guid=USER, name="Ada"),), codes=tree, sources=(text,),
        variables=(Variable(guid=TWIN, name="Age", kind="Integer"),),
    )  # fmt: skip


def selection(number: int, start: int, end: int, *codes: str, name: str | None = None) -> TextSelection:
    guid = f"{number:08}-0000-0000-0000-000000000000"
    return TextSelection(
        guid=guid, start=start, end=end, name=name, creating_user=USER, created="2024-03-02T10:00:00Z",
        codings=tuple(Coding(guid=f"{number:08}-1111-0000-0000-00000000000{at}", code=code) for at, code in enumerate(codes)),
    )  # fmt: skip


def content_of(made: Project, tmp_path: Path) -> bytes:
    out = tmp_path / "made.qdpx"
    write_qdpx(made, out)
    return out.read_bytes()


def bring(access: Access, content: bytes, name: str = "study.qdpx") -> RunRow:
    found = understand(access, upload(access, content, name))
    assert found.reading == "project"
    begun = begin_project(access, file_id=found.file_id, shape=found.shape, title="Study")
    perform(begun.key)
    return run(access, begun.pk)


def written(access: Access, out: Path, *source_ids: int) -> bytes:
    write_project(access, out, source_ids=source_ids, title="Study")
    return out.read_bytes()


def known(look: ProjectLook) -> tuple[int, int, int]:
    return look.known_texts, look.known_codes, look.known_marks


def test_the_preview_says_what_is_here_already(access: Access, tmp_path: Path) -> None:
    """By GUID, and before that a code by its name and a text by its words."""
    content = content_of(project(selection(1, 6, 22, EFFORT), selection(2, 29, 47, EFFORT, TIME)), tmp_path)

    def look() -> ProjectLook:
        found = understand(access, upload(access, content, "study.qdpx")).project
        assert found is not None
        return found

    add_code(access, title="eFFort")
    assert (known(look()), look().is_here) == ((0, 1, 0), False)
    bring(access, content)
    assert (known(look()), look().is_here) == ((1, 2, 2), True)
    with within(access):
        Exchanged.objects.all().delete()
    assert (known(look()), look().is_here) == ((1, 2, 0), False)
    page = SignedIn(access)
    kept = upload(access, content, "study.qdpx")
    assert "2 here already" in page.get(page.path(f"imports/new?file={kept}")).content.decode()


def test_codes_texts_and_selections_come_in(access: Access, tmp_path: Path) -> None:
    made = project(selection(1, 6, 22, EFFORT), selection(2, 29, 47, EFFORT, TIME), selection(3, 500, 600, TIME))
    content = content_of(made, tmp_path)
    look = understand(access, upload(access, content, "study.qdpx")).project
    assert look is not None
    assert (look.texts, look.codes, look.marks, look.people, known(look)) == (1, 2, 3, ("Ada",), (0, 0, 0))
    assert {"1 variables", "colours of 1 codes (kept for the way out)"} <= set(look.left_out)
    done = bring(access, content)
    assert done.state == "done"
    (top,) = code_tree(access).top
    assert (top.title, top.definition, [b.title for b in top.below]) == ("Effort", "Work by hand.", ["Time"])
    (row,) = sources(access).rows
    assert (row.title, row.kind) == ("Talk", "interview")
    found = source(access, row.id)
    assert [t.speaker for t in found.turns] == ["Anna", "Ben", "Anna", "Ben"]
    assert [(m.quote.exact, {c.title for c in m.codes}) for m in found.marks] == [
        ("I count by hand.", {"Effort"}), ("It takes an hour 🙂", {"Effort", "Time"})
    ]  # fmt: skip
    assert [(m.marked_by, m.marked_at) for m in coded_marks(access, source_ids=[row.id])] == [
        ("Ada", "2024-03-02T10:00:00Z")
    ] * 2
    batch = done.subject_id or 0
    assert "has no place in the text" in import_errors(access, batch)[0].message
    assert import_detail(access, batch).row.failed == 1
    assert "import a coded source" in {c.act_name for c in history(workspace_id=access.workspace_id, node_id=row.id)}


def test_nothing_comes_in_twice(access: Access, tmp_path: Path) -> None:
    bring(access, content_of(project(selection(1, 6, 22, EFFORT)), tmp_path))
    again = bring(access, content_of(project(selection(1, 6, 22, EFFORT), selection(2, 29, 45, TIME)), tmp_path))
    detail = import_detail(access, again.subject_id or 0)
    assert (detail.row.added, detail.row.duplicates) == (1, 4)
    (row,) = sources(access).rows
    assert row.excerpts == 2


def test_words_and_codes_that_are_here_are_taken_up(access: Access, tmp_path: Path) -> None:
    here = add_source(access, text=SAID.replace("\r\n", "\n"), title="Ours")
    add_code(access, title="effort", definition="Ours.")
    codes = (Code(guid=EFFORT, name="Effort"), Code(guid=TIME, name="Time", codes=(Code(guid=TWIN, name="effort"),)))
    bring(access, content_of(project(selection(1, 6, 22, EFFORT, TWIN), codes=codes), tmp_path))
    assert [r.id for r in sources(access).rows] == [here.pk]
    assert {c.title for c in source(access, here.pk).marks[0].codes} == {"effort", "effort (Time)"}


def test_what_went_out_and_came_in_elsewhere_goes_out_equal(access: Access, elsewhere: Access, tmp_path: Path) -> None:
    top = add_code(access, title="Effort", definition="Work by hand, <b>not</b> by machine & such.")
    below = add_code(access, title="Time", under=top.pk)
    text = "Anna: I count by hand.\nBen: It takes an hour 🙂 each night.\nAnna: Yes."
    one = add_source(access, text=text, title="Talk", kind="interview")
    other = add_source(access, text="Second words, shorter.", title="Other", kind="interview")
    for source_id, exact, code in (
        (one.pk, "by hand", top),
        (one.pk, "an hour 🙂 each", below),
        (other.pk, "shorter", top),
    ):
        whole = source(access, source_id).text
        start = whole.index(exact)
        made = mark(access, source_id=source_id, start=start, end=start + len(exact), exact=exact)
        apply_code(access, excerpt_id=made.pk, code_id=code.pk)
    first = written(access, tmp_path / "one.qdpx", one.pk, other.pk)
    bring(elsewhere, first)
    there = [row.id for row in sources(elsewhere).rows]
    assert written(elsewhere, tmp_path / "two.qdpx", *there) == first
    assert codebook_file(elsewhere) == codebook_file(access)
    with zipfile.ZipFile(tmp_path / "two.qdpx") as file:
        assert "Effort" in file.read("project.qde").decode()


def test_colours_and_names_go_out_as_they_came(access: Access, tmp_path: Path) -> None:
    bring(access, content_of(project(selection(1, 6, 22, EFFORT)), tmp_path))
    (row,) = sources(access).rows
    written(access, tmp_path / "out.qdpx", row.id)
    out = read_qdpx(tmp_path / "out.qdpx").project
    (top,) = out.codes
    assert (top.guid, top.color, top.codes[0].is_codable, [u.name for u in out.users]) == (
        EFFORT,
        "#F00082",
        False,
        ["Ada"],
    )
    (text,) = out.sources
    assert isinstance(text, TextSource)
    assert (text.guid, text.selections[0].guid, text.selections[0].created) == (
        TEXT, "00000001-0000-0000-0000-000000000000", "2024-03-02T10:00:00Z"
    )  # fmt: skip


def test_a_codebook_comes_in_and_an_undone_import_comes_in_anew(access: Access, tmp_path: Path) -> None:
    bring(access, write_qdc(Codebook(codes=(BookCode(guid=EFFORT, name="Effort"),))), "codes.qdc")
    assert [b.title for b in code_tree(access).top] == ["Effort"]
    done = bring(access, content_of(project(selection(1, 6, 22, EFFORT)), tmp_path))
    perform(undo_import(access, batch_id=done.subject_id or 0).key)
    assert sources(access).rows == ()
    bring(access, content_of(project(selection(1, 6, 22, EFFORT), selection(2, 29, 45)), tmp_path))
    (row,) = sources(access).rows
    assert row.excerpts == 2


def test_hostile_and_broken_files_are_refused_and_write_nothing(access: Access, tmp_path: Path) -> None:
    for name, files in {
        "entity.qdpx": {"project.qde": b'<!DOCTYPE x [<!ENTITY a "b">]><Project/>'},
        "none.qdpx": {"project.qde": b"<Other/>"},
        "cut.qdpx": {"project.qde": b"<Project"},
        "two.qdpx": {"a.qde": b"<Project/>", "b.qde": b"<Project/>"},
        "bomb.qdpx": {"project.qde": b" " * (97 * 1024 * 1024)},
    }.items():
        out = tmp_path / name
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for entry, data in files.items():
                file.writestr(entry, data)
        with pytest.raises(Refused) as refused:
            understand(access, upload(access, out.read_bytes(), name))
        assert refused.value.remedy
    with pytest.raises(Refused):
        understand(access, upload(access, b'<?xml version="1.0"?><!DOCTYPE a><CodeBook/>', "codes.qdc"))
    assert code_tree(access).top == ()
    assert sources(access).rows == ()


def test_words_that_may_not_be_shared_do_not_leave(access: Access, tmp_path: Path) -> None:
    made = add_source(access, text="I count by hand.", title="Talk", kind="interview")
    other = add_source(access, text="So do I.", title="Other", kind="interview")
    excerpt = mark(access, source_id=made.pk, start=0, end=7, exact="I count")
    person = add_person(access, name="Anna Keller")
    describe_source(access, source_id=made.pk, kind="interview", person_id=person.pk)
    assert [m.excerpt_id for m in coded_marks(access, source_ids=[made.pk])] == [excerpt.pk]
    write_consent_text(access, title="Consent", body="May we quote you?")
    asked = ask_for_consent(access, person_id=person.pk, scopes=["quote"])
    give_consent(access, consent_id=asked.pk, scopes=["quote"], how="spoken")
    assert coded_marks(access, source_ids=[made.pk]) == ()
    left = write_project(access, tmp_path / "out.qdpx", source_ids=[made.pk, other.pk], title="Study")
    assert left == ("1 sources were left out: their words may not be shared.",)
    assert [s.name for s in read_qdpx(tmp_path / "out.qdpx").project.sources] == ["Other"]


def test_who_may(access: Access, viewer: Access, elsewhere: Access, tmp_path: Path) -> None:
    found = understand(access, upload(access, content_of(project(), tmp_path), "study.qdpx"))
    with pytest.raises(Forbidden):
        begin_project(viewer, file_id=found.file_id, shape=found.shape)
    with pytest.raises(NotFound):
        begin_project(elsewhere, file_id=found.file_id, shape=found.shape)
    table = understand(access, upload(access, "a,b\n1,2\n"))
    with pytest.raises(Refused, match="no REFI-QDA"):
        begin_project(access, file_id=table.file_id, shape=table.shape)
    with pytest.raises(Refused, match="no codes"):
        codebook_file(access)


def test_the_project_of_another_program_comes_in(access: Access, real: Callable[[str], list[Path]]) -> None:
    (path,) = real("interviews/qdpx/atlasti_test_project.qdpx")
    content = path.read_bytes()
    look = understand(access, upload(access, content, path.name)).project
    assert look is not None
    assert (look.origin[:8], look.codes, look.texts) == ("ATLAS.ti", 14, 0)
    assert {"16 sets", "2 notes", "1 links"} <= set(look.left_out)
    assert "8 selections of text whose words are not in the file" in look.left_out
    done = bring(access, content, path.name)
    assert (done.state, done.cursor["added"], done.cursor["failed"]) == ("done", 14, 0)
    assert import_detail(access, done.subject_id or 0).left_out == look.left_out
    assert len(code_tree(access, whole=True).top) == 14
    assert bring(access, content, path.name).id == done.id
