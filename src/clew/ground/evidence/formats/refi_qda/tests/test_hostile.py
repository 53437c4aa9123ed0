"""Whatever comes: a refusal that says what to do, never a traceback, never more work than the bounds allow."""

from __future__ import annotations

import dataclasses
import random
import zipfile
import zlib
from pathlib import Path
from time import process_time

import pytest

from clew.ground.evidence.formats import FormatError
from clew.ground.evidence.formats.refi_qda import (
    file_content,
    guid_for,
    qde,
    read_qdc,
    read_qdpx,
    tree,
    write_qdc,
    write_qdpx,
)
from clew.ground.evidence.formats.refi_qda import package as packages
from clew.ground.evidence.formats.refi_qda.model import BookCode, Codebook, Coding, TextSelection
from clew.ground.evidence.formats.tests.test_robustness import mutated

from .made import only, project_with

pytestmark = pytest.mark.slow

HEAD = b'<?xml version="1.0" encoding="utf-8"?>'
OPEN = b'<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
LAUGHS = b"<!DOCTYPE Project [" + b"".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">'.encode() for n in range(10)
)


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FormatError) as error:
        read_qdc(path) if path.suffix == ".qdc" else read_qdpx(path)
    assert error.value.remedy
    return error.value.message


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "not well-formed"),
        (b"id,text\n1,hello\n", "not well-formed"),
        (HEAD + OPEN, "not well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', "not well-formed"),
        (HEAD + LAUGHS + b"]>" + OPEN + b"<Description>&l9;</Description></Project>", "document type"),
        (
            HEAD + b'<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + OPEN + b"</Project>",
            "document type",
        ),
        (HEAD + b'<!DOCTYPE Project SYSTEM "http://example.org/x.dtd">' + OPEN + b"</Project>", "document type"),
        (OPEN + b"<Description>&nbsp;</Description></Project>", "not well-formed"),
        (OPEN[:-1] + b' origin="' + b"x" * 1_000_001 + b'"/>', "longer than a million"),
        (OPEN + b"<a>" * 70 + b"</a>" * 70 + b"</Project>", "larger than can be read"),
        (b"<html/>", "begins with html"),
        (b'<Project xmlns="urn:other"/>', "not a REFI-QDA"),
    ],
)
def test_documents_that_are_refused(tmp_path: Path, document: bytes, said: str) -> None:
    assert said in refusal(packed(tmp_path / "one.qdpx", {"project.qde": document}))
    (tmp_path / "one.qdc").write_bytes(document.replace(b"Project", b"CodeBook"))
    assert said in refusal(tmp_path / "one.qdc") or said == "begins with html"


def test_too_many_elements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_ELEMENTS", 1000)
    document = OPEN + b"<a/>" * 1000 + b"</Project>"
    assert "larger than can be read" in refusal(packed(tmp_path / "one.qdpx", {"project.qde": document}))


def test_an_entity_in_an_attribute_is_never_expanded(tmp_path: Path) -> None:
    start = process_time()
    document = HEAD + LAUGHS + b"]>" + OPEN[:-1] + b' origin="&l9;"/>'
    assert "document type" in refusal(packed(tmp_path / "one.qdpx", {"project.qde": document}))
    assert process_time() - start < 1


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    start = process_time()
    bomb = packed(tmp_path / "one.qdpx", {"project.qde": OPEN + b" " * (110 << 20)})
    made = process_time() - start
    assert bomb.stat().st_size < 1 << 20
    assert "unpacks to more" in refusal(bomb) or "larger than" in refusal(bomb)
    assert process_time() - start - made < 4


def test_a_bomb_among_the_texts(tmp_path: Path) -> None:
    document = qde(project_with(""))
    name = "sources/11111111-2222-3333-4444-555555555555.txt"
    bomb = packed(tmp_path / "one.qdpx", {"project.qde": document, name: b"x" * (21 << 20)})
    assert "unpacks to more" in refusal(bomb)


def test_texts_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_TEXTS", 10)
    name = "sources/11111111-2222-3333-4444-555555555555.txt"
    path = packed(tmp_path / "one.qdpx", {"project.qde": qde(project_with("")), name: b"more than ten"})
    assert "unpacks to more" in refusal(path)


def test_sizes_that_lie_are_found_out(tmp_path: Path) -> None:
    """The directory says ten bytes; what comes is counted."""
    path = packed(tmp_path / "one.qdpx", {"project.qde": OPEN + b" " * (100 << 20) + b"</Project>"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "more" in refusal(path) or "larger" in refusal(path)


@pytest.mark.parametrize(
    "name",
    ["../project.txt", "sources/../../x.txt", "/etc/passwd", "sources/..\\x.txt", "C:/x.txt", "sources//x.txt"],
)
def test_names_that_lead_elsewhere_are_left_out(tmp_path: Path, name: str) -> None:
    document = qde(project_with("")).replace(b"internal://11111111-2222-3333-4444-555555555555.txt", name.encode())
    path = packed(tmp_path / "one.qdpx", {"project.qde": document, name: b"secret"})
    found = read_qdpx(path)
    assert "1 files with unsafe names were left out." in found.warnings
    assert only(found.project).text is None
    assert found.project.files == ()
    with pytest.raises(KeyError):
        list(file_content(path, name))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no project.qde"),
        ({"sources/a.txt": b"x"}, "no project.qde"),
        ({"a.qde": OPEN, "b.qde": OPEN}, "several projects"),
    ],
)
def test_archives_without_a_project(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    assert said in refusal(packed(tmp_path / "one.qdpx", files))


def test_too_many_files(tmp_path: Path) -> None:
    files = {"project.qde": OPEN + b"</Project>", **{f"sources/{n}.txt": b"" for n in range(5001)}}
    assert "more than 5,000 files" in refusal(packed(tmp_path / "one.qdpx", files))


def test_a_damaged_archive(tmp_path: Path) -> None:
    whole = packed(tmp_path / "one.qdpx", {"project.qde": OPEN + b"</Project>"})
    data = whole.read_bytes()
    for cut in (0, 1, 20, len(data) // 2, len(data) - 1):
        whole.write_bytes(data[:cut])
        assert "damaged" in refusal(whole)
    at = data.index(zlib.compress(OPEN)[2:6]) if zlib.compress(OPEN)[2:6] in data else 45
    whole.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
    assert refusal(whole)
    assert "damaged" in refusal(tmp_path / "none.qdpx")


def test_a_damaged_file_beside_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "one.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", OPEN + b"</Project>")
        archive.writestr("sources/talk.m4a", b"some sound")
    path.write_bytes(path.read_bytes().replace(b"some sound", b"some s0und"))
    assert read_qdpx(path).project.files == ("talk.m4a",)
    with pytest.raises(FormatError, match="damaged"):
        list(file_content(path, "talk.m4a"))


def test_files_of_the_same_name_and_strays_are_named(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "one.qdpx",
        {
            "Deep/project.qde": OPEN + b"</Project>",
            "Deep/Sources/a.pdf": b"1",
            "Deep/Sources/A.pdf": b"2",
            "b.txt": b"3",
        },
    )
    found = read_qdpx(path)
    assert found.project.files == ("a.pdf",)
    assert found.warnings == (
        "1 files outside the folder of sources were left out.",
        "1 files have the name of another: the first was read.",
    )


def test_what_the_format_does_not_know_is_named(tmp_path: Path) -> None:
    document = (
        OPEN
        + b'<Users><User guid="{AD68FBE7-E1EE-4A82-A279-23CC698C89EB}" name="Ann" shoe="42"/><Robot/></Users>'
        + b'<CodeBook><Codes><Code name="Price" color="red"/><Code guid="42" name="Trust" isCodable="0"/></Codes></CodeBook>'
        + b'<Sources><TextSource guid="42"><PlainTextContent>Hello</PlainTextContent>'
        + b'<PlainTextSelection guid="42" startPosition="1" endPosition="x"/>'
        + b'<Coding guid="11111111-2222-3333-4444-555555555555"/></TextSource></Sources>'
        + b'<x:Extra xmlns:x="urn:x"/></Project>'
    )
    found = read_qdpx(packed(tmp_path / "one.qdpx", {"project.qde": document}))
    assert found.project.users[0].guid == "ad68fbe7-e1ee-4a82-a279-23cc698c89eb"
    price, trust = found.project.codes
    assert (price.color, price.is_codable, trust.is_codable) == (None, True, False)
    assert trust.guid == only(found.project).guid == guid_for("42")
    assert only(found.project).selections == ()
    said = " ".join(found.warnings)
    for words in (
        "no attribute shoe in User",
        "no element Robot in Project",
        "no element Extra in Project",
        "Code: color was not",
        "PlainTextSelection without endPosition was left out",
        "Coding without CodeRef was left out",
    ):
        assert words in said, words


def test_a_coding_of_no_code_is_said(tmp_path: Path) -> None:
    coding = Coding(guid=guid_for("coding"), code=guid_for("no code"))
    project = project_with("Hello")
    project = dataclasses.replace(project, sources=(dataclasses.replace(only(project), codings=(coding,)),))
    write_qdpx(project, tmp_path / "one.qdpx")
    found = read_qdpx(tmp_path / "one.qdpx")
    assert found.warnings == ("1 codings name a code that is not in the codebook.",)
    assert only(found.project).codings == (coding,)


def tells(error: FormatError) -> None:
    assert error.message
    assert error.remedy


def exercise(path: Path) -> None:
    try:
        found = read_qdpx(path)
        for name in found.project.files:
            list(file_content(path, name))
        qde(found.project)
    except FormatError as error:
        tells(error)


def rich(path: Path) -> Path:
    """An intact archive with a text, selections and a file beside them."""
    text = "Ann: It takes an hour 🙂\r\nBob: And then?\r\n" * 30
    marks = [
        TextSelection(guid=guid_for(n), name="It takes an hour 🙂", start=n * 42 + 5, end=n * 42 + 23)
        for n in range(20)
    ]
    name = "Sources/11111111-2222-3333-4444-555555555555.txt"
    return packed(path, {"project.qde": qde(project_with("", *marks)), name: text.encode(), "Sources/a.pdf": b"%PDF"})


@pytest.mark.parametrize("seed", range(3))
def test_damaged_projects_leave_no_traceback(tmp_path: Path, seed: int) -> None:
    """Flips in the archive mostly break checksums; flips in its files reach the parser, the binder and the anchors."""
    chance, whole = random.Random(seed), rich(tmp_path / "whole.qdpx")
    for _again in range(120):
        (tmp_path / "one.qdpx").write_bytes(mutated(whole.read_bytes(), chance))
        exercise(tmp_path / "one.qdpx")
        with zipfile.ZipFile(whole) as old:
            files = {name: old.read(name) for name in old.namelist()}
        hit = chance.choice(list(files))
        exercise(packed(tmp_path / "two.qdpx", {**files, hit: mutated(files[hit], chance)}))


def test_a_damaged_real_project_leaves_no_traceback(reference: Path, tmp_path: Path) -> None:
    chance = random.Random("qdpx")
    source = reference / "interviews" / "qdpx" / "atlasti_test_project.qdpx"
    with zipfile.ZipFile(source) as archive:
        document = archive.read("Project.qde")
    for _again in range(60):
        (tmp_path / "one.qdpx").write_bytes(mutated(source.read_bytes(), chance))
        exercise(tmp_path / "one.qdpx")
        exercise(packed(tmp_path / "two.qdpx", {"Project.qde": _words_changed(document, chance)}))


def _words_changed(document: bytes, chance: random.Random) -> bytes:
    """Still XML for the most part: letters inside quotation marks are changed, elements are dropped or doubled."""
    lines = document.splitlines(keepends=True)
    for _again in range(chance.choice([1, 5, 40])):
        at = chance.randrange(2, len(lines) - 1)
        match chance.randrange(3):
            case 0 if lines[at].rstrip().endswith(b"/>"):
                lines[at] *= chance.choice([0, 2])
            case 1:
                lines[at] = lines[at].replace(b'"', chance.choice([b'"x', b'"-', b'"9999999999999999999', b'"{']), 1)
            case _:
                lines[at] = lines[at].replace(chance.choice([b"guid=", b"Position=", b"name=", b"first"]), b"lost=")
    return b"".join(lines)


def test_damaged_codebooks_leave_no_traceback(tmp_path: Path) -> None:
    chance, path = random.Random(5), tmp_path / "one.qdc"
    book = Codebook(
        codes=(BookCode(guid=guid_for(1), name="Price", codes=(BookCode(guid=guid_for(2), name="Too high"),)),)
    )
    for _again in range(200):
        path.write_bytes(mutated(write_qdc(book), chance))
        try:
            write_qdc(read_qdc(path).codebook)
        except FormatError as error:
            tells(error)
        except ValueError as error:
            if "at least one code" not in str(error):
                raise


@pytest.mark.parametrize("unit", ["a ", "a", "\r\n", "🙂", "ab ab "])
def test_many_selections_in_a_long_text_cost_little(unit: str) -> None:
    from clew.ground.evidence.formats.refi_qda.anchoring import anchored

    raw = unit * (400_000 // len(unit))
    marks = [TextSelection(guid=guid_for(n), name=f"{unit * 30}z…", start=n, end=n + 200) for n in range(300)]
    start = process_time()
    anchored(guid_for("x"), raw, marks)
    assert process_time() - start < 8
