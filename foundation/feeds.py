"""What other programs read: lists as JSON, and the facts of a page inside it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.safestring import SafeString

from foundation.filters import Counts, FilterForm
from foundation.paging import Page

# As Django's `json_script` does: nothing people wrote can end the script element. The
# last two end a line in old JavaScript.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def json_list(
    request: HttpRequest, rows: Iterable[dict], *, total: int, capped: bool, **more: Any
) -> JsonResponse:
    """Answer with `rows` and how many there are in all; `capped` means “at least”."""
    return JsonResponse(
        {"total": total, "total_is_capped": capped, **more, "rows": list(rows)},
        json_dumps_params={"ensure_ascii": False},
    )


def json_page(
    request: HttpRequest,
    rows: Iterable[dict],
    *,
    form: FilterForm,
    counts: Counts,
    page: Page,
    **facts: Any,
) -> JsonResponse:
    """Answer with one page of a filtered list: `next` is the address of the next."""
    query, following = form.query(), ""
    if page.next:
        joint = "&" if query else "?"
        more = urlencode({"page": page.next})
        following = f"{settings.SITE_URL}{request.path}{query}{joint}{more}"
    return json_list(
        request,
        rows,
        total=counts.total,
        capped=counts.is_capped,
        next=following,
        errors={name: list(errors) for name, errors in form.errors.items()},
        **facts,
    )


def json_in_page(facts: Mapping[str, Any]) -> SafeString:
    """Return JSON for a `<script type="application/ld+json">`, which it cannot end."""
    text = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    # No sign of HTML is left in it.
    return SafeString(text)  # nosec B703
