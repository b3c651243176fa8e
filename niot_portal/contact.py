"""Writing to the program office: a form, a mail to the office, a receipt."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from foundation import limits
from foundation.formfields import Line, Mail, Prose
from foundation.forms import GuardedForm
from foundation.http import public_page
from niot_portal import emails
from niot_portal.promises import MESSAGE_LETTERS, MESSAGES, RECEIPTS
from niot_portal.regarding import regarding

_CRUMBS = [(_("Contact"), "")]


class ContactForm(GuardedForm):
    """A message to the program office.

    `about` is the address of a leader, `screening` the code of one, or both are empty.
    What is no longer shown is forgotten: the subject still says who was meant.
    """

    limit_name = "contact"
    limits = (MESSAGES.tries, int(MESSAGES.within.total_seconds()))

    name = Line(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Mail(
        label=_("Your e-mail address"),
        help_text=_("Only the program office sees it. The answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = Line(label=_("What it is about"), max_length=150)
    about = Line(max_length=60, required=False, widget=forms.HiddenInput)
    screening = Line(max_length=20, required=False, widget=forms.HiddenInput)
    message = Prose(
        label=_("Your message"),
        max_length=MESSAGE_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @transaction.atomic
    def send(self) -> None:
        """Queue the mail to the office and the receipt to the sender."""
        typed = self.cleaned_data
        # A double click, or a browser that sends again, is still one message.
        key = f"contact:{self.fingerprint}"
        mail = emails.send_message(typed, regarding(typed), key=key)
        if mail and _may_have_a_receipt(typed["email"]):
            emails.send_receipt(typed["email"])


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Take a message for the program office."""
    status = 200
    if request.method == "POST":
        form = ContactForm(request.POST, request=request)
        if form.is_valid():
            form.send()
            return redirect("contact_sent")
        status = form.status_code
    else:
        about = regarding(request.GET)
        form = ContactForm(request=request, initial=about.initial if about else {})
    return render(
        request, "hub/contact.html", {"form": form, "crumbs": _CRUMBS}, status=status
    )


def _may_have_a_receipt(address: str) -> bool:
    seconds = int(RECEIPTS.within.total_seconds())
    return limits.spend(
        "contact-receipt", address, allowed=RECEIPTS.tries, seconds=seconds
    )


@public_page
def contact_sent(request: HttpRequest) -> HttpResponse:
    """Say that the message arrived and what comes next."""
    crumbs = [(_("Contact"), reverse("contact")), (_("Message sent"), "")]
    return render(request, "hub/contact_sent.html", {"crumbs": crumbs})
