"""Mails that were kept in files, since no mail server is set: those to a person go with the person, others lose their name and words.

They lie in the data folder, belong to no workspace and are in no backup.
"""

import os
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from clew.ground.exchange.words import Said

BETWEEN = b"-" * 79 + b"\n"  # what Django writes after each mail of a file
ENDS = re.compile(rb"(?<=\n)-{79}\r?\n(?=[A-Z][A-Za-z-]*: |\Z)")
RECEIVERS = ("To", "Cc", "Bcc")
SHOWN = ("Subject", "From", "Reply-To", *RECEIVERS)


@dataclass(frozen=True, slots=True)
class Swept:
    """`gone`: mails to the person that are no more. `changed`: mails to others in which they were named or quoted."""

    gone: int = 0
    changed: int = 0


def files_of_mails() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(p for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []


def take_out_mails(addresses: Collection[str], said: Said) -> Swept:
    """What lies on the disk cannot be rolled back: it goes before the erasure is done, as a mail less is no harm."""
    wanted = {address.casefold() for address in addresses if address}
    done = [_sweep_file(place, wanted, said) for place in files_of_mails()]
    return Swept(sum(one.gone for one in done), sum(one.changed for one in done))


def mails_hold(place: Path, said: Said) -> bool:
    """Whether a file of mails still names or quotes the person, however it is encoded."""
    return any(said.spans(text) for mail in _mails(place) for text in _texts(_read(mail)))


def _sweep_file(place: Path, addresses: set[str], said: Said) -> Swept:
    mails = list(_mails(place))
    left = [mail for mail in mails if not addresses & _receivers(_read(mail))]
    new = [_cleaned(mail, said) for mail in left]
    done = Swept(len(mails) - len(left), sum(a is not b for a, b in zip(left, new, strict=True)))
    if not new:
        place.unlink()
    elif done != Swept():
        _write(place, b"".join(mail.rstrip(b"\n") + b"\n" + BETWEEN for mail in new))
    return done


def _mails(place: Path) -> Iterator[bytes]:
    """A line of dashes within a mail does not end it: what follows is addressed to nobody."""
    mail = b""
    for part in ENDS.split(place.read_bytes()):
        if mail and _receivers(_read(part)):
            yield mail
            mail = part
        else:
            mail += (BETWEEN if mail and part else b"") + part
    if mail.strip():
        yield mail


def _read(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, policy=policy.default)


def _receivers(mail: EmailMessage) -> set[str]:
    told = [str(one) for name in RECEIVERS for one in mail.get_all(name, [])]
    return {address.casefold() for _, address in getaddresses(told)}


def _texts(mail: EmailMessage) -> Iterator[str]:
    yield from (str(one) for name in SHOWN for one in mail.get_all(name, []))
    yield from (str(part.get_content()) for part in _parts(mail))


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in mail.walk() if part.get_content_maintype() == "text")


def _cleaned(mail: bytes, said: Said) -> bytes:
    """The very same bytes when nothing of the person is in them."""
    read, is_changed = _read(mail), False
    for name in SHOWN:
        if read[name] is not None and said.spans(str(read[name])):
            is_changed = True
            read.replace_header(name, said.cleaned(str(read[name])))
    for part in _parts(read):
        text = str(part.get_content())
        if said.spans(text):
            is_changed = True
            del part["Content-Transfer-Encoding"]
            part.set_payload(said.cleaned(text), "utf-8")
    return read.as_bytes() if is_changed else mail


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, with its old date: the outbox shows the newest first."""
    half, was = place.with_name(place.name + ".half"), place.stat()
    half.write_bytes(content)
    shutil.copymode(place, half)
    os.utime(half, ns=(was.st_atime_ns, was.st_mtime_ns))
    os.replace(half, place)
