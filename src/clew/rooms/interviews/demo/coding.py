"""The demo's coding rounds: one that two colleagues have finished and begun to reconcile, one that waits for whoever looks."""

from clew.ground.doors.api import DemoSoFar
from clew.ground.evidence.api import source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.coding import begin_round, finish_coding, mark_blind
from clew.rooms.interviews.actions.reconciling import settle_agreed

MISSED, WIDER, OTHERWISE = (
    5,
    3,
    7,
)  # the second coder overlooks every fifth mark, takes in more words at every third, another code at every seventh


def load_rounds(so_far: DemoSoFar, finished_study: int, open_study: int) -> None:
    first, second = list(so_far.team.values())[:2]
    coded = next(
        pk for key, pk in so_far.sources.items() if key.startswith("interviews/") and _marks(first, pk) >= WIDER
    )
    coders = [first.user_id or 0, second.user_id or 0]
    made = begin_round(
        first, study_id=finished_study, title="Do we mean the same by our codes?", source_ids=[coded], coder_ids=coders
    )
    _code(first, second, made.pk, coded)
    for who in (first, second):
        finish_coding(who, round_id=made.pk)
    settle_agreed(second, round_id=made.pk, source_id=coded)
    if so_far.access.user_id is not None:
        begin_round(
            first,
            study_id=open_study,
            title="Deliveries, coded blind",
            source_ids=[so_far.sources["interviews/07"], so_far.sources["interviews/08"]],
            coder_ids=[*coders, so_far.access.user_id],
        )


def _marks(by: Access, source_id: int) -> int:
    return sum(bool(mark.codes and mark.quote.start is not None) for mark in source(by, source_id).marks)


def _code(first: Access, second: Access, round_id: int, source_id: int) -> None:
    """What is marked in the demo is what the first of them saw; the second sees nearly the same."""
    found = source(first, source_id)
    standing = [mark for mark in found.marks if mark.codes and mark.quote.start is not None]
    names = [tag.title for mark in standing for tag in mark.codes]
    for at, mark in enumerate(standing, 1):
        start, end, codes = mark.quote.start or 0, mark.quote.end or 0, [tag.title for tag in mark.codes]
        here = {"round_id": round_id, "source_id": source_id, "start": start}
        mark_blind(first, **here, end=end, exact=found.text[start:end], codes=codes)
        if at % MISSED == 0:
            continue
        if at % WIDER == 0:
            end = found.text.find(" ", min(end + 20, len(found.text)))
            end = len(found.text) if end < 0 else end
        if at % OTHERWISE == 0:
            codes = names[:1]
        mark_blind(second, **here, end=end, exact=found.text[start:end], codes=codes)
