"""The box for what somebody looks for."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.formfields import Line
from resources.promises import SEARCH_LETTERS


class SearchText(Line):
    """What to search for; may stay empty."""

    default_error_messages = {
        "max_length": format_lazy(
            _("Use {most} characters or fewer."), most=SEARCH_LETTERS
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Search for"), max_length=SEARCH_LETTERS, required=False, **kwargs
        )
