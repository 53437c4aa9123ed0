"""A theme becomes a need, with the customers' words as its evidence."""

from datetime import date

import pytest
from tests.meaning import pour

from clew.ground.evidence.api import (
    Theme,
    ThemeMember,
    add_need,
    add_outcome,
    find_themes,
    need,
    telling_words,
    theme,
    turn_into_need,
)
from clew.ground.evidence.queries.theme_words import most_telling
from clew.ground.ledger.api import NotFound, Refused, history, last_act_id
from clew.ground.thread.api import Node, archive, undo
from clew.ground.workspaces.api import Access, within

ON = date(2025, 7, 1)


@pytest.fixture
def found(access: Access, meaning: str) -> Theme:
    made = pour(access)
    find_themes(access)
    with within(access):
        return Theme.objects.select_related("node").get(members__source=made[0])


def test_the_most_central_words_support_the_need(access: Access, found: Theme) -> None:
    outcome = add_outcome(access, title="Fewer calls")
    shown = telling_words(access, found.pk, limit=3)
    made = turn_into_need(access, theme_id=found.pk, title="Export that works", under=outcome.pk, quotations=3)
    its = need(access, made.pk, on=ON)
    assert (its.title, [card.id for card in its.above]) == ("Export that works", [outcome.pk])
    assert {s.quote.exact for s in its.supporting} == {t.exact for t in shown}
    assert len(shown) == min(3, theme(access, found.pk).row.size)
    assert [card.id for card in theme(access, found.pk).row.needs] == [made.pk]
    acts = {c.act_name for c in history(workspace_id=access.workspace_id, node_id=made.pk)}
    assert acts == {"turn a theme into a need"}


def test_without_a_title_the_need_is_called_like_the_theme(access: Access, found: Theme) -> None:
    assert turn_into_need(access, theme_id=found.pk).title == found.node.title


def test_a_need_that_is_there_gains_the_words(access: Access, found: Theme) -> None:
    there = add_need(access, title="Work with spreadsheets")
    assert turn_into_need(access, theme_id=found.pk, need_id=there.pk, quotations=2).pk == there.pk
    assert turn_into_need(access, theme_id=found.pk, need_id=there.pk, quotations=2).pk == there.pk
    assert len(need(access, there.pk, on=ON).supporting) == min(2, theme(access, found.pk).row.size)


def test_quotations_can_be_left_out(access: Access, found: Theme) -> None:
    chosen = telling_words(access, found.pk, limit=4)[:1]
    made = turn_into_need(access, theme_id=found.pk, piece_ids=[t.piece_id for t in chosen])
    assert [s.quote.exact for s in need(access, made.pk, on=ON).supporting] == [chosen[0].exact]
    bare = turn_into_need(access, theme_id=found.pk, title="Bare", piece_ids=[])
    assert need(access, bare.pk, on=ON).supporting == ()


def test_can_be_undone(access: Access, found: Theme) -> None:
    made = turn_into_need(access, theme_id=found.pk, quotations=2)
    undo(access, act=last_act_id())
    with within(access):
        assert Node.objects.get(pk=made.pk).archived_at
        assert ThemeMember.objects.filter(theme=found).exists()
    assert theme(access, found.pk).row.needs == ()


def test_refuses_an_archived_need_an_empty_title_and_a_theme_that_is_no_more(access: Access, found: Theme) -> None:
    gone = add_need(access, title="Gone")
    archive(access, node_ids=[gone.pk])
    with pytest.raises(Refused, match="archived"):
        turn_into_need(access, theme_id=found.pk, need_id=gone.pk)
    with pytest.raises(Refused, match="title"):
        turn_into_need(access, theme_id=found.pk, title=" ")
    with pytest.raises(NotFound):
        turn_into_need(access, theme_id=gone.pk)


def test_words_of_a_stranger_are_not_told(elsewhere: Access, found: Theme) -> None:
    with pytest.raises(NotFound):
        telling_words(elsewhere, found.pk)


LONG = (
    "Good morning to all of you. " * 8
    + "The export of the spreadsheet loses my columns! "
    + "Kind regards and so on. " * 8
)


@pytest.mark.parametrize(
    ("text", "terms", "told"),
    [
        ("  Short words.  ", ["words"], "Short words."),
        (LONG, ["exports", "spreadsheet"], "The export of the spreadsheet loses my columns!"),
        (LONG, [], "Good morning to all of you."),
        ("word " * 200, ["word"], ("word " * 55).strip()),
        ("x" * 900, ["x"], "x" * 280),
        (
            "Ja.\n" * 100 + "Der Export verliert alle Spalten, jedes Mal",
            ["export"],
            "Der Export verliert alle Spalten, jedes Mal",
        ),
    ],
)
def test_the_sentence_that_says_most_is_chosen(text: str, terms: list[str], told: str) -> None:
    start, end = most_telling(text, terms)
    assert text[start:end] == told
