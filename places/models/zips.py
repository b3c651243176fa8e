from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField
from places.choices import MILITARY, Abroad
from places.fields import ZipField
from places.models.located import Located
from places.models.rules import ABROAD_RULES, PLACE_RULES
from places.states import STATES, Region, state_choices


class ZipPlace(Located):
    """The place of a ZIP code: its town, its centre, its time zone.

    Filled by `manage.py load_zips` and never written by a person. `zone` is an IANA
    name. Nothing points here by foreign key: a ZIP code that the Postal Service
    retires stays readable in the rows that hold it.
    """

    zip = ZipField(primary_key=True)
    city = LineField(max_length=60)
    state = models.CharField(max_length=2, choices=state_choices)
    county = LineField(max_length=80, blank=True)
    zone = LineField(max_length=40)

    class Meta:
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")
        constraints = PLACE_RULES

    def __str__(self) -> str:
        return f"{self.city}, {self.state} {self.zip}"

    @property
    def is_military(self) -> bool:
        """Whether it is an office abroad that is listed under a state."""
        return self.city.upper() in MILITARY

    @property
    def region(self) -> Region:
        return STATES[self.state].region


class ZipAbroad(models.Model):
    """A ZIP code that exists and lies outside our states and territories.

    Filled by `manage.py load_zips`, so that whoever types one is told what it is.
    """

    zip = ZipField(primary_key=True)
    kind = models.CharField(max_length=3, choices=Abroad)

    class Meta:
        verbose_name = _("ZIP code abroad")
        verbose_name_plural = _("ZIP codes abroad")
        constraints = ABROAD_RULES

    def __str__(self) -> str:
        return f"{self.zip} ({self.get_kind_display()})"

    @property
    def is_military(self) -> bool:
        return self.kind in MILITARY
