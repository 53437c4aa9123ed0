"""A customer whose words are known, for tests, and whether any table still holds a text."""

from datetime import date

from django.db import connection

from clew.ground.customers.api import add_account, add_person, set_fact
from clew.ground.evidence.api import add_source, correct_source
from clew.ground.exchange.api import Erased, erase_person
from clew.ground.workspaces.api import Access

NAME, EMAIL = "Änne Keller", "aenne.keller@bakery.example"
WORDS = (
    "Counting by voice would save me one hour every single Friday. My father's old bakery has no signal in the cellar."
)
SENTENCE = "My father's old bakery has no signal in the cellar."
LATER = WORDS + " And the scanner is broken again."
CALL = "Interviewer: What slows you down?\nÄnne Keller: The scale in the back room lies by two hundred grams.\nBen: Ours is fine."


def anna_in(access: Access) -> int:
    account = add_account(access, name="Bakery")
    set_fact(access, account_id=account.pk, kind="arr", amount=120_000, starts_on=date(2025, 1, 1))
    return int(add_person(access, name=NAME, email=EMAIL, role="Owner of a bakery", account_id=account.pk).pk)


def said_in(access: Access, anna: int) -> int:
    made = add_source(access, text=WORDS, person_id=anna, said_on=date(2025, 3, 1), url="https://x.example/aenne")
    correct_source(access, source_id=made.pk, text=LATER)
    return int(made.pk)


def erase(access: Access, anna: int, name: str = NAME) -> Erased:
    return erase_person(access, person_id=anna, typed_name=name)


def everything() -> str:
    """Every text in the database, whatever table it is in, as one text."""
    parts = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith(("search_fts", "auth_", "django_")):
                cursor.execute(f'SELECT * FROM "{name}"')
                parts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(parts).encode().decode("unicode_escape", "ignore") + "\n".join(parts)


def gone(text: str) -> bool:
    return text not in everything()
