"""How people and workspaces take part when a workspace leaves."""

from clew.ground.ledger.api import Table, register_tables
from clew.ground.workspaces.models import (
    Answer,
    ApiToken,
    EntryLink,
    Invitation,
    InvitationKey,
    Membership,
    TokenKey,
    User,
    Workspace,
)

COLLEAGUES = "Holds colleagues, not customers: nothing is erased here."


def register_all() -> None:
    register_tables(
        Table(
            Workspace,
            about="The workspace itself.",
            erased="Holds nothing a customer said.",
            shared=("id", "name", "currency", "created_at"),
        ),
        Table(
            User,
            about="Whoever wrote something: e-mail address and name, never a password.",
            erased=COLLEAGUES,
            shared=("id", "email", "name"),
        ),
        Table(Membership, about="Who works in the workspace, in which role.", erased=COLLEAGUES),
        Table(
            ApiToken,
            about="A program's way in: whose, its name, first letters, scope and life.",
            erased=COLLEAGUES,
            left_out="It opens this installation only; its history stays as well.",
        ),
        Table(
            TokenKey,
            about="The hash of a token, and when it was used last.",
            erased=COLLEAGUES,
            left_out="It opens this installation only; its history stays as well.",
        ),
        Table(
            Invitation,
            about="Who was asked to join, by whom, in which role, and what came of it.",
            erased=COLLEAGUES,
            left_out="It asks into this installation only; its history stays as well.",
        ),
        Table(
            InvitationKey,
            about="The hash of the link in an invitation.",
            erased=COLLEAGUES,
            left_out="It opens this installation only.",
        ),
        Table(
            Answer,
            about="What was answered to a request with an idempotency key, without what is told once.",
            erased="The person's name in it is replaced.",
            left_out="It is kept for a week.",
            made_again=True,
        ),
        Table(
            EntryLink,
            about="A sign-in link that works once.",
            erased=COLLEAGUES,
            left_out="It belongs to this installation and is soon over.",
            made_again=True,
        ),
    )
