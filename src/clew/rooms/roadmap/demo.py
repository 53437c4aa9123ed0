"""The room's part of the demo: two colleagues estimated most of the ideas, and do not agree about all of them; what fits is chosen for
two scenarios, some are planned, one is out."""

from dataclasses import dataclass
from datetime import timedelta

from clew.ground.doors.api import DemoSoFar
from clew.ground.files.api import store
from clew.ground.runs.api import perform
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import demo_surveys
from clew.rooms.roadmap.actions.answering import answer_feedback
from clew.rooms.roadmap.actions.attachments import attach_files
from clew.rooms.roadmap.actions.deciding import decide_from_ranking
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.feedback import take_in_sources
from clew.rooms.roadmap.actions.fields import add_field
from clew.rooms.roadmap.actions.forecasts import forecast, import_throughput
from clew.rooms.roadmap.actions.forms import set_form
from clew.rooms.roadmap.actions.ideas import place_idea
from clew.rooms.roadmap.actions.plan import add_item, move_item, set_item_state, wait_for
from clew.rooms.roadmap.actions.portfolios import (
    add_portfolio,
    choose_portfolio,
    copy_portfolio,
    put_idea,
    set_capacity,
    settle_idea,
    tie_ideas,
)
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.releases import add_release, release
from clew.rooms.roadmap.actions.rounds import begin_estimating, estimate_blind
from clew.rooms.roadmap.actions.saved_views import save_view
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.actions.views import add_plan_view, take_baseline
from clew.rooms.roadmap.demo_portal import load_portal
from clew.rooms.roadmap.models import Factor, FieldChoice
from clew.rooms.roadmap.queries.feedback import inbox

KEYS = ("reach", "impact", "confidence", "effort")
Ends = tuple[float, float]

# People in a quarter, what it does for each (0.25 to 3), how likely it works, person-weeks. One idea is left for who tries it.
FIRST: dict[str, tuple[Ends, Ends, Ends, Ends]] = {
    "offline-count": ((400, 1200), (1, 3), (0.7, 0.9), (8, 16)),
    "shelf-order": ((300, 900), (0.5, 2), (0.6, 0.9), (3, 6)),
    "price-digest": ((150, 600), (0.5, 1), (0.6, 0.8), (2, 4)),
    "live-cost": ((100, 500), (1, 3), (0.4, 0.7), (8, 20)),
    "quote-freeze": ((60, 250), (0.5, 2), (0.5, 0.8), (2, 5)),
    "delivery-check": ((300, 800), (1, 2), (0.5, 0.8), (5, 10)),
    "einvoice-match": ((50, 400), (1, 3), (0.3, 0.7), (10, 25)),
    "clock-list": ((200, 700), (0.5, 1), (0.5, 0.8), (3, 7)),
    "day-pass": ((100, 400), (0.25, 1), (0.6, 0.9), (1, 3)),
}
SECOND: dict[str, tuple[Ends, Ends, Ends, Ends]] = {
    "offline-count": ((600, 1500), (1, 3), (0.5, 0.8), (14, 30)),
    "shelf-order": ((300, 1000), (0.5, 1), (0.7, 0.9), (2, 5)),
    "live-cost": ((300, 900), (1, 3), (0.5, 0.8), (6, 14)),
    "delivery-check": ((80, 300), (1, 2), (0.5, 0.7), (4, 9)),
}


# Person-weeks in each period; what an idea takes of Design and Web, and over how many periods.
PERIODS = ("This quarter", "Next quarter", "The one after")
ROOM = {"Design": [4, 4, 4], "Web": [12, 12, 12]}
TAKES = {
    "offline-count": (4.0, 12.0, 2),
    "shelf-order": (2.0, 4.0, 1),
    "price-digest": (1.0, 2.0, 1),
    "live-cost": (3.0, 10.0, 1),
    "quote-freeze": (1.0, 3.0, 1),
    "delivery-check": (2.0, 6.0, 1),
    "clock-list": (2.0, 3.0, 1),
    "day-pass": (1.0, 1.0, 1),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`days`: after today, on which it begins, and is out at the earliest and the latest."""

    title: str
    ideas: tuple[str, ...]
    horizon: str
    days: tuple[int, int, int]
    team: str
    goal: str
    audience: str = "company"


PLAN = {
    "order": Told("Count in shelf order", ("shelf-order",), "now", (-20, 10, 35), "Counting", "weekly-count", "public"),
    "offline": Told("Counting without a signal", ("offline-count",), "next", (30, 60, 110), "Counting", "weekly-count"),
    "delivery": Told(
        "Deliveries checked at the door", ("delivery-check",), "next", (20, 60, 100), "Deliveries", "stay"
    ),
    "digest": Told("Prices of the week, on Monday", ("price-digest",), "later", (90, 120, 200), "Deliveries", "stay"),
    "pass": Told(
        "A day pass for who helps out", ("day-pass",), "now", (-60, -20, -10), "Counting", "weekly-count", "public"
    ),
}
# Tickets finished in each week, the last week last.
FINISHED = [
    3, 2, 4, 1, 3, 5, 2, 0, 3, 4, 2, 3, 1, 4, 6, 2, 3, 2, 5, 3, 1, 0, 2, 4, 3, 3, 5, 2, 4, 3, 6, 2, 3, 4, 1, 5, 3, 2, 4, 4,
    0, 1, 3, 5, 4, 2, 6, 3, 4, 5, 3, 2, 5, 4, 3, 6, 2, 4, 5, 3, 1, 4, 3, 5, 2, 6, 4, 3, 5, 4, 3, 2, 5, 6, 4, 3, 5, 4,
]  # fmt: skip
# State, tags, whose it is (the first or the second colleague), size and what a day of it costs.
PLACED: dict[str, tuple[str, str, int | None, str, float | None]] = {
    "offline-count": ("planned", "counting, offline", 0, "Large", 14),
    "shelf-order": ("in work", "counting", 0, "Small", 5),
    "price-digest": ("planned", "prices", 1, "Small", 3),
    "live-cost": ("considered", "prices", 1, "Large", 15),
    "quote-freeze": ("considered", "prices", None, "Small", 4),
    "delivery-check": ("planned", "deliveries", 0, "Medium", 8),
    "einvoice-match": ("declined", "deliveries, invoices", None, "Large", 18),
    "day-pass": ("released", "counting", 0, "Small", 2),
}
INBOX = 60
ANSWER = "Thank you for telling us. We looked into it, and it stands on our plan with your words behind it."
SHELVES = (
    "kitchen,shelf,counted after,minutes\nNorth,Dry goods,-,11\nNorth,Cold room,Dry goods,18\nHarbour,Cellar,-,24\n"
)
NOTES = "Who helps out for a day gets a pass with pictures of every shelf, and needs no account."


def load(so_far: DemoSoFar) -> None:
    first, second = list(so_far.team.values())[:2]
    model = add_score_model(first, title="RICE", method="rice").model_id
    factors = dict(Factor._base_manager.filter(workspace=first.workspace_id).values_list("key", "pk"))
    for by, told in ((first, FIRST), (second, SECOND)):
        for key, ends in told.items():
            values = [
                {"factor_id": factors[factor], "low": low, "high": high}
                for factor, (low, high) in zip(KEYS, ends, strict=True)
            ]
            estimate_idea(by, idea_id=so_far.records[key], values=values)
    _blind(so_far, first, second, factors["effort"])
    ranking = rank_ideas(first, model_id=model, top=3).pk
    _portfolios(first, so_far, model)
    _planned(first, so_far)
    demo_surveys.ask(second, so_far)
    _forecast(first, so_far)
    decide_from_ranking(
        first, ranking_id=ranking, prediction="Weeks from the first line of code to release", low=3, best=5, high=9, unit="weeks",
        resolve_by=so_far.today + timedelta(days=120),
    )  # fmt: skip
    load_portal(so_far)
    _placed(so_far)
    _inbox(first, so_far)


def _blind(so_far: DemoSoFar, first: Access, second: Access, effort: int) -> None:
    """One round is open and shows who is apart; one waits for whoever tries the demo."""
    ideas = [so_far.records[key] for key in ("live-cost", "quote-freeze")]
    people = [one.user_id or 0 for one in (first, second)]
    done = begin_estimating(
        first, title="How much work it is", idea_ids=ideas, factor_ids=[effort], estimator_ids=people
    )
    said = {first: ((8, 20), (2, 5)), second: ((24, 40), (2, 4))}
    for who, ranges in said.items():
        for idea, (low, high) in zip(ideas, ranges, strict=True):
            value = {"factor_id": effort, "low": low, "high": high}
            estimate_blind(who, round_id=done.pk, idea_id=idea, values=[value])
    wanted = [so_far.access.user_id or 0, *(one for one in people if one != so_far.access.user_id)]
    left = begin_estimating(
        first, title="How much work the invoices are", idea_ids=[so_far.records["einvoice-match"]], factor_ids=[effort],
        estimator_ids=wanted,
    )  # fmt: skip
    estimate_blind(
        second, round_id=left.pk, idea_id=so_far.records["einvoice-match"],
        values=[{"factor_id": effort, "low": 12, "high": 26, "note": "Three formats, one of them on paper"}],
    )  # fmt: skip


def _forecast(by: Access, so_far: DemoSoFar) -> None:
    monday = so_far.today - timedelta(days=so_far.today.weekday())
    weeks = ((monday - timedelta(weeks=len(FINISHED) - at), count) for at, count in enumerate(FINISHED))
    text = "week,count\n" + "\n".join(f"{week},{count}" for week, count in weeks)
    made = import_throughput(by, name="Counting and Deliveries, tickets", text=text)
    forecast(by, items=30, throughput_id=made.pk)
    forecast(by, by=monday + timedelta(weeks=13), throughput_id=made.pk)


def _inbox(by: Access, so_far: DemoSoFar) -> None:
    """The newest pieces of feedback: those that nobody read wait, and one is answered."""
    newest = sorted((int(key), pk) for key, pk in so_far.sources.items() if key.isdecimal())[-INBOX:]
    take_in_sources(by, source_ids=[pk for _, pk in newest])
    done = inbox(by, state="sorted", limit=1).rows
    if done:
        answer_feedback(by, entry_id=done[0].id, answer=ANSWER)
    set_form(by, title="What should be better in Larder?", intro="We read all of it, and tell you what became of it.")


def _portfolios(by: Access, so_far: DemoSoFar, model: int) -> None:
    """Two scenarios, chosen at once: as many people as today, and one more designer."""
    made = add_portfolio(by, title="As many people as today", periods=PERIODS, capacity=ROOM, model_id=model).pk
    for key, (design, web, lasts) in TAKES.items():
        efforts = {"Design": design, "Web": web}
        put_idea(by, portfolio_id=made, idea_id=so_far.records[key], efforts=efforts, lasts=lasts)
    settle_idea(by, portfolio_id=made, idea_id=so_far.records["day-pass"], label="must")
    tie_ideas(by, portfolio_id=made, idea_id=so_far.records["live-cost"], other_id=so_far.records["delivery-check"])
    more = copy_portfolio(by, portfolio_id=made, title="One more designer").pk
    set_capacity(by, portfolio_id=more, periods=PERIODS, capacity={**ROOM, "Design": [9, 9, 9]})
    for pk in (made, more):
        perform(choose_portfolio(by, portfolio_id=pk, draws=20).key)


def _planned(by: Access, so_far: DemoSoFar) -> None:
    items: dict[str, int] = {}
    for key, told in PLAN.items():
        begins, earliest, latest = (so_far.today + timedelta(days=days) for days in told.days)
        items[key] = add_item(
            by, title=told.title, idea_ids=[so_far.records[idea] for idea in told.ideas], horizon=told.horizon,
            team=told.team, starts_on=begins, earliest=earliest, latest=latest, audience=told.audience,
            outcome_id=so_far.records[told.goal],
        ).pk  # fmt: skip
    wait_for(by, item_id=items["delivery"], other_id=items["order"])
    set_item_state(by, item_id=items["order"], state="in work")
    take_baseline(by, name="As agreed with the chefs")
    add_plan_view(by, title="Roadmap for the company", audience="company", arrangement="timeline")
    begins, earliest, latest = (so_far.today + timedelta(days=days) for days in (30, 70, 130))
    move_item(
        by, item_id=items["offline"], horizon="next", starts_on=begins, earliest=earliest, latest=latest,
        why="Two chefs said that the first count must not fail",
    )  # fmt: skip
    out = add_release(
        by, title="Pictures for a day", version="1.8", notes=NOTES, audience="public", item_ids=[items["pass"]]
    )
    release(by, release_id=out.pk, released_on=so_far.today - timedelta(days=12))


def _placed(so_far: DemoSoFar) -> None:
    """How far the ideas are and whose; the fields are an owner's, who is who tries the demo."""
    size = add_field(so_far.access, name="Size", kind="choice", choices=["Small", "Medium", "Large"])
    days = add_field(so_far.access, name="Design", kind="number", unit="days")
    team = list(so_far.team.values())
    choices = dict(FieldChoice._base_manager.filter(field=size).values_list("name", "pk"))
    for key, (state, tags, whose, large, cost) in PLACED.items():
        place_idea(
            team[0], idea_id=so_far.records[key], state=state, tags=tags.split(","),
            owner_id=None if whose is None else team[whose].user_id,
            values=[{"field_id": size.pk, "value": choices[large]}, {"field_id": days.pk, "value": cost}],
        )  # fmt: skip
    shelves = store(team[0], name="Shelves of two kitchens.csv", chunks=[SHELVES.encode()])
    attach_files(team[0], idea_id=so_far.records["shelf-order"], file_ids=[shelves.pk])
    save_view(team[0], name="By size", asked=f"view=board&by=field-{size.pk}", for_all=True)
    save_view(team[0], name="Planned, by votes", asked="state=planned&sort=votes", for_all=True)
