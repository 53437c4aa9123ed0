"""Reconcile a coding round: what is kept becomes excerpts with codes, with a tie to the round that knows who marked it."""

from collections.abc import Sequence

from django.utils import timezone

from clew.ground.evidence.api import CODE, MERGED, Source, SourceVersion, apply_code, excerpt, mark, remove_code
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Link, archive, get_node, link, set_state
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import CODED
from clew.rooms.interviews.models import BlindMark, CodingRound, RoundSource, Settlement
from clew.rooms.interviews.queries.coding import part_of, standing_marks, version_of
from clew.rooms.interviews.queries.reconciling import shown
from clew.science import anchors

MOST_SETTLED = 500
MOST_MERGES = 20


@act("reconcile marks")
def settle_marks(access: Access, *, round_id: int, keep: Sequence[int] = (), drop: Sequence[int] = ()) -> int:
    """Marks to keep become an excerpt with their code; the others do not. May be said anew until the round is closed."""
    row = shown(round_id)
    if row.closed_at is not None:
        raise Refused("This round is closed.", remedy="Change the excerpts themselves.")
    kept, dropped = set(keep), set(drop) - set(keep)
    if not kept | dropped:
        raise Refused("Nothing was chosen.", field="mark", remedy="Say which marks are kept.")
    if len(kept | dropped) > MOST_SETTLED:
        raise Refused(f"These are more than {MOST_SETTLED}.", field="mark", remedy="Settle them in parts.")
    marks = list(standing_marks(round_id).filter(pk__in=kept | dropped).order_by("pk"))
    if len(marks) < len(kept | dropped):
        raise NotFound("Some of these marks are not in this round.")
    for one in marks:
        _settle(access, row, one, keep=one.pk in kept)
    return len(marks)


@act("keep what all agreed on")
def settle_agreed(access: Access, *, round_id: int, source_id: int) -> int:
    """Every mark that all coders made alike, and that is not settled yet, is kept; answers how many marks these were."""
    row = shown(round_id)
    part_of(round_id, source_id)
    coders = row.coders.filter(left_at__isnull=True).count()
    alike: dict[tuple[int, int, int], list[int]] = {}
    unsettled = standing_marks(round_id).filter(source=source_id, settlement__isnull=True)
    for pk, code, start, end in unsettled.order_by("pk").values_list("pk", "code_id", "start", "end"):
        alike.setdefault((code, start, end), []).append(pk)
    agreed = [pk for marks in alike.values() if len(marks) == coders for pk in marks][:MOST_SETTLED]
    if not agreed:
        raise Refused("Nothing is left that all marked alike.", remedy="Settle the other passages one by one.")
    return settle_marks(access, round_id=round_id, keep=agreed)


@act("close a coding round")
def close_round(access: Access, *, round_id: int) -> CodingRound:
    """Everything is settled. From now on the excerpts are changed, not the round."""
    row = shown(round_id)
    if row.closed_at is not None:
        raise Refused("This round is closed already.", remedy="Nothing is left to do.")
    left = standing_marks(round_id).filter(settlement__isnull=True).count()
    if left:
        raise Refused(f"{left} marks are not settled yet.", remedy="Settle them first.")
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    set_state(row.node, "closed")
    return row


def _settle(access: Access, row: CodingRound, one: BlindMark, *, keep: bool) -> None:
    before = Settlement.objects.filter(mark=one).first()
    if before is not None and before.kept == keep:
        return
    made = _excerpt_of(access, row, one) if keep else None
    told = {"kept": keep, "excerpt_id": made, "by_id": access.user_id, "at": timezone.now()}
    if before is None:
        Settlement.objects.create(workspace_id=access.workspace_id, round=row, mark=one, **told)
        return
    was = before.excerpt_id
    Settlement.objects.filter(pk=before.pk).update(**told)
    if was is not None:
        _take_back(access, was, one)


def _excerpt_of(access: Access, row: CodingRound, one: BlindMark) -> int:
    start, end, exact = _place_now(one)
    found = mark(access, source_id=one.source_id, start=start, end=end, exact=exact)
    apply_code(access, excerpt_id=found.pk, code_id=_standing(one.code_id))
    link(access, upstream=found.pk, verb=CODED, downstream=row.pk)
    return int(found.pk)


def _take_back(access: Access, excerpt_id: int, one: BlindMark) -> None:
    """No longer kept: the code goes, unless another kept mark gives it; words without code and tie are put away."""
    others = Settlement.objects.filter(excerpt=excerpt_id, kept=True)
    code = _standing(one.code_id)
    if not any(_standing(other.mark.code_id) == code for other in others.select_related("mark")):
        found = excerpt(access, excerpt_id)
        if code in {tag.id for tag in found.codes}:
            remove_code(access, excerpt_id=excerpt_id, code_id=code)
            if len(found.codes) == 1 and not found.ties:
                archive(access, node_ids=[excerpt_id])


def _place_now(one: BlindMark) -> tuple[int, int, str]:
    """Where the words stand in the newest version; the round has perhaps an older one."""
    part = RoundSource.objects.get(round=one.round_id, source=one.source_id)
    text, newest = version_of(part).text, Source.objects.get(pk=one.source_id).version
    if newest == part.version:
        return one.start, one.end, text[one.start : one.end]
    now = SourceVersion.objects.get(source=one.source_id, number=newest).text
    found = anchors.resolve(anchors.make_anchor(text, one.start, one.end), now)
    if found.start is None or found.end is None:
        raise Refused(
            "The text was corrected since, and these words stand in it no more.",
            field="mark",
            remedy="Leave this mark out.",
        )
    return found.start, found.end, now[found.start : found.end]


def _standing(code_id: int) -> int:
    """The code, or the one that it was merged into since."""
    for _ in range(MOST_MERGES):
        into = Link.objects.filter(upstream=code_id, verb=MERGED, withdrawn_at__isnull=True).values_list(
            "downstream_id", flat=True
        )
        following = into.filter(downstream__kind=CODE).first() if get_node(code_id, kind=CODE).archived_at else None
        if following is None:
            break
        code_id = following
    return code_id
