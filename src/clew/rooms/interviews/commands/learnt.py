"""`clew interviews talk`, `snapshot`, `saturation`, `tree` and `silent`: what was learnt, and from whom nothing yet. All only read."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, ended, in_workspace, print_json


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def talk(access: Any, *, interview: int, as_json: bool) -> None:
    """How INTERVIEW was held: who talked how much, what was asked, which stories were told. Ends with 1 when it cannot be scored."""
    from clew.rooms.interviews.queries.talk import talk as talk_of

    found = talk_of(access, interview)
    if as_json:
        print_json(asdict(found))
    elif found.score is None:
        click.echo(f"clew: {found.missing}", err=True)
    else:
        for line in _told(found.score):
            click.echo(line)
    ended([found.score] if found.score else [])


def _told(score: Any) -> Iterator[str]:
    if score.word_share is not None:
        yield f"Words of the interviewers: {score.word_share:.0%}"
    for kind in score.kinds:
        yield f"{kind.count:>4}  {kind.label}"
    yield f"{len(score.stories):>4}  stories told; {score.stories_asked} asked for"
    if score.guide is not None:
        yield f"{score.guide.covered:>4}  of {len(score.guide.asked)} questions of the guide asked"
    for advice in score.advice:
        yield f"      {advice.title}"


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def snapshot(access: Any, *, interview: int, as_json: bool) -> None:
    """INTERVIEW on one page: a quotation, facts, the story, the needs heard."""
    from clew.rooms.interviews.queries.snapshots import snapshot as snapshot_of

    found = snapshot_of(access, interview)
    if as_json:
        return print_json(asdict(found))
    click.echo(f"{found.title} ({found.study})")
    if found.withheld:
        return click.echo(found.withheld)
    if found.quote is not None:
        click.echo(f"“{found.quote.exact}”")
    for moment in found.moments:
        click.echo(f"{moment.word:>10}  {moment.text}")
    for need in found.needs:
        click.echo(f"{need.id:>7}  {need.title} (for {need.supports}, against {need.contradicts})")


@click.command()
@click.argument("study", type=NUMBER)
@click.option("--of", type=click.Choice(("both", "codes", "needs")), default="both", show_default=True)
@in_workspace
def saturation(access: Any, *, study: int, of: str, as_json: bool) -> None:
    """What each participant of STUDY still brought, and what three more would. Ends with 1 while there are too few to say."""
    from clew.rooms.interviews.queries.saturation import study_saturation

    found = study_saturation(access, study, of=of)
    if as_json:
        print_json({**asdict(found), "says": found.says})
    else:
        for one in found.participants:
            click.echo(f"{one.interviews[0]:>7}  {one.title}: {one.new} new of {one.findings}")
        click.echo(found.says or f"{found.wanting} more participants are needed before anything can be said.")
    ended([found.says] if found.says else [])


@click.command()
@click.option("--study", type=NUMBER, help="Only what was heard in this study.")
@click.option("--on", type=Day(), default=None, help="What they weigh on this day; today by default.")
@in_workspace
def tree(access: Any, *, study: int | None, on: date | None, as_json: bool) -> None:
    """Outcomes, needs, ideas and their assumption tests, with what speaks for each."""
    from django.utils import timezone

    from clew.rooms.interviews.queries.tree import opportunity_tree

    found = opportunity_tree(access, on=on or timezone.localdate(), study_id=study)
    if as_json:
        print_json(asdict(found))
    else:
        _draw([*found.outcomes, *found.loose], 0)
        if found.more:
            click.echo(f"… and {found.more} more.", err=True)
    ended([*found.outcomes, *found.loose])


def _draw(boxes: Sequence[Any], depth: int) -> None:
    for box in boxes:
        click.echo(f"{box.id:>7}  {'  ' * depth}{box.title} ({box.kind})")
        _draw(box.below, depth + 1)


@click.command()
@click.option("--study", type=NUMBER, help="Whom no interview of this study heard.")
@click.option("--need", type=NUMBER, help="Whom nobody heard speak of this need.")
@in_workspace
def silent(access: Any, *, study: int | None, need: int | None, as_json: bool) -> None:
    """Who has not been asked: segments and accounts, the largest first, with people to invite. Name a study, a need, or both."""
    from clew.rooms.interviews.queries.not_asked import need_not_asked, study_not_asked

    if need is not None:
        found = need_not_asked(access, need, study_id=study)
    elif study is not None:
        found = study_not_asked(access, study)
    else:
        raise click.UsageError("Name a study with --study, or a need with --need.")
    if as_json:
        print_json(asdict(found))
    else:
        _names(found)
    ended([*found.segments, *found.accounts])


def _names(found: Any) -> None:
    for one in found.segments:
        click.echo(f"{one.segment.id:>7}  {one.segment.name} (segment)")
    for one in found.accounts:
        people = ", ".join(who.name for who in one.people)
        click.echo(f"{one.account.id:>7}  {one.account.name}{f': {people}' if people else ''}")
