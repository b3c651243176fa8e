"""The agencies of the sample people, as staff would have brought them in."""

from niot_portal.sample import names
from places.models import Agency, ZipPlace

#: An agency by its name without its mark, and the ZIP code of its town.
Agencies = dict[tuple[str, str], Agency]


def make_agencies(places: dict[str, ZipPlace]) -> Agencies:
    """Make the agency of every sample leader and applicant, once each.

    Leaders are matched to theirs; matching the applicants is left to staff.
    """
    made: Agencies = {}
    for _name, _rank, zip_code, agency, kind, size in (
        *names.LEADERS,
        *names.APPLICANTS,
    ):
        place = places[zip_code]
        made[agency, zip_code] = Agency(
            name=f"{agency} (sample)",
            kind=kind,
            size=size,
            state=place.state,
            county=place.county,
            lat=place.lat,
            lng=place.lng,
        )
    Agency.objects.bulk_create(made.values())
    return made
