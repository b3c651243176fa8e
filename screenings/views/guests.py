"""Reserving without an account, and the guest's own page behind the mailed link."""

import time
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
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
from screenings import access, facts, seats, talk
from screenings.choices import Attendance
from screenings.finding import instead_of
from screenings.guest_forms import AgainForm, ReserveForm, SeatsForm
from screenings.models import Reservation, Screening
from screenings.talk_forms import QuestionForm
from screenings.views.frame import addresses, ask_url


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask for seats; the answer is the same whether the address is known or not."""
    screening = access.listed_or_404(code)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("reserve"), permanent=True)
    data = request.POST if request.method == "POST" else None
    form = _reserve_form(request, screening, data)
    if screening.takes_reservations and form.is_valid():
        try:
            said = _ask_for_mail(screening, form)
        except Refused as refused:
            form.add_error(None, refused.sentences)
        else:
            messages.success(request, said)
            query = "?again=1" if isinstance(form, AgainForm) else ""
            return redirect(screening.address_of("reserve_sent") + query)
    return _reserve_page(request, screening, form)


def _reserve_form(
    request: HttpRequest, screening: Screening, data: QueryDict | None
) -> ReserveForm | AgainForm:
    # Whoever filled in the form while the last seat went keeps the answers.
    is_again = "again" in data if data else screening.is_full
    if is_again:
        return AgainForm(data, request=request, screening=screening)
    return ReserveForm(
        data, request=request, screening=screening, ask_url=ask_url(screening)
    )


def _ask_for_mail(screening: Screening, form: ReserveForm | AgainForm) -> str:
    """Queue the mail that was asked for and say where it went."""
    answers = form.cleaned_data
    # A double click is one wish; a minute later it asks for the mail anew.
    press = f"{form.fingerprint}:{int(time.time()) // 60}"
    if isinstance(form, AgainForm):
        seats.send_link_again(screening, email=answers["email"], press=press)
        said = _t("If %(email)s has seats here, the link to them is on its way.")
    else:
        names = ("party_size", "attends", "first_name", "need")
        wish = {name: answers[name] for name in names if name in answers}
        seats.ask(screening, email=answers["email"], press=press, **wish)
        said = _t("The link is on its way to %(email)s.")
    return said % {"email": answers["email"]}


def _reserve_page(
    request: HttpRequest, screening: Screening, form: ReserveForm | AgainForm
) -> HttpResponse:
    closed = seats.why_no_seats(screening)
    context = {
        "screening": screening,
        "form": form,
        "is_again": isinstance(form, AgainForm),
        "closed": closed,
        "next_ones": instead_of(screening) if closed else None,
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
    context = {
        "screening": screening,
        "is_again": "again" in request.GET,
        **addresses(screening, "reserve"),
    }
    return render(request, "reservations/sent.html", context)


def _kept_nowhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to whoever holds the link; the answer is never indexed and never kept."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        if response.status_code == 405:
            _held_or_404(token)  # a link that opens nothing is not found, however asked
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
    """Change how many seats are wanted, and whether in the room or online."""
    reservation = _held_or_404(token)
    form = SeatsForm(request.POST, reservation=reservation)
    if form.is_valid():
        wanted = form.cleaned_data["party_size"]
        kind = form.cleaned_data.get("attends") or reservation.attends
        try:
            seats.change(reservation, party_size=wanted, attends=kind, seen=form.seen)
        except Refused as refused:
            reservation = _held_or_404(token)
            form.refuse(refused, version=reservation.version)
        else:
            messages.success(request, _changed_words(reservation, kind))
            return redirect(reservation)
    return _page(request, reservation, form)


def _changed_words(before: Reservation, kind: str) -> str:
    if kind == before.attends:
        return _t("The number of seats is changed.")
    if kind == Attendance.ONLINE:
        return _t("You take part online now.")
    return _t("You have seats in the room now.")


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


@_kept_nowhere
@require_POST
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the host, who answers on this page."""
    reservation = _held_or_404(token)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            talk.ask_host(reservation, form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, refused.sentences)
        else:
            words = _t("Your question is on its way. We mail you the answer.")
            messages.success(request, words)
            return redirect(reservation)
    return _page(request, reservation, VersionedForm(), question=form)


def _page(
    request: HttpRequest,
    reservation: Reservation,
    form: VersionedForm,
    question: QuestionForm | None = None,
) -> HttpResponse:
    """The guest's page, with what `form` was refused for."""
    screening = reservation.screening
    wanted, kind = reservation.party_size, reservation.attends
    missing = reservation.is_pending and wanted > screening.left_of(kind)
    context = {
        "reservation": reservation,
        "screening": screening,
        "lead": facts.lead_facts(screening),
        **addresses(screening, "reserve", "calendar"),
        **_talk(reservation, question),
        "next_ones": instead_of(screening) if screening.has_ended else None,
        "form": (
            form if isinstance(form, SeatsForm) else SeatsForm(reservation=reservation)
        ),
        "refused": form.problems,
        "full": seats.full_sentence(screening, wanted, kind) if missing else "",
        "kind": reservation.kind_line,
        "closed": seats.why_closed(screening),
    }
    return render(request, "reservations/show.html", context)


def _talk(reservation: Reservation, form: QuestionForm | None) -> dict:
    """What the guest asked, and the form to ask or the sentence in its place."""
    closed = talk.why_not_ask(reservation)
    return {
        "thread": list(reservation.questions.all()),
        "question_form": form or (None if closed else QuestionForm()),
        "no_question": closed,
    }
