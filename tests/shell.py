"""The command line inside the test's own process: what is typed, what is printed, and how it ends."""

import json
from typing import Any

from click.testing import CliRunner, Result

from clew.front.cli import main


class Shell:
    """`Shell("roadmap")("items")` is `clew roadmap items`. Words may be anything that is written as one."""

    def __init__(self, *group: str) -> None:
        self.group = group

    def __call__(self, *words: Any, **more: Any) -> Result:
        return CliRunner().invoke(main, [*self.group, *map(str, words)], **more)

    def said(self, *words: Any, code: int = 0) -> str:
        """What it prints, all of it, where it ends as it should."""
        done = self(*words)
        assert done.exit_code == code, done.output
        return done.output

    def told(self, *words: Any, code: int = 0) -> Any:
        """What it answers to a program."""
        done = self(*words, "--json")
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    def refused(self, *words: Any) -> str:
        """Why not. Nothing is printed beside that."""
        done = self(*words)
        assert (done.exit_code, done.stdout) == (2, ""), done.output
        return done.stderr
