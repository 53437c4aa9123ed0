"""The only door to evidence: all that its parts offer. Others import from here, never from a part."""

from clew.ground.evidence.api import coding, incoming, opportunities, records, theming, words
from clew.ground.evidence.api.coding import *  # noqa: F403 - each part says what it offers
from clew.ground.evidence.api.incoming import *  # noqa: F403 - each part says what it offers
from clew.ground.evidence.api.opportunities import *  # noqa: F403 - each part says what it offers
from clew.ground.evidence.api.records import *  # noqa: F403 - each part says what it offers
from clew.ground.evidence.api.theming import *  # noqa: F403 - each part says what it offers
from clew.ground.evidence.api.words import *  # noqa: F403 - each part says what it offers

__all__: list[str] = []
__all__ += coding.__all__
__all__ += incoming.__all__
__all__ += opportunities.__all__
__all__ += records.__all__
__all__ += theming.__all__
__all__ += words.__all__
