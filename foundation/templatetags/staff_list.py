"""What draws the rows of a staff list, which stand as cards on a phone."""

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def named_cell(cell: SafeString, place: int, headers: list[dict[str, Any]]) -> str:
    """Name the column of a cell in the cell itself; the first one names the row.

    Django hands cells over as finished HTML: `<td class="…">…</td>`.
    """
    is_check = "action-checkbox" in headers[0].get("class_attrib", "")
    if place <= int(is_check) or place >= len(headers):
        return cell
    tag, space, rest = cell.partition(" ")
    text = str(headers[place]["text"])
    label = conditional_escape(text[:1].upper() + text[1:])
    # Only the label is new, and it is escaped.
    return SafeString(f'{tag} data-label="{label}"{space}{rest}')  # nosec B703
