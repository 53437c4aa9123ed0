"""Finding themes, and finding them again."""

from collections.abc import Callable

import pytest
from tests.meaning import COUNTING, EXPORT, LOGIN, pour

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import (
    Theme,
    ThemeMember,
    find_themes,
    lock_theme,
    themes,
)
from clew.ground.evidence.models import Embedding
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import Node, archive, rename
from clew.ground.workspaces.api import Access, within

ABOUT_EXPORT, ABOUT_LOGIN = "spreadsheet export", "password login"


def members(access: Access) -> dict[int, frozenset[int]]:
    with within(access):
        rows = list(ThemeMember.objects.values_list("theme_id", "source_id"))
    return {theme: frozenset(s for t, s in rows if t == theme) for theme, _ in rows}


def of(access: Access, source_id: int) -> Theme:
    with within(access):
        return Theme.objects.select_related("node").get(members__source=source_id)


def test_what_says_alike_is_found_together(access: Access, meaning: str) -> None:
    made = pour(access)
    theming = find_themes(access)
    piles = {frozenset(made[:8]), frozenset(made[8:16]), frozenset(made[16:])}
    assert set(members(access).values()) == piles
    assert (theming.items, theming.batch_id, theming.model) == (24, None, meaning)
    assert len(theming.inputs_hash) == 64
    first = of(access, made[0])
    assert first.medoid_id in made[:8]
    assert first.origin == "machine"
    assert {"export", "spreadsheet"} & set(" ".join(first.terms).split())


def test_every_text_is_embedded_once(access: Access, meaning: str, calls: list[int]) -> None:
    pour(access)
    find_themes(access)
    find_themes(access)
    assert calls == [24]
    with within(access):
        assert Embedding.objects.count() == 24


def test_the_same_again_changes_nothing(access: Access, meaning: str) -> None:
    made = pour(access)
    find_themes(access)
    before, first = members(access), of(access, made[0])
    marks = len(history(workspace_id=access.workspace_id, node_id=first.pk))
    find_themes(access)
    assert members(access) == before
    assert len(history(workspace_id=access.workspace_id, node_id=first.pk)) == marks


def test_a_theme_that_grew_keeps_its_record(access: Access, meaning: str) -> None:
    made = pour(access, EXPORT, LOGIN)
    find_themes(access)
    before = of(access, made[0]).pk
    new = pour(access, COUNTING, ("The spreadsheet export is slow",))
    find_themes(access)
    assert of(access, made[0]).pk == before == of(access, new[-1]).pk


def test_a_theme_that_is_not_found_again_is_put_away(access: Access, meaning: str) -> None:
    made = pour(access)
    find_themes(access)
    lost = of(access, made[0]).pk
    archive(access, node_ids=made[:8])
    find_themes(access)
    with within(access):
        node = Node.objects.get(pk=lost)
    assert (node.state, node.archived_at is not None) == ("replaced", True)
    assert lost not in {row.id for row in themes(access).rows}
    assert lost not in [h.node_id for h in find(access, node.title, kinds=("theme",)).hits]


@pytest.mark.parametrize("keep", [lock_theme, lambda access, theme_id: rename(access, node_id=theme_id, title="Mine")])
def test_what_a_person_named_or_locked_stays(access: Access, meaning: str, keep: Callable[..., object]) -> None:
    made = pour(access)
    find_themes(access)
    kept = of(access, made[0])
    keep(access, theme_id=kept.pk)
    title, inside = of(access, made[0]).node.title, members(access)[kept.pk]
    pour(access, ("Export of the spreadsheet again", "Spreadsheet export, please"))
    find_themes(access, seed=3)
    assert members(access)[kept.pk] == inside
    assert of(access, made[0]).node.title == title


def test_a_theme_that_was_archived_stays_away(access: Access, meaning: str) -> None:
    made = pour(access)
    find_themes(access)
    away = of(access, made[0]).pk
    archive(access, node_ids=[away])
    find_themes(access)
    assert of(access, made[0]).pk == away
    assert away not in {row.id for row in themes(access).rows}


def test_leaves_traces(access: Access, meaning: str) -> None:
    made = pour(access)
    find_themes(access)
    theme = of(access, made[8])
    assert {c.act_name for c in history(workspace_id=access.workspace_id, node_id=theme.pk)} == {"find themes"}
    assert theme.pk in [h.node_id for h in find(access, theme.node.title, kinds=("theme",)).hits]


def test_says_how_far_it_is(access: Access, meaning: str) -> None:
    pour(access)
    told: list[tuple[int, int, str]] = []
    find_themes(access, progress=lambda *step: told.append(step))
    assert told[0][:2] == (0, 24)
    assert told[-1] == (24, 24, "Writing the themes")


def test_what_was_stopped_keeps_what_it_embedded(access: Access, meaning: str, calls: list[int]) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int, step: str) -> None:
        if "Grouping" in step:
            raise Stopped

    pour(access)
    with pytest.raises(Stopped):
        find_themes(access, progress=stop)
    assert members(access) == {}
    find_themes(access)
    assert calls == [24]


def test_refuses_too_little(access: Access, meaning: str) -> None:
    pour(access, EXPORT[:3])
    with pytest.raises(Refused, match="at least 5"):
        find_themes(access)


def test_refuses_others_and_unknown_imports(viewer: Access, elsewhere: Access, access: Access, meaning: str) -> None:
    pour(access)
    with pytest.raises(Forbidden):
        find_themes(viewer)
    with pytest.raises(Refused, match="there are 0"):
        find_themes(elsewhere)
    with pytest.raises(NotFound):
        find_themes(access, batch_id=999_999)


def test_reading_is_bounded(access: Access, meaning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pour(access)
    monkeypatch.setattr("clew.ground.evidence.actions.themes.MOST", 16)
    theming = find_themes(access)
    assert theming.items == 16
    assert not set(made[:8]) & set().union(*members(access).values())
    assert "newest 16" in " ".join(theming.warnings)


def test_a_claimed_theme_is_respected_even_while_reading(
    access: Access, meaning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody locks a theme while the words are read."""
    made = pour(access)
    find_themes(access)
    kept = of(access, made[0]).pk
    before = members(access)

    def lock(done: int, total: int, step: str) -> None:
        if "Grouping" in step:
            lock_theme(access, theme_id=kept)

    find_themes(access, progress=lock)
    assert members(access) == before


def test_who_said_it_is_not_what_it_is_about(access: Access, meaning: str) -> None:
    add_person(access, name="Odile Garnaud")
    said = tuple(f"{text}, as Odile told you" for text in EXPORT)
    made = pour(access, said, LOGIN, COUNTING)
    find_themes(access)
    theme = of(access, made[0])
    assert theme.terms
    assert "odile" not in " ".join([*theme.terms, theme.node.title]).casefold()


def test_a_theme_without_words_of_its_own_bears_the_opening_of_one(access: Access, meaning: str) -> None:
    pour(access, tuple(f"{number} 👍 {number}" for number in range(8)))
    find_themes(access)
    titles = [row.title for row in themes(access).rows]
    assert "Unnamed" not in titles
    assert all("👍" in title for title in titles)
