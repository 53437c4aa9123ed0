"""Assumption tests: what must be true for an idea, how it is tested, what would count, and what came out."""

from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, Node, add_node, get_node, link, set_state, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import TEST, TESTED_BY
from clew.rooms.interviews.models import AssumptionTest
from clew.rooms.interviews.models.assumptions import LONGEST

OPEN, HOLDS, FAILS = RESULTS = ("open", "holds", "fails")


@act("add an assumption test")
def add_assumption(access: Access, *, idea_id: int, title: str, how: str = "", counts: str = "") -> AssumptionTest:
    """What must be true for an idea to work (`title`), how it is tested, and what result would count."""
    idea = _idea(idea_id)
    plan = {"how": _words(how, "how"), "counts": _words(counts, "counts")}
    node = add_node(access, NewNode(TEST, title, state=OPEN, text=_text(**plan)))
    made = AssumptionTest.objects.create(node=node, workspace_id=access.workspace_id, **plan)
    link(access, upstream=idea.pk, verb=TESTED_BY, downstream=node.pk)
    return made


@act("plan an assumption test")
def plan_assumption(access: Access, *, test_id: int, how: str, counts: str) -> AssumptionTest:
    """Say anew how it is tested and what result would count, as long as there is no result."""
    test = _test(test_id)
    if test.node.state != OPEN:
        raise Refused("This test has its result.", field="counts", remedy="Open it again first.")
    test.how, test.counts = _words(how, "how"), _words(counts, "counts")
    test.save(update_fields=["how", "counts"])
    _find_again(access, test)
    return test


@act("note what an assumption test showed")
def settle_assumption(access: Access, *, test_id: int, result: str, learnt: str = "") -> AssumptionTest:
    """It holds, it fails, or it is open again. What would count has to be said before the result is."""
    test = _test(test_id)
    if result not in RESULTS:
        raise Refused("There is no such result.", field="result", remedy=f"One of: {', '.join(RESULTS)}.")
    if result != OPEN and not test.counts:
        raise Refused(
            "It is not said yet what result would count.",
            field="result",
            remedy="Say so first; then look at the result.",
        )
    test.learnt = _words(learnt, "learnt")
    test.settled_on = timezone.localdate() if result != OPEN else None
    test.save(update_fields=["learnt", "settled_on"])
    set_state(test.node, result)
    _find_again(access, test)
    return test


@act("move an assumption test")
def move_assumption(access: Access, *, test_id: int, idea_id: int) -> Link:
    """It tests what this idea rests on, and no other. It stands under one idea at a time."""
    test, idea = _test(test_id), _idea(idea_id)
    standing = Link.objects.filter(downstream=test.pk, verb=TESTED_BY, withdrawn_at__isnull=True)
    if standing.filter(upstream=idea.pk).exists():
        raise Refused("It tests this idea already.", field="idea_id", remedy="Choose another idea.")
    for old in standing:
        withdraw_link(access, link_id=old.pk, reason="moved")
    return link(access, upstream=idea.pk, verb=TESTED_BY, downstream=test.pk)


def _test(test_id: int) -> AssumptionTest:
    """Held, so that a plan is not changed while its result is written."""
    node = get_node(test_id, kind=TEST)
    return AssumptionTest.objects.select_for_update(of=("self",)).select_related("node").get(node=node)


def _idea(idea_id: int) -> Node:
    idea = get_node(idea_id, kind=IDEA)
    if idea.archived_at:
        raise Refused("This idea is archived.", field="idea_id", remedy="Bring it back first, or choose another.")
    return idea


def _find_again(access: Access, test: AssumptionTest) -> None:
    words = _text(test.how, test.counts, test.learnt)
    search.put(access.workspace_id, [search.Document(test.pk, TEST, test.node.title, words)])


def _text(how: str, counts: str, learnt: str = "") -> str:
    return " ".join(part for part in (how, counts, learnt) if part)


def _words(text: str, field: str) -> str:
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Refused(f"This is longer than {LONGEST:,} characters.", field=field, remedy="Shorten it.")
    return words
