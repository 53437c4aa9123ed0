from __future__ import annotations

from clew.ground.evidence.formats.tests.conftest import reference

__all__ = ["reference"]
