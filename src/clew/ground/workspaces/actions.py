"""Acts on people and workspaces."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from clew.ground.ledger.api import NotFound, Refused, acting
from clew.ground.workspaces.access import Access, act
from clew.ground.workspaces.models import ApiToken, EntryLink, Membership, Role, User, Workspace
from clew.ground.workspaces.secret_words import hash_of, new_secret

ENTRY_LINK_LIFE = timedelta(hours=12)
MOST_WORKSPACES = 100  # what the switcher shows


def create_user(*, email: str, name: str = "", password: str | None = None) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name)
    except IntegrityError as error:
        raise Refused(
            "That e-mail address has an account already.", field="email", remedy="Sign in, or use another address."
        ) from error


def call_oneself(user: User, *, name: str) -> None:
    """How others see this person from now on, wherever they work."""
    wanted = name.strip()
    if not 1 <= len(wanted) <= 120:
        raise Refused("A name has 1 to 120 letters.", field="name", remedy="Type how others should call you.")
    user.name = wanted
    user.save(update_fields=["name"])


def create_workspace(*, name: str, owner: User, slug: str = "", is_demo: bool = False) -> Workspace:
    """A new workspace with its first owner."""
    wanted = _clean_name(name)
    if Membership.objects.filter(user=owner).count() >= MOST_WORKSPACES:
        raise Refused(f"You are in {MOST_WORKSPACES} workspaces already.", field="name", remedy="Work in one of them.")
    with acting("create a workspace", actor_id=owner.pk):
        workspace = Workspace.objects.create(name=wanted, slug=_free_slug(slug or wanted), is_demo=is_demo)
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    return workspace


def ensure_home_workspace(user: User) -> Workspace:
    """Whoever signs in has a workspace to work in."""
    found = Workspace.objects.filter(memberships__user=user).order_by("is_demo", "pk").first()
    return found or create_workspace(name=f"{user}'s workspace"[:120], owner=user)


def join(workspace: Workspace, user: User, role: Role) -> bool:
    """Let the house itself seat a person in a workspace (the demo, an accepted invitation); says whether they were new."""
    with acting("join a workspace", actor_id=user.pk):
        _, is_new = Membership.objects.get_or_create(workspace=workspace, user=user, defaults={"role": role})
    return is_new


@act("rename the workspace", role=Role.OWNER)
def rename_workspace(access: Access, *, name: str) -> None:
    """Its address stays, so that links keep leading here."""
    Workspace.objects.filter(pk=access.workspace_id).update(name=_clean_name(name))


@act("change a member's role", role=Role.OWNER)
def set_role(access: Access, *, user_id: int, role: Role) -> None:
    if role != Role.OWNER:
        _keep_an_owner(access, without=user_id)
    if not Membership.objects.filter(workspace_id=access.workspace_id, user_id=user_id).update(role=role):
        raise NotFound("No such member.")


@act("remove a member", role=Role.OWNER)
def remove_member(access: Access, *, user_id: int) -> None:
    """Their tokens end with it: whoever is invited again makes new ones."""
    _keep_an_owner(access, without=user_id)
    removed, _ = Membership.objects.filter(workspace_id=access.workspace_id, user_id=user_id).delete()
    if not removed:
        raise NotFound("No such member.")
    theirs = ApiToken.objects.filter(workspace_id=access.workspace_id, user_id=user_id, revoked_at__isnull=True)
    theirs.update(revoked_at=timezone.now())


def make_entry_link(user: User) -> str:
    """A token that signs this person in once."""
    token = new_secret()
    EntryLink.objects.create(user=user, token_hash=hash_of(token))
    return token


def use_entry_link(token: str) -> User:
    """The person this link belongs to. A used or old link is as good as none."""
    fresh = EntryLink.objects.filter(
        token_hash=hash_of(token),
        used_at__isnull=True,
        created_at__gt=timezone.now() - ENTRY_LINK_LIFE,
        user__is_active=True,
    )
    found = fresh.select_related("user").first()
    if found is None or not fresh.filter(pk=found.pk).update(used_at=timezone.now()):
        raise NotFound("This link was used or is too old.")
    return found.user


def bring_workspace(*, name: str, currency: str, created_at: str) -> int:
    """A workspace that comes from an archive, with an address of its own here."""
    when = parse_datetime(created_at) or timezone.now()
    made = Workspace.objects.create(name=name[:120], slug=_free_slug(name), currency=currency)
    Workspace.objects.filter(pk=made.pk).update(created_at=when)
    return made.pk


def bring_people(people: Sequence[tuple[str, str]]) -> list[int]:
    """The accounts of these people, by address and name. Whoever has none here becomes a past member: named, and unable to sign in."""
    known = dict(User.objects.filter(email__in=[email for email, _ in people]).values_list("email", "pk"))
    for email, name in people:
        if email not in known:
            past = User(email=email, name=name[:120], is_active=False)
            past.set_unusable_password()
            past.save()
            known[email] = past.pk
    return [known[email] for email, _ in people]


def _clean_name(name: str) -> str:
    wanted = name.strip()[:120]
    if not wanted:
        raise Refused("A workspace needs a name.", field="name", remedy="Type a name.")
    return wanted


def _keep_an_owner(access: Access, *, without: int) -> None:
    """Two owners who remove each other at the same moment wait for one another at the workspace."""
    Workspace.objects.select_for_update().get(pk=access.workspace_id)
    owners = Membership.objects.filter(workspace_id=access.workspace_id, role=Role.OWNER)
    if not owners.exclude(user_id=without).exists():
        raise Refused("A workspace keeps at least one owner.", remedy="Make somebody else owner first.")


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:48] or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if s not in taken)
