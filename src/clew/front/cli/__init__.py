"""The `clew` command. Nothing heavy is imported before a subcommand runs, so that `--help` is quick."""

import importlib
import sys

import click

# name -> (module, attribute): loaded only when called
COMMANDS = {
    "init": ("clew.front.cli.house", "init"),
    "serve": ("clew.front.cli.serve", "serve"),
    "demo": ("clew.front.cli.house", "demo"),
    "mcp": ("clew.front.cli.assistants", "mcp"),
    "doctor": ("clew.front.cli.doctor", "doctor"),
    "invite": ("clew.front.cli.inviting", "invite"),
    "mail-test": ("clew.front.cli.mailing", "mail_test"),
    "import": ("clew.front.cli.imports", "import_files"),
    "undo-import": ("clew.front.cli.imports", "undo_import"),
    "find": ("clew.front.cli.reading", "find"),
    "themes": ("clew.front.cli.reading", "themes"),
    "mark": ("clew.front.cli.deciding", "mark"),
    "idea": ("clew.front.cli.deciding", "idea"),
    "decide": ("clew.front.cli.deciding", "decide"),
    "predict": ("clew.front.cli.deciding", "predict"),
    "resolve": ("clew.front.cli.deciding", "resolve"),
    "why": ("clew.front.cli.reading", "why"),
    "brief": ("clew.front.cli.reading", "brief"),
    "export": ("clew.front.cli.leaving", "export"),
    "import-workspace": ("clew.front.cli.leaving", "import_workspace"),
    "backup": ("clew.front.cli.leaving", "backup"),
    "restore": ("clew.front.cli.leaving", "restore"),
    "move": ("clew.front.cli.leaving", "move"),
    "ledger": ("clew.front.cli.leaving", "ledger"),
    "erase": ("clew.front.cli.leaving", "erase"),
    "keep": ("clew.front.cli.leaving", "keep"),
}
SUMMARIES = {
    "init": "Make the data folder and bring its database up to date.",
    "serve": "Start Clew and print a sign-in link that works once.",
    "demo": "Load the demo workspace.",
    "mcp": "Serve Clew's tools to an assistant (MCP).",
    "doctor": "Check this installation and say what to mend.",
    "invite": "Invite somebody to a workspace and print the link.",
    "mail-test": "Send a test mail, or write it to the outbox.",
    "import": "Bring in feedback, transcripts or findings from files.",
    "undo-import": "Put away what an import brought, or bring it back.",
    "find": "Search everything in a workspace.",
    "themes": "Find themes in an import and print them.",
    "mark": "Make words of a source evidence for or against a need.",
    "idea": "Note an idea that addresses needs.",
    "decide": "Take a decision, with its grounds and a prediction.",
    "predict": "Register a prediction.",
    "resolve": "Say what came of a prediction; it is scored.",
    "why": "Show what a record rests on, back to the customers' own words.",
    "brief": "Print a one-page brief: needs, open decisions, predictions due.",
    "export": "Write everything of a workspace into one file.",
    "import-workspace": "Bring an exported workspace in as a new one.",
    "backup": "Write the whole house into one file, while others work.",
    "restore": "Bring a backup back into an empty house.",
    "move": "Copy the house into another database: SQLite or PostgreSQL.",
    "ledger": "Print the fingerprint of the whole history.",
    "erase": "Erase a person's name and words for good, and prove it.",
    "keep": "Say how long words are kept; erase what is too old.",
}


class LazyGroup(click.Group):
    """Lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clew")
def main() -> None:
    """Clew: from a customer's own words to a decision that is scored.

    Every command takes --json for machines, writes progress to stderr, and ends with 0 (done), 1 (done, with warnings) or 2 (refused).
    """


if __name__ == "__main__":
    sys.exit(main())
