"""In development, every mail as its reader would see it, at /outbox/.

Never part of a deployed portal: the addresses exist only where `settings.DEVELOPMENT`
is true, and the pages ask once more.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from foundation.fulltext import plain
from foundation.models import OutboxMail
from foundation.paging import keyset

_PAGE = 50

View = Callable[..., HttpResponseBase]


def development_only(view: View) -> View:
    """Make a reading page that does not exist in a deployed portal."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEVELOPMENT:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(wrapped))


class AddressFilter(forms.Form):
    """Whose mails to show."""

    to = forms.CharField(
        required=False,
        max_length=254,
        label="To",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@development_only
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first, perhaps only those to one address."""
    form = AddressFilter(request.GET)
    mails = OutboxMail.objects.only(
        "to", "subject", "state", "created_at", "send_at", "calendar_method"
    )
    if form.is_valid() and (address := form.cleaned_data["to"].strip()):
        mails = mails.filter(to__plain__icontains=plain(address))
    page = keyset(
        mails, request.GET.get("page", ""), field="pk", size=_PAGE, descending=True
    )
    return render(request, "outbox/list.html", {"form": form, "page": page})


@development_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # knows no captured part
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail: headers, text, the HTML in a frame, the calendar part."""
    found = get_object_or_404(OutboxMail, pk=pk)
    return render(
        request, "outbox/mail.html", {"mail": found, "text": _here(request, found.text)}
    )


# The mail's own styles stand in its tags; it may load and run nothing.
@development_only
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # knows no captured part
    {
        "script-src": [NONE],
        "connect-src": [NONE],
        "form-action": [NONE],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": [SELF],
    }
)
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the HTML part alone, its links opening in the whole window."""
    found = get_object_or_404(OutboxMail.objects.exclude(html=""), pk=pk)
    html = _here(request, found.html)
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _here(request: HttpRequest, text: str) -> str:
    """Point the mail's links to the server that shows it, whatever its port."""
    return text.replace(settings.SITE_URL, request.build_absolute_uri("/").rstrip("/"))
