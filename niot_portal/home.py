"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.http import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a visitor and offer the next step."""
    return render(request, "hub/home.html")
