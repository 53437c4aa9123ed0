"""How the tables of the libraries take part when the house is backed up. None of them belongs to a workspace."""

from django.db import models

from clew.ground.ledger.api import Table, register_tables

COLLEAGUES = "Holds colleagues, not customers: nothing is erased here."
OURS = "It belongs to this installation, not to a workspace."


def register_all() -> None:
    from allauth.account.models import EmailAddress, EmailConfirmation
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sessions.models import Session

    register_tables(
        Table(EmailAddress, about="An address a person signs in with.", erased=COLLEAGUES, left_out=OURS),
        Table(
            Authenticator,
            about="A second proof that a person is who they say: a passkey, an app that makes codes, codes to write down.",
            erased=COLLEAGUES,
            left_out=OURS,
        ),
        *(
            _not_ours(model, about)
            for model, about in (
                (EmailConfirmation, "A mail that waits for an answer."),
                (Session, "Somebody signed in; after a restore everybody signs in again."),
                (UserSession, "Where and since when somebody is signed in."),
                (Group, "Not used."),
                (Group.permissions.through, "Not used."),
            )
        ),
        *(
            _not_ours(model, "Written by Django after every migration.", of_program=True)
            for model in (ContentType, Permission)
        ),
    )


def _not_ours(model: type[models.Model], about: str, *, of_program: bool = False) -> Table:
    return Table(model, about=about, erased=COLLEAGUES, left_out=OURS, made_again=True, of_program=of_program)
