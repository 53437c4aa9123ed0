"""A record may say for itself which words are heard for it: a study that asks for consent takes none before the yes."""

from collections.abc import Callable

from clew.ground.workspaces.api import Access

# Of a source that is here (or None) and its person: refuses what may not be said of them.
Gate = Callable[[Access, int | None, int | None, int | None], None]
_gates: list[Gate] = []


def watch_hearing(gate: Gate) -> None:
    """Called inside the act with (access, source, person, about) before a source is said to be heard for something; it may refuse."""
    _gates.append(gate)


def may_be_heard_for(access: Access, source_id: int | None, person_id: int | None, about: int | None) -> None:
    for gate in _gates:
        gate(access, source_id, person_id, about)
