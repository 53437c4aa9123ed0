"""Who wrote: a person found by their address, or made; used by the form, the API and whatever else knows an address alone."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clew.ground.customers.api import Person, add_person
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access

NAME_LIMIT, EMAIL_LIMIT = 120, 254


def writer(access: Access, *, name: str, email: str) -> int | None:
    """Called inside an act. A known address keeps the name we have. A name alone says too little for a person of its own."""
    who, address = short(name, "name", NAME_LIMIT), address_of(email)
    if not address:
        return None
    known = Person.objects.filter(email=address).values_list("pk", flat=True).first()
    return int(known or add_person(access, name=who or address, email=address).pk)


def short(text: str, field: str, most: int) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > most:
        raise Refused(f"This is longer than {most:,} characters.", field=field, remedy="Please shorten it.")
    return words


def address_of(email: str) -> str:
    address = short(email, "email", EMAIL_LIMIT).lower()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise Refused(
            "That is not an e-mail address.", field="email", remedy="Write it as name@example.org."
        ) from error
    return address
