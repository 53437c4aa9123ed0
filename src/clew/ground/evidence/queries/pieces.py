"""The words of the pieces that themes are made of, read in the database: a passage is a small part of its transcript."""

from django.db.models import Case, CharField, F, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Left, Substr

PLACE = "source__themes__"


def said_in_piece(most: int | None = None) -> Combinable:
    """Of a version that is joined with the members of themes: the words of each piece, or their first `most` characters."""
    start, end = F(f"{PLACE}start"), F(f"{PLACE}end")
    length = end - start if most is None else Least(end - start, most)
    whole = F("text") if most is None else Left("text", most)
    return Case(
        When(**{f"{PLACE}end": 0}, then=whole), default=Substr("text", start + 1, length), output_field=CharField()
    )
