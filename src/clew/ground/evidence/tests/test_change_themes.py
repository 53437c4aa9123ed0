"""What a person does to themes."""

from collections.abc import Callable

import pytest
from tests.meaning import pour

from clew.ground.evidence.api import (
    Theme,
    ThemeMember,
    add_need,
    find_themes,
    lock_theme,
    merge_themes,
    move_sources,
    split_off,
    split_theme,
    themes,
    turn_into_need,
    unlock_theme,
)
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import Link, Node, archive, record_history, rename, undo
from clew.ground.workspaces.api import Access, within


@pytest.fixture
def heap(access: Access, meaning: str, two_ways: None) -> list[int]:
    made = pour(access)
    find_themes(access)
    return made


@pytest.fixture
def two_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grouping is tested elsewhere; here the piles are found just as they were poured, and a single pile in halves."""
    from types import SimpleNamespace

    def found(vectors: object, texts: list[str], *, seed: int = 0, names: object = ()) -> SimpleNamespace:
        size = 8 if len(texts) > 8 else (len(texts) + 1) // 2
        labels = [place // size for place in range(len(texts))]
        named = [
            SimpleNamespace(label=label, terms=[f"pile {label} of {len(texts)}"], stability=0.9)
            for label in range(max(labels) + 1)
        ]
        return SimpleNamespace(labels=labels, resolution=1.0, silhouette=0.5, stability=0.9, themes=named, warnings=())

    monkeypatch.setattr("clew.science.theming.find_themes", found)


def of(access: Access, source_id: int) -> Theme:
    with within(access):
        return Theme.objects.select_related("node").get(members__source=source_id)


def inside(access: Access, theme_id: int) -> set[int]:
    with within(access):
        return set(ThemeMember.objects.filter(theme=theme_id).values_list("source_id", flat=True))


def pieces(access: Access, source_ids: list[int]) -> list[int]:
    with within(access):
        return list(ThemeMember.objects.filter(source__in=source_ids).values_list("pk", flat=True))


def test_a_renamed_theme_is_a_persons(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    rename(access, node_id=theme.pk, title="Exports break")
    assert {row.id for row in themes(access).rows if row.is_human} == {theme.pk}
    undo(access, act=last_act_id())
    assert not any(row.is_human for row in themes(access).rows)


def test_locks_and_unlocks(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    lock_theme(access, theme_id=theme.pk)
    assert of(access, heap[0]).locked
    unlock_theme(access, theme_id=theme.pk)
    assert not of(access, heap[0]).locked
    acts = [c.act_name for c in history(workspace_id=access.workspace_id, node_id=theme.pk)]
    assert acts[:2] == ["unlock a theme", "lock a theme"]


def test_merging_gathers_members_and_needs(access: Access, heap: list[int]) -> None:
    one, two = of(access, heap[0]), of(access, heap[8])
    need = add_need(access, title="Work offline")
    turn_into_need(access, theme_id=two.pk, need_id=need.pk, quotations=0)
    kept = merge_themes(access, theme_ids=[one.pk, two.pk], into=one.pk)
    assert inside(access, one.pk) == set(heap[:16])
    assert (kept.origin, kept.stability) == ("human", None)
    with within(access):
        gone = Node.objects.get(pk=two.pk)
        ties = set(Link.objects.filter(upstream__kind="theme").values_list("upstream_id", "verb", "downstream_id"))
    assert (gone.state, gone.archived_at is not None) == ("merged", True)
    assert {(two.pk, "merged_into", one.pk), (one.pk, "gathered_in", need.pk)} <= ties
    assert [row.size for row in themes(access).rows] == [16, 8]


def test_merging_can_be_undone(access: Access, heap: list[int]) -> None:
    one, two = of(access, heap[0]), of(access, heap[8])
    merge_themes(access, theme_ids=[two.pk], into=one.pk)
    undo(access, act=last_act_id())
    assert (inside(access, one.pk), inside(access, two.pk)) == (set(heap[:8]), set(heap[8:16]))
    now = of(access, heap[8])
    assert (now.node.state, now.node.archived_at, of(access, heap[0]).origin) == ("", None, "machine")


def test_refuses_to_merge_nonsense(access: Access, heap: list[int]) -> None:
    one, two = of(access, heap[0]).pk, of(access, heap[8]).pk
    with pytest.raises(Refused, match="two themes or more"):
        merge_themes(access, theme_ids=[one], into=one)
    with pytest.raises(NotFound):
        merge_themes(access, theme_ids=[999_999], into=one)
    archive(access, node_ids=[one])
    with pytest.raises(Refused, match="archived"):
        merge_themes(access, theme_ids=[two], into=one)


def named(access: Access, theme_id: int) -> str:
    with within(access):
        return Node.objects.get(pk=theme_id).title


def test_splitting_leaves_the_larger_part_in_place(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    before = named(access, theme.pk)
    parts = split_theme(access, theme_id=theme.pk)
    assert parts[0].pk == theme.pk
    assert named(access, theme.pk) != before, "it says what is left in it"
    assert [len(inside(access, p.pk)) for p in parts] == [4, 4]
    assert set().union(*(inside(access, p.pk) for p in parts)) == set(heap[:8])
    assert {p.origin for p in parts} == {"human"}
    find_themes(access)
    assert [len(inside(access, p.pk)) for p in parts] == [4, 4]


def test_splitting_can_be_undone(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    rename(access, node_id=theme.pk, title="Mine")
    split_theme(access, theme_id=theme.pk)
    assert named(access, theme.pk) == "Mine", "a name that a person gave stays"
    undo(access, act=last_act_id())
    assert inside(access, theme.pk) == set(heap[:8])
    assert [row.size for row in themes(access).rows] == [8, 8, 8]


def told(access: Access, theme_id: int) -> list[str]:
    """What the newest act did, as its history says it."""
    return [line.sentence for line in record_history(access, theme_id).entries[0].lines]


def test_history_says_what_was_done_and_not_what_was_reckoned(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    before = named(access, theme.pk)
    parts = split_theme(access, theme_id=theme.pk)
    renamed = f"renamed this from “{before}” to “{named(access, theme.pk)}”"
    assert told(access, theme.pk) == ["split a theme into its parts", renamed]
    assert [line.sentence for line in record_history(access, theme.pk).entries[-1].lines] == ["added this"]
    off = split_off(access, theme_id=of(access, heap[8]).pk, piece_ids=pieces(access, heap[8:10]), title="Two")
    assert (
        told(access, off.pk) == told(access, of(access, heap[11]).pk) == ["split pieces off into a theme of their own"]
    )
    move_sources(access, source_ids=heap[8:9], to_theme=parts[1].pk)
    assert told(access, off.pk) == told(access, parts[1].pk) == ["moved pieces from one theme to another"]
    merge_themes(access, theme_ids=[off.pk], into=parts[1].pk)
    assert told(access, parts[1].pk) == ["linked “Two”, which was merged into this"]


def test_refuses_to_split_what_is_small(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    made = split_off(access, theme_id=theme.pk, piece_ids=pieces(access, heap[:2]), title="Two")
    with pytest.raises(Refused, match="too small"):
        split_theme(access, theme_id=made.pk)


def test_splits_off_chosen_pieces(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[0])
    made = split_off(access, theme_id=theme.pk, piece_ids=pieces(access, heap[:3]), title="Lost columns")
    assert (inside(access, made.pk), inside(access, theme.pk)) == (set(heap[:3]), set(heap[3:8]))
    assert (made.node.title, made.origin, made.medoid_id in heap[:3]) == ("Lost columns", "human", True)
    assert made.pk in [h.node_id for h in find(access, "lost columns", kinds=("theme",)).hits]


@pytest.mark.parametrize(
    ("chosen", "message"), [(slice(0, 0), "No pieces"), (slice(0, 8), "all of it"), (slice(8, 10), "No pieces")]
)
def test_refuses_to_split_off_nothing_or_all(access: Access, heap: list[int], chosen: slice, message: str) -> None:
    with pytest.raises(Refused, match=message):
        split_off(access, theme_id=of(access, heap[0]).pk, piece_ids=pieces(access, heap[chosen]), title="Part")


def test_moves_a_source(access: Access, heap: list[int]) -> None:
    left, to = of(access, heap[0]), of(access, heap[8])
    move_sources(access, source_ids=[heap[0]], to_theme=to.pk)
    assert heap[0] in inside(access, to.pk)
    assert (of(access, heap[0]).origin, of(access, heap[1]).origin) == ("human", "machine")
    assert of(access, heap[1]).medoid_id != heap[0]
    find_themes(access)
    assert of(access, heap[0]).pk == to.pk
    assert left.pk != to.pk


def test_moves_single_pieces(access: Access, heap: list[int]) -> None:
    to = of(access, heap[8])
    assert move_sources(access, piece_ids=pieces(access, heap[:2]), to_theme=to.pk) == 2
    assert set(heap[:2]) < inside(access, to.pk)
    assert move_sources(access, piece_ids=pieces(access, heap[:2]), to_theme=to.pk) == 0
    with pytest.raises(NotFound):
        move_sources(access, piece_ids=[999_999], to_theme=to.pk)


def test_moving_can_be_undone(access: Access, heap: list[int]) -> None:
    left, to = of(access, heap[0]), of(access, heap[8])
    move_sources(access, source_ids=[heap[0]], to_theme=to.pk)
    undo(access, act=last_act_id())
    assert of(access, heap[0]).pk == left.pk
    assert of(access, heap[8]).origin == "machine"


def test_a_new_piece_can_be_placed_by_hand(access: Access, heap: list[int]) -> None:
    to = of(access, heap[8])
    new = pour(access, ("A word about passwords",))[0]
    move_sources(access, source_ids=[new], to_theme=to.pk)
    assert of(access, new).pk == to.pk


def test_refuses_to_move_to_nowhere(access: Access, heap: list[int]) -> None:
    theme = of(access, heap[8])
    with pytest.raises(NotFound):
        move_sources(access, source_ids=[999_999], to_theme=theme.pk)
    archive(access, node_ids=[theme.pk])
    with pytest.raises(Refused, match="archived"):
        move_sources(access, source_ids=[heap[0]], to_theme=theme.pk)


CHANGES: list[Callable[[Access, int, int], object]] = [
    lambda who, theme, source: lock_theme(who, theme_id=theme),
    lambda who, theme, source: unlock_theme(who, theme_id=theme),
    lambda who, theme, source: merge_themes(who, theme_ids=[theme + 1], into=theme),
    lambda who, theme, source: split_theme(who, theme_id=theme),
    lambda who, theme, source: split_off(who, theme_id=theme, piece_ids=[source], title="Theirs"),
    lambda who, theme, source: move_sources(who, source_ids=[source], to_theme=theme),
    lambda who, theme, source: turn_into_need(who, theme_id=theme),
]


@pytest.mark.parametrize("change", CHANGES)
def test_refuses_others(
    access: Access, viewer: Access, elsewhere: Access, heap: list[int], change: Callable[..., object]
) -> None:
    theme = of(access, heap[0]).pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            change(who, theme, heap[0])
    assert inside(access, theme) == set(heap[:8])
