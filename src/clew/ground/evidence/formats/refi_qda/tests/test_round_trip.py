"""What is written is read back equal, is valid by the published schema, and is the same bytes each time."""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xmlschema import XMLSchema

from clew.ground.evidence.formats.refi_qda import (
    file_content,
    guid_for,
    qde,
    read_qdc,
    read_qdpx,
    write_qdc,
    write_qdpx,
)
from clew.ground.evidence.formats.refi_qda.model import Codebook, Project, TextSelection
from clew.ground.evidence.formats.refi_qda.shapes import CODEBOOK_SPACE

from .made import codebooks, only, project_with, projects

pytestmark = pytest.mark.slow

relaxed = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def content(name: str) -> Iterator[bytes]:
    yield from (b"some of ", name.encode())


@cache
def schema() -> XMLSchema:
    """Project.xsd of QDA-XML 1.0 as the standard published it, under the MIT licence."""
    return XMLSchema(str(Path(__file__).with_name("Project.xsd")))


def faults(document: bytes) -> list[str]:
    return [str(error) for error in schema().iter_errors(document.decode())]


@relaxed
@given(projects)
def test_made_up_projects_come_back_equal_are_valid_and_the_same_bytes(project: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder) / "one.qdpx", Path(folder) / "two.qdpx"
        assert write_qdpx(project, path, content=content) == ()
        assert write_qdpx(project, again, content=content) == ()
        assert path.read_bytes() == again.read_bytes()
        assert faults(qde(project)) == []
        first = read_qdpx(path)
        if not first.moved:
            assert first.project == project
        write_qdpx(first.project, again, content=lambda name: file_content(path, name))
        second = read_qdpx(again)
        assert second.project == first.project
        assert second.moved == ()
        assert b"".join(file_content(again, "deep/er/talk.m4a")) == b"some of deep/er/talk.m4a"


@relaxed
@given(codebooks)
def test_codebooks_come_back_equal_and_as_their_schema_has_them(codebook: Codebook) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.qdc"
        path.write_bytes(write_qdc(codebook))
        found = read_qdc(path)
        assert found.codebook == codebook
        assert found.warnings == ()
    _check_codebook(ElementTree.fromstring(write_qdc(codebook)))


def _check_codebook(root: ElementTree.Element) -> None:
    """The rules of the codebook's schema, which the standard prints in its text: no copy of it as a file was to be had."""
    space = f"{{{CODEBOOK_SPACE}}}"
    ordered = {
        "CodeBook": ["Codes", "Sets"],
        "Codes": ["Code"],
        "Sets": ["Set"],
        "Code": ["Description", "Code"],
        "Set": ["Description", "MemberCode"],
    }
    demanded = {"Code": {"guid", "name", "isCodable"}, "Set": {"guid", "name"}, "MemberCode": {"guid"}}
    assert root.tag == f"{space}CodeBook"
    for element in root.iter():
        tag = element.tag.removeprefix(space)
        places = [ordered[tag].index(child.tag.removeprefix(space)) for child in element]
        assert places == sorted(places)
        assert demanded.get(tag, set()) <= set(element.attrib)
        assert element.get("isCodable", "true") in ("true", "false")
        assert len(list(element)) or tag not in ("Codes", "Sets")


def real(reference: Path) -> Path:
    path = reference / "interviews" / "qdpx" / "atlasti_test_project.qdpx"
    if not path.is_file():
        pytest.skip(f"no {path}")
    return path


def test_a_real_project_comes_back_equal(reference: Path, tmp_path: Path) -> None:
    found, out = read_qdpx(real(reference)), tmp_path / "again.qdpx"
    assert found.warnings == ("11 sources have no text in the archive.",)
    project = found.project
    assert (len(project.users), len(project.codes), len(project.sources), len(project.sets)) == (3, 14, 12, 16)
    assert (len(project.writings), len(project.links), len(project.graphs)) == (2, 1, 1)
    assert write_qdpx(project, out) == ()
    assert read_qdpx(out) == found
    assert faults(qde(project)) == []


def test_a_real_project_keeps_every_element_and_attribute(reference: Path) -> None:
    """Nothing of what stands in the file is forgotten on the way: compared as XML, but for the capitals of GUIDs."""
    with zipfile.ZipFile(real(reference)) as archive:
        before = ElementTree.fromstring(archive.read("Project.qde"))
    after = ElementTree.fromstring(qde(read_qdpx(real(reference)).project))
    assert _plain(after) == _plain(before)


def _plain(element: ElementTree.Element) -> tuple[object, ...]:
    attributes = {
        name: value.lower() if _is_reference(name) else value
        for name, value in element.attrib.items()
        if "schemaLocation" not in name
    }
    text = (element.text or "").strip()
    return element.tag, attributes, text, [_plain(child) for child in element]


def _is_reference(name: str) -> bool:
    return name.lower().endswith("guid") or name in ("creatingUser", "modifyingUser", "sourceVertex", "targetVertex")


def test_what_cannot_be_taken_along_is_named(tmp_path: Path) -> None:
    project = dataclasses.replace(project_with("Hello"), files=("talk.m4a", "paper.pdf"))
    (said,) = write_qdpx(project, tmp_path / "one.qdpx")
    assert "2 files beside the texts were left out" in said
    assert read_qdpx(tmp_path / "one.qdpx").project.files == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"creating_user": "Bob"}, "guid"),
        ({"created": "yesterday"}, "moment"),
        ({"created": "2026-02-30T10:00:00Z"}, "moment"),
        ({"files": ("11111111-2222-3333-4444-555555555555.txt",)}, "cannot lie"),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_and_leaves_nothing(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    project = dataclasses.replace(project_with("Hello"), **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=said):
        write_qdpx(project, tmp_path / "one.qdpx")
    assert list(tmp_path.iterdir()) == []


def test_texts_that_would_overwrite_each_other_are_refused(tmp_path: Path) -> None:
    project = project_with("Hello")
    source = only(project)
    other = dataclasses.replace(source, text="Good bye")
    with pytest.raises(ValueError, match="two different texts"):
        write_qdpx(dataclasses.replace(project, sources=(source, other)), tmp_path / "one.qdpx")
    upper = dataclasses.replace(other, text_path="internal://A.txt")
    lower = dataclasses.replace(other, text_path="internal://a.txt")
    with pytest.raises(ValueError, match="capitals"):
        write_qdpx(dataclasses.replace(project, sources=(upper, lower)), tmp_path / "one.qdpx")
    away = dataclasses.replace(other, text_path="relative:///a.txt")
    with pytest.raises(ValueError, match="cannot lie"):
        write_qdpx(dataclasses.replace(project, sources=(away,)), tmp_path / "one.qdpx")


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def broken(name: str) -> Iterator[bytes]:
        yield b"some"
        raise OSError("the disk is gone")

    project = dataclasses.replace(project_with("Hello"), files=("talk.m4a",))
    with pytest.raises(OSError, match="disk"):
        write_qdpx(project, tmp_path / "one.qdpx", content=broken)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_codebook_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one code"):
        write_qdc(Codebook())


@given(st.lists(st.text(max_size=5), min_size=1, max_size=3), st.lists(st.text(max_size=5), min_size=1, max_size=3))
def test_guids_are_the_same_for_the_same_and_others_for_others(one: list[str], other: list[str]) -> None:
    assert guid_for(*one) == guid_for(*one)
    assert (guid_for("code", 1), guid_for("code", "1")) == (guid_for("code", "1"),) * 2
    if "\x1f".join(one) != "\x1f".join(other):
        assert guid_for(*one) != guid_for(*other)


def test_an_empty_text_is_no_missing_text(tmp_path: Path) -> None:
    for path in (True, False):
        write_qdpx(project_with("", path=path), tmp_path / "one.qdpx")
        found = read_qdpx(tmp_path / "one.qdpx")
        assert only(found.project).text == ""
        assert found.warnings == ()


def test_characters_that_xml_cannot_hold_do_not_shift_what_follows(tmp_path: Path) -> None:
    mark = TextSelection(guid=guid_for("mark"), start=6, end=11, name="there")
    write_qdpx(project_with("Hi\x0b\x00: there", mark, path=False), tmp_path / "one.qdpx")
    source = only(read_qdpx(tmp_path / "one.qdpx").project)
    assert source.text == "Hi\ufffd\ufffd: there"
    assert source.selections == (mark,)
