"""Writing to the program office: a form, a mail to the office, a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from foundation import limits
from foundation.codes import read_code
from foundation.formfields import Line, Mail, Prose
from foundation.forms import GuardedForm
from foundation.http import public_page
from foundation.outbox import compose
from leaders.models import Leader
from niot_portal import promises
from screenings.models import Screening

_CRUMBS = [(_("Contact"), "")]


class ContactForm(GuardedForm):
    """A message to the program office.

    `about` is the address of a leader, `screening` the code of one, or both are empty.
    What is no longer shown is forgotten: the subject still says who was meant.
    """

    limit_name = "contact"
    limits = (promises.MESSAGES, int(promises.MESSAGES_WITHIN.total_seconds()))

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
        max_length=promises.MESSAGE_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @transaction.atomic
    def send(self) -> None:
        """Queue the mail to the office and the receipt to the sender."""
        typed = self.cleaned_data
        topic = _topic(typed)
        facts = [
            (_t("Name"), typed["name"]),
            (_t("E-mail"), typed["email"]),
            (_t("About"), typed["subject"]),
        ]
        if topic:
            facts += topic.facts
        mail = compose(
            "hub/email/contact",
            typed | {"topic": topic, "facts": facts},
            to=settings.PROGRAM_OFFICE_EMAIL,
            headers={"Reply-To": typed["email"]},
            # A double click, or a browser that sends again, is still one message.
            key=f"contact:{self.fingerprint}",
        )
        if mail and _may_have_a_receipt(typed["email"]):
            # The receipt repeats nothing that was typed: the address may be another's.
            compose("hub/email/contact_receipt", {}, to=typed["email"])


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
        topic = _topic(request.GET)
        form = ContactForm(request=request, initial=topic.initial if topic else {})
    return render(
        request, "hub/contact.html", {"form": form, "crumbs": _CRUMBS}, status=status
    )


def _may_have_a_receipt(address: str) -> bool:
    seconds = int(promises.RECEIPTS_WITHIN.total_seconds())
    return limits.spend(
        "contact-receipt", address, allowed=promises.RECEIPTS, seconds=seconds
    )


@dataclass(frozen=True)
class Topic:
    """Whom or what a message is about: what the form says already, and the mail."""

    initial: dict[str, str]
    facts: list[tuple[str, str]]
    url: str
    link: str


def _topic(given: Mapping[str, str]) -> Topic | None:
    """The leader or the screening that a page named, as far as visitors see it."""
    slug, code = (_plain(given.get(name, "")) for name in ("about", "screening"))
    if slug:
        leader = Leader.objects.shown().filter(slug=slug).first()
        return _of_leader(leader) if leader else None
    if code:
        rows = Screening.objects.listed().select_related("host")
        screening = rows.filter(code=read_code(code)).first()
        return _of_screening(screening) if screening else None
    return None


def _plain(text: str) -> str:
    """The text if it may be looked up: short, and no control characters; or ""."""
    return text if len(text) <= 60 and text.isprintable() else ""


def _of_leader(leader: Leader) -> Topic:
    subject = _t("I want to reach %(name)s") % {"name": leader.name}
    return Topic(
        {"about": leader.slug, "subject": subject},
        [(_t("Leader"), leader.name)],
        leader.get_absolute_url(),
        _t("The leader’s profile"),
    )


def _of_screening(screening: Screening) -> Topic:
    subject = _t("For the host of “%(title)s”") % {"title": screening.title}
    return Topic(
        {"screening": screening.code, "subject": subject},
        [
            (_t("Screening"), screening.title),
            (_t("When"), screening.announced_when),
            (_t("Host"), screening.host.name),
        ],
        screening.get_absolute_url(),
        _t("The page of the screening"),
    )


@public_page
def contact_sent(request: HttpRequest) -> HttpResponse:
    """Say that the message arrived and what comes next."""
    crumbs = [(_("Contact"), reverse("contact")), (_("Message sent"), "")]
    return render(request, "hub/contact_sent.html", {"crumbs": crumbs})
