"""Which interviews are too old for their words to be kept."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from clew.ground.ledger.api import Aged
from clew.rooms.interviews.models import Interview


def old_interviews(aged: Aged) -> QuerySet[Interview]:
    """Those whose transcript loses its words; and those without words that were held before that day, or for a study whose time is over."""
    day = Coalesce("held_on", TruncDate("sitting__started_at"), TruncDate("starts_at"), TruncDate("node__created_at"))
    wordless = Q(source=None) | Q(source__content_hash__startswith="erased-")
    found = Interview.objects.annotate(day=day)
    return found.filter(Q(source__in=aged.sources) | wordless & (Q(day__lt=aged.before) | Q(study__in=aged.records)))
