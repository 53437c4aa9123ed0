"""How much weight a need, an idea or an outcome has on a day: who speaks for it and against it, and what they pay.

Words tied to a need count for the need, for what it stands under, and for the ideas that address it; once, even when they are tied to
two needs of one branch. An account counts once per record however loud it is; its revenue is the fact that holds on the day asked for.

The database finds the words and the ties; they are added up here, since each of them counts for several records.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import connection

from clew.ground.workspaces.api import Access, kept, kept_whole, read, workspace

LIMIT = 5000
FOR, AGAINST, MENTIONED = 1, 2, 4

# Two kinds of lines: 0 and what was said (of which node, the words, their stance, who), 1 and a tie (from, to). UNION ends any circle.
_SQL = """
WITH RECURSIVE {reach}
SELECT 0, l.downstream_id, e.node_id,
  CASE l.verb WHEN 'supports' THEN 1 WHEN 'contradicts' THEN 2 ELSE 4 END,
  CASE WHEN e.status = 'broken' THEN 1 ELSE 0 END, CASE WHEN sn.archived_at IS NULL THEN 0 ELSE 1 END,
  CASE WHEN e.person_id IS NOT NULL THEN e.person_id WHEN e.speaker = '' THEN s.person_id END,
  coalesce(p.account_id, s.account_id), c.amount
FROM {ties}
  JOIN thread_node en ON en.id = e.node_id AND en.archived_at IS NULL
  JOIN evidence_source s ON s.node_id = e.source_id
  JOIN thread_node sn ON sn.id = s.node_id
  LEFT JOIN customers_person p
    ON p.node_id = CASE WHEN e.person_id IS NOT NULL THEN e.person_id WHEN e.speaker = '' THEN s.person_id END
  LEFT JOIN customers_fact c ON c.account_id = coalesce(p.account_id, s.account_id) AND c.kind = 'arr'
    AND c.starts_on <= %s AND (c.ends_on IS NULL OR c.ends_on > %s)
UNION ALL
SELECT 1, l.upstream_id, l.downstream_id, 0, 0, 0, 0, 0, 0 FROM reach r {up} WHERE r.node NOT IN {away}
"""
# A record's links, looked up for one record after the other: told to join, both engines may read all links there are first.
_LINKS = {
    "sqlite": "JOIN thread_link l ON l.id IN (SELECT x.id FROM thread_link x WHERE x.{near} = r.node AND {standing})",
    "postgresql": "CROSS JOIN LATERAL (SELECT x.* FROM thread_link x WHERE x.{near} = r.node AND {standing} OFFSET 0) l",
}
_STANDING = "x.withdrawn_at IS NULL AND x.verb IN ({verbs})"
# Only needs stand under something or are addressed; few of them were put away.
AWAY = "(SELECT id FROM thread_node WHERE workspace_id = %s AND kind = 'need' AND archived_at IS NOT NULL)"
# From some records down to what stands under them, and the words tied to any of it.
_DOWN = """reach(node) AS (
  SELECT id FROM thread_node WHERE workspace_id = %s AND id IN ({ids})
  UNION
  SELECT l.upstream_id FROM reach r {down} WHERE l.upstream_id NOT IN {away}
)"""
_TIED_BELOW = "reach r {tied} JOIN evidence_excerpt e ON e.node_id = l.upstream_id"
# From all words that are tied to something up to all they count for: as much work as there are words, however many records.
_TIED_AT_ALL = """(SELECT * FROM evidence_excerpt WHERE workspace_id = %s{among}) e
  JOIN thread_link l ON l.upstream_id = e.node_id AND l.withdrawn_at IS NULL AND l.verb IN ({stances})"""
_UP = """reach(node) AS (
  SELECT l.downstream_id FROM {ties}
  UNION
  SELECT l.downstream_id FROM reach r {up} WHERE r.node NOT IN {away}
)"""
UNDER, _ADDRESSED, _STANCES = "'under'", "'addressed_by'", "'supports', 'contradicts', 'mentions'"


@dataclass(frozen=True, slots=True)
class Weight:
    """Counts of one record on one day. Amounts are in minor units (cents) of `currency`, a year.

    Whoever speaks for and against counts on both sides; `people_both` says how many did.
    """

    on: date
    currency: str
    people: int = 0
    accounts: int = 0
    revenue_minor: int = 0
    supports: int = 0
    contradicts: int = 0
    mentions: int = 0
    accounts_for: int = 0
    accounts_against: int = 0
    people_for: int = 0
    people_against: int = 0
    people_both: int = 0
    revenue_for_minor: int = 0
    revenue_against_minor: int = 0
    excerpts: int = 0
    warnings: tuple[str, ...] = ()


# The words, their stances as bits, whether their place is lost, whether their source was put away, person, account, its revenue.
Said = tuple[int, int, int, int, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Voices:
    """What was said of each record or of what stands under it; a record that nobody has spoken of is not in it."""

    on: date
    currency: str
    said: Mapping[int, Sequence[Said]]

    def weight(self, node_id: int) -> Weight:
        return _weight(self.on, self.currency, self.said.get(node_id, ()))

    def rank(self, node_id: int) -> tuple[int, ...]:
        """For sorting, the heaviest first: by accounts, then what these pay, people, pieces of words. Asked for thousands."""
        here = [one for one in self.said.get(node_id, ()) if not one[3]]
        paid = {one[5]: one[6] or 0 for one in here if one[5] is not None}
        people = {one[4] for one in here if one[4] is not None}
        return -len(paid), -sum(paid.values()), -len(people), -len({one[0] for one in here})


def weight(access: Access, node_ids: Sequence[int], *, on: date, below: bool = True) -> Mapping[int, Weight]:
    """The weight of needs, ideas and outcomes on a day. `below`: with the needs that stand under them."""
    if len(node_ids) > LIMIT:
        raise ValueError(f"at most {LIMIT} records at once")
    return _weights(access, tuple(node_ids), on=on, below=below) if node_ids else {}


@kept
@read
def _weights(access: Access, node_ids: tuple[int, ...], *, on: date, below: bool) -> Mapping[int, Weight]:
    verbs, ids = f"{UNDER}, {_ADDRESSED}" if below else _ADDRESSED, ", ".join(["%s"] * len(node_ids))
    reach = _DOWN.format(ids=ids, down=links_of("downstream_id", verbs), away=AWAY)
    ties = _TIED_BELOW.format(tied=links_of("downstream_id", _STANCES))
    sql = _SQL.format(reach=reach, ties=ties, up=links_of("upstream_id", verbs), away=AWAY)
    here = access.workspace_id
    voices = _voices(access, sql, [here, *node_ids, here, on, on, here], on)
    return MappingProxyType({i: voices.weight(i) for i in node_ids})


@kept_whole
@read
def voices(access: Access, *, on: date, ideas: bool = False) -> Voices:
    """All that was said, for lists sorted by weight; `ideas`: for ideas too, not for needs and outcomes alone."""
    verbs = f"{UNDER}, {_ADDRESSED}" if ideas else UNDER
    return _all_voices(access, on, verbs, ())


@kept
@read
def voices_in(access: Access, source_ids: tuple[int, ...], *, on: date) -> Voices:
    """What was said in these sources alone, of needs, outcomes and ideas."""
    if len(source_ids) > LIMIT:
        raise ValueError(f"at most {LIMIT} sources at once")
    if not source_ids:
        return Voices(on, workspace(access).currency, {})
    return _all_voices(access, on, f"{UNDER}, {_ADDRESSED}", source_ids)


def weight_in(access: Access, source_ids: Sequence[int], *, on: date) -> Mapping[int, Weight]:
    """The weight of all that the words of these sources count for, from these words alone; the heaviest first."""
    said = voices_in(access, tuple(source_ids), on=on)
    return {i: said.weight(i) for i in sorted(said.said, key=lambda i: (said.rank(i), i))}


def _all_voices(access: Access, on: date, verbs: str, source_ids: tuple[int, ...]) -> Voices:
    among = f" AND source_id IN ({', '.join(['%s'] * len(source_ids))})" if source_ids else ""
    ties, up = _TIED_AT_ALL.format(stances=_STANCES, among=among), links_of("upstream_id", verbs)
    sql = _SQL.format(reach=_UP.format(ties=ties, up=up, away=AWAY), ties=ties, up=up, away=AWAY)
    words = [access.workspace_id, *source_ids]
    return _voices(access, sql, [*words, access.workspace_id, *words, on, on, access.workspace_id], on)


def links_of(near: str, verbs: str) -> str:
    return _LINKS[connection.vendor].format(near=near, standing=_STANDING.format(verbs=verbs))


def _voices(access: Access, sql: str, values: list[Any], on: date) -> Voices:
    above: dict[int, list[int]] = defaultdict(list)
    of_node: dict[int, list[Said]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for is_tie, node, other, *said in cursor.fetchall():
            if is_tie:
                above[node].append(other)
            else:
                of_node[node].append((other, *said))
    said_of: dict[int, list[Said]] = defaultdict(list)
    for node, some in of_node.items():
        for one in _all_above(node, above):
            said_of[one] += some
    return Voices(on, workspace(access).currency, dict(said_of))


def _all_above(node: int, above: dict[int, list[int]]) -> Iterable[int]:
    """The record itself and all it counts for."""
    found = {node: None}
    waiting = [node]
    while waiting:
        for one in above.get(waiting.pop(), ()):
            if one not in found:
                found[one] = None
                waiting.append(one)
    return found


def _once(said: Iterable[Said]) -> Iterable[Said]:
    """Each piece of words once, with all its stances."""
    found: dict[int, Said] = {}
    for one in said:
        known = found.get(one[0])
        found[one[0]] = (one[0], one[1] | known[1], *one[2:]) if known else one
    return found.values()


def _weight(on: date, currency: str, said: Iterable[Said]) -> Weight:
    words = list(_once(said))
    here = [one for one in words if not one[3]]
    stances: dict[int, int] = defaultdict(int)
    revenue: dict[int, int | None] = {}
    for _, stance, _, _, _, account, amount in here:
        if account is not None:
            stances[account] |= stance
            revenue[account] = amount
    paid = {account: amount or 0 for account, amount in revenue.items()}
    people = _people(here)
    on_side = {side: [a for a, stance in stances.items() if stance & side] for side in (FOR, AGAINST)}
    return Weight(
        on, currency,
        people=len(people), people_for=sum(1 for stance in people.values() if stance & FOR),
        people_against=sum(1 for stance in people.values() if stance & AGAINST),
        people_both=sum(1 for stance in people.values() if stance & FOR and stance & AGAINST),
        accounts=len(paid), revenue_minor=sum(paid.values()),
        supports=_count(here, FOR), contradicts=_count(here, AGAINST), mentions=_count(here, MENTIONED),
        accounts_for=len(on_side[FOR]), accounts_against=len(on_side[AGAINST]),
        revenue_for_minor=sum(paid[a] for a in on_side[FOR]), revenue_against_minor=sum(paid[a] for a in on_side[AGAINST]),
        excerpts=len(here), warnings=_warnings(words, here, revenue),
    )  # fmt: skip


def _people(said: Sequence[Said]) -> dict[int, int]:
    """Who spoke, with all their stances."""
    found: dict[int, int] = defaultdict(int)
    for one in said:
        if one[4] is not None:
            found[one[4]] |= one[1]
    return found


def _count(said: Sequence[Said], stance: int) -> int:
    return sum(1 for one in said if one[1] & stance)


def _warnings(words: Sequence[Said], here: Sequence[Said], revenue: dict[int, int | None]) -> tuple[str, ...]:
    homeless = sum(one[5] is None for one in here)
    unpriced = sum(amount is None for amount in revenue.values())
    broken, away = sum(one[2] for one in here), len(words) - len(here)
    said = (
        (homeless, f"{homeless} of {len(here)} quotations belong to no account."),
        (unpriced, f"{unpriced} of {len(revenue)} accounts have no revenue on this day."),
        (broken, f"{broken} of {len(here)} quotations lost their place in a corrected source."),
        (away, f"{away} more in archived sources, not counted."),
    )
    return tuple(text for number, text in said if number)


def accounts_behind(access: Access, *, on: date) -> Mapping[int, Mapping[int, int]]:
    """By idea, the accounts that spoke for what it addresses, and what each pays a year on that day. Called inside a query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for node, said in voices(access, on=on, ideas=True).said.items():
        for one in said:
            if one[1] & FOR and not one[3] and one[5] is not None:
                found[node][one[5]] = one[6] or 0
    return found
