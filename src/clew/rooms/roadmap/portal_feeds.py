"""The portal's feeds: the changelog and new ideas, as Atom (RFC 4287) and as JSON Feed 1.1."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as Xml

from django.urls import reverse

from clew.rooms.roadmap.queries.portal import public_releases, published_ideas
from clew.rooms.roadmap.queries.visitors import Visitor

FEEDS = ("changelog.atom", "changelog.json", "ideas.atom", "ideas.json")
ENTRIES = 30
ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@dataclass(frozen=True, slots=True)
class Feed:
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Entry:
    link: str
    title: str
    text: str
    at: datetime


def feed_of(visitor: Visitor, name: str, whole: Callable[[str], str]) -> Feed:
    """`whole`: makes an address of a path."""
    what, _, form = name.partition(".")
    home, itself = (
        whole(reverse(n, args=a)) for n, a in (("portal", [visitor.slug]), ("portal_feed", [visitor.slug, name]))
    )
    entries = _releases(visitor, whole) if what == "changelog" else _ideas(visitor, whole)
    title = f"{visitor.title}: {'changelog' if what == 'changelog' else 'new ideas'}"
    return (_atom if form == "atom" else _json)(title, home, itself, entries)


def _releases(visitor: Visitor, whole: Callable[[str], str]) -> list[Entry]:
    page = whole(reverse("portal_changelog", args=[visitor.slug]))
    return [
        Entry(
            f"{page}#release-{row.id}", f"{row.title} {row.version}".strip(),
            "\n".join([row.notes, *(f"- {item}" for item in row.items)]).strip(), _at_noon(row.released_on),
        )
        for row in public_releases(visitor.access, limit=ENTRIES)
    ]  # fmt: skip


def _ideas(visitor: Visitor, whole: Callable[[str], str]) -> list[Entry]:
    rows = published_ideas(visitor.access, sort="new", limit=ENTRIES)
    return [
        Entry(whole(reverse("portal_idea", args=[visitor.slug, row.id])), row.title, row.detail, row.published_at)
        for row in rows
    ]


def _atom(title: str, home: str, itself: str, entries: list[Entry]) -> Feed:
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed")
    _put(root, "id", itself)
    _put(root, "title", title)
    _put(root, "updated", max((e.at for e in entries), default=datetime(1970, 1, 1, tzinfo=UTC)).isoformat())
    Xml.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": itself})
    Xml.SubElement(root, f"{{{ATOM}}}link", {"rel": "alternate", "href": home})
    _put(Xml.SubElement(root, f"{{{ATOM}}}author"), "name", title.rpartition(":")[0])
    for entry in entries:
        one = Xml.SubElement(root, f"{{{ATOM}}}entry")
        _put(one, "id", entry.link)
        _put(one, "title", entry.title)
        _put(one, "updated", entry.at.isoformat())
        Xml.SubElement(one, f"{{{ATOM}}}link", {"rel": "alternate", "href": entry.link})
        _put(one, "content", entry.text)
    return Feed(Xml.tostring(root, encoding="utf-8", xml_declaration=True), "application/atom+xml; charset=utf-8")


def _put(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}{name}").text = text.translate(_NOT_IN_XML)


def _json(title: str, home: str, itself: str, entries: list[Entry]) -> Feed:
    items = [
        {"id": e.link, "url": e.link, "title": e.title, "content_text": e.text, "date_published": e.at.isoformat()}
        for e in entries
    ]
    told = {
        "version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": home, "feed_url": itself,
        "items": items,
    }  # fmt: skip
    return Feed(json.dumps(told, ensure_ascii=False).encode(), "application/feed+json; charset=utf-8")


def _at_noon(day: date) -> datetime:
    """A release has a day and no hour; at noon it is that day nearly everywhere."""
    return datetime.combine(day, time(12), UTC)
