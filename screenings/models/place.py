"""Where: at a place, online, or both."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField, WebField
from places.fields import ZipField
from places.states import state_choices
from screenings.choices import Mode

#: What a mode does not need. It is kept aside for its host, and nobody else reads it.
UNUSED = {
    Mode.ONLINE: ("zip", "venue", "street", "city", "step_free"),
    Mode.IN_PERSON: ("link",),
    Mode.BOTH: (),
}


class Placed(models.Model):
    """A place that has a ZIP code, a link, or both, as `mode` says.

    What was typed for another mode is in `kept_aside`, by the name of its column, and
    comes back when the host switches back. `state`, `lat` and `lng` follow from `zip`;
    coordinates are degrees of its middle.
    """

    mode = models.CharField(
        _("how guests take part"), max_length=10, choices=Mode, default=Mode.IN_PERSON
    )
    venue = LineField(_("name of the place"), max_length=120, blank=True)
    street = LineField(_("street address"), max_length=120, blank=True)
    city = LineField(_("city or town"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=2, choices=state_choices, blank=True
    )
    zip = ZipField(_("ZIP code"), blank=True)
    lat = models.FloatField(
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lng = models.FloatField(
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    link = WebField(
        _("link to take part online"),
        blank=True,
        help_text=_("Only guests with a confirmed reservation see it."),
    )

    kept_aside = models.JSONField(
        _("kept for another way of taking part"),
        default=dict,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def is_online(self) -> bool:
        """Online only."""
        return self.mode == Mode.ONLINE

    @property
    def has_place(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def has_link(self) -> bool:
        return self.mode != Mode.IN_PERSON

    @property
    def town(self) -> str:
        """ "Oak Creek, WI", or ""."""
        return ", ".join(part for part in (self.city, self.state) if part)

    @property
    def address(self) -> str:
        """The postal address on one line, without the name of the place."""
        street_and_town = [part for part in (self.street, self.town) if part]
        return f"{', '.join(street_and_town)} {self.zip}".strip()

    @property
    def place_line(self) -> str:
        """Where, for a row: "Oak Creek Public Library, Oak Creek, WI"."""
        return self._where(self.town)

    @property
    def room_line(self) -> str:
        """The place alone, for a list that sorts by distance; "" for online only."""
        parts = (self.venue, self.town) if self.has_place else ()
        return ", ".join(part for part in parts if part)

    @property
    def where(self) -> str:
        """Where, to go there: with the postal address, for mails and calendars."""
        return self._where(self.address)

    def _where(self, address: str) -> str:
        if self.is_online:
            return _t("Online")
        place = ", ".join(part for part in (self.venue, address) if part)
        if self.mode == Mode.BOTH and place:
            return _t("%(place)s, and online") % {"place": place}
        return place
