"""Rankings: drawn from everybody's estimates, the same again from the same, and honest about what changed since."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea
from clew.ground.guests.api import share_with_guest
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions import rankings
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.factors import add_factor
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.score_models import add_score_model, change_score_model
from clew.rooms.roadmap.models import RankedIdea
from clew.rooms.roadmap.models.scores import MOST_TOP
from clew.rooms.roadmap.queries.changes import ranking_warnings, what_would_change
from clew.rooms.roadmap.queries.estimates import factors
from clew.rooms.roadmap.queries.ranked_now import rank as rank_now
from clew.rooms.roadmap.queries.rankings import newest_ranking, ranked_ideas, ranking
from clew.rooms.roadmap.tests.ready import BETTER, RICE, estimated, rice, say
from clew.science.ranking import rank


def test_the_better_idea_comes_first_and_the_order_says_how_sure_it_is(access: Access) -> None:
    model = rice(access)
    small, big = estimated(access, "Small"), estimated(access, "Big", BETTER)
    also = estimated(access, "Also small")
    made = rank_ideas(access, model_id=model, top=1, draws=4000)
    rows = ranked_ideas(access, made.pk)
    assert rows[0].id == big
    assert {row.id for row in rows} == {small, big, also}
    assert rows[0].share_top > 0.5
    assert sum(row.share_top for row in rows) == pytest.approx(1, abs=0.01)
    assert all(
        row.rank_low <= row.rank_high <= 3 and row.score_low <= row.score_middle <= row.score_high for row in rows
    )
    assert rows[0].point_place == 1
    told = ranking(access, made.pk)
    assert (told.ideas, told.top, told.draws, told.version, told.since) == (3, 1, 4000, 1, 0)
    assert {step.card.id for step in why(access, made.pk).steps} >= {big, model}
    assert "rank ideas" in {entry.act_name for entry in record_history(access, made.pk).entries}


def test_the_same_estimates_and_seed_give_the_same(access: Access) -> None:
    model = rice(access)
    estimated(access, "Small")
    big = estimated(access, "Big", BETTER)
    first, again, other = (rank_ideas(access, model_id=model, draws=2000, seed=seed) for seed in (1, 1, 2))
    assert ranked_ideas(access, first.pk) == ranked_ideas(access, again.pk)
    assert first.inputs_hash == again.inputs_hash == other.inputs_hash
    say(access, big, {"reach": (10.0, 20.0)})
    assert ranking(access, first.pk).since == 2, "one made, one replaced"
    changed = rank_ideas(access, model_id=model, draws=2000)
    assert changed.inputs_hash != first.inputs_hash
    newest = newest_ranking(access, model_id=model)
    assert newest is not None
    assert (newest.id, newest.since) == (changed.pk, 0)


def test_several_estimates_of_one_idea_are_pooled(access: Access, editor: Access) -> None:
    model = rice(access)
    torn, sure = estimated(access, "Torn", BETTER), estimated(access, "Sure")
    say(editor, torn, {"reach": (1.0, 2.0)})
    rows = {row.id: row for row in ranked_ideas(access, rank_ideas(access, model_id=model, top=1).pk)}
    assert 0.3 < rows[torn].share_top < 0.7, "one of two thinks that it reaches nobody"
    assert rows[torn].score_middle < rows[sure].score_middle < rows[torn].score_high


def test_only_what_is_estimated_whole_and_not_put_away_is_ranked(access: Access) -> None:
    model = rice(access)
    kept = {estimated(access, "One"), estimated(access, "Two")}
    archive(access, node_ids=[estimated(access, "Away")])
    estimated(access, "Half", {"reach": RICE["reach"]})
    assert {row.id for row in ranked_ideas(access, rank_ideas(access, model_id=model).pk)} == kept
    with pytest.raises(Refused) as refused:
        rank_ideas(access, model_id=model, idea_ids=list(kept)[:1])
    assert refused.value.field == "ideas"


def test_whom_it_is_shown_to_gets_the_order_and_no_cookie(access: Access) -> None:
    model, idea, _ = rice(access), estimated(access, "Small"), estimated(access, "Big", BETTER)
    made = rank_ideas(access, model_id=model, top=1)
    shown = Client().get(f"/guest/{share_with_guest(access, node_id=made.pk, name='Ines').secret}")
    page = shown.content.decode()
    assert ("Small" in page, f"/n/{idea}" in page, "<form" in page, len(shown.cookies)) == (True, False, False, 0)


def test_every_method_ranks(access: Access) -> None:
    fit = add_factor(access, key="fit", label="Fit", kind="scale", lowest=0, highest=10)
    weighed = {"weights": [{"key": "fit", "weight": 1.0, "bad": 0.0, "good": 10.0}]}
    model = add_score_model(access, title="Ours", method="weighted", settings=weighed).model_id
    low, high = (estimated(access, title, {fit.key: ends}) for title, ends in (("Low", (0, 2)), ("High", (7, 9))))
    assert [row.id for row in ranked_ideas(access, rank_ideas(access, model_id=model).pk)] == [high, low]
    change_score_model(access, model_id=model, method="formula", settings={"formula": "10 - fit"})
    assert [row.id for row in ranked_ideas(access, rank_ideas(access, model_id=model).pk)] == [low, high]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"top": 0}, "top"), ({"top": 1001}, "top"), ({"draws": 10}, "draws"), ({"draws": 10**6}, "draws"), ({"seed": -1}, "seed")],
)  # fmt: skip
def test_bad_wishes_are_refused(access: Access, wrong: dict[str, Any], field: str) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    with pytest.raises(Refused) as refused:
        rank_ideas(access, model_id=model, **wrong)
    assert refused.value.field == field
    assert newest_ranking(access) is None


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    model = rice(access)
    one = estimated(access, "One")
    estimated(access, "Two")
    made = rank_ideas(access, model_id=model)
    with pytest.raises(Forbidden):
        rank_ideas(viewer, model_id=model)
    with pytest.raises(NotFound):
        rank_ideas(elsewhere, model_id=model)
    with pytest.raises(NotFound):
        rank_ideas(access, model_id=one)
    for read in (ranking, ranked_ideas):
        with pytest.raises(NotFound):
            read(elsewhere, made.pk)
    assert newest_ranking(elsewhere) is None


def test_the_database_keeps_what_was_ranked(access: Access) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    made = rank_ideas(access, model_id=model)
    rows = RankedIdea._base_manager.filter(ranking=made)
    for change in (lambda: rows.update(place=1), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def labelled(
    access: Access, title: str, label: float, effort: tuple[float, float], *others: tuple[Access, float]
) -> int:
    """An idea that one holds to be so, and takes that much; others may hold it to be something else."""
    idea = int(add_idea(access, title=title).pk)
    known = {row.key: row.id for row in factors(access)}
    size = {"factor_id": known["effort"], "low": effort[0], "high": effort[1]}
    estimate_idea(access, idea_id=idea, values=[{"factor_id": known["moscow"], "low": label, "high": label}, size])
    for who, other in others:
        estimate_idea(who, idea_id=idea, values=[{"factor_id": known["moscow"], "low": other, "high": other}])
    return idea


def moscow(access: Access, low: float, high: float) -> int:
    settings = {"capacity": {"low": low, "high": high}}
    return int(add_score_model(access, title="Quarter", method="moscow", settings=settings).model_id)


def test_what_fits_by_its_label(access: Access, editor: Access) -> None:
    model = moscow(access, 9, 12)
    must, torn = labelled(access, "Must", 3, (2, 4)), labelled(access, "Torn", 3, (4, 6), (editor, 0))
    could, wont = labelled(access, "Could", 1, (4, 6)), labelled(access, "Won't", 0, (1, 2))
    made = rank_ideas(access, model_id=model, draws=4000)
    told, rows = ranking(access, made.pk), {row.id: row for row in ranked_ideas(access, made.pk)}
    assert (told.capacity, told.method, told.top) == ("9 to 12 person-weeks", "MoSCoW within a capacity", 2)
    assert rows[must].share_top == pytest.approx(1, abs=0.01)
    assert rows[wont].share_top == pytest.approx(0, abs=0.01)
    assert rows[torn].share_top == pytest.approx(0.5, abs=0.03), "one of two says that it won't be done"
    assert rows[could].share_top == pytest.approx(0.5, abs=0.06), "it fits whenever the other does not come before it"
    assert any("more than 60%" in said for said in ranking_warnings(access, made.pk))
    with pytest.raises(Refused, match="worked out for scores"):
        what_would_change(access, made.pk)
    assert [row.place for row in rank_now(access, model_id=model)] == [1, 2, 3, 4]
    alice = SignedIn(access)
    page = alice.get(alice.path(f"roadmap?model={model}")).content.decode()
    assert ("What to know of this order" in page, "What would change" in page, ">Fits<" in page) == (True, False, True)
    sheet = alice.get(alice.path(f"roadmap/ideas/{torn}/estimates")).content.decode()
    assert "Won&#x27;t this time" in sheet
    assert re.search(r"MoSCoW</strong>\s+must\s", sheet)


def test_what_does_not_fit_is_not_said_to(access: Access) -> None:
    model = moscow(access, 1, 2)
    ideas = [labelled(access, title, 3, (4, 6)) for title in ("One", "Two")]
    made = rank_ideas(access, model_id=model, draws=4000)
    assert (made.top, {row.share_top for row in ranked_ideas(access, made.pk)}) == (1, {0.0})
    assert not {step.card.id for step in why(access, made.pk).steps} & set(ideas)
    alice = SignedIn(access)
    page = alice.get(alice.path(f"n/{made.pk}")).content.decode()
    assert re.search(r"in the\s+middle draw none or one does\.", page)


def test_more_fit_than_are_counted(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    model = moscow(access, 90, 99)
    ideas = {labelled(access, title, 3, (1, 2)) for title in ("One", "Two")}
    monkeypatch.setattr(rankings, "rank", lambda *of, **how: replace(rank(*of, **how), k=MOST_TOP + 1))
    made = rank_ideas(access, model_id=model, draws=4000)
    assert (made.top, {step.card.id for step in why(access, made.pk).steps} >= ideas) == (MOST_TOP, True)
    alice = SignedIn(access)
    assert re.search(r"middle draw 1,000 or more do\.", alice.get(alice.path(f"n/{made.pk}")).content.decode())


@pytest.mark.parametrize(
    ("capacity", "field"),
    [
        (None, "capacity_low"), ({"low": 0, "high": 1}, "capacity_low"), ({"low": 2, "high": 1}, "capacity_high"),
        ({"low": 1, "high": "x"}, "capacity_high"), ({"low": 1, "likely": 9, "high": 3}, "capacity_high"),
        ({"low": True, "high": 3}, "capacity_low"), ({"low": 1, "likely": -1, "high": 3}, "capacity_likely"),
    ],
)  # fmt: skip
def test_a_capacity_is_checked(access: Access, capacity: Any, field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_score_model(access, title="Quarter", method="moscow", settings={"capacity": capacity})
    assert refused.value.field == field


def test_a_label_is_one_of_four(access: Access) -> None:
    moscow(access, 1, 2)
    for label in (1.5, 4, -1):
        with pytest.raises(Refused):
            labelled(access, "Idea", label, (1, 2))
    made = add_factor(access, key="promised", label="Promised", kind="label")
    assert (made.lowest, made.highest) == (0, 3)


def test_it_is_set_up_and_estimated_on_pages(access: Access) -> None:
    alice = SignedIn(access)
    told = {"title": "Quarter", "method": "moscow", "capacity_low": "10", "capacity_high": ""}
    wrong = alice.post(alice.path("roadmap/models/new"), told)
    assert (wrong.status_code, "A capacity is a number above 0" in wrong.content.decode()) == (422, True)
    assert alice.post(alice.path("roadmap/models/new"), {**told, "capacity_high": "20"}).status_code == 303
    idea = add_idea(access, title="Count by phone").pk
    said = {"moscow_low": "2", "moscow_high": "", "effort_low": "1", "effort_high": "3"}
    assert alice.post(alice.path(f"roadmap/ideas/{idea}/estimates"), said).status_code == 303
    page = alice.get(alice.path(f"n/{idea}")).content.decode()
    assert "should" in page
