"""Make, rename, archive nodes; tie and untie them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused, insert_rows, reserve_ids
from clew.ground.search import api as search
from clew.ground.thread import registry
from clew.ground.thread.models import Comment, Link, Node
from clew.ground.workspaces.api import Access, act, withheld

TITLE_LIMIT = 300
NOTE_LIMIT = 2000
COMMENT_LIMIT = 10_000
BULK_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class NewNode:
    kind: str
    title: str
    state: str = ""
    text: str = ""


def add_node(access: Access, new: NewNode) -> Node:
    """A node with its search entry. Called inside an act, by the module that owns the kind."""
    return add_nodes(access, [new])[0]


def add_nodes(access: Access, new: Sequence[NewNode]) -> list[Node]:
    """Many nodes at once, in order; three statements whatever their number."""
    now = timezone.now()
    nodes = [
        Node(
            id=pk,
            workspace_id=access.workspace_id,
            kind=n.kind,
            title=clean_title(n.title),
            state=n.state,
            created_at=now,
            created_by_id=access.user_id,
        )
        for pk, n in zip(reserve_ids(Node, len(new)), new, strict=True)
    ]
    insert_rows(
        Node,
        ("id", "workspace_id", "kind", "title", "state", "created_at", "created_by_id"),
        [(n.pk, n.workspace_id, n.kind, n.title, n.state, n.created_at, n.created_by_id) for n in nodes],
    )
    for node in nodes:
        node._state.adding, node._state.db = False, "default"
    search.add(
        access.workspace_id,
        (search.Document(node.pk, n.kind, node.title, n.text) for node, n in zip(nodes, new, strict=True)),
    )
    return nodes


def clean_title(title: str) -> str:
    """One line that fits; refused when nothing is left."""
    flat = " ".join(title.replace("\x00", " ").split())
    if not flat:
        raise Refused("A title is missing.", field="title", remedy="Type a few words that say what this is.")
    return flat if len(flat) <= TITLE_LIMIT else flat[: TITLE_LIMIT - 1] + "…"


def get_node(node_id: int, *, kind: str = "") -> Node:
    """The node, if it is in the workspace in scope. Called inside an act or a query."""
    found = Node.objects.filter(pk=node_id, **({"kind": kind} if kind else {})).first()
    if found is None:
        raise NotFound("No such record.")
    return found


@act("rename")
def rename(access: Access, *, node_id: int, title: str) -> Node:
    node = get_node(node_id)
    kind = registry.kind(node.kind)
    if not kind.renamable:
        raise Refused(
            f"The words of {_a(kind.label)} stay as they are.", field="title", remedy="Add a comment instead."
        )
    hidden = withheld(access, [node_id]).get(node_id)
    if hidden is not None and hidden.title:
        raise Refused(hidden.words, field="title", remedy="Its name is made of these words; ask for consent first.")
    node.title = clean_title(title)
    node.save(update_fields=["title"])
    search.rename(node.pk, node.title)
    return node


def set_state(node: Node, state: str) -> None:
    """Called inside an act."""
    node.state = state
    node.save(update_fields=["state"])


@act("archive")
def archive(access: Access, *, node_ids: Sequence[int]) -> int:
    """Put records away; they are found no more but stay in every history."""
    _check_known(node_ids)
    standing = dict(Node.objects.filter(pk__in=node_ids, archived_at__isnull=True).values_list("pk", "kind"))
    Node.objects.filter(pk__in=standing).update(archived_at=timezone.now())
    search.hide(node_ids)
    registry.archived(standing, is_away=True)
    return len(standing)


@act("bring back")
def restore(access: Access, *, node_ids: Sequence[int]) -> int:
    _check_known(node_ids)
    away = dict(Node.objects.filter(pk__in=node_ids, archived_at__isnull=False).values_list("pk", "kind"))
    Node.objects.filter(pk__in=away).update(archived_at=None)
    search.hide(node_ids, hidden=False)
    registry.archived(away, is_away=False)
    return len(away)


@act("link")
def link(access: Access, *, upstream: int, verb: str, downstream: int, note: str = "") -> Link:
    """Tie two records. The same tie twice is one tie."""
    ends = {n.pk: n for n in Node.objects.filter(pk__in=[upstream, downstream])}
    if not {upstream, downstream} <= set(ends):
        raise NotFound("No such record.")
    if upstream == downstream:
        raise Refused("A record cannot be tied to itself.", field="downstream", remedy="Choose another record.")
    kinds = ends[upstream].kind, ends[downstream].kind
    if registry.verb(kinds[0], verb, kinds[1]) is None:
        labels = [_a(registry.kind(k).label) for k in kinds]
        raise Refused(
            f"{labels[0].capitalize()} is not tied to {labels[1]} by “{verb[:40]}”.",
            field="verb",
            remedy="Choose another way to tie them, or another record.",
        )
    try:
        with transaction.atomic():
            return Link.objects.create(
                workspace_id=access.workspace_id,
                upstream_id=upstream,
                verb=verb,
                downstream_id=downstream,
                note=_plain(note, NOTE_LIMIT),
                created_by_id=access.user_id,
            )
    except IntegrityError:
        return Link.objects.get(upstream_id=upstream, verb=verb, downstream_id=downstream, withdrawn_at__isnull=True)


def link_many(access: Access, links: Sequence[tuple[int, str, int]]) -> None:
    """Many new links in one statement. Called inside an act whose links are known to be new."""
    Link.objects.bulk_create(
        [
            Link(workspace_id=access.workspace_id, upstream_id=u, verb=v, downstream_id=d, created_by_id=access.user_id)
            for u, v, d in links
        ],
        1000,
    )


@act("withdraw a link")
def withdraw_link(access: Access, *, link_id: int, reason: str = "") -> Link:
    """The link stays visible as withdrawn: who, when, why."""
    found = Link.objects.filter(pk=link_id).first()
    if found is None:
        raise NotFound("No such link.")
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by_id, found.withdrawn_reason = (
            timezone.now(),
            access.user_id,
            _plain(reason, NOTE_LIMIT),
        )
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return found


@act("comment")
def comment(access: Access, *, node_id: int, text: str) -> Comment:
    node = get_node(node_id)
    words = _plain(text, COMMENT_LIMIT + 1)
    if not words:
        raise Refused("The comment is empty.", field="text", remedy="Type something first.")
    if len(words) > COMMENT_LIMIT:
        raise Refused("The comment is longer than 10,000 characters.", field="text", remedy="Shorten it.")
    return Comment.objects.create(workspace_id=access.workspace_id, node=node, text=words, author_id=access.user_id)


def add_comments(access: Access, said: Sequence[tuple[int, str]]) -> None:
    """What others wrote elsewhere, of new records: nobody here is its author, so each says itself who was. Called inside an act."""
    Comment.objects.bulk_create(
        [
            Comment(workspace_id=access.workspace_id, node_id=node, text=_plain(text, COMMENT_LIMIT))
            for node, text in said
        ]
    )


@act("withdraw a comment")
def withdraw_comment(access: Access, *, comment_id: int) -> None:
    """Only its author takes a comment back."""
    done = Comment.objects.filter(pk=comment_id, author_id=access.user_id, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if not done:
        raise NotFound("No such comment of yours.")


def _check_known(node_ids: Sequence[int]) -> None:
    """All of them are in this workspace, and they are not too many."""
    wanted = set(node_ids)
    if len(wanted) > BULK_LIMIT:
        raise Refused(f"At most {BULK_LIMIT} records at once.", remedy="Select fewer.")
    if Node.objects.filter(pk__in=wanted).count() < len(wanted):
        raise NotFound("No such record.")


def _plain(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]


def _a(label: str) -> str:
    return f"{'an' if label[:1] in 'AEIO' else 'a'} {label.lower()}"
