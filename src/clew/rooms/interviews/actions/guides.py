"""Interview guides: write one, save it anew, say for which study it is, copy it for another."""

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, add_node, clean_title, get_node, link, rename, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.guide_coach import look
from clew.rooms.interviews.guide_content import content_of, hash_of, sections_of, words_of
from clew.rooms.interviews.guide_draft import MAX_MINUTES, GuideDraft, UnreadableGuide
from clew.rooms.interviews.guide_formats import read_markdown
from clew.rooms.interviews.kinds import GUIDE, GUIDES, STUDY
from clew.rooms.interviews.models import Guide, GuideVersion, Study
from clew.rooms.interviews.queries.coach import coach

MOST_TEXT = 200_000
HARMLESS = "No question was found."


@act("write a guide")
def write_guide(
    access: Access, *, title: str = "", text: str = "", study_id: int | None = None, minutes: int = 60
) -> Guide:
    """A guide in Markdown: `#` its title, `##` sections with their minutes, `-` questions, indented `-` probes, paragraphs as notes."""
    draft = _read(text, title)
    _check_minutes(minutes)
    name = title.strip() or draft.title
    if not name:
        raise Refused("A title is missing.", field="title", remedy="Type a few words that say what this is.")
    node = add_node(access, NewNode(GUIDE, name, text=words_of("", draft.sections)))
    guide = Guide.objects.create(node=node, workspace_id=access.workspace_id, minutes=minutes)
    _add_version(access, guide, draft)
    if study_id is not None:
        tie_guide(access, guide_id=guide.pk, study_id=study_id)
    return guide


@act("edit a guide")
def edit_guide(access: Access, *, guide_id: int, text: str, minutes: int | None = None) -> Guide:
    """The whole guide anew, in Markdown. It is another version when something was changed."""
    guide = _guide(guide_id, lock=True)
    draft = _read(text, guide.node.title)
    if minutes is not None and minutes != guide.minutes:
        _check_minutes(minutes)
        guide.minutes = minutes
        guide.save(update_fields=["minutes"])
    if draft.title and clean_title(draft.title) != guide.node.title:
        guide.node = rename(access, node_id=guide.pk, title=draft.title)
    before = GuideVersion.objects.get(guide=guide, number=guide.version)
    if hash_of(content_of(draft.sections)) != before.content_hash:
        guide.version += 1
        guide.save(update_fields=["version"])
        _add_version(access, guide, draft)
        words = words_of("", draft.sections)
        search.put(access.workspace_id, [search.Document(guide.pk, GUIDE, guide.node.title, words)])
    return guide


@act("say for which study a guide is")
def tie_guide(access: Access, *, guide_id: int, study_id: int | None = None) -> Guide:
    """Without a study it is tied to none."""
    guide = _guide(guide_id, lock=True)
    study = None if study_id is None else Study.objects.get(node=get_node(study_id, kind=STUDY))
    standing = Link.objects.filter(upstream=guide_id, verb=GUIDES, withdrawn_at__isnull=True)
    for tie in standing.exclude(downstream=study_id or 0):
        withdraw_link(access, link_id=tie.pk, reason="The guide is for another study now." if study else "")
    if study is not None:
        link(access, upstream=guide_id, verb=GUIDES, downstream=study.pk)
    guide.study = study
    guide.save(update_fields=["study"])
    return guide


@act("copy a guide")
def copy_guide(access: Access, *, guide_id: int, study_id: int | None = None, title: str = "") -> Guide:
    """Its newest version becomes the first of another guide, for another study or for none."""
    guide = _guide(guide_id)
    kept = GuideVersion.objects.get(guide=guide, number=guide.version)
    name = title.strip() or clean_title(f"Copy of {guide.node.title}")
    sections = sections_of(kept.content)
    node = add_node(access, NewNode(GUIDE, name, text=words_of("", sections)))
    made = Guide.objects.create(node=node, workspace_id=access.workspace_id, minutes=guide.minutes)
    _add_version(access, made, GuideDraft(name, sections))
    if study_id is not None:
        tie_guide(access, guide_id=made.pk, study_id=study_id)
    return made


def _guide(guide_id: int, *, lock: bool = False) -> Guide:
    rows = Guide.objects.select_related("node")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=guide_id).first()
    if found is None:
        raise NotFound("No such guide.")
    return found


def _read(text: str, name: str) -> GuideDraft:
    if len(text) > MOST_TEXT:
        raise Refused(f"A guide has at most {MOST_TEXT:,} characters.", field="text", remedy="Split it.")
    try:
        draft = read_markdown(text, name=name)
    except UnreadableGuide as error:
        raise Refused(error.message, field="text", remedy=error.remedy) from error
    for warning in draft.warnings:
        if warning != HARMLESS:  # of what somebody typed here nothing is cut
            raise Refused(warning, field="text", remedy="Shorten it, or split the guide.")
    return draft


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MAX_MINUTES:
        raise Refused(f"A conversation lasts 1 to {MAX_MINUTES} minutes.", field="minutes", remedy="Type its minutes.")


def _add_version(access: Access, guide: Guide, draft: GuideDraft) -> None:
    content = content_of(draft.sections)
    looked = look(draft.sections, coach(access), planned=guide.minutes)
    GuideVersion.objects.create(
        workspace_id=access.workspace_id, guide=guide, number=guide.version, content=content,
        content_hash=hash_of(content), raised=looked.raised, created_by_id=access.user_id,
    )  # fmt: skip
