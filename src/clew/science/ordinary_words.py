"""Ordinary words of English, in small letters: what a sentence may hold although nobody said it. No names of people, places or products.

Whole words of the vocabulary in `ground/search/model` (Apache License 2.0, see its README): those that are written small within sentences of
customers' feedback, interviews and manuals, and those that end as no name does (-tion, -ness, -able). Left out are what often bears a capital there,
first names, units and numbers; some words of the trade are added. Regular forms ("counted") are found by their endings. Words that are
ordinary and a name too ("will", "mark") are here: which is meant cannot be told by the word.
"""

from importlib.resources import files

ORDINARY = frozenset(files(__package__).joinpath("ordinary_words.txt").read_text(encoding="utf-8").split())
