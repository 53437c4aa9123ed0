"""How the name of an act says which assistant asked for it."""

import re

LONGEST = 80  # what an entry of the ledger holds
OF_ACT = 48  # of these for the act, which leaves the assistant some
_ASKED = re.compile(r"(.+) \(asked by (.+)\)")


def asked_by(act_name: str, assistant: str) -> str:
    """“add a need (asked by Scribe)”; of long names as much as there is room for."""
    act = act_name[:OF_ACT]
    room = LONGEST - len(f"{act} (asked by )")
    return f"{act} (asked by {' '.join(assistant.split())[:room]})"


def who_asked(act_name: str) -> tuple[str, str]:
    """The act, and the assistant that asked for it, if one did."""
    found = _ASKED.fullmatch(act_name)
    return (found[1], found[2]) if found else (act_name, "")
