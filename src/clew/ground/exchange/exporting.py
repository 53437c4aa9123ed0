"""Leave with everything: one file with all of a workspace."""

import tempfile
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils import timezone

from clew.ground.exchange.writing import Written, write_workspace
from clew.ground.workspaces.api import Access, Role


@dataclass(frozen=True, slots=True)
class Export:
    """`file` is open at its beginning and vanishes when it is closed."""

    name: str
    file: IO[bytes]
    written: Written


def export(access: Access) -> Export:
    """Everything in the workspace, for its owner: on the disk first, so that a slow reader holds up nobody."""
    access.require(Role.OWNER)
    out = tempfile.TemporaryFile(dir=settings.CLEW_DATA)  # noqa: SIM115 - whoever takes the export closes it
    try:
        written = write_workspace(out, access.workspace_id)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return Export(f"{access.slug}-{timezone.localdate().isoformat()}.clew.zip", out, written)
