"""Word documents, made by hand: the smallest that recorders write."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, style: str = "") -> str:
    """Lines are breaks, as Teams writes them."""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{looks}<w:r>{runs}</w:r></w:p>"


def document(*paragraphs: str, head: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    body = "".join(p if p.startswith("<w:") else paragraph(p) for p in paragraphs)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"word/document.xml": xml.encode(), **(parts or {})}.items():
            archive.writestr(name, data)
    return out.getvalue()
