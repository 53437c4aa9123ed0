"""The few forms that made pages are written in."""

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns that no row fills are left out, and so is a table without rows."""
    lines = [list(row) for row in rows]
    kept = [n for n in range(len(head)) if any(row[n] for row in lines)]
    if not kept:
        return ""
    shown = [[head[n] for n in kept], ["---"] * len(kept), *([row[n] for n in kept] for row in lines)]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in shown) + "\n"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\|", " ".join(text.split()))


def code(text: object) -> str:
    return f"`{text}`" if text not in ("", None) else ""


def plain(text: str) -> str:
    """Words from the code, so that none of their signs is taken for markup; what stands in backticks stays code."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(part if part.startswith("`") else re.sub(r"([\\*_<>\[\]{}#$])", r"\\\1", part) for part in parts)


def page(title: str, *parts: str, label: str = "") -> str:
    """A page of parts; those that are empty are left out."""
    head = f"({label})=\n# {title}" if label else f"# {title}"
    return "\n\n".join([head, *(part.strip() for part in parts if part.strip())]) + "\n"


def section(title: str, *parts: str, label: str, level: int = 2) -> str:
    return "\n\n".join([f"({label})=\n{'#' * level} {title}", *(part.strip() for part in parts if part.strip())])


def pages_below(names: Iterable[str]) -> str:
    """The list of pages under this one."""
    return "```{toctree}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"
