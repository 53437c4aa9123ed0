"""The reference of the command line, from click."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click

from scripts.docs.markdown import code, page, plain, section, table


def commands() -> dict[str, click.Command]:
    """All that does something, by its whole name, those of groups too: `interviews studies add`."""
    from clew.front.cli import main

    return dict(_below(main, ""))


def _below(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _below(command, f"{above}{name} ")
        elif command is not None:
            yield f"{above}{name}", command


def pages() -> dict[str, str]:
    about = (
        "Every command with all its options, as the program itself knows them. An overview: [Commands](/commands.md)."
    )
    return {"reference/commands": page("Command line", about, *(_command(*row) for row in commands().items()))}


def _command(name: str, command: click.Command) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=f"clew {name}")))
    return section(
        f"clew {name}",
        f"```text\nclew {name} {usage}\n```",
        plain(inspect.cleandoc(command.help or "")),
        table(("Option", "Does", "By default"), (_option(option) for option in command.params if _is_told(option))),
        label=label_of(name),
    )


def label_of(name: str) -> str:
    return f"command-{name.replace(' ', '-')}"


def _is_told(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and not option.hidden


def _option(option: Any) -> tuple[str, str, str]:
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(click.Command('clew')))}"
    names = ", ".join(code(name + value) for name in option.opts)
    says_so = re.search(r"\b(again|repeated)\b", option.help or "")
    again = " Can be given several times." if option.multiple and not says_so else ""
    needed = " Needed." if option.required else ""
    shown = code(option.default) if option.show_default and not option.is_flag else ""
    return names, plain((option.help or "") + again + needed), shown
