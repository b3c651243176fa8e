"""Reserving without an account, and the guest's own page behind the mailed link."""

import time
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foundation.http import public_page
from foundation.refusals import Refused
from foundation.tokens import BadToken, read_token
from screenings import facts, seats
from screenings.forms import SeatsForm, VersionForm, guarded
from screenings.models import Reservation, Screening
from screenings.views.public import addresses


def _open_screening(code: str) -> Screening:
    screening = Screening.objects.listed().with_people().filter(code=code).first()
    if screening is None:
        raise Http404
    return screening


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask for seats; the answer is the same whether the address is known or not."""
    screening = _open_screening(code)
    if slug != screening.slug:
        return redirect(screening.address_of("reserve"), permanent=True)
    form = guarded(request, screening)
    if screening.takes_reservations and request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            seats.ask(
                screening,
                email=answers["email"],
                party_size=answers["party_size"],
                first_name=answers["first_name"],
                need=answers["need"],
                # A double click is one wish; a minute later it asks for the mail anew.
                press=f"{form.fingerprint}:{int(time.time()) // 60}",
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(screening.address_of("reserve_sent"))
    closed = seats.why_closed(screening)
    return render(
        request,
        "reservations/reserve.html",
        {
            "screening": screening,
            "form": form,
            "closed": closed,
            "lead": facts.lead_facts(screening),
            "crumbs": [
                (_t("Screenings"), reverse("screenings:list")),
                (str(screening), screening.get_absolute_url()),
                (_t("Reserve a seat"), ""),
            ],
        },
        status=form.status_code,
    )


@public_page
def reserve_sent(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Say where the link went, in the same words for everybody."""
    screening = _open_screening(code)
    return render(
        request,
        "reservations/sent.html",
        {"screening": screening, **addresses(screening, "reserve")},
    )


def _by_token(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a guest's page to whoever holds its link; never indexed, never kept."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            reservation = read_token(
                "reservation",
                token,
                Reservation.objects.select_related(
                    "screening__film", "screening__host"
                ),
            )
        except BadToken:
            raise Http404 from None
        response = view(request, reservation)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    return login_not_required(wrapped)


@_by_token
def show(request: HttpRequest, reservation: Reservation) -> HttpResponse:
    """The guest's page. Opening it changes nothing: mail scanners open it too."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    return _show(request, reservation)


def _show(
    request: HttpRequest,
    reservation: Reservation,
    form: SeatsForm | None = None,
    refused: str = "",
) -> HttpResponse:
    screening = reservation.screening
    missing = 0
    if reservation.is_pending:
        missing = max(0, reservation.party_size - screening.seats_left)
    full = seats.full_sentence(screening, reservation.party_size) if missing else ""
    return render(
        request,
        "reservations/show.html",
        {
            "reservation": reservation,
            "screening": screening,
            "lead": facts.lead_facts(screening),
            **addresses(screening, "reserve"),
            "form": form
            or SeatsForm(
                initial={
                    "party_size": reservation.party_size,
                    "version": reservation.version,
                }
            ),
            "full": full,
            "refused": refused,
            "closed": seats.why_closed(screening),
        },
    )


def _seen(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


@_by_token
@require_POST
def confirm(request: HttpRequest, reservation: Reservation) -> HttpResponse:
    """Take the seats: the moment that may answer “full”."""
    try:
        reservation = seats.confirm(reservation, seen=_seen(request))
    except Refused as refusal:
        return _refused(request, reservation, refusal)
    words = ngettext(
        "Your seat is reserved.", "Your seats are reserved.", reservation.party_size
    )
    messages.success(request, words)
    return redirect(reservation)


@_by_token
@require_POST
def change(request: HttpRequest, reservation: Reservation) -> HttpResponse:
    """Change how many seats are wanted."""
    form = SeatsForm(request.POST)
    if not form.is_valid():
        return _show(request, reservation, form)
    answers = form.cleaned_data
    try:
        reservation = seats.change(
            reservation, party_size=answers["party_size"], seen=answers["version"]
        )
    except Refused as refusal:
        return _refused(request, reservation, refusal)
    messages.success(request, _t("The number of seats is changed."))
    return redirect(reservation)


@_by_token
@require_POST
def cancel(request: HttpRequest, reservation: Reservation) -> HttpResponse:
    """Give the seats back."""
    try:
        reservation = seats.give_back(reservation, seen=_seen(request))
    except Refused as refusal:
        return _refused(request, reservation, refusal)
    words = ngettext(
        "Your seat is free for others. Thank you.",
        "Your seats are free for others. Thank you.",
        reservation.party_size,
    )
    messages.success(request, words)
    return redirect(reservation)


def _refused(
    request: HttpRequest, reservation: Reservation, refusal: Refused
) -> HttpResponse:
    reservation = Reservation.objects.select_related(
        "screening__film", "screening__host"
    ).get(pk=reservation.pk)
    return _show(request, reservation, refused=str(refusal))
