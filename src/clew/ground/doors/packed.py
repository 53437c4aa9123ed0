"""Files that are packed folders, as word processors and slides have them: the same content, the same bytes."""

import zipfile
from io import BytesIO

_WHEN = (1980, 1, 1, 0, 0, 0)


def settled(packed: bytes) -> bytes:
    """Without the moment at which it was packed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(name))
    return out.getvalue()
