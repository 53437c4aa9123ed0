"""Ideas: what could be done about needs."""

from collections.abc import Sequence

from clew.ground.evidence.actions.needs import detail_words
from clew.ground.evidence.kinds import ADDRESSED, IDEA, NEED
from clew.ground.evidence.models import Idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, add_node, add_nodes, get_node, link, withdraw_link
from clew.ground.workspaces.api import Access, act


@act("add an idea")
def add_idea(access: Access, *, title: str, detail: str = "", addresses: Sequence[int] = ()) -> Idea:
    """Something that could be done, and the needs it addresses."""
    words = detail_words(detail)
    node = add_node(access, NewNode(IDEA, title, text=words))
    idea = Idea.objects.create(node=node, workspace_id=access.workspace_id, detail=words)
    for need_id in dict.fromkeys(addresses):
        address(access, idea_id=idea.pk, need_id=need_id)
    return idea


def add_ideas(access: Access, new: Sequence[tuple[str, str]]) -> list[int]:
    """Many at once, by title and detail. Called inside an act."""
    nodes = add_nodes(access, [NewNode(IDEA, title, text=detail) for title, detail in new])
    Idea.objects.bulk_create(
        [
            Idea(node=node, workspace_id=access.workspace_id, detail=detail)
            for node, (_, detail) in zip(nodes, new, strict=True)
        ]
    )
    return [node.pk for node in nodes]


@act("describe an idea")
def describe_idea(access: Access, *, idea_id: int, detail: str) -> Idea:
    idea = Idea.objects.get(node=get_node(idea_id, kind=IDEA))
    idea.detail = detail_words(detail)
    idea.save(update_fields=["detail"])
    search.put(access.workspace_id, [search.Document(idea.pk, IDEA, idea.node.title, idea.detail)])
    return idea


@act("say which need an idea addresses")
def address(access: Access, *, idea_id: int, need_id: int) -> Link:
    get_node(idea_id, kind=IDEA)
    get_node(need_id, kind=NEED)
    return link(access, upstream=need_id, verb=ADDRESSED, downstream=idea_id)


@act("say that an idea does not address a need")
def stop_addressing(access: Access, *, idea_id: int, need_id: int, reason: str = "") -> None:
    found = Link.objects.filter(
        upstream_id=need_id, verb=ADDRESSED, downstream_id=idea_id, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise NotFound("This idea is not tied to this need.")
    withdraw_link(access, link_id=found.pk, reason=reason)


@act("move an idea to another need")
def move_idea(access: Access, *, idea_id: int, from_need: int, to_need: int) -> Link:
    """It addresses this need instead of that one; what else it addresses stands."""
    if from_need == to_need:
        raise Refused("The idea addresses this need already.", field="to_need", remedy="Choose another need.")
    stop_addressing(access, idea_id=idea_id, need_id=from_need, reason="moved")
    return address(access, idea_id=idea_id, need_id=to_need)
