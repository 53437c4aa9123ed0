"""The reference of the command line, from click."""

import importlib
import inspect
import re
from typing import Any

import click

from scripts.docs.markdown import code, page, plain, section, table


def commands() -> dict[str, click.Command]:
    from clew.front.cli import COMMANDS

    return {name: getattr(importlib.import_module(module), at) for name, (module, at) in COMMANDS.items()}


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
        label=f"command-{name}",
    )


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
