"""The members and what they are called: in no ledger, so whoever keeps what follows from the names keeps it by them."""

from clew.ground.workspaces.api import Access, members

Team = tuple[tuple[int, str], ...]


def team_of(access: Access) -> Team:
    return tuple((one.user_id, one.name) for one in members(access))
