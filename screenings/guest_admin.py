"""Staff mend a guest's address, or write to the guest anew."""

from functools import partial
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods

from accounts.models import User
from foundation.acts import ReasonForm
from foundation.anew import AddressForm, Way
from foundation.http import PersonRequest
from foundation.refusals import Refused
from screenings import corrections
from screenings.models import Reservation, Screening

#: The list of reservations, whose pages these are.
Pages = Any


def urls_of(pages: Pages) -> list[URLPattern]:
    """The addresses of the two pages, under the reservation's own."""
    return [
        _path(pages, "correct-address", _correct),
        _path(pages, "write-anew", _write_anew),
    ]


def _path(pages: Pages, name: str, view: Any) -> URLPattern:
    methods = require_http_methods(["GET", "HEAD", "POST"])
    wrapped = pages.admin_site.admin_view(methods(partial(view, pages)))
    url_name = f"screenings_reservation_{name.replace('-', '_')}"
    return path(f"<int:pk>/{name}/", wrapped, name=url_name)


def _url(name: str, pk: int) -> str:
    return reverse(f"admin:screenings_reservation_{name}", args=[pk])


def way_of_guests() -> Way:
    """How mail about a reservation is put right, if it went to the guest."""
    return Way(
        lambda one, to: _url("correct_address", one.pk) if one.email == to else "",
        lambda one, to: _url("write_anew", one.pk) if one.email == to else "",
        has_own_address=True,
    )


def way_of_hosts() -> Way:
    """How mail about a screening is put right, if it went to its host."""
    return Way(_host_url)


def _host_url(screening: Screening, to: str) -> str:
    host = screening.host
    if host is None or host.user.email != to:
        return ""
    return reverse("admin:leaders_leader_correct_address", args=[host.pk])


def context_of(reservation: Reservation, by: User) -> dict[str, str]:
    """What a reservation's page offers this person."""
    may = by.has_perm(corrections.CORRECT)
    may_write = may and not corrections.why_not_anew(reservation)
    is_kept = may and not corrections.why_not(reservation)
    return {
        "correct_url": _url("correct_address", reservation.pk) if is_kept else "",
        "anew_url": _url("write_anew", reservation.pk) if may_write else "",
    }


def _correct(pages: Pages, request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for the guest's right address and the reason, and do it."""
    reservation = _reservation(pages, request, pk)
    form = AddressForm(_sent(request), initial={"version": reservation.version})
    if form.is_valid():
        try:
            told = corrections.correct(
                reservation,
                form.cleaned_data["address"],
                by=request.user,
                why=form.cleaned_data["reason"],
                seen=form.seen,
            )
        except Refused as refused:
            reservation = _reservation(pages, request, pk)
            form.refuse(refused, version=reservation.version)
        else:
            return _done(pages, request, pk, told=told)
    effects = [
        _t("The reservation has %(address)s now.") % {"address": reservation.email},
        _t("Links in mails that went there open nothing any more."),
        _t("The guest is written to at the new address, with new links."),
    ]
    barred = corrections.why_not(reservation)
    title = str(corrections.ACT)
    return _ask(pages, request, reservation, form, title, effects, barred)


def _write_anew(pages: Pages, request: PersonRequest, pk: int) -> HttpResponse:
    """Write to a guest what holds now, with new links."""
    reservation = _reservation(pages, request, pk)
    form = ReasonForm(_sent(request), initial={"version": reservation.version})
    if form.is_valid():
        try:
            corrections.write_anew(
                reservation,
                by=request.user,
                why=form.cleaned_data["reason"],
                seen=form.seen,
            )
        except Refused as refused:
            reservation = _reservation(pages, request, pk)
            form.refuse(refused, version=reservation.version)
        else:
            return _done(pages, request, pk, told=True)
    effects = [
        _t("A mail goes to %(address)s that says what holds now.")
        % {"address": reservation.email},
        _t("Links in earlier mails open nothing any more."),
    ]
    barred = corrections.why_not_anew(reservation)
    title = str(corrections.ANEW)
    return _ask(pages, request, reservation, form, title, effects, barred)


def _reservation(pages: Pages, request: PersonRequest, pk: int) -> Reservation:
    rows = pages.get_queryset(request).select_related("screening")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not pages.has_view_permission(request) or not request.user.has_perm(
        corrections.CORRECT
    ):
        raise PermissionDenied
    return found


def _sent(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(
    pages: ModelAdmin, request: PersonRequest, pk: int, *, told: bool
) -> HttpResponse:
    words = (
        _t("The guest is written to, with new links. Earlier links are dead.")
        if told
        else _t("The address is corrected. There was nothing to write to the guest.")
    )
    pages.message_user(request, words)
    return redirect(_url("change", pk))


def _ask(
    pages: Pages,
    request: PersonRequest,
    reservation: Reservation,
    form: ReasonForm,
    title: str,
    effects: list[str],
    barred: str,
) -> HttpResponse:
    context = {
        "record": reservation,
        "form": form,
        "back": _url("change", reservation.pk),
        "reasons": form.unsaid([barred] if barred else []),
        "is_barred": bool(barred),
        "effects": effects,
    }
    return pages.page(request, "admin/act.html", title, **context)
