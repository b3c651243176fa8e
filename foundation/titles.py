"""The title of a page with an error begins with “Error:”, whatever drew the page.

People who hear a page hear its title first (WCAG 2.2, technique G88; the GOV.UK Design
System's error summary). One place looks at what is shown, so no page can forget it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t

#: What only a shown error draws: ours, then the staff site's.
_SIGNS = (
    b'class="error-summary"',
    b'class="field-error"',
    b" data-error>",
    b'class="errornote"',
    b'class="errorlist',
    b'<li class="error">',
)


class ErrorTitles:
    """Begins the title of every page that shows an error with “Error:”.

    `request.shows_error` tells others: such a page is not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and _shows_error(response.content):
            request.shows_error = True
            response.content = _titled(response.content)
        return response


def _shows_error(page: bytes) -> bool:
    return any(sign in page for sign in _SIGNS)


def _titled(page: bytes) -> bytes:
    before, tag, after = page.partition(b"<title>")
    sign = _t("Error:").encode()
    if not tag or after.lstrip().startswith(sign):
        return page
    return b"".join([before, tag, sign, b" ", after])
