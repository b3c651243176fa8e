"""Which screenings count as what."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from foundation import fulltext
from leaders.choices import LeaderStatus
from leaders.models import Leader
from resources.models import Film
from screenings.choices import OfferStatus, ScreeningStatus
from screenings.promises import ACCEPTED_SHOWN

_POSTPONED = ScreeningStatus.POSTPONED


class ScreeningQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """What visitors may see: everything that was ever published."""
        return self.filter(published_at__isnull=False)

    def upcoming(self) -> Self:
        """Listed and not over; cancelled and postponed ones stay, marked.

        What is postponed is still to come, although its old date may have passed.
        """
        is_to_come = Q(ends_at__gte=timezone.now()) | Q(status=_POSTPONED)
        return self.listed().filter(is_to_come)

    def past(self) -> Self:
        over = self.listed().filter(ends_at__lt=timezone.now())
        return over.exclude(status=_POSTPONED)

    def going_ahead(self) -> Self:
        """Upcoming, and neither cancelled nor postponed."""
        return self.upcoming().filter(status=ScreeningStatus.PUBLISHED)

    def to_show(self, film: Film) -> Self:
        """Those that are to show the film, drafts among them."""
        done = [
            ScreeningStatus.CANCELLED,
            ScreeningStatus.HELD,
            ScreeningStatus.REPORTED,
        ]
        return self.filter(film=film).exclude(status__in=done)

    def with_impossible_hour(self) -> Self:
        """To come, at an hour that clocks there will skip or show twice."""
        coming = self.filter(hour_is_impossible=True, starts_at__gte=timezone.now())
        return coming.exclude(status=ScreeningStatus.CANCELLED)

    def begun_by(self, leader: Leader) -> Self:
        """Those of a host that were never published, and not discarded."""
        begun = [ScreeningStatus.DRAFT, ScreeningStatus.SUBMITTED]
        return self.filter(host=leader, status__in=begun)

    def for_cards(self) -> Self:
        """What a row shows, and nothing heavy beside it."""
        return self.select_related("film").only(
            "code",
            "slug",
            "title",
            "mode",
            "day",
            "starts",
            "ends",
            "doors",
            "zone",
            "starts_at",
            "ends_at",
            "venue",
            "city",
            "state",
            "capacity",
            "seats_taken",
            "online_capacity",
            "online_taken",
            "status",
            "cancel_reason",
            "postpone_reason",
            "previous_start",
            "published_at",
            "film__title",
            "film__slug",
        )

    def with_people(self) -> Self:
        """With the film and the host, for a screening's own page: one query."""
        return self.select_related("film", "host").defer(
            "search", "words", "film__search", "film__words", "film__loaded"
        )

    def to_come(self) -> Self:
        """Announced ones that still need somebody who runs them."""
        return self.filter(
            Q(status=_POSTPONED)
            | Q(status=ScreeningStatus.PUBLISHED, ends_at__gte=timezone.now())
        )

    def without_anybody(self) -> Self:
        """Evenings to come without a host, that nobody took on or is asked about."""
        waiting = self.to_come().filter(host=None, run_by=None)
        return waiting.exclude(offers__status=OfferStatus.OPEN)

    def offered(self) -> Self:
        """Evenings to come that a leader was asked to host and did not answer yet."""
        return self.to_come().filter(offers__status=OfferStatus.OPEN)

    def lately_accepted(self) -> Self:
        """Evenings to come that a leader has just accepted to host."""
        since = timezone.now() - ACCEPTED_SHOWN
        accepted = self.model.objects.filter(
            offers__status=OfferStatus.ACCEPTED,
            offers__ended_at__gte=since,
            offers__leader=F("host"),
        )
        return self.to_come().filter(pk__in=accepted.values("pk"))

    def awaiting_first_look(self) -> Self:
        """Sent to staff by a host who could have it published now."""
        return self.filter(
            status=ScreeningStatus.SUBMITTED,
            host__status=LeaderStatus.ACTIVE,
            host__is_hidden=False,
        )

    def matching(self, text: str) -> Self:
        return self.filter(search=fulltext.query(text))
