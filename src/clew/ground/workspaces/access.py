"""The gate: whoever holds an `Access` was let into one workspace with one role. Acts and queries take it first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django_scopes import scope

from clew.ground.ledger.api import Forbidden, NotFound, acting
from clew.ground.workspaces.models import Membership, Role, User

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Access:
    """One person in one workspace. `user_id` is None for the house itself (the demo's author, a resumed job whose person left).

    `token_id`: the token by which a program came in for this person; `counted_by`: the first letters of
    that one, or of the first of those it was made with; `only_reads`: it may do less than its person.
    """

    user_id: int | None
    workspace_id: int
    slug: str
    role: Role
    token_id: int | None = field(default=None, compare=False)
    counted_by: str = field(default="", compare=False)
    only_reads: bool = field(default=False, compare=False)

    def require(self, needed: Role) -> None:
        if self.role.covers(needed):
            return
        if self.only_reads:  # an owner is not told to be a viewer
            raise Forbidden("This token only reads.")
        raise Forbidden(f"This needs the role {needed.label.lower()}; you are {self.role.label.lower()} here.")


def enter(user: User | None, slug: str) -> Access:
    """Let a person into a workspace; for a stranger there is no such workspace."""
    if user is None or not user.is_active:
        raise NotFound("No such workspace.")
    found = Membership.objects.filter(user_id=user.pk, workspace__slug=slug).values_list("workspace_id", "role").first()
    if found is None:
        raise NotFound("No such workspace.")
    return Access(user.pk, found[0], slug, Role(found[1]))


@contextmanager
def within(access: Access) -> Iterator[None]:
    """Reads inside see this workspace and nothing else."""
    with scope(workspace=access.workspace_id):
        yield


def act(
    name: str, *, role: Role = Role.EDITOR
) -> Callable[[Callable[Concatenate[Access, P], R]], Callable[Concatenate[Access, P], R]]:
    """An act a person can name: gated by role, in one transaction and one scope, known to the ledger by its name."""

    def decorate(function: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
        @wraps(function)
        def gated(access: Access, /, *args: P.args, **kwargs: P.kwargs) -> R:
            access.require(role)
            with within(access), acting(name, actor_id=access.user_id):
                return function(access, *args, **kwargs)

        gated.act_name = name  # type: ignore[attr-defined]  # read by the docs and the access tests
        gated.act_role = role  # type: ignore[attr-defined]
        return gated

    return decorate


def read(function: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
    """A query of one workspace."""

    @wraps(function)
    def scoped(access: Access, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with within(access):
            return function(access, *args, **kwargs)

    return scoped


def acts_of(module: Any) -> dict[str, Callable[..., Any]]:
    """The acts that a module offers, by function name."""
    return {name: value for name, value in vars(module).items() if hasattr(value, "act_name")}
