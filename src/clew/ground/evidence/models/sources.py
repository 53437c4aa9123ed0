from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.customers.api import Account, Person
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import KEPT, Node, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel


class ImportBatch(Record):
    """One file brought in: how its columns were read, and what came of it."""

    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    shape = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    join_key = models.CharField(max_length=200, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)  # wholly empty rows, which are left out
    added = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)  # what it brought is archived with this very moment, and so found again

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("import")))

    class Meta:
        db_table = "evidence_import"


class ImportRowError(WorkspaceModel):
    """A row that could not be brought in, and why."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="row_errors")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=500)
    remedy = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "evidence_import_error"
        constraints = [models.UniqueConstraint(fields=["batch", "row", "field"], name="import_error_once")]


class Source(Record):
    """Where words come from: an interview, a review, a ticket. Its text lies in numbered versions, the newest `version`."""

    KINDS = [("interview", "Interview"), ("feedback", "Feedback"), ("study", "Study"), ("note", "Note")]

    kind = models.CharField(max_length=12, choices=KINDS, default="feedback")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="sources")
    # The upload that holds it and nothing else, of an import that had several.
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="sources")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="sources")
    # What it was heard for, such as a study: consent given for that decides about these words.
    about = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    said_on = models.DateField(null=True)
    channel = models.CharField(max_length=60, blank=True)
    rating = models.FloatField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    words = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64)
    put_away = models.BooleanField(default=False, db_default=False)  # its import was undone: the words may come in anew

    # The node's own insert is in the ledger already; the quick import relies on not saying it twice.
    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", quiet_insert=True, rules=(KEPT, of_kind("source")))

    class Meta:
        db_table = "evidence_source"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "content_hash"], condition=Q(put_away=False), name="source_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "said_on"], name="source_by_day"),
            models.Index(fields=["workspace", "node"], name="source_newest"),
            models.Index(fields=["workspace", "kind", "channel", "batch", "node"], name="source_facets"),
        ]


class SourceVersion(WorkspaceModel):
    """The words of a source, as they stood. Correcting them makes another version."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    turns = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, quiet_insert=True, append_only=True)

    class Meta:
        db_table = "evidence_source_version"
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
        ]


class Speaker(WorkspaceModel):
    """Which person a transcript means by a name."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="source_id")

    class Meta:
        db_table = "evidence_speaker"
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="speaker_once")]


_CIRCLE = (
    "EXISTS (WITH RECURSIVE above(id) AS (SELECT NEW.parent_id UNION SELECT c.parent_id FROM evidence_code c"
    " JOIN above ON c.node_id = above.id) SELECT 1 FROM above WHERE above.id = NEW.node_id)"
)


class Code(Record):
    """A name for what an excerpt is about; codes form a tree."""

    definition = models.TextField(max_length=2000, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        rules=(
            KEPT,
            of_kind("code"),
            Rule("circle_i", "INSERT", _CIRCLE, "a code does not stand under itself"),
            Rule("circle_u", "UPDATE", _CIRCLE, "a code does not stand under itself"),
        ),
    )

    class Meta:
        db_table = "evidence_code"


_STANDS = (
    "EXISTS (SELECT 1 FROM evidence_source_version v WHERE v.source_id = NEW.source_id"
    ' AND v.text_hash = NEW.source_hash AND substr(v.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.exact)'
)


class Excerpt(Record):
    """Words of a source, anchored: exact text, what stands before and after, offsets, hash of the version they were taken from.

    `status` says how the anchor fares in the newest version; `start` and `end` follow it there while it holds.
    """

    STATUSES = [("exact", "exact"), ("moved", "moved"), ("healed", "healed"), ("broken", "broken")]

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="excerpts")
    exact = models.TextField()
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    source_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=STATUSES, default="exact")
    now_start = models.PositiveIntegerField(null=True)
    now_end = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="excerpts")
    speaker = models.CharField(max_length=120, blank=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        rules=(
            KEPT,
            of_kind("excerpt"),
            Rule("quoted", "INSERT", f"NOT {_STANDS}", "these words do not stand there"),
            Rule(
                "anchored",
                "UPDATE",
                "(OLD.source_id <> NEW.source_id OR OLD.exact <> NEW.exact OR OLD.prefix <> NEW.prefix OR OLD.suffix <> NEW.suffix"
                ' OR OLD.start <> NEW.start OR OLD."end" <> NEW."end" OR OLD.source_hash <> NEW.source_hash)'
                " AND NOT ((OLD.status = 'broken' OR NEW.status = 'broken') AND OLD.source_id = NEW.source_id"
                f" AND {_STANDS})",
                "a quotation stays as it was taken, unless it lost its place",
            ),
        ),
    )

    class Meta:
        db_table = "evidence_excerpt"
        indexes = [models.Index(fields=["workspace", "source", "node"], name="excerpt_by_source")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="excerpt_not_empty"),
            models.CheckConstraint(
                condition=Q(status="broken", now_start__isnull=True, now_end__isnull=True)
                | (~Q(status="broken") & Q(now_start__isnull=False, now_end__isnull=False, now_end__gt=F("now_start"))),
                name="excerpt_place_known",
            ),
        ]


class ExcerptCode(WorkspaceModel):
    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="codings")

    guards: ClassVar[Guards] = Guards(recorded=True, node="excerpt_id")

    class Meta:
        db_table = "evidence_excerpt_code"
        constraints = [models.UniqueConstraint(fields=["excerpt", "code"], name="coding_once")]
