"""Whoever opens an address that only takes a form is led to the page with the form.

So it is after signing in: the address of a button comes back by GET. The way is up: the
nearest page above. Nothing is looked up here, so what is private and what is not there
are answered alike.
"""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _t

from foundation.persons import person_of


class WaysBack:
    """Answers GET at an address that only takes POST with the way to the page above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method not in ("GET", "HEAD"):
            return response
        if person_of(request) is not None:
            messages.info(
                request, _t("Nothing was done yet. Press the button here once more.")
            )
        answer = redirect(next(_above(request.path_info)))
        answer["Allow"] = response["Allow"]
        return answer


def _above(path: str) -> Iterator[str]:
    """The pages above an address, the nearest one first; the front page at last."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        yield path
