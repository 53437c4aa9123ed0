"""Errors a person may see. Pages and the command line show them; nothing else is shown to people."""

import re

_GUARD = re.compile(r"clew: \w+: (.+)")


class Refused(Exception):
    """What was asked cannot be done; says why, at which field, and what to do instead."""

    def __init__(self, message: str, *, field: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.field, self.remedy = message, field, remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotFound(Exception):
    """There is no such thing for this person; a stranger cannot tell "absent" from "not yours"."""


class Forbidden(Exception):
    """A member asked for an act that needs a higher role."""


def words_of_guard(error: Exception) -> str:
    """What a guard of the database said when it refused; empty when the database refused for another reason."""
    found = _GUARD.search(str(error))
    return found[1].strip() if found else ""
