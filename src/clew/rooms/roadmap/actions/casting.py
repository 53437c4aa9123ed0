"""How a vote is cast and taken back, in statements written by hand: votes come by the hundred, and putting a statement together
costs many times what running it does.

Locks are taken in one order, whoever comes: first who votes, then the idea's sums. Behind them nobody else counts the same.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access

_VOTER = "SELECT account_id, revenue FROM roadmap_voter WHERE person_id = %s AND workspace_id = %s"
_NEW_VOTER = """
INSERT INTO roadmap_voter (workspace_id, person_id, account_id, revenue)
SELECT p.workspace_id, p.node_id, p.account_id, coalesce(max(f.amount), 0)
FROM customers_person p LEFT JOIN customers_fact f ON f.account_id = p.account_id AND f.kind = 'arr' AND f.starts_on <= %s
  AND (f.ends_on IS NULL OR f.ends_on > %s)
WHERE p.node_id = %s AND p.workspace_id = %s
GROUP BY p.workspace_id, p.node_id, p.account_id ON CONFLICT DO NOTHING
"""
_STANDING = """
SELECT id FROM roadmap_vote WHERE idea_id = %s AND person_id = %s AND workspace_id = %s AND withdrawn_at IS NULL
"""
_TALLY = "SELECT votes FROM roadmap_tally WHERE idea_id = %s AND workspace_id = %s"
_NEW_TALLY = """
INSERT INTO roadmap_tally (workspace_id, idea_id, votes, accounts, revenue) VALUES (%s, %s, 0, 0, 0) ON CONFLICT DO NOTHING
"""
_COLLEAGUES = """
SELECT 1 FROM roadmap_vote v JOIN roadmap_voter o ON o.person_id = v.person_id
WHERE v.idea_id = %s AND o.account_id = %s AND v.workspace_id = %s AND v.withdrawn_at IS NULL LIMIT 1
"""
_SHOWN = "SELECT 1 FROM roadmap_published_idea WHERE idea_id = %s AND workspace_id = %s AND is_shown"
_CAST = "INSERT INTO roadmap_vote (workspace_id, idea_id, person_id, cast_at) VALUES (%s, %s, %s, %s) RETURNING id"
_DROP = "UPDATE roadmap_vote SET withdrawn_at = %s WHERE id = %s"
_COUNT = """
UPDATE roadmap_tally SET votes = votes + %s, accounts = accounts + %s, revenue = revenue + %s WHERE idea_id = %s AND workspace_id = %s
"""


def cast_vote(access: Access, idea_id: int, person_id: int, *, on_portal: bool = False) -> tuple[int, bool]:
    """The vote that stands, and whether it is new. Called inside an act that has looked at both.

    `on_portal`: looks behind the locks whether it is shown still, since it may have been merged while this one waited.
    """
    house = access.workspace_id
    account, revenue = _voter(house, person_id)
    known = _row(_STANDING, idea_id, person_id, house)
    if known is not None:
        return int(known[0]), False
    if _row(_locked(_TALLY), idea_id, house) is None:
        _do(_NEW_TALLY, house, idea_id)
        _row(_locked(_TALLY), idea_id, house)
    if on_portal:
        check_shown(access, idea_id)
    is_first = _is_alone(house, idea_id, account)
    (vote,) = _row(_CAST, house, idea_id, person_id, _moment()) or ()
    _do(_COUNT, 1, int(is_first), revenue if is_first else 0, idea_id, house)
    return int(vote), True


def drop_vote(access: Access, idea_id: int, person_id: int, *, on_portal: bool = False) -> int | None:
    """The vote that stood, if one did. `on_portal`: only while the idea is shown; who merges it holds those who voted first."""
    house = access.workspace_id
    account, revenue = _voter(house, person_id)
    if on_portal:
        check_shown(access, idea_id)
    known = _row(_STANDING, idea_id, person_id, house)
    if known is None:
        return None
    _row(_locked(_TALLY), idea_id, house)
    _do(_DROP, _moment(), known[0])
    was_last = _is_alone(house, idea_id, account)
    _do(_COUNT, -1, -int(was_last), -revenue if was_last else 0, idea_id, house)
    return int(known[0])


def check_shown(access: Access, idea_id: int) -> None:
    if _row(_SHOWN, idea_id, access.workspace_id) is None:
        raise NotFound("This idea is not on the portal.")


def _voter(house: int, person_id: int) -> tuple[int | None, int]:
    """For which account they count, and what it pays; locked until the act is over."""
    found = _row(_locked(_VOTER), person_id, house)
    if found is None:
        today = timezone.localdate()
        _do(_NEW_VOTER, today, today, person_id, house)
        found = _row(_locked(_VOTER), person_id, house)
    assert found is not None  # the person was looked at
    return found[0], found[1]


def _is_alone(house: int, idea_id: int, account: int | None) -> bool:
    """Whether nobody of their account has a vote on it; asked before the vote counts, or when it counts no more."""
    return account is not None and _row(_COLLEAGUES, idea_id, account, house) is None


def _locked(statement: str) -> str:
    """One writer at a time is all that SQLite knows."""
    return f"{statement} FOR UPDATE" if connection.features.has_select_for_update else statement


def _moment() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _row(statement: str, *values: Any) -> Sequence[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: Sequence[Any] | None = cursor.fetchone()
        return found


def _do(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
