"""Reading the FBI's list of agencies, as published with the UCR tables.

A CSV with a header and a row for each agency: agency_name, agency_type_name,
county_name, latitude, longitude, ori, state_abbr, and more that we leave alone.
"""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from places.choices import AgencyKind
from places.models import Agency
from places.states import STATES

COLUMNS = {
    "agency_name",
    "agency_type_name",
    "county_name",
    "latitude",
    "longitude",
    "ori",
    "state_abbr",
}

#: The FBI's letters where they are not the Postal Service's.
_STATES = {"NB": "NE", "GM": "GU"}

_KINDS = {
    "City": AgencyKind.LOCAL_POLICE,
    "County": AgencyKind.SHERIFF,
    "State Police": AgencyKind.STATE_POLICE,
    "Tribal": AgencyKind.TRIBAL,
    "University or College": AgencyKind.CAMPUS,
    "Other State Agency": AgencyKind.SPECIAL,
    "Other": AgencyKind.OTHER,
}

# What the FBI calls "other" often says in its name what it is.
_NAMED = (
    (re.compile(r"\bschools?\b|\bISD\b", re.I), AgencyKind.SCHOOL_DISTRICT),
    (
        re.compile(r"\bprosecutor|\bdistrict attorney|\battorney general", re.I),
        AgencyKind.PROSECUTOR,
    ),
    (
        re.compile(r"\bcorrection|\bprobation|\bparole|\bprison", re.I),
        AgencyKind.CORRECTIONS,
    ),
    (
        re.compile(
            r"\bairport|\baviation|\btransit|\btransport|\brail|\bport authority"
            r"|\bharbor|\bparks?\b|\bhousing|\bhospital|\bwildlife|\bforest",
            re.I,
        ),
        AgencyKind.SPECIAL,
    ),
)


class BadRow(Exception):
    """A row that cannot become an agency; says why."""


def agency_from(row: Mapping[str, str | None]) -> Agency:
    """The agency that a row of the file describes, not saved; or `BadRow`."""
    cell = {key: (row.get(key) or "").strip() for key in COLUMNS}
    state = _STATES.get(cell["state_abbr"], cell["state_abbr"])
    if state not in STATES:
        raise BadRow(
            f"“{_short(state)}” is not one of the {len(STATES)} states and territories."
        )
    lat, lng = _point(cell["latitude"], cell["longitude"])
    agency = Agency(
        name=cell["agency_name"].rstrip(": "),
        kind=_kind(cell["agency_type_name"], cell["agency_name"]),
        state=state,
        county=cell["county_name"].title(),
        ori=cell["ori"],
        lat=lat,
        lng=lng,
    )
    if not agency.ori:
        raise BadRow("it has no ORI.")
    try:
        agency.clean_fields()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise BadRow(f"{field}: {sentences[0]}") from error
    return agency


def _kind(fbi_type: str, name: str) -> AgencyKind:
    if fbi_type not in _KINDS:
        raise BadRow(f"“{_short(fbi_type)}” is not a type of agency we know.")
    kind = _KINDS[fbi_type]
    if fbi_type in ("Other", "Other State Agency"):
        return next((named for words, named in _NAMED if words.search(name)), kind)
    return kind


def _point(lat: str, lng: str) -> tuple[float | None, float | None]:
    """Degrees, or two Nones: the list writes an unknown place as empty or as -9."""
    try:
        north, east = float(lat), float(lng)
    except ValueError:
        return None, None
    if north == east == -9 or not (-90 <= north <= 90 and -180 <= east <= 180):
        return None, None
    return north, east


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
