"""Spreadsheets with comments on cells, for tests: as old programs write them, and as threads with replies."""

import io
import zipfile
from collections.abc import Sequence

_PKG = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEW = "http://schemas.microsoft.com/office/2017/10/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"

Thread = tuple[str, str, Sequence[str]]  # the cell, who began it, what was said, the rest as replies by Bea


def with_comments(book: bytes, *, notes: Sequence[tuple[str, str, str]] = (), threads: Sequence[Thread] = ()) -> bytes:
    """The book again, with comments in its first sheet; `notes` are cell, author, text."""
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_PKG}"><Relationship Id="r1" Type="{_DOC}/comments" '
        f'Target="/xl/comments1.xml"/><Relationship Id="r2" Type="{_NEW}/threadedComment" Target="../threads/one.xml"/></Relationships>',
        "xl/comments1.xml": _notes([*notes, *((cell, "tc={1}", "[Threaded comment]") for cell, _, _ in threads)]),
        "xl/threads/one.xml": f'<ThreadedComments xmlns="{_THREADS}">{"".join(map(_thread, threads))}</ThreadedComments>',
        "xl/persons/person.xml": f'<personList xmlns="{_THREADS}">{"".join(_person(who) for _, who, _ in threads)}{_person("Bea")}</personList>',
    }
    return _written(book, parts)


def with_part(book: bytes, name: str, text: str) -> bytes:
    return _written(book, {name: text})


def _written(book: bytes, parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                text = old.read(name)
                if name == "xl/_rels/workbook.xml.rels" and b"/person" not in text:
                    told = f'<Relationship Id="rP" Type="{_NEW}/person" Target="persons/person.xml"/></Relationships>'
                    text = text.replace(b"</Relationships>", told.encode())
                new.writestr(name, text)
        for name, said in parts.items():
            new.writestr(name, said)
    return out.getvalue()


def _notes(notes: Sequence[tuple[str, str, str]]) -> str:
    authors = "".join(f"<author>{who}</author>" for _, who, _ in notes)
    said = "".join(
        f'<comment ref="{cell}" authorId="{at}"><text><r><t>{text}</t></r></text></comment>'
        for at, (cell, _, text) in enumerate(notes)
    )
    return f'<comments xmlns="{_MAIN}"><authors>{authors}</authors><commentList>{said}</commentList></comments>'


def _thread(thread: Thread) -> str:
    cell, who, said = thread
    first, *rest = said
    replies = "".join(
        f'<threadedComment ref="{cell}" dT="2021-03-0{at + 5}T10:00:00.00" personId="Bea" id="{cell}-{at}" parentId="{cell}"><text>{text}</text></threadedComment>'
        for at, text in enumerate(rest)
    )
    return f'{replies}<threadedComment ref="{cell}" dT="2021-03-04T20:32:43.80" personId="{who}" id="{cell}"><text>{first}</text></threadedComment>'


def _person(name: str) -> str:
    return f'<person displayName="{name}" id="{name}" providerId="None"/>'
