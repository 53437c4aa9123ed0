"""The `clew` command. Nothing heavy is imported before a subcommand runs, so that `--help` is quick."""

import sys

import click

from clew.ground.doors.commands import LazyGroup

# name -> (module, attribute, summary): loaded only when called. A room's stand in its own group, named as on its card.
COMMANDS = {
    "init": ("clew.front.cli.house", "init", "Make the data folder and bring its database up to date."),
    "serve": ("clew.front.cli.serve", "serve", "Start Clew and print a sign-in link that works once."),
    "demo": ("clew.front.cli.house", "demo", "Load the demo workspace."),
    "mcp": ("clew.front.cli.assistants", "mcp", "Serve Clew's tools to an assistant (MCP)."),
    "doctor": ("clew.front.cli.doctor", "doctor", "Check this installation and say what to mend."),
    "invite": ("clew.front.cli.inviting", "invite", "Invite somebody to a workspace and print the link."),
    "mail-test": ("clew.front.cli.mailing", "mail_test", "Send a test mail, or write it to the outbox."),
    "import": ("clew.front.cli.imports", "import_files", "Bring in feedback, transcripts or findings from files."),
    "undo-import": ("clew.front.cli.imports", "undo_import", "Put away what an import brought, or bring it back."),
    "find": ("clew.front.cli.reading", "find", "Search everything in a workspace."),
    "themes": ("clew.front.cli.reading", "themes", "Find themes in an import and print them."),
    "mark": ("clew.front.cli.deciding", "mark", "Make words of a source evidence for or against a need."),
    "idea": ("clew.front.cli.deciding", "idea", "Note an idea that addresses needs."),
    "decide": ("clew.front.cli.deciding", "decide", "Take a decision, with its grounds and a prediction."),
    "predict": ("clew.front.cli.deciding", "predict", "Register a prediction."),
    "resolve": ("clew.front.cli.deciding", "resolve", "Say what came of a prediction; it is scored."),
    "rank": (
        "clew.rooms.roadmap.commands.rank",
        "rank",
        "Put the ideas of a CSV file in order, with how sure that is.",
    ),
    "portfolio": (
        "clew.rooms.roadmap.commands.portfolio",
        "portfolio",
        "Choose the ideas of a CSV file that fit into the capacity, and when.",
    ),
    "why": ("clew.front.cli.reading", "why", "Show what a record rests on, back to the customers' own words."),
    "so-what": ("clew.front.cli.reading", "so_what", "Show what rests on a record, forward to scored predictions."),
    "brief": ("clew.front.cli.reading", "brief", "Print a one-page brief: needs, open decisions, predictions due."),
    "export": ("clew.front.cli.leaving", "export", "Write everything of a workspace into one file."),
    "import-workspace": ("clew.front.cli.leaving", "import_workspace", "Bring an exported workspace in as a new one."),
    "backup": ("clew.front.cli.leaving", "backup", "Write the whole house into one file, while others work."),
    "restore": ("clew.front.cli.leaving", "restore", "Bring a backup back into an empty house."),
    "move": ("clew.front.cli.leaving", "move", "Copy the house into another database: SQLite or PostgreSQL."),
    "ledger": ("clew.front.cli.leaving", "ledger", "Print the fingerprint of the whole history."),
    "erase": ("clew.front.cli.leaving", "erase", "Erase a person's name and words for good, and prove it."),
    "keep": ("clew.front.cli.leaving", "keep", "Say how long words are kept; erase what is too old."),
    "interviews": (
        "clew.rooms.interviews.commands",
        "interviews",
        "Studies, guides, transcripts and coding: the room for interviews.",
    ),
    "roadmap": (
        "clew.rooms.roadmap.commands",
        "roadmap",
        "Estimates, rankings, the plan and releases: the room for the roadmap.",
    ),
}


@click.group(cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clew")
def main() -> None:
    """Clew: from a customer's own words to a decision that is scored.

    Every command that answers something takes --json for machines, writes progress to stderr, and ends with 0 (done), 1 (done in part, or
    nothing found), 2 (refused) or 130 (stopped by Ctrl-C).
    """


if __name__ == "__main__":
    sys.exit(main())
