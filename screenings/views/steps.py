"""The steps a host takes: publish, postpone, cancel, discard; each asks first."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from foundation.http import PersonRequest
from foundation.machines import Choice
from foundation.public import spare_staff
from foundation.refusals import Refused
from foundation.versions import VersionedForm
from screenings import access, consequences, hosting, lifecycle
from screenings.forms import GuestsReadForm
from screenings.models import Screening
from screenings.views.frame import around, warn

_DONE = {
    "publish": _("Your screening is published. Visitors can find it now."),
    "submit": _(
        "Your screening is with staff for a first look. We will mail you when it is "
        "published."
    ),
    "resume": _("The new date is published, and your guests are told."),
    "postpone": _("The screening is postponed, and your guests are told."),
    "cancel": _("The screening is cancelled, and your guests are told."),
    "discard": _("The draft is discarded."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Publish, or send to staff for a first look, after one more look of one's own."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("publish"))
    choice = to_the_public(request, screening)
    name = choice.name if choice else "publish"
    return _step(request, screening, name, VersionedForm)


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Take the date back until there is a new one; guests keep their seats."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("postpone"))
    return _step(request, screening, "postpone", GuestsReadForm)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Call a screening off, with a reason that guests will read."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("cancel"))
    return _step(request, screening, "cancel", GuestsReadForm)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Drop a draft that will not happen. Nobody but staff sees it again."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("discard"))
    return _step(request, screening, "discard", VersionedForm)


def to_the_public(request: PersonRequest, screening: Screening) -> Choice | None:
    """The step towards the public that is this person's to take, if there is one.

    A leader who is trusted publishes, another one sends to staff: never both.
    """
    trusted = lifecycle.has_trusted_host(screening)
    wanted = {"resume", "publish" if trusted else "submit"}
    choices = lifecycle.MACHINE.choices(screening, by=request.user)
    return next((choice for choice in choices if choice.name in wanted), None)


def _step(
    request: PersonRequest,
    screening: Screening,
    name: str,
    form_class: type[VersionedForm],
) -> HttpResponse:
    """Say what the step does, ask for what it needs, and make it by POST."""
    data = request.POST if request.method == "POST" else None
    form = form_class(data, initial={"version": screening.version})
    if not lifecycle.is_host(screening, request.user):
        spare_staff(form)
    if form.is_valid():
        try:
            lifecycle.MACHINE.move(
                screening,
                name,
                by=request.user,
                seen=form.seen,
                **form.said,
            )
        except Refused as refused:
            screening = access.found_or_404(request, screening.code, access.may_manage)
            form.refuse(refused, version=screening.version)
        else:
            warn(request, form)
            messages.success(request, str(_DONE[name]))
            return redirect(_onward(screening, name))
    return _ask(request, screening, name, form)


def _onward(screening: Screening, name: str) -> str:
    if name == "discard":
        return settings.LOGIN_REDIRECT_URL
    return screening.address_of("guests")


def _when(screening: Screening, name: str) -> str:
    """The date that the step is about."""
    if name == "resume":
        return screening.planned.when
    return screening.announced_when


def _ask(
    request: PersonRequest, screening: Screening, name: str, form: VersionedForm
) -> HttpResponse:
    choice = lifecycle.MACHINE.choice(screening, name, by=request.user)
    said = form.non_field_errors()
    return render(
        request,
        "screenings/step.html",
        {
            **around(screening, choice.label),
            "choice": choice,
            "form": form,
            "reasons": [reason for reason in choice.reasons if reason not in said],
            "when": screening.planned.when
            if name == "resume"
            else screening.announced_when,
            "consequences": consequences.of_step(screening, name),
            "is_open": hosting.can_be_changed(screening),
            "may_preview": name in ("publish", "submit", "resume"),
            "is_final": name in ("cancel", "discard"),
        },
    )
