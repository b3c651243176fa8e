"""What people type about themselves, and allauth's forms where ours are stricter."""

from allauth.account import forms as allauth_forms
from allauth.account.fields import SetPasswordField
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.adapter import plain_address
from accounts.models import User
from foundation import formfields


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
    """The first password of somebody who was invited."""

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = SetPasswordField(label=_("Password"))
        self.fields["password"].user = user
        del self.fields["password"].widget.attrs["placeholder"]


class _PlainAddress:
    """Makes a form's address fields refuse what mail or database could not carry."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "login"):
            if field := self.fields.get(name):
                field.label = _("E-mail address")
                field.validators = [*field.validators, plain_address]
                field.widget.attrs["maxlength"] = "254"


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
        self.fields["password1"].help_text = _(
            "At least 15 characters. Several words that do not belong together are "
            "best."
        )


class ChangePasswordForm(_PlainPassword, allauth_forms.ChangePasswordForm):
    """Another password for an account that has one."""


class SetPasswordForm(_PlainPassword, allauth_forms.SetPasswordForm):
    """The first password of an account without one."""


class ResetPasswordKeyForm(_PlainPassword, allauth_forms.ResetPasswordKeyForm):
    """A new password for one that was forgotten."""


class LoginForm(_PlainAddress, allauth_forms.LoginForm):
    """Sign-in by password."""


class RequestLoginCodeForm(_PlainAddress, allauth_forms.RequestLoginCodeForm):
    """Sign-in by a code that is sent."""


class ResetPasswordForm(_PlainAddress, allauth_forms.ResetPasswordForm):
    """A forgotten password."""


class AddEmailForm(_PlainAddress, allauth_forms.AddEmailForm):
    """A new address."""


class SignupForm(_PlainAddress, allauth_forms.SignupForm):
    """A new account: an address, a name if one likes, a password or none.

    Without a password people sign in by a code that is sent to them.
    """

    display_name = formfields.Line(
        max_length=120,
        required=False,
        label=_("Your name"),
        help_text=_("As colleagues know you, such as Dana Ruiz. You may add it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = formfields.Line(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    website.is_trap = True
    field_order = ["email", "display_name", "password1", "website"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password1"]
        if not password.required:
            password.help_text = _(
                "At least 15 characters. Leave it out and we mail you a code each "
                "time you sign in."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("website"):
            raise forms.ValidationError(
                _("This looked like an automatic entry. Leave the hidden field empty."),
                code="robot",
            )
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name that was given with the account (allauth calls this)."""
        if name := self.cleaned_data.get("display_name"):
            user.display_name = name
            user.save(update_fields=["display_name"])

    def try_save(self, request: HttpRequest) -> tuple:
        """Make the account, or answer just the same if the address has one already."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Somebody, perhaps the same finger, sent the form twice at once.
            self.account_already_exists = True
            return super().try_save(request)
