"""The portal's logo: drawn anew from a picture, shown in the head of its pages, and nothing else that a file may hold."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.people import SignedIn

from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.portal import set_up_portal
from clew.rooms.roadmap.actions.portal_logo import remove_portal_logo, set_portal_logo
from clew.rooms.roadmap.logos import DRAWN, MOST_BYTES, drawn_again
from clew.rooms.roadmap.queries.portal import portal

pytestmark = pytest.mark.django_db
PLACE = "somewhere secret"


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300), **more: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "#224488").save(made, kind, **more)
    return made.getvalue()


def uploaded(access: Access, content: bytes) -> int:
    return int(store(access, name="logo", chunks=[content]).pk)


def says_it_is(side: int) -> bytes:
    """A few bytes that claim to be a square of so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    small = picture(size=(2, 2))
    return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


def with_notes(notes: bytes) -> bytes:
    return picture("WEBP", (30, 20), exif=b"Exif\0\0MM\0*" + notes)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_drawn_anew_small_and_upright(kind: str) -> None:
    told = Image.Exif()
    told[0x010E], told[0x0112] = PLACE, 6  # a description, and: turned by a quarter
    drawn = drawn_again(picture(kind, (300, 1200), exif=told))
    assert PLACE.encode() not in drawn
    with Image.open(BytesIO(drawn)) as seen:
        assert (seen.format, seen.mode) == ("PNG", "RGBA")
        assert seen.size[0] <= DRAWN[0]
        assert seen.size[1] <= DRAWN[1]
        assert seen.size[0] > seen.size[1], "it stands as the camera meant it"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no PNG"), (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no PNG"),
        (b"GIF89a" + b"\0" * 30, "no PNG"), (picture("GIF"), "no PNG"), (picture()[:80], "no PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no PNG"), (b"x" * (MOST_BYTES + 1), "larger than 200 kB"),
        (picture(size=(4097, 2)), "more than 4,096 pixels"), (says_it_is(20_000), "more than 4,096 pixels"),
        (says_it_is(10_000), "more than 4,096 pixels"), (with_notes(b""), "no PNG"),
        (with_notes(bytes.fromhex("00000008000201120003000000010006 0000011a00020000000106000000 00000000")), "no PNG"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        drawn_again(content)
    assert refused.value.field == "file"


def test_it_is_shown_on_every_page_and_goes_again(access: Access, browser_of: type[SignedIn]) -> None:
    set_up_portal(access, title="Larder ideas", slug="larder", is_public=False)
    client, visitor = browser_of(access), Client()
    assert visitor.get("/portal/larder/logo.png").status_code == 404
    assert "portal-logo" not in visitor.get("/portal/larder/").content.decode()
    sent = client.post(
        client.path("roadmap/portal/logo"), {"file": SimpleUploadedFile("a.svg", picture()), "alt": "A jar"}
    )
    assert sent.status_code == 303
    shown = visitor.get("/portal/larder/sign-in").content.decode()
    assert 'alt="A jar"' in shown
    assert "/portal/larder/logo.png?" in shown
    answer = visitor.get("/portal/larder/logo.png")
    assert answer.content.startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert StoredFile._base_manager.count() == 1, "what was uploaded is let go"
    assert client.post(client.path("roadmap/portal/logo/away")).status_code == 303
    assert visitor.get("/portal/larder/logo.png").status_code == 404


def test_a_refused_picture_leaves_nothing(access: Access, browser_of: type[SignedIn]) -> None:
    set_up_portal(access, title="Larder ideas", slug="larder")
    client = browser_of(access)
    for data, says in (
        ({}, "No picture was chosen"), ({"file": SimpleUploadedFile("a.png", b"<svg/>")}, "no PNG"),
        ({"file": SimpleUploadedFile("a.png", picture()), "alt": "x" * 121}, "longer than 120"),
        ({"file": SimpleUploadedFile("a.png", b"x" * (MOST_BYTES + 1))}, "larger than 200 kB"),
    ):  # fmt: skip
        refused = client.post(client.path("roadmap/portal/logo"), data)
        assert (refused.status_code, says in refused.content.decode()) == (422, True), says
    found = portal(access)
    assert found is not None
    assert found.logo_id is None
    assert not StoredFile._base_manager.exists()


def test_only_an_owner_of_this_workspace(access: Access, editor: Access, elsewhere: Access) -> None:
    with pytest.raises(Refused, match="no portal yet"):
        set_portal_logo(access, file_id=uploaded(access, picture()))
    set_up_portal(access, title="Larder ideas", slug="larder")
    file = uploaded(access, picture())
    for act in (lambda by: set_portal_logo(by, file_id=file), remove_portal_logo):
        with pytest.raises(Forbidden):
            act(editor)
    set_up_portal(elsewhere, title="Theirs", slug="theirs")
    with pytest.raises(NotFound):
        set_portal_logo(elsewhere, file_id=file)
    kept = set_portal_logo(access, file_id=file, alt=" A jar ")
    assert kept.logo_alt == "A jar"
    assert path_of(access, file_id=kept.logo_id or 0).read_bytes().startswith(b"\x89PNG")
