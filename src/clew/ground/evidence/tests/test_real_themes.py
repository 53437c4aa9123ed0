"""Themes of real reviews, with the real model: do they hold together, and are they the same every time?"""

import os
from pathlib import Path

import pytest

from clew.ground.evidence.api import ThemeMember, add_source, find_themes, themes
from clew.ground.evidence.formats import FeedbackRecord, guess_mapping, read_feedback, sample_rows, sniff
from clew.ground.ledger.api import acting
from clew.ground.search.api import embedding_model_name
from clew.ground.search.embeddings import MODEL
from clew.ground.workspaces.api import Access, within

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data"))
FILES = (("evernote_reviews.csv", {"notes", "sync"}), ("spotify_reviews.csv", {"search", "premium"}))
MANY = 600

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data is not here (CLEW_REFERENCE_DATA)"),
]


def pour_reviews(access: Access, name: str) -> int:
    """The first reviews of a file, their sentences joined."""
    path = REFERENCE / "feedback" / name
    shape = sniff(path)
    mapping = guess_mapping(shape.header, sample_rows(path, shape))
    found = read_feedback(path, shape, mapping, join="Review id")
    texts = list(dict.fromkeys(r.text for r in found if isinstance(r, FeedbackRecord)))[:MANY]
    with acting("import reviews", actor_id=access.user_id):
        for text in texts:
            add_source(access, text=text, kind="feedback")
    return len(texts)


def groups(access: Access) -> dict[int, frozenset[int]]:
    with within(access):
        rows = list(ThemeMember.objects.values_list("theme_id", "source_id"))
    return {theme: frozenset(s for t, s in rows if t == theme) for theme, _ in rows}


@pytest.mark.parametrize(("name", "about"), FILES)
def test_real_reviews_fall_into_sensible_themes(access: Access, name: str, about: set[str]) -> None:
    if embedding_model_name() != MODEL:
        pytest.skip(embedding_model_name())
    reviews = pour_reviews(access, name)
    theming = find_themes(access)
    found = themes(access, limit=200)
    assert theming.items == reviews == sum(row.size for row in found.rows)
    assert 3 <= found.total <= 60
    assert max(row.share for row in found.rows) < 0.5
    assert about <= set(" ".join(" ".join(row.terms) for row in found.rows).casefold().split())
    before = groups(access)
    assert find_themes(access).inputs_hash == theming.inputs_hash
    assert groups(access) == before
