"""How evidence takes part when a workspace leaves."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from clew.ground.evidence.models import (
    Code,
    Embedding,
    Excerpt,
    ExcerptCode,
    Exchanged,
    Idea,
    ImportBatch,
    ImportRowError,
    Need,
    Outcome,
    Source,
    SourceVersion,
    Speaker,
    Theme,
    ThemeMember,
    Theming,
)
from clew.ground.ledger.api import Table, register_tables, text_of

QUOTES = "Quotations of the person in it are replaced."
NO_WORDS = "Holds no words."


def _newest_words(ids: Sequence[int]) -> Mapping[int, str]:
    rows = SourceVersion._base_manager.filter(source_id__in=ids, number=F("source__version"))
    return dict(rows.values_list("source_id", "text"))


def _terms(ids: Sequence[int]) -> Mapping[int, str]:
    return {pk: " ".join(terms) for pk, terms in Theme._base_manager.filter(pk__in=ids).values_list("pk", "terms")}


TABLES = (
    Table(
        ImportBatch,
        about="One file brought in: how it was read and what came of it.",
        erased="The person's name in its title or mapping is replaced.",
    ),
    Table(
        ImportRowError,
        about="A row that could not be brought in, and why.",
        erased="What it quotes from a file with the person's rows is replaced.",
    ),
    Table(
        Source,
        about="Where words come from: an interview, a review, a ticket.",
        erased="Its address, number and further columns go; day, channel, rating and account stay, so that counts stay.",
        body=_newest_words,
    ),
    Table(
        SourceVersion,
        about="The words of a source, as they stood.",
        erased="Every version of the person's words goes; their name and quotations in other people's words are covered.",
        covered=frozenset({"text", "text_hash"}),
    ),
    Table(Speaker, about="Which person a transcript means by a name.", erased="The person's rows go."),
    Table(Code, about="A name for what an excerpt is about.", erased=QUOTES, body=text_of(Code, "definition")),
    Table(
        Excerpt,
        about="Words of a source, anchored.",
        erased="The words go; the excerpt stays where it was tied, so that it still counts for or against.",
        covered=frozenset({"exact", "prefix", "suffix", "source_hash"}),
        body=text_of(Excerpt, "exact"),
    ),
    Table(ExcerptCode, about="A code given to an excerpt.", erased=NO_WORDS),
    Table(
        Exchanged,
        about="Under which GUID another program knows a record, and what of it Clew has no place for: a code's colour, who selected words there.",
        erased="Holds no words of customers.",
    ),
    Table(
        Embedding,
        about="The vector of a text.",
        erased="Vectors of the person's words go.",
        left_out="It is made again from the words when it is needed.",
        made_again=True,
    ),
    Table(Theming, about="How themes were last found.", erased=NO_WORDS),
    Table(
        Theme,
        about="A group of sources that say alike.",
        erased="The person's sources are no longer its middle; a title made of their words is replaced.",
        body=_terms,
    ),
    Table(
        ThemeMember,
        about="A source, or a passage of a transcript, in a theme: places, no words.",
        erased="The person's sources and passages leave their themes.",
    ),
    Table(Outcome, about="The result a team is after.", erased=QUOTES, body=text_of(Outcome, "metric")),
    Table(Need, about="What customers need, want or suffer from.", erased=QUOTES, body=text_of(Need, "detail")),
    Table(Idea, about="Something that could be done about a need.", erased=QUOTES, body=text_of(Idea, "detail")),
)


def register_all() -> None:
    register_tables(*TABLES)
