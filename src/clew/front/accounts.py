"""How accounts are made: who may sign up, what they are asked, and the address that an invitation has proved already."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest

from clew.ground.workspaces.api import User

INVITED = "account_verified_email"  # where the library keeps the address that a link has proved


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.CLEW_SIGNUP == "open" or bool(request.session.get(INVITED))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Over a socket of this machine there is no address; whoever comes that way is counted together."""
        return request.META.get("REMOTE_ADDR") or "127.0.0.1"


class SignUp(SignupForm):  # type: ignore[misc]
    """Asks for a name too. Whoever follows an invitation signs up with the invited address and no other."""

    name = forms.CharField(
        label="Your name", max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from allauth.core import context

        if invited := context.request.session.get(INVITED):
            self.fields["email"].initial, self.fields["email"].disabled = invited, True

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    passwordless = forms.BooleanField(
        label="Sign me in by it alone, without the password", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What to call it"
        self.initial["name"] = "Passkey"


def prove(user: User, email: str) -> None:
    """The address is this person's: they hold a link that went to it alone."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
