"""The 56 jurisdictions and the ten regions they make up.

Code rather than a table: they change by an act of Congress, not by an edit. The
regions are the ten named ones of the Community Relations Service, U.S. Department
of Justice. A region always follows from the state and is never asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from places.zones import ZONES


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
    """A state, district or territory; `slug` is how it reads in an address.

    `zone` is the IANA zone in which most of its people live.
    """

    code: str
    name: str | Promise
    slug: str
    region: Region
    zone: str

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

# Code, name, and the zone of most of its people; in the order of the English names.
_ROWS = (
    ("AL", _("Alabama"), "America/Chicago"),
    ("AK", _("Alaska"), "America/Anchorage"),
    ("AS", _("American Samoa"), "Pacific/Pago_Pago"),
    ("AZ", _("Arizona"), "America/Phoenix"),
    ("AR", _("Arkansas"), "America/Chicago"),
    ("CA", _("California"), "America/Los_Angeles"),
    ("CO", _("Colorado"), "America/Denver"),
    ("CT", _("Connecticut"), "America/New_York"),
    ("DE", _("Delaware"), "America/New_York"),
    ("DC", _("District of Columbia"), "America/New_York"),
    ("FL", _("Florida"), "America/New_York"),
    ("GA", pgettext_lazy("the state", "Georgia"), "America/New_York"),
    ("GU", _("Guam"), "Pacific/Guam"),
    ("HI", _("Hawaii"), "Pacific/Honolulu"),
    ("ID", _("Idaho"), "America/Boise"),
    ("IL", _("Illinois"), "America/Chicago"),
    ("IN", _("Indiana"), "America/Indiana/Indianapolis"),
    ("IA", _("Iowa"), "America/Chicago"),
    ("KS", _("Kansas"), "America/Chicago"),
    ("KY", _("Kentucky"), "America/New_York"),
    ("LA", _("Louisiana"), "America/Chicago"),
    ("ME", _("Maine"), "America/New_York"),
    ("MD", _("Maryland"), "America/New_York"),
    ("MA", _("Massachusetts"), "America/New_York"),
    ("MI", _("Michigan"), "America/Detroit"),
    ("MN", _("Minnesota"), "America/Chicago"),
    ("MS", _("Mississippi"), "America/Chicago"),
    ("MO", _("Missouri"), "America/Chicago"),
    ("MT", _("Montana"), "America/Denver"),
    ("NE", _("Nebraska"), "America/Chicago"),
    ("NV", _("Nevada"), "America/Los_Angeles"),
    ("NH", _("New Hampshire"), "America/New_York"),
    ("NJ", _("New Jersey"), "America/New_York"),
    ("NM", _("New Mexico"), "America/Denver"),
    ("NY", pgettext_lazy("the state", "New York"), "America/New_York"),
    ("NC", _("North Carolina"), "America/New_York"),
    ("ND", _("North Dakota"), "America/Chicago"),
    ("MP", _("Northern Mariana Islands"), "Pacific/Saipan"),
    ("OH", _("Ohio"), "America/New_York"),
    ("OK", _("Oklahoma"), "America/Chicago"),
    ("OR", _("Oregon"), "America/Los_Angeles"),
    ("PA", _("Pennsylvania"), "America/New_York"),
    ("PR", _("Puerto Rico"), "America/Puerto_Rico"),
    ("RI", _("Rhode Island"), "America/New_York"),
    ("SC", _("South Carolina"), "America/New_York"),
    ("SD", _("South Dakota"), "America/Chicago"),
    ("TN", _("Tennessee"), "America/Chicago"),
    ("TX", _("Texas"), "America/Chicago"),
    ("VI", _("U.S. Virgin Islands"), "America/St_Thomas"),
    ("UT", _("Utah"), "America/Denver"),
    ("VT", _("Vermont"), "America/New_York"),
    ("VA", _("Virginia"), "America/New_York"),
    ("WA", pgettext_lazy("the state", "Washington"), "America/Los_Angeles"),
    ("WV", _("West Virginia"), "America/New_York"),
    ("WI", _("Wisconsin"), "America/Chicago"),
    ("WY", _("Wyoming"), "America/Denver"),
)


def read_states(
    rows: Iterable[tuple[str, str | Promise, str]], regions: Iterable[Region]
) -> dict[str, State]:
    """Return the jurisdictions of `rows` by their code.

    Raises `ImproperlyConfigured` where one lacks its region or a zone that
    `places.zones` has words for, or where a region names one that is not there.
    """
    by_code = {code: region for region in regions for code in region.states}
    rows = list(rows)
    for code, _name, zone in rows:
        if code not in by_code:
            raise ImproperlyConfigured(f"{code} is in no region (places/states.py).")
        if zone not in ZONES:
            raise ImproperlyConfigured(
                f"The zone of {code}, {zone or 'none'}, has no words (places/zones.py)."
            )
    if unknown := sorted(by_code.keys() - {code for code, _name, _zone in rows}):
        raise ImproperlyConfigured(
            f"A region holds {', '.join(unknown)}, no state of ours (places/states.py)."
        )
    return {
        code: State(code, name, code.lower(), by_code[code], zone)
        for code, name, zone in rows
    }


#: Every jurisdiction by its code, in the order of its English name.
STATES: dict[str, State] = read_states(_ROWS, REGIONS)

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
