"""Commands that read: find, themes, why, brief. Each ends with 0, with 1 when there is nothing to show, with 2 when refused."""

import sys
from typing import Any

import click

from clew.ground.doors.commands import Day, ended, follow_to_the_end, in_workspace, print_json, refuse


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", multiple=True, metavar="KIND", help="Only need, source, study …; may be given again.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@click.option("--read", is_flag=True, help="First read all texts that can be found by words alone so far.")
@in_workspace
def find(access: Any, *, words: tuple[str, ...], kind: tuple[str, ...], limit: int, read: bool, as_json: bool) -> None:
    """Search everything in a workspace, by words and by meaning. Quoted words must stand so: clew find '"second login"'."""
    from clew.ground.search.api import find as search
    from clew.ground.thread.api import kinds

    known = {each.name for each in kinds()}  # those of the rooms too
    for unknown in set(kind) - known:
        refuse(f"There is no kind “{unknown}”.", f"Use one of {', '.join(sorted(known))}.")
    _read_for_meaning(access, all_of_it=read)
    found = search(access, " ".join(words), kinds=kind, limit=limit)
    if as_json:
        hits = [
            {"id": h.node_id, "kind": h.kind, "title": h.title, "snippet": h.snippet, "found_by": h.found_by}
            for h in found.hits
        ]
        print_json({"total": found.total, "capped": found.capped, "by_meaning": found.by_meaning, "hits": hits})
    else:
        for hit in found.hits:
            near = "  (by meaning)" if hit.found_by == "meaning" else ""
            click.echo(f"{hit.node_id:>7}  {hit.kind:<10} {hit.title}{near}")
            if hit.snippet and hit.snippet != hit.title:
                click.echo(f"                    {hit.snippet}")
        said = f"{found.total}{' or more' if found.capped else ''} found"
        click.echo(said if len(found.hits) == found.total else f"{said}, the best {len(found.hits)} shown", err=True)
    ended(found.hits)


@click.command()
@click.option("--import", "batch", metavar="ID|NAME", default="", help="Only this import; by default all feedback.")
@click.option("--again", is_flag=True, help="Find them again, even when there are some.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@in_workspace
def themes(access: Any, *, batch: str, again: bool, seed: int, as_json: bool) -> None:
    """Find themes in an import or in all feedback, and print them. Themes that are there are only printed."""
    from clew.ground.evidence import api as evidence

    batch_id = _batch(access, batch)
    if again or evidence.themes(access, batch_id=batch_id, limit=1).theming is None:
        evidence.find_themes(access, batch_id=batch_id, seed=seed, progress=_progress())
        click.echo(nl=sys.stderr.isatty(), err=True)
    found = evidence.themes(access, batch_id=batch_id, limit=200)
    if as_json:
        print_json(_themes_as_data(found))
    else:
        _print_themes(found)
    ended(found.rows)


@click.command()
@click.argument("record", metavar="ID", type=click.IntRange(1))
@click.option("--depth", type=click.IntRange(1, 20), default=8, show_default=True)
@in_workspace
def why(access: Any, *, record: int, depth: int, as_json: bool) -> None:
    """Show what a record rests on, back to the customers' own words. Withdrawn ties are marked, and so are lost places."""
    from clew.ground.thread.api import why as walk_back

    _print_walk(access, walk_back(access, record, depth=depth, withdrawn=True), as_json)


@click.command("so-what")
@click.argument("record", metavar="ID", type=click.IntRange(1))
@click.option("--depth", type=click.IntRange(1, 20), default=8, show_default=True)
@in_workspace
def so_what(access: Any, *, record: int, depth: int, as_json: bool) -> None:
    """Show what rests on a record: from a customer's words to needs, ideas, decisions, releases and predictions."""
    from clew.ground.thread.api import so_what as walk_on

    _print_walk(access, walk_on(access, record, depth=depth, withdrawn=True), as_json, forward=True)


def _print_walk(access: Any, walk: Any, as_json: bool, *, forward: bool = False) -> None:
    from clew.front.cli.tree import tree_lines, walk_as_data
    from clew.ground.evidence.api import quotations

    said = quotations(access, [card.id for card in walk.cards.values() if card.kind == "excerpt"])
    if as_json:
        print_json(walk_as_data(walk, said))
    for line in () if as_json else tree_lines(walk, said, forward=forward):
        click.echo(line)
    ended(walk.links)


@click.command()
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many needs.")
@click.option("--on", "day", type=Day(), help="As of this day; by default today.")
@click.option(
    "--assist", is_flag=True, help="Let the workspace's language model draft an opening; shows first what is sent."
)
@click.option("--yes", is_flag=True, help="With --assist: send without asking.")
@in_workspace
def brief(access: Any, *, limit: int, day: Any, assist: bool, yes: bool, as_json: bool) -> None:
    """Print a one-page brief as Markdown: needs with words for and against, open decisions, predictions due."""
    from dataclasses import asdict

    from django.utils import timezone

    from clew.ground.evidence import api as evidence

    on = day or timezone.localdate()
    told = evidence.brief(access, on=on, limit=limit)
    opening = _opening(access, on, yes=yes) if assist else ()
    if as_json:
        print_json({**asdict(told), **({"opening": opening} if assist else {})})
    else:
        click.echo(
            "".join(f"> {evidence.plain_line(line)}\n>\n" for line in opening) + ("\n" if opening else ""), nl=False
        )
        click.echo(evidence.brief_markdown(told), nl=False)
    ended([*told.needs, *told.decisions, *told.predictions])


def _opening(access: Any, on: Any, *, yes: bool) -> tuple[str, ...]:
    """What a model drafts, as far as the brief bears it out; nothing, and why, where there is no such thing."""
    from clew.ground.assist import api as model

    shown = model.preview(access, task=model.BRIEF, on=on)
    click.echo(f"To {shown.address} ({shown.model}), {shown.sent_bytes:,} bytes:\n\n{shown.words}\n", err=True)
    if not yes and not click.confirm("Send this?", err=True):
        return ()
    follow_to_the_end(access, lambda: model.ask(access, task=model.BRIEF, seen=shown.sent_hash, on=on))
    letter = model.newest_letter(access, task=model.BRIEF)
    if letter is None or letter.error:
        click.echo(f"No opening: {letter.error if letter else 'nothing was sent.'}", err=True)
        return ()
    for row in letter.dropped:
        click.echo(f"Left out: {row['text']} ({row['why']})", err=True)
    return tuple(str(piece["text"]) for piece in letter.kept)


def _read_for_meaning(access: Any, *, all_of_it: bool) -> None:
    """What a running Clew reads by itself: a few texts at once, many when asked; Ctrl-C leaves the rest to be found by words."""
    from clew.ground.search.api import FEW, meaning_progress, read_what_waits

    waiting = meaning_progress(access)
    if waiting.why_not or not waiting.unread:
        return
    if waiting.unread > FEW and not all_of_it:
        said = f"{waiting.unread:,} texts can be found by words alone so far; a running Clew reads them, or `clew find --read`."
        click.echo(said, err=True)
        return
    try:
        for done, total in read_what_waits(access):
            if waiting.unread > FEW:
                click.echo(f"Read {done:,} of {total:,} texts", err=True)
    except KeyboardInterrupt:
        click.echo("Stopped reading.", err=True)


def _batch(access: Any, wanted: str) -> int | None:
    """An import by its number, or by its name if only one bears it."""
    from clew.ground.evidence.api import theme_scopes

    if not wanted:
        return None
    scopes = [s for s in theme_scopes(access) if s.id is not None]
    fitting = [s for s in scopes if str(s.id) == wanted] or [
        s for s in scopes if wanted.casefold() in s.title.casefold()
    ]
    if len(fitting) == 1:
        return fitting[0].id
    offered = "; ".join(f"{s.id} “{s.title}”" for s in fitting or scopes)
    refuse(
        f"{'Several imports are' if fitting else 'No import is'} called “{wanted}”.",
        f"Choose one by its number: {offered or 'there are none yet'}.",
    )


def _progress() -> Any:
    """One line on stderr that is written over; on a file or a pipe, one line for each step."""
    last: list[str] = [""]

    def show(done: int, total: int, step: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{step}: {done:,} of {total:,}".ljust(60), nl=False, err=True)
        elif step != last[0]:
            click.echo(step, err=True)
            last[0] = step

    return show


def _print_themes(found: Any) -> None:
    info = found.theming
    click.echo(f"{found.total} themes in {info.items:,} pieces ({info.batch}; {info.model})")
    for row in found.rows:
        tries = f", {row.holds}" if row.holds else ""
        click.echo(f"\n{row.title}  [{row.id}]\n  {row.size:,} pieces ({row.share:.0%}){tries}; {row.growth.words}")
        for quote in row.quotes[:2]:
            click.echo(
                f"  “{_short(quote.text)}”" + "".join(f", {part}" for part in (quote.person, quote.account) if part)
            )
    for warning in info.warnings:
        click.echo(f"Note: {warning}", err=True)


def _themes_as_data(found: Any) -> dict[str, Any]:
    from dataclasses import asdict

    rows = [{**asdict(row), "holds": row.holds, "trend": row.growth.words} for row in found.rows]
    return {"theming": asdict(found.theming), "total": found.total, "themes": rows}


def _short(text: str, limit: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"
