"""MaxDiff, pairs, opportunity, dollars and dots: asked step by step, and what the answers say."""

import random

import pytest

from clew.front.templatetags.look import rough
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.factors import add_factor
from clew.rooms.roadmap.actions.survey_answers import answer_survey, stop_survey
from clew.rooms.roadmap.actions.survey_files import bring_in_answers
from clew.rooms.roadmap.actions.survey_landing import land_results
from clew.rooms.roadmap.actions.surveys import choose_survey_ideas, open_survey
from clew.rooms.roadmap.models import Answer, Respondent
from clew.rooms.roadmap.queries.estimates import estimates_of
from clew.rooms.roadmap.queries.survey_files import survey_answers_file
from clew.rooms.roadmap.queries.surveyed import next_pair, progress_of
from clew.rooms.roadmap.queries.surveys import IdeaResult, survey, survey_results
from clew.rooms.roadmap.survey_results import results
from clew.rooms.roadmap.tests.survey_answers import answered, begun, opened, prepared, sets_of


def measure(row: IdeaResult, key: str) -> tuple[float, float, float]:
    found = next(one for one in row.measures if one.key == key)
    return found.value, found.low, found.high


def test_maxdiff_is_balanced_and_finds_the_order(access: Access) -> None:
    made, door = opened(access, "maxdiff", 6, amount=3)
    chance = random.Random(7)
    for _ in range(9):
        asked = begun(door)
        sets = sets_of(asked)
        assert (len(sets), {len(each) for each in sets}) == (6, {3})
        for step, shown in enumerate(sets):
            order = sorted(shown, key=lambda place: place + chance.gauss(0, 0.7))
            answer_survey(asked, step=step, given={"best": order[0], "worst": order[-1]})
        assert progress_of(asked.access, asked.respondent_id).is_done
    found = survey_results(access, made)
    shares = [measure(row, "share")[0] for row in found.ideas]
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == max(shares)
    assert shares[-1] == min(shares)
    assert all(low <= value <= high for row in found.ideas for value, low, high in (measure(row, "counted"),))
    assert "shown" in found.ideas[0].facts[0]
    factor = add_factor(access, key="preference", label="Preference", kind="share").pk
    assert land_results(access, survey_id=made, factor_id=factor, measure="share").estimates == 6
    (landed,) = estimates_of(access, found.ideas[0].idea_id)
    assert (landed.likely, landed.low, landed.high) == measure(found.ideas[0], "share")
    with pytest.raises(Refused, match="has no ends"):
        land_results(access, survey_id=made, factor_id=factor, measure="utility", lowest=0, highest=1)


def test_pairs_are_asked_where_they_tell_most_and_one_may_stop(access: Access) -> None:
    made, door = opened(access, "pairwise", 4, amount=6)
    for _ in range(3):
        asked = begun(door)
        seen = set()
        for step in range(6):
            pair = next_pair(access, asked.respondent_id)
            assert pair is not None
            assert frozenset(pair) not in seen
            seen.add(frozenset(pair))
            answer_survey(asked, step=step, given={"better": min(pair), "other": max(pair)})
        assert next_pair(access, asked.respondent_id) is None
        assert progress_of(asked.access, asked.respondent_id).is_done
    short = begun(door)
    answer_survey(short, step=0, given={"better": 0, "other": 1})
    for given in ({"better": 1, "other": 0}, {"better": 1, "other": 1}, {"better": 1}):
        with pytest.raises(Refused):
            answer_survey(short, step=1, given=given)
    stop_survey(short)
    found = survey_results(access, made)
    strengths = [measure(row, "strength")[0] for row in found.ideas]
    assert strengths == sorted(strengths, reverse=True)
    assert measure(found.ideas[0], "chance")[0] > 0.5
    assert "Of 4 groups of three ideas" in found.warnings[0]
    assert "none contradicts itself" in found.warnings[0]
    assert "at random, about 1 would" in found.warnings[0]
    wins = {(one.place, one.other): one.value for one in found.chances}
    assert wins[0, 3] + wins[3, 0] == pytest.approx(1)
    assert wins[0, 3] > wins[0, 1]


def test_opportunities_inside_a_segment(access: Access) -> None:
    made, door = opened(access, "odi", 2, segments=["Bars", "Cafés"])
    for segment, had in (("Bars", 1), ("Cafés", 5)):
        for _ in range(6):
            answered(door, [{"importance": 5, "satisfaction": had}, {"importance": None, "satisfaction": 3}], segment)
    bars = survey_results(access, made, segment="Bars")
    (row,) = bars.ideas
    assert [measure(row, key)[0] for key in ("score", "importance", "satisfaction")] == [20, 10, 0]
    cafes = survey_results(access, made, segment="Cafés")
    assert measure(cafes.ideas[0], "score")[0] == 10
    with pytest.raises(Refused):
        answer_survey(begun(door, "Bars"), step=0, given={})


@pytest.mark.parametrize(("method", "amount"), [("budget", 100), ("dots", 5)])
def test_dollars_and_dots(access: Access, method: str, amount: int) -> None:
    made, door = opened(access, method, 3)
    for _ in range(4):
        answered(door, [{"points": [amount - 1, 1, 0]}])
    asked = begun(door)
    for points, said in (
        ([amount, 1, 0], "too many"),
        ([0, 0, 0], "gave"),
        ([1, 2], "a number for each"),
        ([-1, 1, 0], "one of the numbers"),
        ("abc", "a number for each"),
    ):
        with pytest.raises(Refused, match=said):
            answer_survey(asked, step=0, given={"points": points})
    found = survey_results(access, made)
    assert measure(found.ideas[0], "share")[0] == pytest.approx((amount - 1) / amount)
    told = [row.facts for row in found.ideas]
    assert told[0] == ("everybody gave it something",)
    assert told[2] == ("nobody gave it anything",)
    answered(door, [{"points": [0, 0, amount]}])
    assert survey_results(access, made).ideas[2].facts == (
        "80 % gave it nothing", "the others gave it 100 % on average", "more than a third of it came from one person",
    )  # fmt: skip
    if method == "budget":
        with pytest.raises(Refused, match="Give 10 more"):
            answer_survey(asked, step=0, given={"points": [90, 0, 0]})


FILES = {
    "kano": "respondent,segment,idea,functional,dysfunctional\n1,Bars,Count by phone,3,5\n1,Bars,shelf  ORDER,1,3\n2,,Count by phone,1,1\n",
    "odi": "respondent,idea,importance,satisfaction\n1,Count by phone,5,\n2,Count by phone,5,2\n",
    "maxdiff": "respondent,shown,best,worst\n1,Count by phone|Shelf order|Day pass,Day pass,Shelf order\n1,Price digest|Shelf order,Price digest,Shelf order\n",
    "pairwise": "respondent,better,other\n1,Count by phone,Day pass\n1,Shelf order,Day pass\n",
    "budget": "respondent,idea,points\n1,Count by phone,60\n1,Day pass,40\n",
    "dots": "respondent,idea,points\n1,Count by phone,2\n2,Day pass,5\n",
}


@pytest.mark.parametrize("method", FILES)
def test_files_of_every_method_come_in_once_and_go_out_alike(access: Access, method: str) -> None:
    made, _ = opened(access, method, 5)
    first = bring_in_answers(access, survey_id=made, text=FILES[method])
    assert (first.known, first.respondents > 0) == (0, True)
    again = bring_in_answers(access, survey_id=made, text=FILES[method])
    assert (again.respondents, again.known) == (0, first.respondents)
    assert survey_results(access, made).n == first.respondents
    sent = survey_answers_file(access, made).content
    assert isinstance(sent, bytes)
    other, _ = opened(access, method, 5)
    assert bring_in_answers(access, survey_id=other, text=sent.decode("utf-8-sig")).answers == first.answers


@pytest.mark.parametrize(
    ("method", "text", "said"),
    [
        ("kano", "respondent,idea,functional,dysfunctional\n1,Rockets,1,1", "Row 2, idea: no idea is called “Rockets”"),
        ("kano", "respondent,idea,functional,dysfunctional\n1,Shelf order,9,1", "Row 2, functional: This needs"),
        ("kano", "respondent,idea,functional,dysfunctional\n1,Shelf order,x,1", "Row 2, functional: “x” is no whole"),
        ("kano", "respondent,idea,functional,dysfunctional\n,Shelf order,1,1", "Row 2, respondent"),
        ("kano", "respondent,idea,functional,dysfunctional\n1,Shelf order,1,1\n1,Shelf order,1,1", "Row 3, idea: “1” answered"),
        ("kano", "respondent,segment,idea,functional,dysfunctional\n1,A,Shelf order,1,1\n1,B,Day pass,1,1", "Row 3, segment"),
        ("kano", "idea,functional,dysfunctional\nShelf order,1,1", "headed respondent"),
        ("kano", 'respondent,idea,functional,dysfunctional\n"1', "no CSV"),
        ("kano", "respondent,idea,functional,dysfunctional", "no answer"),
        ("maxdiff", "respondent,shown,best,worst\n1,Day pass|Day pass,Day pass,Day pass", "Row 2, shown"),
        ("maxdiff", "respondent,shown,best,worst\n1,Day pass|Shelf order,Day pass,Live cost", "Row 2, worst"),
        ("pairwise", "respondent,better,other\n1,Day pass,Shelf order\n1,Shelf order,Day pass", "Row 3, better"),
        ("budget", "respondent,idea,points\n1,Day pass,60", "“1”: You gave 60 of 100"),
        ("dots", "respondent,idea,points\n1,Day pass,", "Row 2, points"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_named_and_nothing_comes_in(
    access: Access, method: str, text: str, said: str
) -> None:
    made, _ = opened(access, method, 5)
    with pytest.raises(Refused, match=said) as refused:
        bring_in_answers(access, survey_id=made, text=text)
    assert refused.value.field == "file"
    assert not Respondent._base_manager.exists()


def test_files_of_strangers_viewers_and_drafts(access: Access, viewer: Access, elsewhere: Access) -> None:
    made, _ = opened(access, "dots", 5)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            bring_in_answers(who, survey_id=made, text=FILES["dots"])
    with pytest.raises(NotFound):
        survey_answers_file(elsewhere, made)
    with pytest.raises(Refused, match="draft"):
        bring_in_answers(access, survey_id=prepared(access, "dots", 5), text=FILES["dots"])
    assert not Answer._base_manager.exists()


def test_a_formula_in_a_name_is_not_run(access: Access) -> None:
    made = prepared(access, "dots", 2)
    rows = survey(access, made).ideas
    choose_survey_ideas(
        access, survey_id=made, ideas=[{"idea_id": row.idea_id, "label": f"=1+{row.place}|x"} for row in rows]
    )
    open_survey(access, survey_id=made)
    bring_in_answers(access, survey_id=made, text="respondent,idea,points\n1,=1+0/x,2\n")
    sent = survey_answers_file(access, made).content
    assert isinstance(sent, bytes)
    assert "R1,,'=1+0/x,2" in sent.decode("utf-8-sig")
    assert bring_in_answers(access, survey_id=made, text=sent.decode("utf-8-sig")).respondents == 1


@pytest.mark.parametrize(
    ("ideas", "answers", "said"),
    [
        (2, [(0, 1)], ()),
        (3, [(0, 1), (1, 2), (0, 2)], ("Of one group of three ideas each was compared with each; the answers fit together.",)),
        (3, [(0, 1), (1, 2), (2, 0)], ("Of one group of three ideas each was compared with each; the answers contradict themselves.",)),
        (4, [(0, 1), (2, 3)], ("The items fall into 2 groups that nobody compared with each other: which of them is better is not known.",)),
    ],
)  # fmt: skip
def test_pairs_are_told_in_plain_words(ideas: int, answers: list[tuple[int, int]], said: tuple[str, ...]) -> None:
    found = results("pairwise", ideas, [[{"better": one, "other": other, "step": 0}] for one, other in answers])
    assert found.warnings == said
    if ideas == 2:
        assert [one.facts for one in found.said] == [("compared once",), ("compared once",)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0452, "0.045"), (-1.276, "−1.3"), (0.0, "0"), (12.34, "12"), (1234.5, "1,200"), (-0.00004, "0")],
)
def test_a_number_that_is_only_likely_has_two_figures(value: float, shown: str) -> None:
    assert rough(value) == shown
