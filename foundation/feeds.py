"""What other programs read: lists as JSON, and the facts of a page inside it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.safestring import SafeString

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


def json_in_page(facts: Mapping[str, Any]) -> SafeString:
    """Return JSON for a `<script type="application/ld+json">`, which it cannot end."""
    text = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    return SafeString(text)  # nosec B703: no sign of HTML is left in it
