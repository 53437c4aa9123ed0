"""Mails kept in the outbox go with whom they were written to; the proof looks into them and into every other file."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from clew.ground.customers.api import add_person, edit_person
from clew.ground.exchange.api import Erased, erase_person
from clew.ground.exchange.outbox import take_out_mails
from clew.ground.exchange.words import Said
from clew.ground.workspaces.api import Access

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAME, EMAIL, OLD, OTHER = "Änne Keller", "aenne@bakery.example", "keller@old.example", "ben@bakery.example"
DASHES = "-" * 79


@pytest.fixture
def outbox(settings: Settings) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = Path(settings.CLEW_DATA) / "outbox"
    return Path(settings.EMAIL_FILE_PATH)


@pytest.fixture
def her(access: Access) -> int:
    made = add_person(access, name=NAME, email=OLD)
    edit_person(access, person_id=made.pk, email=EMAIL, role="", account_id=None)
    return int(made.pk)


def send(to: str, text: str, subject: str = "A talk") -> None:
    EmailMessage(subject, text, to=[to]).send()


def erase(access: Access, her: int) -> Erased:
    return erase_person(access, person_id=her, typed_name=NAME)


def left(outbox: Path) -> str:
    return "\n".join(place.read_bytes().decode("utf-8", "replace") for place in sorted(outbox.iterdir()))


def test_mails_to_the_person_go_and_others_stay(access: Access, her: int, outbox: Path) -> None:
    send(f'"{NAME}" <{EMAIL.upper()}>', f"Hello Änne,\n{DASHES}\nhttps://clew.example/asked/secret")
    send(OLD, "Hello Änne, at your old address.")
    send(OTHER, "Hello Ben,\nhttps://clew.example/asked/his")
    done = erase(access, her)
    assert (done.mails, done.proof.holds, done.proof.files) == (2, True, 3)  # with two files of erasures
    assert "Hello Ben" in left(outbox)
    assert "asked/his" in left(outbox)
    for gone in ("Änne", "asked/secret", EMAIL, OLD):
        assert gone not in left(outbox)


def test_of_several_mails_in_one_file_the_others_stay_as_they_are(outbox: Path) -> None:
    outbox.mkdir()
    place = outbox / "several.log"
    mails = [EmailMessage("Hi", f"Hello {to}\n{DASHES}\nand so on", to=[to]) for to in (OTHER, EMAIL, OTHER)]
    first, second, third = (mail.message().as_bytes() + f"\n{DASHES}\n".encode() for mail in mails)
    place.write_bytes(first + second + third)
    swept = take_out_mails([EMAIL], Said([EMAIL], []))
    assert (swept.gone, swept.changed) == (1, 0)
    assert place.read_bytes() == first + third


@pytest.mark.slow
def test_in_mails_to_others_the_name_is_replaced(access: Access, her: int, outbox: Path) -> None:
    mail = EmailMessage(f"{NAME} has booked", f"{NAME} <{EMAIL}> comes on Friday.", to=[OTHER])
    mail.attach("talk.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:With {NAME}\r\nEND:VCALENDAR\r\n", "text/calendar")
    mail.send()
    done = erase(access, her)
    assert (done.mails, done.proof.holds) == (0, True)
    (place,) = outbox.iterdir()
    read = message_from_bytes(place.read_bytes(), policy=policy.default)
    body = read.get_body(("plain",))
    assert (read["Subject"], read["To"]) == ("[erased] has booked", OTHER)
    assert body is not None
    assert "[erased] <[erased]> comes on Friday." in body.get_content()
    (entry,) = read.iter_attachments()
    assert (entry.get_filename(), "SUMMARY:With [erased]" in entry.get_content()) == ("talk.ics", True)


def test_the_proof_tells_of_any_file_that_holds_them(access: Access, her: int, settings: Settings) -> None:
    data = Path(settings.CLEW_DATA)
    for name in ("notes.txt", "backups/old.txt", "files/999999/elsewhere", "static/page.html"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(f"Told by {NAME}.", encoding="utf-8")
    proof = erase(access, her).proof
    assert proof.found == ("file backups/old.txt", "file notes.txt")
    assert not proof.holds


def test_the_proof_reads_mails_however_they_are_encoded(access: Access, her: int, outbox: Path) -> None:
    from clew.ground.exchange import proving

    send(OTHER, f"{NAME} comes.")
    (place,) = outbox.iterdir()
    mail = message_from_bytes(place.read_bytes(), policy=policy.default)
    mail.set_content(f"{NAME} comes.", cte="base64")
    place.write_bytes(mail.as_bytes())
    assert NAME.encode() not in place.read_bytes()
    proof = proving.prove(access.workspace_id, Said([NAME], []), spared=(), namesakes=(her,))
    assert f"file outbox/{place.name}" in proof.found
