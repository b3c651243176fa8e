"""Lists as JSON for other programs, with the same filter as the page."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse


def json_list(
    request: HttpRequest, rows: Iterable[dict], *, total: int, capped: bool, **more
) -> JsonResponse:
    """Answer with `rows` and how many there are in all; `capped` means “at least”."""
    return JsonResponse(
        {"total": total, "total_is_capped": capped, **more, "rows": list(rows)},
        json_dumps_params={"ensure_ascii": False},
    )
