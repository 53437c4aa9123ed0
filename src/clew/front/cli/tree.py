"""A walk through the thread as text, branch by branch: what a record rests on, down to the customers' words, or what rests on it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from clew.ground.evidence.api import SUPPORTS, Quote
from clew.ground.thread.api import Card, Walk, WalkLink, verb

ALREADY = "see above"


@dataclass(slots=True)
class _Drawing:
    walk: Walk
    said: Mapping[int, Quote]
    forward: bool = False
    below: dict[int, list[WalkLink]] = field(default_factory=lambda: defaultdict(list))
    drawn: set[int] = field(default_factory=set)

    def lines(self, node: int, indent: str) -> Iterator[str]:
        links = self.below[node] if node not in self.drawn else []
        self.drawn.add(node)
        notes = self._left_out(node) if links or node == self.walk.root else []
        branches: list[WalkLink | str] = [*links, *notes]
        for place, branch in enumerate(branches):
            last = place == len(branches) - 1
            corner, further = ("└─ ", "   ") if last else ("├─ ", "│  ")
            if isinstance(branch, str):
                yield f"{indent}{corner}{branch}"
                continue
            farther = self.farther(branch)
            source = self._source_of(farther)
            if source is None:
                yield f"{indent}{corner}{self._tie(branch)}"
                yield from self.lines(farther, indent + further)
            else:
                yield f"{indent}{corner}{self._tie(branch)}, in {self._place(source, farther)}"

    def farther(self, link: WalkLink) -> int:
        return link.downstream if self.forward else link.upstream

    def nearer(self, link: WalkLink) -> int:
        return link.upstream if self.forward else link.downstream

    def _tie(self, link: WalkLink) -> str:
        cards, farther = self.walk.cards, self.farther(link)
        known = verb(cards[link.upstream].kind, link.verb, cards[link.downstream].kind)
        marks = ["withdrawn"] if link.withdrawn else []
        if farther in self.drawn and self.below[farther]:
            marks.append(ALREADY)
        said = (known.down if self.forward else known.up) if known else link.verb
        return f"{said} {self.words(cards[farther], marks)}"

    def words(self, card: Card, marks: list[str]) -> str:
        quote = self.said.get(card.id)
        if quote is None:
            told = f"{card.label.lower()} “{card.title}”" if card.kind != "source" else card.title
        else:
            when = f"{quote.said_on:%Y-%m-%d}" if quote.said_on else ""
            told = ", ".join(part for part in (_quoted(quote), quote.who, quote.account, when) if part)
            marks = [*marks, *(["place in the source lost"] if quote.status == "broken" else [])]
        marks = [*marks, *(["archived"] if card.archived else [])]
        return f"{told}  [{card.id}]" + "".join(f"  ({mark})" for mark in marks)

    def _source_of(self, node: int) -> Card | None:
        """The one source of a quotation, which needs no line of its own."""
        below = self.below[node]
        if node not in self.said or len(below) != 1 or below[0].withdrawn or self._left_out(node):
            return None
        card = self.walk.cards[self.farther(below[0])]
        return card if card.kind == "source" and not self.below[card.id] else None

    def _place(self, source: Card, excerpt: int) -> str:
        """Its title, unless that only repeats how the quotation begins."""
        opening = source.title.rstrip("…. ")
        repeats = " ".join(self.said[excerpt].exact.split()).startswith(opening)
        return f"[{source.id}]" if repeats else self.words(source, [])

    def _left_out(self, node: int) -> list[str]:
        cut = self.walk.cut
        return ["… and more"] if node in cut.fan_out or node in cut.nodes or node in cut.depth else []


def tree_lines(walk: Walk, said: Mapping[int, Quote], *, forward: bool = False) -> Iterator[str]:
    drawing = _Drawing(walk, said, forward)
    for link in sorted(walk.links, key=lambda k: (k.withdrawn, k.verb != SUPPORTS, k.verb, k.id)):
        drawing.below[drawing.nearer(link)].append(link)
    first = drawing.words(walk.cards[walk.root], [])
    yield first[0].upper() + first[1:]
    yield from drawing.lines(walk.root, "")
    if not walk.links:
        yield "└─ nothing rests on it yet" if forward else "└─ nothing: nobody tied it to anything yet"
    elif walk.cut:
        yield "There is more than is shown; ask for one of these records, or with another --depth."


def walk_as_data(walk: Walk, said: Mapping[int, Quote]) -> dict[str, Any]:
    """The same for machines: records and ties, the words of excerpts, and where the walk was cut."""
    return {
        "root": walk.root,
        "records": [
            {
                **asdict(step.card),
                "depth": step.depth,
                "quotation": asdict(said[step.card.id]) if step.card.id in said else None,
            }
            for step in walk.steps
        ],
        "links": [asdict(link) for link in walk.links],
        "cut": asdict(walk.cut),
    }


def _quoted(quote: Quote) -> str:
    return quote.words.lower() if quote.is_observed else f"“{' '.join(quote.exact.split())}”"
