"""Guides and what the coach was told: how they leave."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from clew.ground.ledger.api import Table
from clew.rooms.interviews.guide_content import hash_of, sections_of, words_of
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import CoachSettings, Dismissal, Guide, GuideVersion


def _guide_words(ids: Sequence[int]) -> Mapping[int, str]:
    rows = GuideVersion._base_manager.filter(guide_id__in=ids, number=F("guide__version"))
    return {pk: words_of("", sections_of(content)) for pk, content in rows.values_list("guide_id", "content")}


def _hash_again(ids: Sequence[int]) -> None:
    """What is left of a guide is compared with what is saved next."""
    for version in GuideVersion._base_manager.filter(pk__in=ids):
        version.content_hash = hash_of(version.content)
        version.save(update_fields=["content_hash"])


TABLES = (
    Table(
        Guide,
        about="What is asked in the interviews of a study.",
        erased="Quotations of the person in it are replaced.",
        body=_guide_words,
    ),
    Table(
        GuideVersion,
        about="A guide as it stood, and on which of its questions the coach spoke.",
        erased="Quotations of the person in it are replaced, in every version.",
        stays=TEAMS,
        swept=_hash_again,
    ),
    Table(
        Dismissal,
        about="A rule of the guide coach that somebody called wrong about a question.",
        erased="Holds no words; the question is known by a key.",
        stays=TEAMS,
    ),
    Table(
        CoachSettings,
        about="Which rules of the guide coach are on, and which words are known.",
        erased="The person's name among the words is replaced.",
        stays=TEAMS,
    ),
)
