"""What the pages of a screening stand in: the way to them and the pages beside them."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation.public import warnings_of
from screenings import facts
from screenings.models import Screening

Crumb = tuple[str, str]


def addresses(screening: Screening, *pages: str) -> dict[str, str]:
    """Where pages of the screening are, by names such as `reserve_url`."""
    return {f"{page}_url": screening.address_of(page) for page in pages}


def ask_url(screening: Screening) -> str:
    """Where a guest writes to the host: to the office, which is told the screening."""
    return f"{reverse('contact')}?{urlencode({'screening': screening.code})}"


def others_url(screening: Screening) -> str:
    """The list of screenings to come, near this one where it has a place."""
    query = f"?{urlencode({'zip': screening.zip})}" if screening.zip else ""
    return reverse("screenings:list") + query


def from_the_desk(*crumbs: Crumb) -> list[Crumb]:
    """The breadcrumb of a page that a host comes to from the desk."""
    return [(_t("My desk"), settings.LOGIN_REDIRECT_URL), *crumbs]


def around(screening: Screening, here: str) -> dict:
    """What every page of a host needs: the way here and the pages beside it."""
    return {
        "screening": screening,
        "plan": facts.plan_line(screening),
        "crumbs": from_the_desk(
            (screening.title, screening.address_of("guests")), (here, "")
        ),
        **addresses(
            screening,
            "edit",
            "preview",
            "publish",
            "postpone",
            "cancel",
            "discard",
            "guests",
            "link",
            "write",
            "questions",
        ),
    }


def warn(request: HttpRequest, form: BaseForm) -> None:
    """Tell staff of what they let stand although everyone will read it."""
    for words in warnings_of(form):
        messages.warning(request, words)


def calendar_file(text: bytes, name: str) -> HttpResponse:
    """A calendar to keep or to subscribe to."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
