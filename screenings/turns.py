"""When pages about screenings stop being true by the clock alone."""

from datetime import datetime
from itertools import chain

from django.utils import timezone

from foundation import kept
from screenings.models import Screening


@kept.turns("screenings")
def next_turn() -> datetime | None:
    """The next moment at which a screening begins or ends, with or without guests."""
    now = timezone.now()
    rows = Screening.objects.listed().order_by()
    moments = chain.from_iterable(
        rows.filter(**{f"{name}__gt": now})
        .order_by(name)
        .values_list(name, flat=True)[:1]
        for name in ("starts_at", "ends_at")
    )
    return min(moments, default=None)
