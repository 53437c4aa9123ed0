import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.rooms.interviews import guide_formats
from clew.rooms.interviews.guide_draft import GuideDraft, Item, Section, UnreadableGuide
from clew.rooms.interviews.guide_formats import read_guide, read_markdown, to_markdown

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data"))
GUIDES = REFERENCE / "interviews" / "onrr"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>"""
OURS = """# Invoices

## Warm-up (5 min)

- What do you do all day?
  - And on Mondays?

Be patient.

## Invoices

- **Ask:** The folder
- **Probe:** Last month
"""


def said(draft: GuideDraft) -> list[str]:
    return [f"{item.kind[0]} {item.text}" for section in draft.sections for item in section.items]


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def point(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


def docx(folder: Path, body: str, *, head: str = "", styles: str = STYLES) -> Path:
    path = folder / "guide.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", styles)
    return path


def test_ours_is_read_and_written_alike() -> None:
    draft = read_markdown(OURS)
    assert draft == GuideDraft(
        "Invoices",
        (
            Section(
                "Warm-up",
                5,
                (
                    Item("question", "What do you do all day?"),
                    Item("probe", "And on Mondays?"),
                    Item("note", "Be patient."),
                ),
            ),
            Section("Invoices", None, (Item("question", "The folder"), Item("probe", "Last month"))),
        ),
    )
    assert to_markdown(draft) == OURS.replace("- **Probe:**", "  -")


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Intro (5 min)", ("Intro", 5)),
        ("Intro [~10 mins]", ("Intro", 10)),
        ("Intro - 10-15 minutes:", ("Intro", 15)),
        ("Intro: 3'", ("Intro", 3)),
        ("(5 min)", ("(5 min)", None)),
        ("Intro (0 min)", ("Intro (0 min)", None)),
        ("Intro (999 min)", ("Intro (999 min)", None)),
        ("The 5 minutes before", ("The 5 minutes before", None)),
    ],
)
def test_minutes(title: str, read: tuple[str, int | None]) -> None:
    (section,) = read_markdown(f"## {title}\nWhy?").sections
    assert (section.title, section.minutes) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Why do you?  \nBecause\nof that.", ["q Why do you?", "n Because of that."]),
        ("How do you find\nyour way?", ["q How do you find your way?"]),
        ("- Why?\n    - Money\n- Time", ["q Why?", "p Money", "n Time"]),
        ("Probes:\n* Money\n* Time\n1. Why?", ["n Probes:", "p Money", "p Time", "q Why?"]),
        ("## Follow-ups\n- Money", ["p Money"]),
        ("**Ask:** me", ["q me"]),
        ("> Hush. Is it?", ["q Hush. Is it?"]),
        ("\\- a dash", ["n - a dash"]),
        ("***\n\nWhy?", ["q Why?"]),
    ],
)
def test_kinds_of_lines(text: str, found: list[str]) -> None:
    assert said(read_markdown(text)) == found


def test_titles() -> None:
    assert read_markdown("# Plan\nWhy?\n# More", name="notes").title == "notes"
    assert read_markdown("# Plan\n# Interview guide\nWhy?", name="notes").title == "Interview guide"
    assert read_markdown("# C# #\nWhy?").title == "C#"
    assert [s.title for s in read_markdown("**Start**\n\nWhy?\n\n**Is it?**").sections] == ["Start"]


def test_what_is_too_much_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide_formats, "MAX_ITEMS", 3)
    monkeypatch.setattr(guide_formats, "MAX_TEXT", 20)
    draft = read_markdown("# T\n## A\n- Why?\n- Who are you and what?\n## B\n- How?\n- When?\n- Where?")
    assert said(draft) == ["q Why?", "q Who are you and what", "q How?"]
    assert len(draft.warnings) == 2
    monkeypatch.setattr(guide_formats, "MAX_SECTIONS", 1)
    assert [section.title for section in read_markdown("## A\nWhy?\n## B\nHow?").sections] == ["A"]
    monkeypatch.setattr(guide_formats, "MAX_LINES", 2)
    assert said(read_markdown("Why?\n\nHow?\n\nWhen?")) == ["q Why?", "q How?"]
    monkeypatch.setattr(guide_formats, "MAX_CHARACTERS", 100)
    with pytest.raises(UnreadableGuide, match="at most 100 characters"):
        read_markdown("a" * 101)
    assert "No question was found." in read_markdown("Nothing").warnings
    assert read_markdown("", name="empty") == GuideDraft("empty", (), ("No question was found.",))


LETTERS = "aB?é1 -*#>_\\:.(`+'"
texts = st.text(LETTERS, min_size=1, max_size=12).map(lambda t: f"{' '.join(t.split())}x".strip(" :"))
asked = st.sampled_from(
    ["Why?", "Do you?", "Tell me more.", "Probes:", "**Note:** x", "# x", "10. x", "**x**", "Follow-up (5 min)"]
)
items = st.builds(Item, st.sampled_from(["question", "probe", "note"]), texts | asked)
sections = st.builds(Section, texts, st.none() | st.integers(1, 600), st.lists(items, max_size=4).map(tuple))
drafts = st.builds(GuideDraft, texts, st.lists(sections, max_size=3).map(tuple))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts)
def test_what_is_written_is_read_back(draft: GuideDraft) -> None:
    again = read_markdown(to_markdown(draft))
    assert (again.title, again.sections) == (draft.title, draft.sections)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=200) | st.lists(texts | asked | st.sampled_from(["\n", "- ", "  - ", "## ", "# "])).map("\n".join)
)
def test_what_is_read_is_kept_by_writing(text: str) -> None:
    if "\x00" in text:
        return
    draft = read_markdown(text)
    again = read_markdown(to_markdown(draft))
    assert (again.title, again.sections) == (draft.title, draft.sections)


def test_word_documents(tmp_path: Path) -> None:
    body = (
        paragraph("Bills", '<w:pStyle w:val="Titel"/>')
        + paragraph("Start (5 min)", '<w:pStyle w:val="berschrift1"/>')
        + point("What do you pay?", 0)
        + point("How", 1)
        + "<w:p><w:del><w:r><w:delText>Gone</w:delText></w:r></w:del><w:r><w:t>Sta</w:t><w:tab/><w:t>y.</w:t></w:r></w:p>"
        + paragraph("Bold heads", run="<w:b/>")
        + paragraph("Not bold", run='<w:b w:val="0"/>')
        + "<w:p/>"
    )
    draft = read_guide(docx(tmp_path, body))
    assert (draft.title, [s.title for s in draft.sections]) == ("Bills", ["Start", "Bold heads"])
    assert said(draft) == ["q What do you pay?", "p How", "n Sta y.", "n Not bold"]


@pytest.mark.parametrize("inside", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "<"])
def test_hostile_xml_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(UnreadableGuide, match="damaged"):
        read_guide(docx(tmp_path, paragraph("Why?"), head=inside))
    with pytest.raises(UnreadableGuide, match="damaged"):
        read_guide(docx(tmp_path, paragraph("Why?"), styles=f"{inside}<x/>"))


def test_a_document_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.ground.evidence.formats.docx.MAX_PART", 100_000)
    with pytest.raises(UnreadableGuide, match="more than can be read"):
        read_guide(docx(tmp_path, paragraph("a" * 200_000)))
    monkeypatch.setattr("clew.ground.evidence.formats.docx.MAX_PARAGRAPHS", 10)
    with pytest.raises(UnreadableGuide, match="more than 10 paragraphs"):
        read_guide(docx(tmp_path, paragraph("a") * 11))


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    deep = "<w:p>" * 3_000 + "<w:r><w:t>Why?</w:t></w:r>" + "</w:p>" * 3_000
    assert said(read_guide(docx(tmp_path, deep))) == ["q Why?"]


def test_other_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "guide"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(UnreadableGuide, match="not a Word document"):
        read_guide(path)
    for data in (b"PK\x03\x04 no zip", b"\xff\xfe\xfd", b"a\x00b"):
        path.write_bytes(data)
        with pytest.raises(UnreadableGuide) as refused:
            read_guide(path)
        assert refused.value.remedy
    path.write_bytes(b"Why?")
    monkeypatch.setattr(guide_formats, "MAX_BYTES", 3)
    with pytest.raises(UnreadableGuide, match="at most"):
        read_guide(path)


def test_every_cut_of_a_real_document_is_read_or_refused(tmp_path: Path) -> None:
    whole = docx(tmp_path, point("Why?", 0)).read_bytes()
    for end in range(4, len(whole), 7):
        cut = tmp_path / "cut.docx"
        cut.write_bytes(whole[:end])
        with pytest.raises(UnreadableGuide):
            read_guide(cut)
    for place in range(4, len(whole), 3):
        hurt = tmp_path / "hurt.docx"
        hurt.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        with suppress(UnreadableGuide):
            read_guide(hurt)


@pytest.mark.skipif(not GUIDES.is_dir(), reason="the guides are not here (CLEW_REFERENCE_DATA)")
@pytest.mark.parametrize(
    ("name", "questions", "probes", "timed"),
    [
        ("32_guide.md", 19, 19, {"User Task Background (people don’t fit our user profiles)": 5}),
        ("33_guide.md", 41, 16, {"User Task Background (people don’t fit our user profiles)": 5}),
        ("34_guide.md", 34, 16, {"Close": 2}),
        ("35_guide.docx", 15, 22, {"Close": 2}),
    ],
)
def test_real_guides(name: str, questions: int, probes: int, timed: dict[str, int]) -> None:
    draft = read_guide(GUIDES / name)
    assert draft.title.casefold() == "interview guide"
    assert draft.warnings == ()
    kinds = [item.kind for section in draft.sections for item in section.items]
    assert (kinds.count("question"), kinds.count("probe")) == (questions, probes)
    minutes = {section.title: section.minutes for section in draft.sections if section.minutes}
    assert minutes.items() >= timed.items()
    again = read_markdown(to_markdown(draft))
    assert (again.title, again.sections) == (draft.title, draft.sections)
