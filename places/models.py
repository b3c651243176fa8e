from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField
from places.choices import MILITARY, Abroad, AgencyKind, AgencySize
from places.fields import FIVE_DIGITS, ZipField
from places.states import STATES, Region, region_of, state_choices
from places.zones import zone_label

_LAT = [MinValueValidator(-90), MaxValueValidator(90)]
_LNG = [MinValueValidator(-180), MaxValueValidator(180)]

_ORI = r"^[A-Z]{2}[A-Z0-9]{5,7}$"


class ZipPlace(models.Model):
    """The place of a ZIP code: its town, its centre, its time zone.

    Filled by `manage.py load_zips` and never written by a person. `lat` and `lng`
    are degrees north and east of the ZIP code's centre, both null where unknown;
    `zone` is an IANA name. Nothing points here by foreign key: a ZIP code that the
    Postal Service retires stays readable in the rows that hold it.
    """

    zip = ZipField(primary_key=True)
    city = LineField(max_length=60)
    state = models.CharField(max_length=2, choices=state_choices)
    county = LineField(max_length=80, blank=True)
    lat = models.FloatField(null=True, blank=True, validators=_LAT)
    lng = models.FloatField(null=True, blank=True, validators=_LNG)
    zone = LineField(max_length=40)

    class Meta:
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(zip__regex=FIVE_DIGITS),
                name="%(app_label)s_%(class)s_zip_is_five_digits",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(
                    lat__isnull=False,
                    lng__isnull=False,
                    lat__range=(-90, 90),
                    lng__range=(-180, 180),
                ),
                name="%(app_label)s_%(class)s_lat_with_lng",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.state} {self.zip}"

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lng is not None

    @property
    def point(self) -> tuple[float, float]:
        """Degrees north and east of the middle; raises ValueError where unknown."""
        if self.lat is None or self.lng is None:
            raise ValueError(f"nobody knows where {self} lies")
        return self.lat, self.lng

    @property
    def is_military(self) -> bool:
        """Whether it is an office abroad that is listed under a state."""
        return self.city.upper() in MILITARY

    @property
    def zone_label(self) -> str:
        """The zone in words: "Central Time"."""
        return zone_label(self.zone)

    @property
    def region(self) -> Region:
        return STATES[self.state].region


class ZipAbroad(models.Model):
    """A ZIP code that exists and lies outside the 56 jurisdictions.

    Filled by `manage.py load_zips`, so that whoever types one is told what it is.
    """

    zip = ZipField(primary_key=True)
    kind = models.CharField(max_length=3, choices=Abroad)

    class Meta:
        verbose_name = _("ZIP code abroad")
        verbose_name_plural = _("ZIP codes abroad")
        constraints = [
            models.CheckConstraint(
                condition=Q(zip__regex=FIVE_DIGITS),
                name="%(app_label)s_%(class)s_zip_is_five_digits",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Abroad.values),
                name="%(app_label)s_%(class)s_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zip} ({self.get_kind_display()})"

    @property
    def point(self) -> tuple[float, float]:
        """Degrees north and east of the middle; raises ValueError where unknown."""
        if self.lat is None or self.lng is None:
            raise ValueError(f"nobody knows where {self} lies")
        return self.lat, self.lng

    @property
    def is_military(self) -> bool:
        return self.kind in MILITARY


class AgencyQuerySet(models.QuerySet):
    def in_region(self, region: Region) -> "AgencyQuerySet":
        return self.filter(state__in=region.states)


class Agency(models.Model):
    """A law-enforcement agency, matched by staff to what an applicant typed.

    `ori` is the FBI's originating agency identifier: it finds duplicates and is
    never shown as a credential. `lat` and `lng` are degrees, null where unknown.
    """

    name = LineField(_("name"), max_length=150)
    kind = models.CharField(_("type"), max_length=20, choices=AgencyKind)
    size = models.CharField(
        _("size"),
        max_length=20,
        choices=AgencySize,
        blank=True,
        help_text=_("Sworn officers. Leave empty if you do not know."),
    )
    state = models.CharField(_("state"), max_length=2, choices=state_choices)
    county = LineField(_("county"), max_length=80, blank=True)
    # Null rather than empty, so that many agencies may have none and none share one.
    ori = LineField(
        _("ORI"),
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[
            RegexValidator(
                _ORI,
                _("An ORI has two capital letters, then five to seven more."),
            )
        ],
        help_text=_("The FBI’s identifier, for example WI0410200. Never shown."),
    )
    lat = models.FloatField(null=True, blank=True, validators=_LAT)
    lng = models.FloatField(null=True, blank=True, validators=_LNG)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        indexes = [models.Index(fields=["state", "name"], name="agency_state_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values),
                name="%(app_label)s_%(class)s_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(size__in=["", *AgencySize.values]),
                name="%(app_label)s_%(class)s_size_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(STATES)),
                name="%(app_label)s_%(class)s_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ori=None) | Q(ori__regex=_ORI),
                name="%(app_label)s_%(class)s_ori_is_well_formed",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(
                    lat__isnull=False,
                    lng__isnull=False,
                    lat__range=(-90, 90),
                    lng__range=(-180, 180),
                ),
                name="%(app_label)s_%(class)s_lat_with_lng",
                violation_error_message=_("Give both coordinates or neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    def clean(self) -> None:
        super().clean()
        # The form sends an empty text; two of those would break the unique rule.
        self.ori = (self.ori or "").upper() or None

    @property
    def region(self) -> Region | None:
        return region_of(self.state)
