"""Protection every public form carries, without puzzles and without JavaScript."""

import hashlib
import time
from typing import TYPE_CHECKING, NoReturn

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation import limits
from foundation.promises import FORM_OPEN, FORM_QUICKEST

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SALT = "foundation.forms.opened"


def stamp(*, was_sent_back: bool = False) -> str:
    """Return the signed present time that a form carries from page to post.

    `was_sent_back` says that a person has looked at the page and presses once more.
    """
    at = int(time.time())
    return signing.dumps([at, "sent back"] if was_sent_back else at, salt=_SALT)


class TrappedForm(forms.Form):
    """A form with a field that people never see, and the signed time it was opened.

    Whoever falls into either trap is sent the page back with a sentence and what was
    typed; the second press works. A password manager that fills the hidden field, or a
    very quick person, loses one press; a robot does not read the answer.
    """

    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, label=_("Opened")
    )
    website.is_trap = True  # drawn out of sight by templates/django/forms/field.html
    #: Whether the time counts as well.
    is_timed = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = stamp()

    def clean(self):
        cleaned = super().clean()
        opened, was_sent_back = self._opening()
        if was_sent_back:
            return cleaned
        if self.data.get(self.add_prefix("website")):
            self._send_back(
                _("This looked like an automatic entry. Look it over, then send it."),
                code="robot",
            )
        elif self.is_timed and not opened:
            self._send_back(
                _("This page was open for a long time. Check your answers, then send."),
                code="stale",
            )
        elif self.is_timed and time.time() - opened < FORM_QUICKEST.total_seconds():
            self._send_back(
                _("That was very quick. Check your answers, then send again."),
                code="quick",
            )
        return cleaned

    def _opening(self) -> tuple[int, bool]:
        """When the page was opened, 0 if too long ago, and whether it came back."""
        try:
            found = signing.loads(
                self.data.get(self.add_prefix("opened"), ""), salt=_SALT
            )
        except signing.BadSignature:
            return 0, False
        at, was_sent_back = (
            (found[0], True) if isinstance(found, list) else (found, False)
        )
        is_fresh = time.time() - at < FORM_OPEN.total_seconds()
        return (at, was_sent_back) if is_fresh else (0, False)

    def _send_back(self, sentence: "str | _StrPromise", *, code: str) -> NoReturn:
        """Make the page ready for the second press, and raise the sentence."""
        data = self.data.copy()
        data[self.add_prefix("website")] = ""
        data[self.add_prefix("opened")] = stamp(was_sent_back=True)
        self.data = data
        raise ValidationError(sentence, code=code)


class GuardedForm(TrappedForm):
    """A form that robots fill in vain, and not too often.

    `limits = (tries, seconds)` per network address under `limit_name`. What was typed
    is kept in every case, and `status_code` is 429 for a spent limit.
    """

    limit_name = ""
    limits = (10, 3600)
    status_code = 200

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self):
        cleaned = super().clean()
        if self.limit_name and not self.errors:
            tries, seconds = self.limits
            address = limits.network_of(self.request)
            if not limits.spend(
                self.limit_name, address, allowed=tries, seconds=seconds
            ):
                self.status_code = 429
                raise ValidationError(
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
