"""Find themes: group what customers say by what it means. What a person made, named or locked is left as it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from clew.ground.customers.api import ACCOUNT, PERSON
from clew.ground.evidence.actions.vectors import Meaning, Progress, meaning_of, nearness
from clew.ground.evidence.kinds import THEME
from clew.ground.evidence.models import ImportBatch, SourceVersion, Theme, ThemeMember, Theming
from clew.ground.evidence.pieces import Askers, Claimed, Piece, Words, passages
from clew.ground.evidence.queries.pieces import said_in_piece
from clew.ground.evidence.queries.theme_told import TALK, Where
from clew.ground.evidence.queries.themes import KEPT_BY_A_PERSON
from clew.ground.evidence.queries.withheld import QUOTED, without_withheld
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import NewNode, Node, add_nodes, clean_title, not_undone
from clew.ground.workspaces.api import Access, Role, act, members, read, within
from clew.science.anchors import text_hash

if TYPE_CHECKING:
    from clew.science.theming import Themes

MOST, FEWEST = 50_000, 5
NAMES = 20_000
OPENING = 60
TEXT_LIMIT = 4000
CHUNK = 1000
ALIKE = 0.5  # share of members in common from which a new group is the old theme again
REPLACED = "replaced"

not_undone(Theming, "Themes are found again, not undone; what you locked or named stays.")


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces found to say alike. `members`: how near each is to the middle of them, the nearest first."""

    title: str
    terms: tuple[str, ...]
    members: dict[Piece, float]
    stability: float | None
    cohesion: float

    @property
    def medoid(self) -> int:
        return next(iter(self.members)).source_id


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and all it takes to find it again."""

    groups: tuple[Group, ...]
    model: str
    seed: int
    resolution: float
    silhouette: float | None
    stability: float | None
    items: int
    inputs_hash: str
    warnings: tuple[str, ...]


def find_themes(
    access: Access,
    *,
    batch_id: int | None = None,
    about: int | None = None,
    askers: Askers | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Theming:
    """Group the sources of one import, what was noted and said for a record such as a study (`about`), or all feedback. Reading and grouping take long, so that only the writing is one act.

    Transcripts are grouped passage by passage. `askers`: by a transcript's number, the names of those who asked there; their words are left out.

    The same sources and the same seed give the same themes. A theme that is found again keeps its record and its links;
    one that is not is put away as "replaced".
    """
    access.require(Role.EDITOR)
    where = Where(batch_id, about)
    words, cut = _words(access, where, askers or {})
    free = _unclaimed(access, where, words)
    if len(free) < FEWEST:
        _refuse_too_few(len(words), len(free))
    meaning = meaning_of(access, free, progress=progress)
    found = _grouped(free, meaning, seed, cut, names_known(access), progress)
    if progress:
        progress(len(free), len(free), "Writing the themes")
    return _keep(access, where=where, found=found)


def grouping(words: Sequence[Words], meaning: Meaning, themes: Themes) -> tuple[Group, ...]:
    """The groups that were found, the largest first. One without words to set it apart bears those of its most typical member."""
    from clew.science.naming import theme_name

    places: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(themes.labels):
        places[int(label)].append(place)
    groups = []
    for its in themes.themes:
        inside = places[its.label]
        near, cohesion = nearness(meaning.vectors[inside])
        order = sorted(zip(inside, near, strict=True), key=lambda pair: (-pair[1], words[pair[0]].piece))
        members = {words[place].piece: closeness for place, closeness in order}
        title = theme_name(its.terms) if its.terms else _opening(words[order[0][0]].text)
        groups.append(Group(title, tuple(its.terms), members, its.stability, cohesion))
    return tuple(sorted(groups, key=lambda g: (-len(g.members), g.medoid)))


def names_known(access: Access) -> frozenset[str]:
    """Words of the names of people, accounts and members here: who said it is not what it is about."""
    with within(access):
        titles = Node.objects.filter(kind__in=(ACCOUNT, PERSON)).order_by("-pk").values_list("title", flat=True)
        known = [*titles[:NAMES], *(member.name for member in members(access))]
    return frozenset(word for name in known for word in re.findall(r"[^\W\d_]{3,}", name))


def _opening(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= OPENING else flat[:OPENING].rsplit(" ", 1)[0] + " …"


def words_of(asked: Q, *, most: int = MOST) -> list[Words]:
    """The current texts of the newest of these sources, the oldest first. Called inside a query or an act."""
    rows = _newest(asked).order_by("-source_id").annotate(head=Left("text", TEXT_LIMIT))
    found = rows.values_list("source_id", "text_hash", "head")[:most]
    return [Words(Piece(source_id), text_hash, head) for source_id, text_hash, head in found][::-1]


def words_in(theme_id: int) -> list[Words]:
    """The current texts of a theme's pieces. Called inside a query or an act."""
    whole = words_of(Q(source__themes__theme=theme_id, source__themes__end=0))
    rows = _newest(Q(source__themes__theme=theme_id, source__themes__end__gt=0)).annotate(said=said_in_piece())
    columns = ("source_id", "source__themes__start", "source__themes__end", "said")
    return whole + [_passage(Piece(*piece), said) for *piece, said in rows.order_by(*columns[:2]).values_list(*columns)]


def _newest(asked: Q) -> QuerySet[SourceVersion]:
    return SourceVersion.objects.filter(asked, number=F("source__version"), source__node__archived_at__isnull=True)


def _spoken(about: int, askers: Askers, most: int) -> list[Words]:
    """The passages of the newest transcripts for a record, the oldest first."""
    rows = _newest(Q(source__about=about, source__kind=TALK)).order_by("-source_id")
    found: list[Words] = []
    for source_id, text, turns in rows.values_list("source_id", "text", "turns").iterator(20):
        places = passages(text, turns, askers.get(source_id, ()))
        found += [_passage(Piece(source_id, start, end), text[start:end]) for start, end in reversed(places)]
        if len(found) >= most:
            break
    return found[:most][::-1]


def _passage(piece: Piece, said: str) -> Words:
    return Words(piece, text_hash(said), said)


def open_words(access: Access, words: list[Words]) -> list[Words]:
    """Those that may be quoted: a theme is named by its words. Called inside a query or an act; one statement."""
    may_be = without_withheld(access, [w.source_id for w in words], QUOTED)
    return [w for w in words if w.source_id in may_be]


@read
def _words(access: Access, where: Where, askers: Askers) -> tuple[list[Words], bool]:
    """What is to be grouped; says when there is more than the newest `MOST`."""
    if where.batch_id is not None and not ImportBatch.objects.filter(pk=where.batch_id).exists():
        raise NotFound("No such import.")
    if where.about is not None and not Node.objects.filter(pk=where.about).exists():
        raise NotFound("No such record.")
    wanted = where.pieces("source__")
    if where.about is None:
        found = words_of(wanted, most=MOST + 1)
    else:
        whole = words_of(wanted & ~Q(source__kind=TALK), most=MOST + 1)
        found = sorted([*whole, *_spoken(where.about, askers, MOST + 1)], key=lambda w: w.piece)
    return open_words(access, found[-MOST:]), len(found) > MOST


@read
def _unclaimed(access: Access, where: Where, words: Sequence[Words]) -> list[Words]:
    claimed = _claimed(where)
    return [w for w in words if not claimed.holds(w.piece)]


def _claimed(where: Where) -> Claimed:
    """Pieces in themes that a person made or locked."""
    themings = Theming.objects.filter(**where.its)
    kept = Theme.objects.filter(KEPT_BY_A_PERSON, theming__in=themings)
    rows = ThemeMember.objects.filter(theme__in=kept).values_list("source_id", "start", "end")
    return Claimed(Piece(*row) for row in rows)


def _refuse_too_few(there: int, free: int) -> None:
    if there >= FEWEST:
        raise Refused(
            "All but a few pieces are in themes that you made or locked.",
            remedy="Unlock a theme first, or import more feedback.",
        )
    raise Refused(
        f"Themes need at least {FEWEST} pieces of feedback; there {'is' if free == 1 else 'are'} {free}.",
        field="batch",
        remedy="Import feedback first.",
    )


def _grouped(
    words: Sequence[Words], meaning: Meaning, seed: int, cut: bool, names: Collection[str], progress: Progress | None
) -> Found:
    from clew.science import theming

    if progress:
        progress(len(words), len(words), "Grouping what says alike")
    themes = theming.find_themes(meaning.vectors, [w.text for w in words], seed=seed, names=names)
    said = [*meaning.warnings, *themes.warnings]
    if cut:
        said.append(f"Only the newest {MOST:,} pieces were read.")
    return Found(
        groups=grouping(words, meaning, themes),
        model=meaning.model,
        seed=seed,
        resolution=float(themes.resolution),
        silhouette=_number(themes.silhouette),
        stability=_number(themes.stability),
        items=len(words),
        inputs_hash=_hash(words, meaning.model, seed),
        warnings=tuple(dict.fromkeys(said)),
    )


def _hash(words: Iterable[Words], model: str, seed: int) -> str:
    told = "\n".join([model, str(seed), *(_known_by(w) for w in words)])
    return sha256(told.encode()).hexdigest()


def _known_by(words: Words) -> str:
    place = f" {words.piece.start}" if words.piece.end else ""
    return f"{words.source_id}{place} {words.text_hash}"


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


@act("find themes")
def _keep(access: Access, *, where: Where, found: Found) -> Theming:
    theming = _theming(access, where, found)
    claimed = _claimed(where)  # looked up again: somebody may have locked a theme while the words were read
    groups = [g for g in (_without(g, claimed) for g in found.groups) if g is not None]
    old = {t.pk: t for t in _replaceable(theming).select_related("node")}
    again = _matched(groups, _members_of(old))
    for place, theme_id in again.items():
        found_again(access, old[theme_id], groups[place])
    new = [g for place, g in enumerate(groups) if place not in again]
    made = iter(add_themes(access, theming, new, origin="machine"))
    owners = [old[again[place]] if place in again else next(made) for place in range(len(groups))]
    _place(access, theming, {p: (t.pk, c) for t, g in zip(owners, groups, strict=True) for p, c in g.members.items()})
    put_away([t for t in old.values() if t.pk not in set(again.values())], REPLACED)
    return theming


def _theming(access: Access, where: Where, found: Found) -> Theming:
    """The one row of this place, held so that two who find themes at once do it one after the other."""
    theming = Theming.objects.select_for_update().filter(**where.its).first() or Theming(
        workspace_id=access.workspace_id, batch_id=where.batch_id, about_id=where.about
    )
    theming.model, theming.seed, theming.items = found.model[:60], found.seed, found.items
    theming.resolution, theming.silhouette, theming.stability = found.resolution, found.silhouette, found.stability
    theming.inputs_hash, theming.warnings = found.inputs_hash, list(found.warnings)
    theming.made_at = timezone.now()
    theming.save()
    return theming


def _replaceable(theming: Theming) -> QuerySet[Theme]:
    return Theme.objects.filter(theming=theming).exclude(KEPT_BY_A_PERSON).exclude(node__state__in=[REPLACED, "merged"])


def _members_of(themes: Iterable[int]) -> dict[tuple[int, int], int]:
    rows = ThemeMember.objects.filter(theme__in=list(themes))
    return {(source, start): theme for source, start, theme in rows.values_list("source_id", "start", "theme_id")}


def _without(group: Group, claimed: Claimed) -> Group | None:
    members = {p: c for p, c in group.members.items() if not claimed.holds(p)}
    return Group(group.title, group.terms, members, group.stability, group.cohesion) if members else None


def _matched(groups: Sequence[Group], old: dict[tuple[int, int], int]) -> dict[int, int]:
    """Which new group is which old theme again: the best overlap first, each theme once."""
    sizes = Counter(old.values())
    overlaps: list[tuple[float, int, int]] = []
    for place, group in enumerate(groups):
        for theme, shared in Counter(old[p.place] for p in group.members if p.place in old).items():
            overlaps.append((shared / (len(group.members) + sizes[theme] - shared), theme, place))
    matched: dict[int, int] = {}
    for alike, theme, place in sorted(overlaps, key=lambda o: (-o[0], o[1], o[2])):
        if alike >= ALIKE and place not in matched and theme not in matched.values():
            matched[place] = theme
    return matched


def found_again(access: Access, theme: Theme, group: Group) -> None:
    """Say of a theme that was found again how it is now; nothing is written that has not changed."""
    title = clean_title(group.title)
    if theme.node.title != title:
        theme.node.title = title
        theme.node.save(update_fields=["title"])
    if theme.terms != list(group.terms):
        search.put(access.workspace_id, [search.Document(theme.pk, THEME, title, " ".join(group.terms))])
        search.hide([theme.pk], hidden=theme.node.archived_at is not None)
    theme.terms, theme.medoid_id, theme.found_title = list(group.terms), group.medoid, title
    theme.stability, theme.cohesion = group.stability, group.cohesion
    theme.save(update_fields=["found_title", "terms", "medoid", "stability", "cohesion"])


def add_themes(access: Access, theming: Theming, groups: Sequence[Group], *, origin: str) -> list[Theme]:
    """Themes without members yet. Called inside an act."""
    nodes = add_nodes(access, [NewNode(THEME, g.title, text=" ".join(g.terms)) for g in groups])
    return Theme.objects.bulk_create(
        [
            Theme(
                node=node, workspace_id=access.workspace_id, theming=theming, origin=origin, found_title=node.title, terms=list(g.terms),
                medoid_id=g.medoid, stability=g.stability, cohesion=g.cohesion,
            )
            for node, g in zip(nodes, groups, strict=True)
        ],
        CHUNK,
    )  # fmt: skip


def _place(access: Access, theming: Theming, wanted: dict[Piece, tuple[int, float]]) -> None:
    """Bring the members in line with what was found, touching only the rows that differ."""
    mine = ThemeMember.objects.filter(theming=theming, theme__in=_replaceable(theming))
    rows = mine.values_list("pk", "source_id", "start", "end", "theme_id", "centrality")
    there = {Piece(*piece): (pk, (theme, near)) for pk, *piece, theme, near in rows}
    gone = [pk for piece, (pk, _) in there.items() if piece not in wanted]
    for start in range(0, len(gone), CHUNK):
        ThemeMember.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
    changed = {p: place for p, place in wanted.items() if p not in there or there[p][1] != place}
    ThemeMember.objects.bulk_create(
        [
            ThemeMember(
                workspace_id=access.workspace_id, theming=theming, **p._asdict(), theme_id=theme, centrality=near
            )
            for p, (theme, near) in changed.items()
        ],
        CHUNK,
        update_conflicts=True,
        unique_fields=["theming", "source", "start"],
        update_fields=["theme", "end", "centrality"],
    )


def put_away(themes: Sequence[Theme], state: str) -> None:
    """Archive themes that are no more, and say why. Called inside an act."""
    ids = [t.pk for t in themes]
    Node.objects.filter(pk__in=ids).update(state=state, archived_at=timezone.now())
    search.hide(ids)
