"""The screener: what is asked before somebody is taken, and the link to it for posting anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import clean_title, get_node
from clew.ground.workspaces.api import Access, act, hash_of, new_secret
from clew.rooms.interviews.actions.studies import RECRUITING, reach
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import OpenLink, OpenLinkKey, Screener, Study
from clew.rooms.interviews.models.screening import check, plain, read_questions, read_rules
from clew.rooms.interviews.queries.screeners import ScreenerVersion, newest_screener

INTRO_LIMIT, TITLE_LIMIT = 2000, 200
OVER = "finished"


@dataclass(frozen=True, slots=True)
class NewOpenLink:
    """`secret` is what the link holds; nobody can read it again."""

    id: int
    secret: str


@act("publish a screener")
def publish_screener(
    access: Access,
    *,
    study_id: int,
    title: str,
    intro: str = "",
    questions: Sequence[dict[str, Any]] = (),
    rules: Sequence[dict[str, Any]] = (),
) -> ScreenerVersion:
    """A new version of the questions and rules, for everybody who answers from now on; one that changes nothing is not made.

    A question: key, text, kind (single, multi, number, text), is_required, options. A rule: question (a key), test (is, is_not,
    at_least, at_most, mentions), value, then (accept, queue, reject). The first rule that fits decides; else the answer is queued.
    """
    get_node(study_id, kind=STUDY)
    Study.objects.select_for_update().get(pk=study_id)
    asked, ruled = read_questions(questions), read_rules(rules)
    check(asked, ruled)
    if len(intro) > INTRO_LIMIT:
        raise Refused(f"This is longer than {INTRO_LIMIT:,} characters.", field="intro", remedy="Shorten it.")
    name, before = clean_title(title), newest_screener(study_id)
    if len(name) > TITLE_LIMIT:
        raise Refused(f"This is longer than {TITLE_LIMIT} characters.", field="title", remedy="Shorten it.")
    if before and (before.title, before.intro, before.questions, before.rules) == (name, intro.strip(), asked, ruled):
        return before
    Screener.objects.create(
        workspace_id=access.workspace_id, study_id=study_id, number=before.number + 1 if before else 1, title=name,
        intro=intro.strip(), questions=plain(asked), rules=plain(ruled), made_by_id=access.user_id,
    )  # fmt: skip
    made = newest_screener(study_id)
    if made is None:
        raise NotFound("No such screener.")
    return made


@act("open a screener to everybody")
def open_screener(access: Access, *, study_id: int) -> NewOpenLink:
    """A link for posting anywhere; the one before is closed."""
    node = get_node(study_id, kind=STUDY)
    if node.state == OVER:
        raise Refused("The study is finished.", remedy="Move it back first.")
    if newest_screener(study_id) is None:
        raise Refused("There is no screener yet.", remedy="Write its questions first.")
    OpenLink.objects.filter(study=study_id, closed_at__isnull=True).update(closed_at=timezone.now())
    made = OpenLink.objects.create(workspace_id=access.workspace_id, study_id=study_id, made_by_id=access.user_id)
    reach(study_id, RECRUITING)
    secret = new_secret()
    OpenLinkKey.objects.create(link=made, secret_hash=hash_of(secret))
    return NewOpenLink(made.pk, secret)


@act("close a screener to everybody")
def close_screener(access: Access, *, study_id: int) -> None:
    """The posted link takes no more answers; personal links go on."""
    get_node(study_id, kind=STUDY)
    OpenLink.objects.filter(study=study_id, closed_at__isnull=True).update(closed_at=timezone.now())
