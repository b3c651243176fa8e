"""The 56 jurisdictions and the ten regions they make up.

Code rather than a table: they change by an act of Congress, not by an edit. The
regions are the ten named ones of the Community Relations Service, U.S. Department
of Justice. A region always follows from the state and is never asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from places.zones import IN_STATE, ZONES


@dataclass(frozen=True)
class Region:
    """One of the ten regions; `states` holds its two-letter codes."""

    slug: str
    name: str | Promise
    states: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True)
class State:
    """A state, district or territory; `slug` is how it reads in an address."""

    code: str
    name: str | Promise
    slug: str
    region: Region

    def __str__(self) -> str:
        return str(self.name)

    @property
    def in_sentence(self) -> str:
        """The name as it stands in a sentence: "the District of Columbia"."""
        return _t("the %s") % self.name if self.code in _WITH_ARTICLE else str(self)


_WITH_ARTICLE = {"DC", "MP", "VI"}

REGIONS: tuple[Region, ...] = (
    Region("new-england", _("New England"), ("CT", "ME", "MA", "NH", "RI", "VT")),
    Region("northeastern", _("Northeastern"), ("NJ", "NY", "PR", "VI")),
    Region("mid-atlantic", _("Mid-Atlantic"), ("DE", "DC", "MD", "PA", "VA", "WV")),
    Region(
        "southeastern",
        _("Southeastern"),
        ("AL", "FL", "GA", "KY", "MS", "NC", "SC", "TN"),
    ),
    Region("midwestern", _("Midwestern"), ("IL", "IN", "MI", "MN", "OH", "WI")),
    Region("southwestern", _("Southwestern"), ("AR", "LA", "NM", "OK", "TX")),
    Region("central", _("Central"), ("IA", "KS", "MO", "NE")),
    Region("rocky-mountain", _("Rocky Mountain"), ("CO", "MT", "ND", "SD", "UT", "WY")),
    Region("western", _("Western"), ("AZ", "CA", "HI", "NV", "GU", "AS", "MP")),
    Region("northwestern", _("Northwestern"), ("AK", "ID", "OR", "WA")),
)

# In the order of the English names. Each has its zones in `places.zones` and its square
# in `places.tiles`.
_NAMES = {
    "AL": _("Alabama"),
    "AK": _("Alaska"),
    "AS": _("American Samoa"),
    "AZ": _("Arizona"),
    "AR": _("Arkansas"),
    "CA": _("California"),
    "CO": _("Colorado"),
    "CT": _("Connecticut"),
    "DE": _("Delaware"),
    "DC": _("District of Columbia"),
    "FL": _("Florida"),
    "GA": pgettext_lazy("the state", "Georgia"),
    "GU": _("Guam"),
    "HI": _("Hawaii"),
    "ID": _("Idaho"),
    "IL": _("Illinois"),
    "IN": _("Indiana"),
    "IA": _("Iowa"),
    "KS": _("Kansas"),
    "KY": _("Kentucky"),
    "LA": _("Louisiana"),
    "ME": _("Maine"),
    "MD": _("Maryland"),
    "MA": _("Massachusetts"),
    "MI": _("Michigan"),
    "MN": _("Minnesota"),
    "MS": _("Mississippi"),
    "MO": _("Missouri"),
    "MT": _("Montana"),
    "NE": _("Nebraska"),
    "NV": _("Nevada"),
    "NH": _("New Hampshire"),
    "NJ": _("New Jersey"),
    "NM": _("New Mexico"),
    "NY": pgettext_lazy("the state", "New York"),
    "NC": _("North Carolina"),
    "ND": _("North Dakota"),
    "MP": _("Northern Mariana Islands"),
    "OH": _("Ohio"),
    "OK": _("Oklahoma"),
    "OR": _("Oregon"),
    "PA": _("Pennsylvania"),
    "PR": _("Puerto Rico"),
    "RI": _("Rhode Island"),
    "SC": _("South Carolina"),
    "SD": _("South Dakota"),
    "TN": _("Tennessee"),
    "TX": _("Texas"),
    "VI": _("U.S. Virgin Islands"),
    "UT": _("Utah"),
    "VT": _("Vermont"),
    "VA": _("Virginia"),
    "WA": pgettext_lazy("the state", "Washington"),
    "WV": _("West Virginia"),
    "WI": _("Wisconsin"),
    "WY": _("Wyoming"),
}


def read_states(
    names: Mapping[str, str | Promise],
    regions: Iterable[Region],
    zones: Mapping[str, tuple[str, ...]],
) -> dict[str, State]:
    """Return the jurisdictions by their code.

    Raises `ImproperlyConfigured` where one lacks its region, its zones or the words
    for one of these, or where a region names one that is not there.
    """
    region_of = {code: region for region in regions for code in region.states}
    faults = [
        *(f"{code} is in no region" for code in names if code not in region_of),
        *(f"{code} has no time zone" for code in names if not zones.get(code)),
        *(
            f"there are no words for {zone}, a zone of {code}"
            for code in names
            for zone in zones.get(code, ())
            if zone not in ZONES
        ),
        *(f"a region holds {code}" for code in region_of if code not in names),
    ]
    if faults:
        raise ImproperlyConfigured(
            f"See places/states.py and places/zones.py: {'; '.join(faults)}."
        )
    return {
        code: State(code, name, code.lower(), region_of[code])
        for code, name in names.items()
    }


#: Every jurisdiction by its code, in the order of its English name.
STATES: dict[str, State] = read_states(_NAMES, REGIONS, IN_STATE)

#: For a model field or a form: (code, name).
state_choices = [(state.code, state.name) for state in STATES.values()]

#: For a form or a filter: (slug, name).
region_choices = [(region.slug, region.name) for region in REGIONS]


def state_of(slug: str) -> State | None:
    """The state whose address part is `slug` ("wi"), or None."""
    state = STATES.get(slug.upper()) if len(slug) == 2 else None
    return state if state and state.slug == slug else None


def region_of(code: str) -> Region | None:
    """The region of the state `code` ("WI"), or None for no state of ours."""
    state = STATES.get(code)
    return state.region if state else None


def region_named(slug: str) -> Region | None:
    """The region whose address part is `slug` ("new-england"), or None."""
    return next((region for region in REGIONS if region.slug == slug), None)
