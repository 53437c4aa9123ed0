"""The portal as members keep it: what is shown there, and what people who come by left."""

import re
from secrets import token_urlsafe
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import IDEA, add_idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.roadmap.actions.casting import cast_vote
from clew.rooms.roadmap.models import (
    Portal,
    PortalComment,
    PortalNotice,
    PortalQuiet,
    PortalSession,
    PublishedIdea,
    Suggestion,
    Vote,
)
from clew.rooms.roadmap.models.portal import REASON_LIMIT, SLUG_LIMIT, STATUSES, TEXT_LIMIT, TITLE_LIMIT
from clew.rooms.roadmap.queries.portal import merged_into

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 5.0
MOST_TOLD, AT_ONCE = 20_000, 1000


@act("set up the portal", role=Role.OWNER)
def set_up_portal(
    access: Access, *, title: str, slug: str = "", intro: str = "", accent: str = "", is_public: bool = True,
    holds_comments: bool = True, is_on: bool = True,
) -> Portal:  # fmt: skip
    """Without a slug it keeps the one it has, or gets one that nobody guesses."""
    known = Portal.objects.first()
    told: dict[str, Any] = {
        "title": _words(title, "title", TITLE_LIMIT, needed=True), "intro": _words(intro, "intro", TEXT_LIMIT),
        "accent": _accent(accent), "slug": _slug(access, slug, known), "is_public": is_public,
        "holds_comments": holds_comments, "is_on": is_on,
    }  # fmt: skip
    if known is None:
        return Portal.objects.create(workspace_id=access.workspace_id, **told)
    if known.is_public and not is_public:
        PortalSession.objects.all().delete()  # whoever came in by any address asks anew
    for name, value in told.items():
        setattr(known, name, value)
    known.save(update_fields=list(told))
    return known


@act("publish an idea")
def publish_idea(
    access: Access, *, idea_id: int, title: str, detail: str = "", status: str = "open", reason: str = ""
) -> PublishedIdea:
    """With these words, which are all that is shown of it; or with others, when it is published already."""
    get_node(idea_id, kind=IDEA)
    told = {
        "title": _words(title, "title", TITLE_LIMIT, needed=True), "detail": _words(detail, "detail", TEXT_LIMIT),
        "is_shown": True, "into": None,
    }  # fmt: skip
    why = _reason(status, reason)
    found = PublishedIdea.objects.filter(pk=idea_id).first()
    if found is None:
        return PublishedIdea.objects.create(
            idea_id=idea_id, workspace_id=access.workspace_id, status=status, reason=why,
            published_at=timezone.now(), **told,
        )  # fmt: skip
    for name, value in told.items():
        setattr(found, name, value)
    found.save(update_fields=list(told))
    _set_status(access, found, status, why)
    return found


@act("take an idea off the portal")
def unpublish_idea(access: Access, *, idea_id: int) -> None:
    """Its votes and comments stay, for when it is published again."""
    found = published(idea_id)
    found.is_shown = False
    found.save(update_fields=["is_shown"])


@act("set an idea's public status")
def set_public_status(access: Access, *, idea_id: int, status: str, reason: str = "") -> PublishedIdea:
    """Whoever voted for it gets a mail. `reason`: why, shown beside it; what is not planned has one always."""
    why = _reason(status, reason)
    found = published(idea_id)
    _set_status(access, found, status, why)
    return found


@act("answer on the portal")
def answer_on_portal(access: Access, *, idea_id: int, text: str) -> PortalComment:
    """A comment with the member's name."""
    return PortalComment.objects.create(
        workspace_id=access.workspace_id, idea=published(idea_id), author_id=access.user_id, state="shown",
        text=_words(text, "text", TEXT_LIMIT, needed=True),
    )  # fmt: skip


@act("settle a comment")
def settle_comment(access: Access, *, comment_id: int, is_shown: bool) -> PortalComment:
    """Shown to everybody, or not; either can be changed later."""
    found = PortalComment.objects.filter(pk=comment_id).first()
    if found is None:
        raise NotFound("No such comment.")
    found.state = "shown" if is_shown else "refused"
    found.save(update_fields=["state"])
    return found


@act("take a suggestion")
def take_suggestion(
    access: Access, *, suggestion_id: int, title: str = "", detail: str = "", idea_id: int | None = None
) -> PublishedIdea | None:
    """It becomes a published idea, with its own words or with these; or, with `idea_id`, a vote for an idea that is there, or for the one it was merged into."""
    found = _waiting(suggestion_id)
    public = None
    if idea_id is None:
        words = title.strip() or found.title, detail.strip() or found.text
        idea_id = int(add_idea(access, title=words[0]).pk)
        public = publish_idea(access, idea_id=idea_id, title=words[0], detail=words[1])
    else:
        get_node(idea_id, kind=IDEA)
        idea_id = merged_into(access, idea_id) or idea_id
    if found.person_id is not None:
        cast_vote(access, idea_id, found.person_id)
    found.state, found.idea_id = "taken", idea_id
    found.save(update_fields=["state", "idea"])
    return public


@act("refuse a suggestion")
def refuse_suggestion(access: Access, *, suggestion_id: int) -> None:
    found = _waiting(suggestion_id)
    found.state = "refused"
    found.save(update_fields=["state"])


def published(idea_id: int) -> PublishedIdea:
    found = PublishedIdea.objects.filter(pk=idea_id, is_shown=True).first()
    if found is None:
        raise NotFound("This idea is not on the portal.")
    return found


def mark_shipped(access: Access, idea_ids: list[int]) -> None:
    """Their item went out; what is said to be shipped already keeps its reason. Called inside the act that releases it."""
    for found in PublishedIdea.objects.filter(pk__in=idea_ids, is_shown=True).exclude(status="shipped"):
        _set_status(access, found, "shipped", "")


def _set_status(access: Access, found: PublishedIdea, status: str, reason: str) -> None:
    is_new = found.status != status
    found.status, found.reason = status, reason
    found.save(update_fields=["status", "reason"])
    if is_new:
        _tell_voters(access, found, status)


def _tell_voters(access: Access, found: PublishedIdea, status: str) -> None:
    PortalNotice.objects.filter(idea=found, sent_at__isnull=True).exclude(status=status).delete()
    quiet = PortalQuiet.objects.values("pk")
    voters = Vote.objects.filter(idea=found.pk, withdrawn_at__isnull=True, person__node__archived_at__isnull=True)
    told = voters.exclude(person__email="").exclude(person__in=quiet).values_list("person_id", flat=True)
    rows = [
        PortalNotice(workspace_id=access.workspace_id, idea=found, person_id=person, status=status)
        for person in told[:MOST_TOLD]
    ]
    PortalNotice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _waiting(suggestion_id: int) -> Suggestion:
    found = Suggestion.objects.filter(pk=suggestion_id).first()
    if found is None:
        raise NotFound("No such suggestion.")
    if found.state != "held":
        raise Refused("This suggestion is settled already.", remedy="Look at the queue again.")
    return found


def _slug(access: Access, slug: str, known: Portal | None) -> str:
    wanted = slug.strip().lower()
    if not wanted:
        return known.slug if known else token_urlsafe(16).lower().replace("_", "a").strip("-")[:SLUG_LIMIT]
    if not SLUG.fullmatch(wanted):
        raise Refused(
            "3 to 60 small letters, digits and -.", field="slug", remedy="Such as larder-ideas, or leave it empty."
        )
    if Portal._base_manager.filter(slug=wanted).exclude(workspace=access.workspace_id).exists():
        raise Refused("This address is taken.", field="slug", remedy="Choose another one, or leave it empty.")
    return wanted


def _accent(accent: str) -> str:
    colour = accent.strip().lower()
    if not colour:
        return ""
    if not COLOUR.fullmatch(colour):
        raise Refused("A colour is # and six digits.", field="accent", remedy="Such as #3355aa, or leave it empty.")
    if (ratio := contrast_with_white(colour)) < LEAST_CONTRAST:
        raise Refused(
            f"White words on it have a contrast of {ratio:.1f} to 1, which is hard to read.", field="accent",
            remedy=f"Take a darker one: {LEAST_CONTRAST:.0f} to 1 at least.",
        )  # fmt: skip
    return colour


def contrast_with_white(colour: str) -> float:
    """As WCAG 2.2 reckons it, from 1 to 21."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _reason(status: str, reason: str) -> str:
    if status not in dict(STATUSES):
        raise Refused("There is no such status.", field="status", remedy=f"One of: {', '.join(dict(STATUSES))}.")
    why = _words(reason, "reason", REASON_LIMIT)
    if status == "declined" and not why:
        raise Refused("It does not say why it is not planned.", field="reason", remedy="Tell those who asked for it.")
    return why


def _words(text: str, field: str, most: int, *, needed: bool = False) -> str:
    words = text.strip()
    if needed and not words:
        raise Refused("There are no words yet.", field=field, remedy="Type some.")
    if len(words) > most:
        raise Refused(f"This is longer than {most:,} characters.", field=field, remedy="Shorten it.")
    return words
