"""What somebody did, from the name of the act."""

from clew.ground.ledger.api import who_asked

_WITHOUT_OBJECT = {
    "rename": "renamed this",
    "archive": "archived this",
    "bring back": "brought this back",
    "comment": "commented on this",
    "link": "linked this",
    "decide": "decided this",
}
_IRREGULAR = {
    "begin": "began",
    "cancel": "cancelled",
    "find": "found",
    "say": "said",
    "set": "set",
    "split": "split",
    "take": "took",
    "withdraw": "withdrew",
}


def did(act_name: str) -> str:
    """`rename` is "renamed this", `withdraw a link` is "withdrew a link"; what has no name "changed this"."""
    act, assistant = who_asked(act_name)
    if assistant:
        return f"{did(act)}, asked by {assistant}"
    if act in _WITHOUT_OBJECT:
        return _WITHOUT_OBJECT[act]
    verb, _, rest = act.partition(" ")
    return f"{_past(verb)} {rest}".strip() if rest else "changed this"


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")
