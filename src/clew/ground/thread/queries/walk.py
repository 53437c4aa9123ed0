"""Why? and So what?: walk the links from one record, in the database, and say where the walk was cut."""

from dataclasses import dataclass

from django.db import connection

from clew.ground.ledger.api import NotFound
from clew.ground.thread.queries.cards import Card, cards_of
from clew.ground.workspaces.api import Access, read

DEPTH, NODES, FAN_OUT = 8, 300, 50
MOST = (20, 2000, 500)


@dataclass(frozen=True, slots=True)
class Step:
    """A record on the walk, `depth` links away from its start."""

    card: Card
    depth: int


@dataclass(frozen=True, slots=True)
class WalkLink:
    id: int
    upstream: int
    verb: str
    downstream: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """The records at which the walk stopped although it could go on, by the limit that stopped it."""

    depth: tuple[int, ...] = ()
    nodes: tuple[int, ...] = ()
    fan_out: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.depth or self.nodes or self.fan_out)


@dataclass(frozen=True, slots=True)
class Walk:
    """`steps` by depth, the start first; `links` between them; `cut` says what was left out, and where."""

    root: int
    steps: tuple[Step, ...]
    links: tuple[WalkLink, ...]
    cut: Cut

    @property
    def cards(self) -> dict[int, Card]:
        return {s.card.id: s.card for s in self.steps}


@dataclass(frozen=True, slots=True)
class _Limits:
    depth: int
    nodes: int
    fan_out: int


@dataclass(frozen=True, slots=True)
class _Tie:
    """A link as the walk met it, from the nearer record to the farther."""

    id: int
    near: int
    far: int
    verb: str
    withdrawn: bool

    def link(self, *, up: bool) -> WalkLink:
        ends = (self.far, self.verb, self.near) if up else (self.near, self.verb, self.far)
        return WalkLink(self.id, *ends, self.withdrawn)


@read
def why(
    access: Access,
    node_id: int,
    *,
    depth: int = DEPTH,
    nodes: int = NODES,
    fan_out: int = FAN_OUT,
    withdrawn: bool = False,
) -> Walk:
    """What this record rests on, back to the customers' own words."""
    return _walk(access, node_id, "downstream_id", "upstream_id", _limits(depth, nodes, fan_out), withdrawn)


@read
def so_what(
    access: Access,
    node_id: int,
    *,
    depth: int = DEPTH,
    nodes: int = NODES,
    fan_out: int = FAN_OUT,
    withdrawn: bool = False,
) -> Walk:
    """What rests on this record, forward to how good the predictions were."""
    return _walk(access, node_id, "upstream_id", "downstream_id", _limits(depth, nodes, fan_out), withdrawn)


def _limits(*asked: int) -> _Limits:
    return _Limits(*(max(1, min(a, most)) for a, most in zip(asked, MOST, strict=True)))


def _walk(access: Access, root: int, near: str, far: str, limits: _Limits, withdrawn: bool) -> Walk:
    ties = _met(root, near, far, limits, withdrawn)
    found = cards_of(access, list(ties))
    if root not in found:
        raise NotFound("No such record.")
    followed = {i: [t for t in some[: limits.fan_out] if t.far in ties] for i, some in ties.items()}
    depths = _depths(root, followed)
    up = near == "downstream_id"
    return Walk(
        root,
        tuple(Step(found[i], d) for i, d in sorted(depths.items(), key=lambda pair: (pair[1], -pair[0]))),
        tuple(t.link(up=up) for some in followed.values() for t in some),
        _cut(depths, ties, limits),
    )


def _depths(root: int, followed: dict[int, list[_Tie]]) -> dict[int, int]:
    """How many links away from the start each record is, at least."""
    depths, level = {root: 0}, [root]
    while level:
        further = {t.far for i in level for t in followed[i] if t.far not in depths}
        depths |= dict.fromkeys(further, depths[level[0]] + 1)
        level = list(further)
    return depths


def _cut(depths: dict[int, int], ties: dict[int, list[_Tie]], limits: _Limits) -> Cut:
    further = [i for i, some in ties.items() if any(t.far not in ties for t in some[: limits.fan_out])]
    return Cut(
        depth=tuple(i for i in further if depths[i] >= limits.depth),
        nodes=tuple(i for i in further if depths[i] < limits.depth),
        fan_out=tuple(i for i, some in ties.items() if len(some) > limits.fan_out),
    )


def _met(root: int, near: str, far: str, limits: _Limits, withdrawn: bool) -> dict[int, list[_Tie]]:
    """The records met, each with its links: one more than are followed, so that a cut is noticed."""
    sql = (_sqlite if connection.vendor == "sqlite" else _postgresql)(near, far, limits, withdrawn)
    with connection.cursor() as cursor:
        cursor.execute(sql, [root])
        rows = cursor.fetchall()
    ties: dict[int, list[_Tie]] = {}
    for node, link_id, other, verb, gone in rows:
        some = ties.setdefault(node, [])
        if link_id is not None:
            some.append(_Tie(link_id, node, other, verb, bool(gone)))
    for some in ties.values():
        some.sort(key=lambda t: (t.withdrawn, -t.far, t.id))
    return ties


# Level by level; UNION ends circles, since a record is met at most once on each level.
_WALK = """
WITH RECURSIVE reach(node, depth) AS (
  SELECT {root}, 0
  UNION
  SELECT l.{far}, r.depth + 1 FROM reach r {follow} WHERE r.depth < {depth}
),
met AS ({met})
SELECT m.node, l.id, l.{far}, l.verb, l.withdrawn_at IS NOT NULL FROM met m LEFT {look}
"""
_SOME = (
    "SELECT {columns} FROM thread_link x WHERE x.{near} = {here} AND x.withdrawn_at IS {state} NULL"
    " ORDER BY x.{far} DESC LIMIT {limit}"
)


def _sqlite(near: str, far: str, limits: _Limits, withdrawn: bool) -> str:
    def fan(here: str, limit: int) -> str:
        return f"JOIN thread_link l ON l.id IN ({_some(near, far, here, limit, withdrawn, 'x.id')})"

    # Read lazily: the walk stops at the last record that is wanted.
    met = f"SELECT DISTINCT node FROM reach LIMIT {limits.nodes}"
    follow, look = fan("r.node", limits.fan_out), fan("m.node", limits.fan_out + 1)
    return _WALK.format(root="CAST(%s AS integer)", far=far, depth=limits.depth, met=met, follow=follow, look=look)


def _postgresql(near: str, far: str, limits: _Limits, withdrawn: bool) -> str:
    def fan(here: str, limit: int, columns: str) -> str:
        return f"JOIN LATERAL ({_some(near, far, here, limit, withdrawn, columns)}) l ON true"

    # Grouping reads all it is given; so many rows hold `nodes` different records, and no more are made.
    rows = limits.nodes * (limits.depth + 1)
    met = (
        f"SELECT node FROM (SELECT node, depth FROM reach LIMIT {rows}) first"
        f" GROUP BY node ORDER BY min(depth), node DESC LIMIT {limits.nodes}"
    )
    follow = fan("r.node", limits.fan_out, f"x.{far}")  # in the index: the table is not touched
    look = fan("m.node", limits.fan_out + 1, f"x.id, x.{far}, x.verb, x.withdrawn_at")
    return _WALK.format(root="%s::bigint", far=far, depth=limits.depth, met=met, follow=follow, look=look)


def _some(near: str, far: str, here: str, limit: int, withdrawn: bool, columns: str) -> str:
    """The links of one record, its newest neighbours first: those that stand and, if asked for, those that were withdrawn."""
    states = ("", "NOT") if withdrawn else ("",)
    halves = [_SOME.format(columns=columns, near=near, far=far, here=here, state=s, limit=limit) for s in states]
    return " UNION ALL ".join(f"SELECT * FROM ({half}) h{number}" for number, half in enumerate(halves))
