from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.customers.api import Person
from clew.ground.evidence.api import Idea
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel

STATUSES = [
    ("open", "Open"),
    ("planned", "Planned"),
    ("started", "In work"),
    ("shipped", "Shipped"),
    ("declined", "Not planned"),
]
TITLE_LIMIT, TEXT_LIMIT, SLUG_LIMIT, REASON_LIMIT, ALT_LIMIT = 200, 4000, 60, 500, 120


class Portal(WorkspaceModel):
    """The page on which customers see ideas, vote, comment and suggest: one of a workspace, while it is on.

    Not `is_public`: only people of the workspace with an address come in. `holds_comments`: they wait to be looked at.
    `logo`: a PNG that Clew drew itself; `logo_alt`: what it shows, for those who do not see it.
    """

    slug = models.CharField(max_length=SLUG_LIMIT, unique=True)
    title = models.CharField(max_length=TITLE_LIMIT)
    intro = models.TextField(max_length=TEXT_LIMIT, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    is_on = models.BooleanField(default=True)
    is_public = models.BooleanField(default=True)
    holds_comments = models.BooleanField(default=True)
    logo = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    logo_alt = models.CharField(max_length=ALT_LIMIT, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_portal"
        constraints = [models.UniqueConstraint(fields=["workspace"], name="portal_once")]


class PublishedIdea(WorkspaceModel):
    """What customers are told of an idea, in words of its own: nothing else of it is ever shown to them.

    `reason`: why it has this status. `into`: the idea that it was merged into, where whoever has its address is led.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="published")
    title = models.CharField(max_length=TITLE_LIMIT)
    detail = models.TextField(max_length=TEXT_LIMIT, blank=True)
    status = models.CharField(max_length=8, choices=STATUSES, default="open")
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    is_shown = models.BooleanField(default=True)
    published_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_published_idea"
        constraints = [
            models.CheckConstraint(condition=Q(into__isnull=True) | Q(is_shown=False), name="published_merged_hides"),
        ]
        indexes = [
            models.Index(fields=["workspace", "-published_at"], condition=Q(is_shown=True), name="published_newest")
        ]


class PortalComment(WorkspaceModel):
    """What somebody said on the portal about a published idea. `author`: a member who answers."""

    STATES = [("held", "Waits"), ("shown", "Shown"), ("refused", "Not shown")]

    idea = models.ForeignKey(PublishedIdea, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=TEXT_LIMIT)
    state = models.CharField(max_length=7, choices=STATES)
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_portal_comment"
        indexes = [models.Index(fields=["workspace", "state", "id"], name="portal_comment_waits")]


class Suggestion(WorkspaceModel):
    """An idea that somebody handed in on the portal, until a member takes or refuses it."""

    STATES = [("held", "Waits"), ("taken", "Taken"), ("refused", "Refused")]

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=TITLE_LIMIT)
    text = models.TextField(max_length=TEXT_LIMIT, blank=True)
    state = models.CharField(max_length=7, choices=STATES, default="held")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_suggestion"
        indexes = [models.Index(fields=["workspace", "state", "id"], name="suggestion_waits")]


class PortalKey(WorkspaceModel):
    """A link that was mailed, and lets in once. The address stands here only until it is used or over."""

    email = models.EmailField(blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "roadmap_portal_key"


class PortalSession(WorkspaceModel):
    """That somebody is signed in on the portal in one browser."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "roadmap_portal_session"


class PortalNotice(WorkspaceModel):
    """A mail that is due to somebody who voted: the idea has another status. Nobody is told twice of the same."""

    idea = models.ForeignKey(PublishedIdea, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=STATUSES)
    due_at = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "roadmap_portal_notice"
        constraints = [models.UniqueConstraint(fields=["idea", "person", "status"], name="portal_notice_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="portal_notice_due")]


class PortalQuiet(WorkspaceModel):
    """Somebody who wants no mails of the portal."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "roadmap_portal_quiet"
