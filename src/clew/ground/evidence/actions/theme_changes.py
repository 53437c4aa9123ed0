"""What a person does to themes: lock, merge, split, move. A theme changed by hand is theirs from then on, like one renamed."""

from __future__ import annotations

from collections.abc import Sequence

from clew.ground.evidence.actions.themes import (
    REPLACED,
    Group,
    add_themes,
    found_again,
    grouping,
    names_known,
    open_words,
    put_away,
    words_in,
)
from clew.ground.evidence.actions.vectors import meaning_of, nearness
from clew.ground.evidence.kinds import GATHERED, MERGED
from clew.ground.evidence.models import Source, Theme, ThemeMember
from clew.ground.evidence.pieces import Piece, Words
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Link, clean_title, link
from clew.ground.workspaces.api import Access, Role, act, read

HUMAN = "human"
FEWEST_TO_SPLIT = 4
MOVE_LIMIT = 1000
TERMS = 12


@act("lock a theme")
def lock_theme(access: Access, *, theme_id: int) -> Theme:
    """Leave its name and its members as they are when themes are found again."""
    return _locked(get_theme(theme_id), True)


@act("unlock a theme")
def unlock_theme(access: Access, *, theme_id: int) -> Theme:
    return _locked(get_theme(theme_id), False)


@act("merge themes")
def merge_themes(access: Access, *, theme_ids: Sequence[int], into: int) -> Theme:
    """Several themes that say the same become one; the others stay in the history, with a link to where they went."""
    kept = get_theme(into)
    others = [get_theme(i) for i in dict.fromkeys(theme_ids) if i != into]
    _refuse_merge(kept, others)
    for other in others:
        ThemeMember.objects.filter(theme=other).update(theme=kept)
        link(access, upstream=other.pk, verb=MERGED, downstream=kept.pk)
        for need_id in _needs_of(other):
            link(access, upstream=kept.pk, verb=GATHERED, downstream=need_id)
    put_away(others, "merged")
    kept.terms = _woven([kept.terms, *(o.terms for o in others)])
    _settle(access, kept)
    return kept


def split_theme(access: Access, *, theme_id: int, seed: int = 0) -> tuple[Theme, ...]:
    """Look at the members of one theme alone and part them. The largest part keeps the record, its links, and a name a person gave."""
    access.require(Role.EDITOR)
    words = _members(access, theme_id)
    if len(words) < FEWEST_TO_SPLIT:
        raise Refused(f"A theme of {len(words)} is too small to split.", remedy="Move single pieces instead.")
    return _split(access, theme_id=theme_id, groups=_parts(access, words, seed))


@act("split off a theme")
def split_off(access: Access, *, theme_id: int, piece_ids: Sequence[int], title: str) -> Theme:
    """Make a theme of one's own out of chosen members of another."""
    theme = get_theme(theme_id)
    chosen = _chosen(theme, piece_ids)
    group = Group(clean_title(title), (), {Piece(m.source_id, m.start, m.end): m.centrality for m in chosen}, None, 0.0)
    made = add_themes(access, theme.theming, [group], origin=HUMAN)[0]
    ThemeMember.objects.filter(pk__in=[m.pk for m in chosen]).update(theme=made)
    _settle(access, made)
    _settle(access, theme)
    return made


@act("move sources to a theme")
def move_sources(
    access: Access, *, source_ids: Sequence[int] = (), piece_ids: Sequence[int] = (), to_theme: int
) -> int:
    """Say that these belong to this theme and to no other of the same import; says how many pieces came to it.

    `source_ids`: sources with all of their pieces, or as a whole where they are in no theme yet. `piece_ids`: single members of themes.
    """
    theme = get_theme(to_theme)
    if theme.node.archived_at:
        raise Refused("That theme is archived.", field="to_theme", remedy="Choose another, or bring it back first.")
    coming = _coming(source_ids) if source_ids or not piece_ids else []
    there = [*ThemeMember.objects.filter(theming=theme.theming_id, source__in=coming), *_pieces(theme, piece_ids)]
    moved = {m.pk: m.theme_id for m in there if m.theme_id != theme.pk}
    ThemeMember.objects.filter(pk__in=moved).update(theme=theme)
    new = set(coming) - {m.source_id for m in there}
    ThemeMember.objects.bulk_create(
        ThemeMember(workspace_id=access.workspace_id, theming_id=theme.theming_id, theme=theme, source_id=i)
        for i in sorted(new)
    )
    _settle(access, theme)
    for other in Theme.objects.filter(pk__in=set(moved.values())).order_by("pk"):
        _refresh(access, other)
    return len(moved) + len(new)


def get_theme(theme_id: int) -> Theme:
    """Called inside an act; nobody else changes its members until the act is over."""
    found = Theme.objects.select_for_update(of=("self",)).select_related("node", "theming").filter(pk=theme_id).first()
    if found is None or found.node.state in (REPLACED, "merged"):
        raise NotFound("No such theme.")
    return found


@act("split a theme")
def _split(access: Access, *, theme_id: int, groups: Sequence[Group]) -> tuple[Theme, ...]:
    theme = get_theme(theme_id)
    if len(groups) < 2:
        raise Refused("All of it says much the same.", remedy="Choose pieces by hand and split these off.")
    parts = [theme, *add_themes(access, theme.theming, groups[1:], origin=HUMAN)]
    for part, group in zip(parts[1:], groups[1:], strict=True):
        there = ThemeMember.objects.filter(theme=theme, source__in={piece.source_id for piece in group.members})
        its = [m.pk for m in there if Piece(m.source_id, m.start, m.end) in group.members]
        ThemeMember.objects.filter(pk__in=its).update(theme=part)
    if theme.origin != HUMAN and theme.node.title == theme.found_title and not theme.locked:
        found_again(access, theme, groups[0])
    theme.terms = list(groups[0].terms)
    for part in parts:
        _settle(access, part)
    return tuple(parts)


@read
def _members(access: Access, theme_id: int) -> list[Words]:
    if not Theme.objects.filter(pk=theme_id).exists():
        raise NotFound("No such theme.")
    return open_words(access, words_in(theme_id))


def _parts(access: Access, words: Sequence[Words], seed: int) -> tuple[Group, ...]:
    from clew.science import theming

    meaning, texts = meaning_of(access, words), [w.text for w in words]
    found = theming.find_themes(meaning.vectors, texts, seed=seed, names=names_known(access))
    return grouping(words, meaning, found)


def _settle(access: Access, theme: Theme) -> None:
    """A person had a hand in it: it is theirs, and how well the machine held it together says no more about it."""
    theme.origin, theme.stability = HUMAN, None
    _refresh(access, theme)


def _refresh(access: Access, theme: Theme) -> None:
    """Find the middle of a theme anew after members came or went."""
    words = words_in(theme.pk)
    if words:
        near, theme.cohesion = nearness(meaning_of(access, words).vectors)
        closeness = {w.piece.place: c for w, c in zip(words, near, strict=True)}
        theme.medoid_id = max(closeness, key=lambda p: (closeness[p], -p[0], -p[1]))[0]
        members = [m for m in ThemeMember.objects.filter(theme=theme) if (m.source_id, m.start) in closeness]
        changed = [m for m in members if m.centrality != closeness[m.source_id, m.start]]
        for member in changed:
            member.centrality = closeness[member.source_id, member.start]
        ThemeMember.objects.bulk_update(changed, ["centrality"], 200)
    else:
        theme.medoid, theme.cohesion = None, None
    theme.save(update_fields=["origin", "terms", "medoid", "stability", "cohesion"])


def _locked(theme: Theme, locked: bool) -> Theme:
    theme.locked = locked
    theme.save(update_fields=["locked"])
    return theme


def _refuse_merge(kept: Theme, others: Sequence[Theme]) -> None:
    if not others:
        raise Refused("Merging takes two themes or more.", field="theme", remedy="Select another one as well.")
    if kept.node.archived_at:
        raise Refused("That theme is archived.", field="into", remedy="Choose another, or bring it back first.")
    if any(o.theming_id != kept.theming_id for o in others):
        raise Refused("These themes are of different imports.", field="theme", remedy="Merge themes of one import.")


def _needs_of(theme: Theme) -> list[int]:
    rows = Link.objects.filter(upstream=theme.pk, verb=GATHERED, withdrawn_at__isnull=True).order_by("pk")
    return list(rows.values_list("downstream_id", flat=True))


def _coming(source_ids: Sequence[int]) -> list[int]:
    _bounded(source_ids)
    coming = list(Source.objects.filter(pk__in=source_ids).order_by("pk").values_list("pk", flat=True))
    if not coming or len(coming) != len(set(source_ids)):
        raise NotFound("No such source.")
    return coming


def _pieces(theme: Theme, piece_ids: Sequence[int]) -> list[ThemeMember]:
    """Pieces of the same theming; a page may be older than the last finding, so that some are no more."""
    _bounded(piece_ids)
    found = list(ThemeMember.objects.filter(theming=theme.theming_id, pk__in=piece_ids))
    if piece_ids and not found:
        raise NotFound("No such piece.")
    return found


def _bounded(chosen: Sequence[int]) -> None:
    if len(chosen) > MOVE_LIMIT:
        raise Refused(f"At most {MOVE_LIMIT:,} pieces at once.", field="source", remedy="Select fewer.")


def _chosen(theme: Theme, piece_ids: Sequence[int]) -> list[ThemeMember]:
    _bounded(piece_ids)
    rows = ThemeMember.objects.filter(theme=theme)
    chosen = list(rows.filter(pk__in=piece_ids).order_by("-centrality", "source_id", "start"))
    if not chosen:
        raise Refused("No pieces are selected.", field="source", remedy="Select those that belong elsewhere.")
    if len(chosen) == rows.count():
        raise Refused("These are all of it.", field="source", remedy="Rename the theme instead.")
    return chosen


def _woven(lists: Sequence[Sequence[str]]) -> list[str]:
    """The first word of each, then the second of each, and so on."""
    longest = max((len(terms) for terms in lists), default=0)
    woven = (terms[place] for place in range(longest) for terms in lists if place < len(terms))
    return list(dict.fromkeys(woven))[:TERMS]
