"""Puts the site's pages together: those of docs/, some of the repository's own, and those made from the code."""

import os
import posixpath
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# Pages that stand elsewhere in the repository, and what they are called on the site.
BESIDE = {"THREAT_MODEL.md": "threats", "CHANGELOG.md": "changes", "AGENTS.md": "map"}
# Where the pages made from the code stand in the index.
MADE = {"Reference": [("reference/acts/index", "Acts"), ("reference/commands", "Command line")]}
MADE["Reference"] += [("reference/kinds", "Kinds and ties"), ("reference/api/index", "API reference")]

PICTURE = re.compile(r"<!-- picture: (?P<name>[a-z0-9-]+) \| (?P<alt>.+?) -->")
LINK = re.compile(r"(?P<bang>!?)\[(?P<text>[^\]]*)\]\((?P<to>[^)\s#]+)(?P<at>#[^)]*)?\)")
FRONT = re.compile(r"\A---\nacts:(?P<acts>[^\n]*)\n---\n")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it is written. `acts`: what a how-to shows, from its front matter."""

    path: Path
    name: str
    text: str
    acts: tuple[str, ...]

    @property
    def title(self) -> str:
        found = re.search(r"^# (.+)$", self.text, re.MULTILINE)
        return found[1] if found else self.name


def sources() -> dict[str, Source]:
    """The written pages, by their names on the site."""
    found = {p.relative_to(DOCS).with_suffix("").as_posix(): p for p in sorted(DOCS.rglob("*.md"))}
    found |= {name: ROOT / path for path, name in BESIDE.items() if (ROOT / path).exists()}
    return {name: _read(path, name) for name, path in found.items()}


def _read(path: Path, name: str) -> Source:
    text = path.read_text(encoding="utf-8")
    front = FRONT.match(text)
    acts = tuple(part.strip() for part in front["acts"].split(",") if part.strip()) if front else ()
    return Source(path, name, FRONT.sub("", text), acts)


def pictures() -> set[str]:
    """The names of all pictures that the pages show."""
    return {found["name"] for source in sources().values() for found in PICTURE.finditer(source.text)}


def guides() -> dict[str, list[tuple[str, str]]]:
    """For each act the pages that show how to do it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in sources().values():
        for act in source.acts:
            found.setdefault(act, []).append((source.name, source.title))
    return found


def assemble(place: Path, pictures_from: Path) -> int:
    """Write all pages into `place`; how many there are."""
    from scripts.docs import acts, addresses, commands, records

    written = sources()
    made = acts.pages(guides()) | addresses.pages(DOCS / "openapi.json") | commands.pages() | records.pages()
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(pictures_from, place / "pictures")
    shutil.copy(DOCS / "openapi.json", place)
    finished = {name: _finish(source, written, acts.foot) for name, source in written.items()}
    finished["index"] = with_contents(finished["index"])
    for name, text in (finished | made).items():
        page = place / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return len(finished | made)


def _finish(source: Source, written: dict[str, Source], foot: Callable[[Sequence[str]], str]) -> str:
    places = {other.path.resolve(): name for name, other in written.items()}
    text = PICTURE.sub(lambda found: _picture(found["name"], found["alt"], source.name.count("/")), source.text)
    text = LINK.sub(lambda found: _link(found, source.path.parent, places), text)
    return f"{text.rstrip()}\n\n## Reference\n\n{foot(source.acts)}" if source.acts else text


def _picture(name: str, alt: str, depth: int) -> str:
    """Shown in the page; a click shows it in its full size."""
    kind = "phone" if name.startswith("phone-") else "window"
    return f"```{{image}} /pictures/{name}.png\n:alt: {alt}\n:class: {kind}\n:target: {'../' * depth}_images/{name}.png\n```"


def _link(found: re.Match[str], folder: Path, places: dict[Path, str]) -> str:
    """To the site's own page; what is no page here becomes words, since the site stands without the repository."""
    if "://" in found["to"] or found["bang"]:
        return found[0]
    target = Path(os.path.normpath(folder / found["to"]))
    if target in places:
        return f"[{found['text']}](/{places[target]}.md{found['at'] or ''})"
    if target == DOCS / "openapi.json":
        return f"[{found['text']}](/openapi.json)"
    return f"{found['text']} (`{posixpath.normpath(target.relative_to(ROOT).as_posix())}`)"


def with_contents(index: str) -> str:
    """The index's lists of links, section by section, are the site's contents as well."""
    head, *parts = SECTION.split(index)
    sections = [_section(title, text) for title, text in zip(parts[::2], parts[1::2], strict=True)]
    return head + "".join(sections)


def _section(title: str, text: str) -> str:
    made = MADE.get(title, [])
    text = "\n".join([text.rstrip(), *(f"- [{label}](/{name}.md)" for name, label in made)])
    names = [found["to"].removeprefix("/").removesuffix(".md") for found in LINK.finditer(text)]
    contents = "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *names, "```"])
    return f"## {title}\n{text}\n\n{contents}\n\n"
