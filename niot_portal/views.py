"""The hub: pages that draw on the whole portal."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.http import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a visitor and offer the next step."""
    return render(request, "home.html")


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a monitor whether the portal can reach its database: `ok` or an error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
