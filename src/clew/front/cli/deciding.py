"""The second half of the job on the command line: mark words, name an idea, decide, predict, resolve."""

from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import Day, how_sure, in_workspace, print_json, refuse


@click.command()
@click.argument("source", type=int)
@click.argument("words")
@click.option(
    "--need",
    required=True,
    metavar="ID|TEXT",
    help="The need these words speak about; words that name none yet make one.",
)
@click.option("--against", is_flag=True, help="The words contradict the need; otherwise they support it.")
@click.option("--code", "codes", multiple=True, help="A code for these words. May be repeated.")
@in_workspace
def mark(access: Any, source: int, words: str, need: str, against: bool, codes: tuple[str, ...], as_json: bool) -> None:
    """Make WORDS of the source with the number SOURCE evidence for, or against, a need."""
    from clew.ground.evidence.api import mark as mark_words
    from clew.ground.evidence.api import place_of_words

    start, end, exact = place_of_words(access, source, words)
    tied: dict[str, Any] = {"need_id": int(need)} if need.isdecimal() else {"new_need": need}
    made = mark_words(
        access,
        source_id=source,
        start=start,
        end=end,
        exact=exact,
        stance="contradicts" if against else "supports",
        codes=codes,
        **tied,
    )
    _told("Marked", made.pk, exact, as_json)


@click.command()
@click.argument("title")
@click.option("--need", "needs", type=int, multiple=True, help="A need it addresses, by number. May be repeated.")
@click.option("--detail", default="", help="What it is, in a few sentences.")
@in_workspace
def idea(access: Any, title: str, needs: tuple[int, ...], detail: str, as_json: bool) -> None:
    """Note an idea that addresses needs."""
    from clew.ground.evidence.api import add_idea

    _told("Idea", add_idea(access, title=title, detail=detail, addresses=needs).pk, title, as_json)


@click.command()
@click.argument("title")
@click.option(
    "--choose", required=True, metavar="ID|TEXT", help="The option that is chosen: an idea's number, or words."
)
@click.option("--because", required=True, help="Why.")
@click.option(
    "--reject",
    "rejected",
    nargs=2,
    multiple=True,
    required=True,
    metavar="ID|TEXT WHY",
    help="Another option and why not.",
)
@click.option("--flips", required=True, help="What would change this decision.")
@click.option(
    "--rests-on", "grounds", type=int, multiple=True, help="A record it rests on, by number. May be repeated."
)
@click.option("--predict", required=True, help="What you expect to happen.")
@click.option("--by", "resolve_by", type=Day(), required=True, help="The day it will be known.")
@click.option("--on", "decided_on", type=Day(), help="When it was decided, if not today.")
@in_workspace
@how_sure
def decide(
    access: Any,
    *,
    title: str,
    choose: str,
    because: str,
    rejected: tuple[tuple[str, str], ...],
    flips: str,
    grounds: tuple[int, ...],
    predict: str,
    numbers: dict[str, Any],
    resolve_by: date,
    decided_on: date | None,
    as_json: bool,
) -> None:
    """Take a decision among options, with what it rests on and what you expect; from then on it is frozen."""
    from clew.front.flows import decide_at_once

    made = decide_at_once(
        access,
        title=title,
        options=[(choose, because), *rejected],
        flips=flips,
        grounds=grounds,
        prediction={"question": predict, "resolve_by": resolve_by, **numbers},
        decided_on=decided_on,
    )
    _told("Decided", made.pk, title, as_json, hash=made.snapshot_hash)


@click.command()
@click.argument("question")
@click.option("--by", "resolve_by", type=Day(), required=True, help="The day it will be known.")
@in_workspace
@how_sure
def predict(access: Any, *, question: str, resolve_by: date, numbers: dict[str, Any], as_json: bool) -> None:
    """Register a prediction. It cannot be edited, only withdrawn."""
    from clew.ground.thread.api import register_prediction

    made = register_prediction(access, question=question, resolve_by=resolve_by, **numbers)
    _told("Prediction", made.pk, question, as_json)


@click.command()
@click.argument("prediction", type=int)
@click.argument("outcome", metavar="yes|no|VALUE")
@click.option("--on", "resolved_on", type=Day(), help="Since when it is known, if not today.")
@click.option("--note", default="", help="What happened.")
@in_workspace
def resolve(access: Any, prediction: int, outcome: str, resolved_on: date | None, note: str, as_json: bool) -> None:
    """Say what came of the prediction with the number PREDICTION; it is scored at once."""
    from clew.ground.thread.api import resolve as resolve_prediction

    made = resolve_prediction(access, prediction_id=prediction, resolved_on=resolved_on, note=note, **_outcome(outcome))
    _told("Resolved", made.pk, f"{made.method} score {made.score:.3g}", as_json, score=made.score, method=made.method)


def _outcome(text: str) -> dict[str, Any]:
    if text.lower() in ("yes", "no"):
        return {"outcome": text.lower() == "yes"}
    try:
        return {"value": float(text)}
    except ValueError:
        refuse(f"“{text}” is neither yes, no nor a number.", "Say what came.")


def _told(what: str, number: int, text: str, as_json: bool, **more: Any) -> None:
    if as_json:
        print_json({"id": number, "text": text, **more})
    else:
        click.echo(f"{what} {number}: {text}")
