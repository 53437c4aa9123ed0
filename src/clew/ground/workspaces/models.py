from typing import ClassVar, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

from clew.ground.ledger.api import Guards, Rule


class Role(models.TextChoices):
    """Ordered: each may do what the one before it may."""

    VIEWER = "viewer", "Viewer"
    EDITOR = "editor", "Editor"
    OWNER = "owner", "Owner"

    def covers(self, needed: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "workspaces_user"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    is_demo = models.BooleanField(default=False)
    currency = models.CharField(max_length=3, default="EUR")
    created_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, quiet_insert=True, workspace="id")

    class Meta:
        db_table = "workspaces_workspace"

    def __str__(self) -> str:
        return self.name


M = TypeVar("M", bound=models.Model)


class WorkspaceManager(models.Manager[M]):
    """Sees the rows of the workspace in scope; outside a scope it sees nothing and says so.

    The library's own manager is made by a function, which leaves every query untyped; the scope itself is the library's.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        scope = get_scope()
        if not scope.get("_enabled", True):
            return super().get_queryset()
        if "workspace" not in scope:
            raise ScopeError(f"{self.model.__name__} was queried outside a workspace.")
        return super().get_queryset().filter(workspace_id=scope["workspace"])


class WorkspaceModel(models.Model):
    """A row that belongs to one workspace; cannot be queried outside a scope (see `access.act` and `access.read`)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    objects = WorkspaceManager()

    class Meta:
        abstract = True


_LAST_OWNER = (
    "OLD.role = 'owner' AND NOT EXISTS (SELECT 1 FROM workspaces_membership m WHERE m.workspace_id = OLD.workspace_id"
    " AND m.role = 'owner' AND m.id <> OLD.id)"
)


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        rules=(
            Rule("owner_d", "DELETE", _LAST_OWNER, "a workspace keeps an owner"),
            Rule("owner_u", "UPDATE", f"NEW.role <> 'owner' AND {_LAST_OWNER}", "a workspace keeps an owner"),
            Rule("person", "UPDATE", "OLD.user_id <> NEW.user_id", "a membership stays with its person"),
        ),
    )

    class Meta:
        db_table = "workspaces_membership"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]


class Scope(models.TextChoices):
    """What a program may do with a token; never more than the person whose token it is."""

    READ = "read", "Read"
    WRITE = "write", "Read and write"


_OUTLIVES = (
    "EXISTS (SELECT 1 FROM workspaces_api_token m WHERE m.id = NEW.made_with_id AND (m.workspace_id <> NEW.workspace_id"
    " OR m.user_id <> NEW.user_id OR m.scope <> 'write' OR m.revoked_at IS NOT NULL"
    " OR (m.expires_at IS NOT NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > m.expires_at))))"
)


class ApiToken(models.Model):
    """A program's way into one workspace in a person's name. Its first letters are kept to tell it by.

    `made_with`: the token whose program asked for this one, which never outlives it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    scope = models.CharField(max_length=5, choices=Scope)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    made_with = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="made")

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        append_only=True,
        set_once=("revoked_at",),
        rules=(Rule("outlives", "INSERT", _OUTLIVES, "a token never outlives or outranks the one it was made with"),),
    )

    class Meta:
        db_table = "workspaces_api_token"
        indexes = [models.Index(fields=["workspace", "user", "-id"], name="api_token_of_person")]
        constraints = [models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="api_token_scope_known")]


class TokenKey(models.Model):
    """What opens the door, as a hash, and when it did so last. Apart from the token, which the ledger records and archives tell of."""

    token = models.OneToOneField(ApiToken, primary_key=True, on_delete=models.CASCADE, related_name="key")
    token_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "workspaces_token_key"


class Invitation(models.Model):
    """Somebody is asked to join, by e-mail. It ends on its day, when it is accepted or withdrawn, whichever comes first."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=8, choices=Role)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(
        recorded=True, append_only=True, set_once=("withdrawn_at", "accepted_at", "accepted_by_id")
    )

    class Meta:
        db_table = "workspaces_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(withdrawn_at__isnull=True, accepted_at__isnull=True),
                name="invited_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(accepted_at__isnull=True),
                name="invitation_ends_once",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]


class InvitationKey(models.Model):
    """The hash of what an invitation's link holds. Apart from the invitation, which the ledger records."""

    invitation = models.OneToOneField(Invitation, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "workspaces_invitation_key"


class Answer(models.Model):
    """What was answered to a request with an idempotency key, so that asking again is not doing again."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "workspaces_answer"
        indexes = [models.Index(fields=["created_at"], name="answer_by_age")]
        constraints = [models.UniqueConstraint(fields=["workspace", "user", "key"], name="answered_once")]


class EntryLink(models.Model):
    """A sign-in link that works once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(append_only=True, set_once=("used_at",))

    class Meta:
        db_table = "workspaces_entry_link"
