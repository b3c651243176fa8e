from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import CountField, LineField, MomentField
from leaders.choices import Service
from places.choices import AgencyKind, AgencySize
from places.fields import ZipField
from places.states import STATES, Region, region_of, state_choices
from resources.choices import Language
from resources.models import Topic


def _english() -> list[str]:
    return [Language.ENGLISH.value]


class Officer(models.Model):
    """Who somebody is, at which agency and where: of an applicant as of a leader.

    `state`, `city`, `lat` and `lng` follow from `zip`. Years are of service, all
    agencies together; coordinates are degrees of the ZIP code's middle.
    """

    name = LineField(_("name"), max_length=120)
    rank = LineField(_("rank or title"), max_length=80, blank=True)
    service = models.CharField(_("service"), max_length=10, choices=Service, blank=True)
    years_of_service = CountField(
        _("years in law enforcement"), lo=0, hi=60, null=True, blank=True
    )
    agency_name = LineField(_("agency"), max_length=150, blank=True)
    agency = models.ForeignKey(
        "places.Agency",
        models.SET_NULL,
        verbose_name=_("matched agency"),
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    agency_kind = models.CharField(
        _("type of agency"), max_length=20, choices=AgencyKind
    )
    agency_size = models.CharField(
        _("size of agency"), max_length=20, choices=AgencySize
    )
    zip = ZipField(_("ZIP code of the agency"))
    state = models.CharField(_("state"), max_length=2, choices=state_choices)
    city = LineField(_("city or town"), max_length=60, blank=True)
    lat = models.FloatField(null=True, blank=True, editable=False)
    lng = models.FloatField(null=True, blank=True, editable=False)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="%(class)ss", blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("languages"),
        default=_english,
        blank=True,
    )
    consent_version = LineField(
        _("wording agreed to"), max_length=20, blank=True, editable=False
    )
    consented_at = MomentField(_("agreed on"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def region(self) -> Region | None:
        return region_of(self.state)

    @property
    def state_name(self) -> str:
        return str(STATES[self.state]) if self.state else ""

    @property
    def language_labels(self) -> list[str]:
        return [str(one.label) for one in Language if one.value in self.languages]
