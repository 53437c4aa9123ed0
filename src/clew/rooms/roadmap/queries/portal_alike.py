"""Published ideas that speak of the like, so that who suggests one finds it and votes instead."""

from django.db.models import Q

from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.queries.portal import PublicIdea, as_shown, by_votes, shown_ideas
from clew.science.belonging import rarity_in, share_of, stems_of

MOST, LOOKED_AT, MOST_STEMS = 5, 200, 12
ENOUGH = 0.4
"""Of what the words say, by rarity, as much must stand in an idea."""


@read
def ideas_alike(access: Access, *, words: str, person_id: int | None = None) -> tuple[PublicIdea, ...]:
    """Those that say most of these words, at most five. `person_id`: says which of them this person voted for."""
    wanted = stems_of(words)
    if not wanted:
        return ()
    holds = Q()
    for stem in sorted(wanted, key=len, reverse=True)[:MOST_STEMS]:
        holds |= Q(title__icontains=stem) | Q(detail__icontains=stem)
    found = list(by_votes(shown_ideas().filter(holds))[:LOOKED_AT])
    texts = [f"{row.title} {row.detail}" for row in found]
    rarity = rarity_in(texts)
    shares = {row.pk: share_of(wanted, stems_of(text), rarity) for row, text in zip(found, texts, strict=True)}
    near = sorted((row for row in found if shares[row.pk] >= ENOUGH), key=lambda row: -shares[row.pk])
    return as_shown(near[:MOST], person_id)
