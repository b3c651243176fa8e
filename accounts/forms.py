"""What people type about themselves, and allauth's forms where ours are stricter."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.promises import PASSWORD_LEAST
from foundation import formfields
from foundation.forms import TrappedForm


class _PasswordHint:
    """How to choose a password, in a sentence that knows the least length."""

    def __init__(self, more: Any) -> None:
        self.more = more

    def __str__(self) -> str:
        least = _t("At least %(number)s characters.") % {"number": PASSWORD_LEAST}
        return f"{least} {self.more}"


_HINT = lazystr(_PasswordHint(_("Several words that do not belong together are best.")))
_HINT_IF_ANY = lazystr(
    _PasswordHint(_("Leave it out and we mail you a code each time you sign in."))
)


def address_field() -> formfields.Mail:
    """One's own address, offered by the browser."""
    return formfields.Mail(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": "254"}),
    )


class ProfileForm(forms.ModelForm):
    """How the portal calls a person."""

    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": _("Your name")}
        help_texts = {
            "display_name": _("As colleagues know you, such as Dana Ruiz."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"


class InvitationForm(forms.Form):
    """The name and the first password of somebody who was invited."""

    name = formfields.Line(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As colleagues know you, such as Dana Ruiz."),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, initial={"name": user.display_name}, **kwargs)
        self.fields["password"] = SetPasswordField(label=_("Password"))
        self.fields["password"].user = user
        self.fields["password"].help_text = _HINT
        del self.fields["password"].widget.attrs["placeholder"]


class WelcomeForm(ProfileForm):
    """What a new account is asked for: a name, and a password if one likes."""

    password1 = PasswordField(
        label=_("Password"),
        autocomplete="new-password",
        required=False,
        help_text=_HINT_IF_ANY,
    )

    def __init__(self, *args, takes_password: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not takes_password or self.instance.has_usable_password():
            del self.fields["password1"]

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        if password:
            person = User(
                email=self.instance.email,
                display_name=self.cleaned_data.get("display_name", ""),
            )
            get_adapter().clean_password(password, user=person)
        return password

    def save(self, commit: bool = True) -> User:
        if password := self.cleaned_data.get("password1"):
            self.instance.set_password(password)
        return super().save(commit)


class AddressForm(forms.Form):
    """An address, for a code or a link."""

    email = address_field()


class DoorForm(TrappedForm, AddressForm):
    """The address at the door; nothing in it asks whether the address is known."""

    is_timed = False  # a password manager fills it in a moment
    field_order = ["email", "website", "opened"]


class CodeForm(forms.Form):
    """The code from a mail."""

    code = forms.CharField(
        max_length=40,
        label=_("Code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class _OneAddress:
    """Reads the address in a form of allauth as every other field does."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in {"email", "login"} & set(self.fields):
            self.fields[name] = address_field()


class _PlainPassword:
    """Names a form's passwords in our words, with one hint for the new one."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Your password now")),
            ("password1", _("New password")),
            ("password2", _("New password, once more")),
        ):
            if field := self.fields.get(name):
                field.label = label
        self.fields["password1"].help_text = _HINT


class ChangePasswordForm(_PlainPassword, allauth_forms.ChangePasswordForm):
    """Another password for an account that has one."""


class SetPasswordForm(_PlainPassword, allauth_forms.SetPasswordForm):
    """The first password of an account without one."""


class ResetPasswordKeyForm(_PlainPassword, allauth_forms.ResetPasswordKeyForm):
    """A new password for one that was forgotten."""


class LoginForm(_OneAddress, allauth_forms.LoginForm):
    """Sign-in by password."""


class AddEmailForm(_OneAddress, allauth_forms.AddEmailForm):
    """A new address."""


class ChangeEmailForm(_OneAddress, allauth_forms.ChangeEmailForm):
    """Another address while the first one waits for its code."""
