"""Staff find somebody who runs an evening without a host: themselves, or a leader."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from foundation.acts import ActForm, ActsAdmin
from foundation.http import PersonRequest
from foundation.refusals import Refused
from leaders.admin.leaving import taker_field
from screenings import emails, leaving, lifecycle, offers, takers
from screenings.models import HostOffer, Screening

Pages = ActsAdmin[Screening]


def urls_of(pages: Pages) -> list[URLPattern]:
    """The addresses of these acts, beside those of the steps."""
    return [
        _path(pages, "take-on", take_on, require_POST),
        _path(pages, "offer", offer, require_http_methods(["GET", "HEAD", "POST"])),
        _path(pages, "withdraw-offer", withdraw, require_POST),
    ]


def _path(pages: Pages, name: str, view: Any, methods: Any) -> URLPattern:
    wrapped = pages.admin_site.admin_view(methods(partial(_for_runners, view, pages)))
    url_name = f"screenings_screening_{name.replace('-', '_')}"
    return path(f"<int:pk>/{name}/", wrapped, name=url_name)


def _for_runners(
    view: Any, pages: Pages, request: PersonRequest, pk: int
) -> HttpResponse:
    """Let in who runs what has no host; what they cannot see does not exist."""
    screening = pages.record_or_404(request, pk)
    if not request.user.has_perm(lifecycle.RUN):
        raise PermissionDenied
    return view(request, pages, screening)


def context_of(screening: Screening, by: User) -> dict[str, Any]:
    """What the page of a screening says about who runs it, or is asked to."""
    may_run = by.has_perm(lifecycle.RUN)
    needs_somebody = screening.host_id is None and screening.is_to_come
    asked = list(screening.offers.select_related("leader", "offered_by")[:5])
    for one in asked:
        one.screening = screening
    standing = next((one for one in asked if one.is_open), None)
    may_ask = may_run and needs_somebody and standing is None
    return {
        "may_take_on": leaving.may_take_on(screening, by),
        "may_offer": may_ask and offers.is_time_to_offer(screening),
        "open_offer": standing,
        "past_offers": [one for one in asked if one is not standing],
        "may_withdraw": may_run and standing is not None,
    }


class OfferForm(ActForm):
    """To whom a screening is offered."""

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = takers.leaders_around(takers.point_of(screening))
        self.fields["leader"] = taker_field(
            takers.grouped_for(screening, around), label=_("Offer it to")
        )


def take_on(request: PersonRequest, pages: Pages, screening: Screening) -> HttpResponse:
    """Run an evening of the network's from now on."""
    form = ActForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(*form.problems)
        leaving.take_on(screening, by=request.user, seen=form.seen)
    except Refused as refused:
        pages.message_user(request, str(refused), messages.ERROR)
    else:
        words = _t("You run it now: its facts and its guests are yours to look to.")
        pages.message_user(request, words)
    return redirect(pages.page_url(screening.pk))


def offer(request: PersonRequest, pages: Pages, screening: Screening) -> HttpResponse:
    """Pick a leader, read the mail they get, and send it."""
    initial = {"version": screening.version}
    data = request.POST if request.method == "POST" else None
    form = OfferForm(data, initial=initial, screening=screening)
    if form.is_valid():
        try:
            made = offers.offer(
                screening, form.cleaned_data["leader"], by=request.user, seen=form.seen
            )
        except Refused as refused:
            screening = pages.record_or_404(request, screening.pk)
            form.refuse(refused, version=screening.version)
        else:
            words = _t("Offered to %(name)s, who gets a mail.")
            pages.message_user(request, words % {"name": made.leader})
            return redirect(pages.page_url(screening.pk))
    return _offer_page(request, pages, screening, form)


def _offer_page(
    request: PersonRequest,
    pages: Pages,
    screening: Screening,
    form: OfferForm,
) -> HttpResponse:
    barred = offers.why_not_offer(screening)
    draft = HostOffer(screening=screening, answer_by=offers.answer_by())
    context = {
        "record": screening,
        "form": form,
        "reasons": form.unsaid([barred] if barred else []),
        "is_barred": bool(barred),
        "effects": [
            _t("The leader gets the mail below, and a line on their desk."),
            _t("Nobody is named as the host until they accept. You are told then."),
            _t("Guests are not mailed. Their pages name the new host."),
        ],
        "preview": emails.offer_letter(screening, draft.ends_at),
        "back": pages.page_url(screening.pk),
    }
    title = _t("Offer it to a leader")
    return pages.page(request, "admin/act.html", title, **context)


def withdraw(
    request: PersonRequest, pages: Pages, screening: Screening
) -> HttpResponse:
    """Take an offer back before it is answered; the leader is told."""
    standing = screening.offers.first()
    if standing is None:
        raise Http404
    form = ActForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(*form.problems)
        offers.MACHINE.move(standing, "withdraw", by=request.user, seen=form.seen)
    except Refused as refused:
        pages.message_user(request, str(refused), messages.ERROR)
    else:
        pages.message_user(request, _t("The offer is withdrawn. The leader is told."))
    return redirect(pages.page_url(screening.pk))
