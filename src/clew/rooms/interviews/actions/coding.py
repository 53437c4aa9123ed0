"""A coding round: several people code the same words blind, each says when they have finished, then they reconcile."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.evidence.api import CODE, SOURCE, Source, source
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import NewNode, add_node, get_node, set_state
from clew.ground.workspaces.api import Access, Role, act, members
from clew.rooms.interviews.kinds import ROUND, STUDY
from clew.rooms.interviews.models import (
    BlindMark,
    CodingRound,
    Interview,
    RoundAgreement,
    RoundCode,
    RoundCoder,
    RoundSource,
)
from clew.rooms.interviews.queries.coding import codes_of, part_of, round_of
from clew.rooms.interviews.queries.reconciling import DRAWS, SEED, figures_of, inputs_of

OPEN, RECONCILING, CLOSED = "open", "reconciling", "closed"
MOST_SOURCES, MOST_CODERS, MOST_CODES, MOST_MARKS, QUOTE_LIMIT = 50, 10, 200, 2_000, 5_000


@act("begin a coding round")
def begin_round(
    access: Access,
    *,
    study_id: int,
    title: str,
    source_ids: Sequence[int],
    coder_ids: Sequence[int],
    code_ids: Sequence[int] = (),
) -> CodingRound:
    """These people code these interviews' words, nobody seeing others' marks. Without `code_ids` with the whole code book."""
    get_node(study_id, kind=STUDY)
    sources, codes = _sources(study_id, source_ids), _codes(code_ids)
    coders = _coders(access, coder_ids)
    node = add_node(access, NewNode(ROUND, title, OPEN))
    made = CodingRound.objects.create(node=node, workspace_id=access.workspace_id, study_id=study_id)
    here = {"workspace_id": access.workspace_id, "round": made}
    for one in sources:
        RoundSource.objects.create(**here, source=one, version=one.version)
    for coder in coders:
        RoundCoder.objects.create(**here, user_id=coder)
    for code in codes:
        RoundCode.objects.create(**here, code_id=code)
    return made


@act("mark words blind")
def mark_blind(
    access: Access, *, round_id: int, source_id: int, start: int, end: int, exact: str, codes: Sequence[str]
) -> list[BlindMark]:
    """Give these words codes, by their names, for yourself alone. `exact` proves that they are the words you saw."""
    _my_part(access, round_id)
    start, end = _trimmed(
        source(access, source_id, version=part_of(round_id, source_id).version).text, start, end, exact
    )
    found = _named(round_id, codes)
    if BlindMark.objects.filter(round=round_id, coder=access.user_id).count() + len(found) > MOST_MARKS:
        raise Refused(
            f"You made {MOST_MARKS:,} marks already.", field="code", remedy="Finish, and go on in another round."
        )
    return [_mark_once(access, round_id, source_id, start, end, code) for code in found]


@act("withdraw a blind mark")
def withdraw_blind_mark(access: Access, *, mark_id: int) -> None:
    """Your own; before you have finished."""
    found = BlindMark.objects.filter(pk=mark_id, coder=access.user_id or 0, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound("No such mark of yours.")
    _my_part(access, found.round_id)
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])


@act("finish coding")
def finish_coding(access: Access, *, round_id: int) -> CodingRound:
    """You are done with all sources. When the last coder is, everybody's marks are shown and the agreement is reckoned."""
    row = _locked(round_id)
    mine = _my_part(access, round_id)
    mine.finished_at = timezone.now()
    mine.save(update_fields=["finished_at"])
    return _show_if_all_finished(access, row)


@act("take a coder out")
def leave_out_coder(access: Access, *, round_id: int, user_id: int) -> CodingRound:
    """Somebody will not code after all. Their marks are shown to nobody and count for nothing; two coders must remain."""
    row = _locked(round_id)
    if row.revealed_at is not None:
        raise Refused("Everybody has finished already.", remedy="Reconcile without their marks: keep the others'.")
    standing = list(RoundCoder.objects.filter(round=round_id, left_at__isnull=True))
    found = next((one for one in standing if one.user_id == user_id), None)
    if found is None:
        raise NotFound("No such coder in this round.")
    if len(standing) <= 2:
        raise Refused("Two coders must remain.", field="coder", remedy="Begin another round with somebody else.")
    found.left_at = timezone.now()
    found.save(update_fields=["left_at"])
    return _show_if_all_finished(access, row)


def _show_if_all_finished(access: Access, row: CodingRound) -> CodingRound:
    if RoundCoder.objects.filter(round=row, left_at__isnull=True, finished_at__isnull=True).exists():
        return row
    row.revealed_at = timezone.now()
    row.save(update_fields=["revealed_at"])
    set_state(row.node, RECONCILING)
    inputs = inputs_of(row.pk)
    if inputs.code_ids:
        RoundAgreement.objects.create(
            workspace_id=access.workspace_id, round=row, seed=SEED, draws=DRAWS, inputs_hash=inputs.hash,
            figures=figures_of(inputs),
        )  # fmt: skip
    return row


def _locked(round_id: int) -> CodingRound:
    """Two who finish at the same moment: the second sees that the first has."""
    found = CodingRound.objects.select_related("node").select_for_update(of=("self",)).filter(pk=round_id).first()
    if found is None:
        raise NotFound("No such coding round.")
    return found


def _my_part(access: Access, round_id: int) -> RoundCoder:
    row = round_of(round_id)
    mine = RoundCoder.objects.filter(round=row, user=access.user_id or 0, left_at__isnull=True).first()
    if mine is None:
        raise Forbidden("You are not among the coders of this round.")
    if mine.finished_at is not None:
        raise Refused("You have finished.", remedy="What you marked stays as it is, until all reconcile.")
    return mine


def _mark_once(access: Access, round_id: int, source_id: int, start: int, end: int, code: int) -> BlindMark:
    what = {
        "round_id": round_id, "source_id": source_id, "coder_id": access.user_id, "code_id": code, "start": start, "end": end
    }  # fmt: skip
    try:
        with transaction.atomic():
            return BlindMark.objects.create(workspace_id=access.workspace_id, **what)
    except IntegrityError:
        return BlindMark.objects.get(**what, withdrawn_at__isnull=True)


def _named(round_id: int, names: Sequence[str]) -> list[int]:
    """Only codes that are there: a new one would tell the others what somebody saw."""
    found: list[int] = []
    for name in dict.fromkeys(" ".join(name.split()) for name in names):
        code = (
            codes_of(round_id).filter(node__title__iexact=name).values_list("pk", flat=True).first() if name else None
        )
        if code is None:
            raise Refused(
                f"“{name[:80]}” is no code of this round.", field="code", remedy="Choose one of the list; new codes wait until all have finished."
            )  # fmt: skip
        found.append(code)
    if not found:
        raise Refused("No code was chosen.", field="code", remedy="Choose at least one.")
    return found


def _trimmed(text: str, start: int, end: int, exact: str) -> tuple[int, int]:
    if not exact.strip():
        raise Refused("No words are selected.", field="exact", remedy="Select the words that say it.")
    if len(exact) > QUOTE_LIMIT:
        raise Refused(f"A passage has at most {QUOTE_LIMIT:,} characters.", field="exact", remedy="Select fewer words.")
    if start < 0 or text[start:end] != exact:
        raise Refused(
            "These words do not stand there.", field="exact", remedy="Load the page again and mark them anew."
        )
    return start + len(exact) - len(exact.lstrip()), end - len(exact) + len(exact.rstrip())


def _sources(study_id: int, source_ids: Sequence[int]) -> list[Source]:
    wanted = list(dict.fromkeys(source_ids))
    if not 0 < len(wanted) <= MOST_SOURCES:
        raise Refused(f"A round has 1 to {MOST_SOURCES} interviews.", field="source", remedy="Choose what is coded.")
    for pk in wanted:
        get_node(pk, kind=SOURCE)
    heard = set(Interview.objects.filter(study=study_id, source__in=wanted).values_list("source_id", flat=True))
    if heard != set(wanted):
        raise Refused("This was not heard in the study.", field="source", remedy="Take the interview in first.")
    return list(Source.objects.filter(pk__in=wanted).order_by("pk"))


def _codes(code_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(code_ids))
    if len(wanted) > MOST_CODES:
        raise Refused(f"These are more than {MOST_CODES} codes.", field="code", remedy="Choose fewer, or none for all.")
    for pk in wanted:
        if get_node(pk, kind=CODE).archived_at:
            raise Refused("This code is archived.", field="code", remedy="Bring it back, or leave it out.")
    return wanted


def _coders(access: Access, coder_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(coder_ids))
    if not 2 <= len(wanted) <= MOST_CODERS:
        raise Refused(f"A round has 2 to {MOST_CODERS} coders.", field="coder", remedy="Choose who codes.")
    able = {m.user_id for m in members(access) if m.role.covers(Role.EDITOR)}
    if not set(wanted) <= able:
        raise Refused("Somebody of these may not edit here.", field="coder", remedy="Choose members who are editors.")
    return wanted
