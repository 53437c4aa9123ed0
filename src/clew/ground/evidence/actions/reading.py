"""Say that a source was read, also when nothing in it was worth a mark."""

from collections.abc import Sequence

from clew.ground.evidence.kinds import READ, SOURCE
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node, set_state
from clew.ground.workspaces.api import Access, act

AT_ONCE = 500


@act("mark as read")
def mark_read(access: Access, *, source_ids: Sequence[int]) -> int:
    """These sources wait for nobody any more; how many of them did."""
    return _set_state(source_ids, READ)


@act("mark as unread")
def mark_unread(access: Access, *, source_ids: Sequence[int]) -> int:
    """Back among the words that nobody has read, unless words are marked in them."""
    return _set_state(source_ids, "")


def _set_state(source_ids: Sequence[int], state: str) -> int:
    asked = set(source_ids)
    if len(asked) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} sources at once.", remedy="Select fewer.")
    nodes = list(Node.objects.filter(pk__in=asked, kind=SOURCE).select_for_update())
    if len(nodes) < len(asked):
        raise NotFound("No such source.")
    others = [node for node in nodes if node.state != state]
    for node in others:
        set_state(node, state)
    return len(others)
