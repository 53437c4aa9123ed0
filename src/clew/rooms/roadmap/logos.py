"""A logo as it is shown to strangers: a picture that Clew drew itself, pixel by pixel, from what was uploaded.

So nothing else that stands in a file goes out with it: no script, no place where a photograph was taken. Pure: no database.
"""

import struct
from io import BytesIO

from clew.ground.ledger.api import Refused

KINDS = ("PNG", "JPEG", "WEBP")
MOST_BYTES, MOST_SIDE = 200_000, 4_096
DRAWN = (480, 96)
"""Twice as large as it is shown at most, for screens that are fine."""
BROKEN = (OSError, SyntaxError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, struct.error)
"""What Pillow raises at what is none, and at one whose notes on how it was taken are broken."""


def drawn_again(content: bytes) -> bytes:
    """As a PNG. What it is, the content says and not its name; SVG, which may hold a script, is none of the three."""
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise Refused(f"The picture is larger than {MOST_BYTES // 1000} kB.", field="file", remedy="Save it smaller.")
    try:
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            if max(picture.size) > MOST_SIDE:
                raise _too_large()
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except BROKEN as error:
        raise Refused(
            "This is no PNG, JPEG or WebP picture.", field="file", remedy="Save it as one of these."
        ) from error
    upright.thumbnail(DRAWN)
    drawn = BytesIO()
    upright.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _too_large() -> Refused:
    return Refused(
        f"The picture is more than {MOST_SIDE:,} pixels wide or high.", field="file", remedy="Scale it down."
    )
