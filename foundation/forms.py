"""Protection every public form carries, without puzzles and without JavaScript."""

import hashlib
import time

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation import limits
from foundation.promises import FORM_OPEN, FORM_QUICKEST

_SALT = "foundation.forms.opened"


def stamp() -> str:
    """Return the signed present time that a form carries from page to post."""
    return signing.dumps(int(time.time()), salt=_SALT)


class GuardedForm(forms.Form):
    """A form that robots fill in vain.

    It carries a field people never see, the signed time it was opened, and a rate
    limit: `limits = (tries, seconds)` per network address under `limit_name`. What
    was typed is kept in every case, and `status_code` is 429 for a spent limit.
    """

    limit_name = ""
    limits = (10, 3600)
    status_code = 200

    website = forms.CharField(
        required=False,
        max_length=500,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, label=_("Opened")
    )
    website.is_trap = True  # drawn out of sight by templates/django/forms/field.html

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["opened"].initial = stamp()

    def _opened_at(self) -> int | None:
        try:
            at = signing.loads(self.data.get(self.add_prefix("opened"), ""), salt=_SALT)
        except signing.BadSignature:
            return None
        return at if time.time() - at < FORM_OPEN.total_seconds() else None

    def clean(self):
        cleaned = super().clean()
        opened = self._opened_at()
        if self.data.get(self.add_prefix("website")):
            raise forms.ValidationError(
                _("This looked like an automatic entry. Leave the hidden field empty."),
                code="robot",
            )
        if opened is None:
            self._stamp_again()
            raise forms.ValidationError(
                _("This page was open for a long time. Check your answers, then send."),
                code="stale",
            )
        if time.time() - opened < FORM_QUICKEST.total_seconds():
            raise forms.ValidationError(
                _("That was very quick. Check your answers, then send again."),
                code="quick",
            )
        if self.limit_name and not self.errors:
            tries, seconds = self.limits
            address = limits.network_of(self.request)
            if not limits.spend(
                self.limit_name, address, allowed=tries, seconds=seconds
            ):
                self.status_code = 429
                raise forms.ValidationError(
                    _(
                        "Too many entries came from your connection. "
                        "Your answers are still here: wait a while, then send again."
                    ),
                    code="limit",
                )
        return cleaned

    @property
    def fingerprint(self) -> str:
        """Return a key of this very answer: the same for a double click or a resend.

        40 hexadecimal digits over the opening stamp and all that was typed.
        """
        typed = {k: v for k, v in sorted(self.data.items()) if k[:4] != "csrf"}
        return hashlib.sha256(repr(typed).encode(errors="replace")).hexdigest()[:40]

    def _stamp_again(self) -> None:
        data = self.data.copy()
        data[self.add_prefix("opened")] = stamp()
        self.data = data
