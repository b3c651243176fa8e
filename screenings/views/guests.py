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
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from foundation.http import public_page
from foundation.refusals import Refused
from foundation.tokens import BadToken, read_token
from foundation.versions import VersionedForm
from screenings import access, facts, seats
from screenings.guest_forms import ReserveForm, SeatsForm
from screenings.models import Reservation, Screening
from screenings.views.frame import addresses


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask for seats; the answer is the same whether the address is known or not."""
    screening = access.listed_or_404(code)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("reserve"), permanent=True)
    data = request.POST if request.method == "POST" else None
    form = ReserveForm(data, request=request, screening=screening)
    if screening.takes_reservations and form.is_valid():
        try:
            _ask_for_seats(screening, form)
        except Refused as refused:
            form.add_error(None, refused.sentences)
        else:
            return redirect(screening.address_of("reserve_sent"))
    return _reserve_page(request, screening, form)


def _ask_for_seats(screening: Screening, form: ReserveForm) -> None:
    answers = form.cleaned_data
    seats.ask(
        screening,
        email=answers["email"],
        party_size=answers["party_size"],
        first_name=answers["first_name"],
        need=answers["need"],
        # A double click is one wish; a minute later it asks for the mail anew.
        press=f"{form.fingerprint}:{int(time.time()) // 60}",
    )


def _reserve_page(
    request: HttpRequest, screening: Screening, form: ReserveForm
) -> HttpResponse:
    context = {
        "screening": screening,
        "form": form,
        "closed": seats.why_closed(screening),
        "lead": facts.lead_facts(screening),
        "crumbs": [
            (_t("Screenings"), reverse("screenings:list")),
            (str(screening), screening.get_absolute_url()),
            (_t("Reserve a seat"), ""),
        ],
    }
    return render(
        request, "reservations/reserve.html", context, status=form.status_code
    )


@public_page
def reserve_sent(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Say where the link went, in the same words for everybody."""
    screening = access.listed_or_404(code)
    context = {"screening": screening, **addresses(screening, "reserve")}
    return render(request, "reservations/sent.html", context)


def _kept_nowhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to whoever holds the link; the answer is never indexed and never kept."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    return login_not_required(wrapped)


def _held_or_404(token: str) -> Reservation:
    """The reservation whose link this is."""
    rows = Reservation.objects.select_related("screening__film", "screening__host")
    try:
        return read_token("reservation", token, rows)
    except BadToken:
        raise Http404 from None


@_kept_nowhere
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The guest's page. Opening it changes nothing: mail scanners open it too."""
    reservation = _held_or_404(token)
    return _page(request, reservation, VersionedForm())


@_kept_nowhere
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the seats: the moment that may answer “full”."""
    reservation = _held_or_404(token)
    form = VersionedForm(request.POST)
    if form.is_valid():
        try:
            seats.confirm(reservation, seen=form.seen)
        except Refused as refused:
            reservation = _held_or_404(token)
            form.refuse(refused, version=reservation.version)
        else:
            words = ngettext(
                "Your seat is reserved.",
                "Your seats are reserved.",
                reservation.party_size,
            )
            messages.success(request, words)
            return redirect(reservation)
    return _page(request, reservation, form)


@_kept_nowhere
@require_POST
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Change how many seats are wanted."""
    reservation = _held_or_404(token)
    form = SeatsForm(request.POST)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            seats.change(reservation, party_size=answers["party_size"], seen=form.seen)
        except Refused as refused:
            reservation = _held_or_404(token)
            form.refuse(refused, version=reservation.version)
        else:
            messages.success(request, _t("The number of seats is changed."))
            return redirect(reservation)
    return _page(request, reservation, form)


@_kept_nowhere
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Give the seats back."""
    reservation = _held_or_404(token)
    form = VersionedForm(request.POST)
    if form.is_valid():
        try:
            seats.give_back(reservation, seen=form.seen)
        except Refused as refused:
            reservation = _held_or_404(token)
            form.refuse(refused, version=reservation.version)
        else:
            words = ngettext(
                "Your seat is free for others. Thank you.",
                "Your seats are free for others. Thank you.",
                reservation.party_size,
            )
            messages.success(request, words)
            return redirect(reservation)
    return _page(request, reservation, form)


def _page(
    request: HttpRequest, reservation: Reservation, form: VersionedForm
) -> HttpResponse:
    """The guest's page, with what `form` was refused for."""
    screening = reservation.screening
    missing = reservation.is_pending and reservation.party_size > screening.seats_left
    wanted = {"party_size": reservation.party_size, "version": reservation.version}
    context = {
        "reservation": reservation,
        "screening": screening,
        "lead": facts.lead_facts(screening),
        **addresses(screening, "reserve"),
        "form": form if isinstance(form, SeatsForm) else SeatsForm(initial=wanted),
        "refused": form.problems,
        "full": seats.full_sentence(screening, reservation.party_size)
        if missing
        else "",
        "closed": seats.why_closed(screening),
    }
    return render(request, "reservations/show.html", context)
