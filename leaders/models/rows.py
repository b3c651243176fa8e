"""Which leaders count as what, for lists, pages and counts."""

from typing import Self

from django.db.models import Count

from leaders.choices import LeaderStatus, PublicField
from leaders.coverage import Coverage
from leaders.models import expressions
from places.distance import near
from places.models import ZipPlace
from places.states import Region
from resources.models import TopicalQuerySet

_S = LeaderStatus


class LeaderQuerySet(TopicalQuerySet):
    def active(self) -> Self:
        """Those who may post screenings now, hidden or not."""
        return self.filter(status=_S.ACTIVE)

    def listed(self) -> Self:
        """Those in the directory, the search and the counts: active and not hidden."""
        return self.filter(status=_S.ACTIVE, is_hidden=False)

    def shown(self) -> Self:
        """Those whose profile page opens: listed, or away for now."""
        return self.filter(status__in=[_S.ACTIVE, _S.PAUSED], is_hidden=False)

    def who_died(self) -> Self:
        """Those to whom nothing is mailed any more."""
        return self.filter(status=_S.DIED)

    def in_region(self, region: Region) -> Self:
        return self.filter(state__in=region.states)

    def near(self, place: ZipPlace, miles: float) -> Self:
        """Those who show their town, within `miles` of a place; each gets `.miles`.

        Whoever keeps the town private is not found by its distance either.
        """
        shown = self.filter(public_fields__contains=[PublicField.CITY])
        return near(shown, place, miles)

    def for_cards(self) -> Self:
        """What a card shows, and nothing heavy beside it."""
        return self.with_topics().defer("search", "words", "about")

    def for_profile(self) -> Self:
        """What the profile page shows."""
        return self.with_topics().defer("search", "words", "zip", "lat", "lng")

    def with_portrait(self) -> Self:
        """Those who have a picture and let everyone see it."""
        return self.filter(public_fields__contains=[PublicField.PORTRAIT])

    def matching(self, text: str) -> Self:
        """Narrow to what `text` finds in what the leader shows to everyone."""
        return self.filter(search=expressions.query(text))

    def without_band(self) -> Self:
        """Those of the network whose rank no word of the table knows."""
        return self.filter(band="").exclude(rank="").exclude(status=_S.REMOVED)

    def coverage(self) -> Coverage:
        """Count these leaders by state and region, in one query."""
        rows = self.order_by().values_list("state").annotate(number=Count("pk"))
        return Coverage(dict(rows))
