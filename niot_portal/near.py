"""What the network has near a ZIP code: screenings, leaders, guides and films."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.filters import FilterForm
from foundation.http import public_page
from leaders import finding as leaders
from places.formfields import ZipFormField, place_for
from places.models import ZipPlace
from places.states import STATES
from resources.choices import LengthBand
from resources.models import Resource, Topic
from screenings import finding as screenings
from screenings.headings import how_far

#: The nearest of each kind; their lists have the rest.
SHOWN = 4


class NearForm(FilterForm):
    """Where somebody is."""

    zip = ZipFormField(
        label=_("Your ZIP code"),
        required=False,
        needs_point=True,
        help_text=_("Five digits, such as 53154."),
    )


@public_page(shows=["leaders", "screenings", "library"], keys=[*NearForm.base_fields])
def near(request: HttpRequest) -> HttpResponse:
    """Show the nearest screenings and leaders, and the ways to guides and films."""
    form = NearForm(request.GET)
    zip = form.chosen.get("zip")
    place = place_for(zip) if zip else None
    context = {
        "form": form,
        "place": place,
        "is_asked": bool(request.GET),
        "roll_call": LengthBand.ROLL_CALL,
        "topics": Topic.objects.used_by(Resource).order_by("order", "label"),
        "crumbs": [(_t("Near you"), "")],
    }
    if place is not None:
        context |= _around(place)
    return render(request, "hub/near.html", context)


def _around(place: ZipPlace) -> dict:
    circle, shown = screenings.nearest(place, SHOWN)
    is_empty = not shown or shown[0].miles > circle.radius
    miles, people = leaders.nearest(place, SHOWN)
    here = {"zip": place.zip}
    return {
        "state": STATES[place.state],
        "circle": circle,
        "screenings": shown,
        "has_none_near": is_empty,
        "how_far": how_far(circle, shown[0] if shown else None, is_empty=is_empty),
        "screenings_url": _url("screenings:list", here),
        "online_url": _url("screenings:list", {**here, "mode": "online"}),
        "leaders": people,
        "leaders_miles": miles,
        "leaders_url": _url("leaders:directory", {**here, "within": miles}),
    }


def _url(name: str, query: dict) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
