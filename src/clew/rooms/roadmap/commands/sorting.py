"""`clew roadmap sort`: entries of the inbox find their place, one by one or all that hold some words."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json, refuse

STANCES = ("supports", "contradicts", "mentions")
PAGE = 200


@click.command()
@click.argument("entries", type=NUMBER, nargs=-1, metavar="ENTRY…")
@click.option("--search", default="", help="Instead of numbers: all that wait and hold all these words.")
@click.option(
    "--need", default="", metavar="ID|TEXT", help="Tie their words to this need; words that name none yet make one."
)
@click.option("--idea", type=NUMBER, help="Tie their words to this idea, through a need that it addresses.")
@click.option("--stance", type=click.Choice(STANCES), default="supports", show_default=True)
@click.option("--aside", is_flag=True, help="Set them aside: they say nothing to be done.")
@click.option("--back", is_flag=True, help="Put them back among what waits.")
@in_workspace
def sort(access: Any, *, entries: tuple[int, ...], search: str, as_json: bool, **told: Any) -> None:
    """Say to which need or idea each ENTRY belongs; with neither, what one ENTRY may belong to.

    Many are sorted fifty at a time: what is sorted stays so when it is stopped, and the same command goes on.
    """
    told |= {"need": told["need"].strip(), "words": search[:200]}
    places = [name for name in ("need", "idea", "aside", "back") if told[name]]
    if bool(entries) == bool(search.strip()):
        refuse("Which entries?", "Name them by number, or with --search by words that they hold.")
    if len(places) > 1:
        refuse(f"--{places[0]} and --{places[1]} do not go together.", "Give one of them.")
    if not places:
        _suggest(access, entries, as_json)
    chosen = entries or _that_hold(access, search, "" if told["back"] else "new")
    done, need = 0, None
    for some in _by_fifty(chosen):
        more, need = _put(access, some, told)
        done += more
    if as_json:
        print_json({"sorted": done, "need": need})
    else:
        click.echo(f"{done:,} {_said(places[0])}{f' to need {need}' if need else ''}.")
    ended(chosen)


def _suggest(access: Any, entries: Sequence[int], as_json: bool) -> None:
    from clew.rooms.roadmap.queries.suggestions import suggestions

    if len(entries) != 1:
        refuse("It is not said where they belong.", "Give --need, --idea, --aside or --back.")
    found = suggestions(access, entries[0])
    if as_json:
        print_json([asdict(one) for one in found])
    for one in () if as_json else found:
        click.echo(f"{one.id:>7}  {one.kind:<5} {one.score:.2f}  {one.title} (by {one.found_by})")
    if not found:
        click.echo('No need or idea speaks of the like yet; --need "A name" makes a need of it.', err=True)
    ended(found)


def _that_hold(access: Any, search: str, state: str) -> list[int]:
    from clew.rooms.roadmap.queries.feedback import inbox

    found: list[int] = []
    while rows := inbox(access, state=state, search=search, limit=PAGE, offset=len(found)).rows:
        found += [row.id for row in rows]
    return found


def _by_fifty(entries: Sequence[int]) -> Any:
    from clew.rooms.roadmap.actions.sorting import TOGETHER

    for at in range(0, len(entries), TOGETHER):
        if at:
            click.echo(f"{at:,} of {len(entries):,}", err=True)
        yield entries[at : at + TOGETHER]


def _put(access: Any, entries: Sequence[int], told: Any) -> tuple[int, int | None]:
    """How many found their place, and the need that they were tied to, if any."""
    from clew.rooms.roadmap.actions.feedback import put_back, set_aside
    from clew.rooms.roadmap.actions.sorting import sort_together

    if told["aside"] or told["back"]:
        return (set_aside if told["aside"] else put_back)(access, entry_ids=entries), None
    need, place = told["need"], {"stance": told["stance"], "entry_ids": entries, "words": told["words"]}
    if told["idea"]:
        made = sort_together(access, idea_id=told["idea"], **place)
    elif need.isdecimal():
        made = sort_together(access, need_id=int(need), **place)
    else:
        made = sort_together(access, new_need=need, **place)
    return made.tied, made.need_id


def _said(place: str) -> str:
    return {"aside": "set aside", "back": "put back"}.get(place, "tied")
