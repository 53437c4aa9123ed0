"""`clew roadmap survey …`: surveys about ideas, from what is asked to estimates."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, ended, in_workspace, print_json, whole_address

METHODS = ("kano", "maxdiff", "pairwise", "odi", "budget", "dots")
DAY = Day()
FEW = 20  # as the page of results has it


@click.group()
def survey() -> None:
    """Ask people about ideas, and make estimates of what they say."""


@survey.command("list")
@in_workspace
def listed(access: Any, *, as_json: bool) -> None:
    """All surveys, the newest first."""
    from clew.rooms.roadmap.queries.surveys import surveys

    rows = surveys(access, limit=200)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(
            f"{row.id:>7}  {row.method:<9} {row.state:<7} {row.begun:>5} began {row.answered:>5} ended  {row.title}"
        )
    ended(rows)


@survey.command()
@click.argument("title")
@click.option("--method", type=click.Choice(METHODS), required=True)
@click.option("--idea", "ideas", type=NUMBER, multiple=True, required=True, help="An idea, by number; may be repeated.")
@click.option("--segment", "segments", multiple=True, help="A segment to choose from; may be repeated.")
@click.option("--amount", type=int, help="Ideas in a MaxDiff set, pairs for each person, dollars or dots.")
@in_workspace
def add(
    access: Any, *, title: str, method: str, ideas: tuple[int, ...], segments: tuple[str, ...], amount: int | None, as_json: bool
) -> None:  # fmt: skip
    """Prepare the survey TITLE."""
    from clew.rooms.roadmap.actions.surveys import add_survey

    made = add_survey(access, title=title, method=method, idea_ids=ideas, segments=segments, amount=amount)
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Survey {made.pk}: {title}")


@survey.command("open")
@click.argument("number", type=NUMBER)
@click.option("--until", type=DAY, help="The last day on which it takes answers.")
@in_workspace
def open_it(access: Any, *, number: int, until: date | None, as_json: bool) -> None:
    """Open the survey NUMBER, and print a link for posting anywhere."""
    from clew.rooms.roadmap.actions.surveys import open_survey, post_survey

    open_survey(access, survey_id=number, closes_on=until)
    _say_link(number, post_survey(access, survey_id=number).secret, as_json=as_json)


@survey.command()
@click.argument("number", type=NUMBER)
@in_workspace
def link(access: Any, *, number: int, as_json: bool) -> None:
    """Print a new link for posting the survey NUMBER; the one before leads nowhere any more."""
    from clew.rooms.roadmap.actions.surveys import post_survey

    _say_link(number, post_survey(access, survey_id=number).secret, as_json=as_json)


def _say_link(number: int, secret: str, *, as_json: bool) -> None:
    path = f"/survey/{secret}"
    link = whole_address(path)
    print_json({"id": number, "path": path, "link": link}) if as_json else click.echo(f"{link}\nIt is shown once.")


@survey.command()
@click.argument("number", type=NUMBER)
@in_workspace
def close(access: Any, *, number: int, as_json: bool) -> None:
    """Close the survey NUMBER."""
    from clew.rooms.roadmap.actions.surveys import close_survey

    close_survey(access, survey_id=number)
    print_json({"id": number, "state": "closed"}) if as_json else click.echo("Closed.")


@survey.command()
@click.argument("number", type=NUMBER)
@click.option("--segment", default="", help="Only what these said.")
@in_workspace
def results(access: Any, *, number: int, segment: str, as_json: bool) -> None:
    """What the answers to the survey NUMBER say, with intervals that hold nine of ten cases."""
    from clew.rooms.roadmap.queries.surveys import survey_results

    found = survey_results(access, number, segment=segment)
    if as_json:
        print_json(asdict(found))
    for row in () if as_json else found.ideas:
        told = ", ".join(f"{one.key} {one.value:.2f} ({one.low:.2f} to {one.high:.2f})" for one in row.measures)
        click.echo(
            f"{row.idea_id:>7}  {row.label}{f' [{row.category}]' if row.category else ''}: {told}, {_answers(row.n)}"
        )
    if not as_json:
        click.echo("".join(f"{warning}\n" for warning in _warnings(found)), nl=False)
    ended(found.ideas)


@survey.command()
@click.argument("number", type=NUMBER)
@click.argument("measure")
@click.argument("factor")
@click.option("--segment", default="", help="As said by these.")
@click.option("--lowest", type=float, help="What the lowest result counts as.")
@click.option("--highest", type=float, help="What the highest result counts as.")
@in_workspace
def land(
    access: Any, *, number: int, measure: str, factor: str, segment: str, lowest: float | None, highest: float | None, as_json: bool
) -> None:  # fmt: skip
    """Make estimates of FACTOR, by its key, of MEASURE in the survey NUMBER."""
    from clew.ground.ledger.api import Refused
    from clew.rooms.roadmap.actions.survey_landing import land_results
    from clew.rooms.roadmap.queries.estimates import factors

    known = {row.key: row.id for row in factors(access)}
    if factor not in known:
        raise Refused(f"There is no factor {factor}.", field="factor", remedy="See clew roadmap models.")
    made = land_results(
        access, survey_id=number, factor_id=known[factor], measure=measure, segment=segment, lowest=lowest, highest=highest
    )  # fmt: skip
    left = f" None of {', '.join(made.left_out)}: every answer was reverse or questionable." if made.left_out else ""
    print_json(asdict(made)) if as_json else click.echo(
        f"{made.estimates} estimates, from {_answers(made.answers)}.{left}"
    )


def _warnings(found: Any) -> Sequence[str]:
    """Of few answers the one that says so, as on the page; how pairs contradict each other is said of any."""
    few = f"Few answers, {found.n}: the intervals are wide, and who answered weighs much."
    if not 0 < found.n < FEW:
        return tuple(found.warnings)
    return (few, *(found.warnings if found.chances else ()))


def _answers(n: int) -> str:
    return "1 answer" if n == 1 else f"{n} answers"


def _people(n: int) -> str:
    return "1 respondent" if n == 1 else f"{n} respondents"


@survey.command("import")
@click.argument("number", type=NUMBER)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_workspace
def bring_in(access: Any, *, number: int, file: Path, as_json: bool) -> None:
    """Bring the answers of the CSV FILE into the survey NUMBER; those that came in before are left out."""
    from clew.rooms.roadmap.actions.survey_files import bring_in_answers

    made = bring_in_answers(access, survey_id=number, text=file.read_text(encoding="utf-8-sig", errors="replace"))
    told = f"{_answers(made.answers)} of {_people(made.respondents)} came in; {made.known} were there already."
    print_json(asdict(made)) if as_json else click.echo(told)


@survey.command("export")
@click.argument("number", type=NUMBER)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_workspace
def export(access: Any, *, number: int, file: Path, as_json: bool) -> None:
    """Write the answers to the survey NUMBER to the CSV FILE; nobody's name stands in it."""
    from clew.rooms.roadmap.queries.survey_files import survey_answers_file

    content = survey_answers_file(access, number).content
    file.write_bytes(content if isinstance(content, bytes) else b"")
    print_json({"file": str(file)}) if as_json else click.echo(f"Written to {file}.")
