"""A leader is asked to host a screening that has no host: look at it, say yes or no."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.http import PersonRequest
from foundation.refusals import Refused
from foundation.words import in_words
from screenings import access, facts, offers
from screenings.models import HostOffer, Screening
from screenings.offer_forms import AnswerOfferForm
from screenings.views.frame import from_the_desk


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Show who is asked what they would host, and take the answer."""
    screening = access.listed_or_404(code)
    asked = _asked_or_404(request, screening)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("offer"))
    data = request.POST if request.method == "POST" else None
    form = AnswerOfferForm(data, initial={"version": asked.version})
    if form.is_valid():
        step = "accept" if "accept" in request.POST else "decline"
        try:
            answered = offers.answer(asked, step, by=request.user, **_said(form))
        except Refused as refused:
            screening = access.listed_or_404(code)
            asked = _asked_or_404(request, screening)
            form.refuse(refused, version=asked.version)
        else:
            return _onward(request, screening, answered)
    return _page(request, screening, asked, form)


def _asked_or_404(request: PersonRequest, screening: Screening) -> HostOffer:
    asked = offers.latest_to(screening, request.user)
    if asked is None:
        raise Http404
    return asked


def _said(form: AnswerOfferForm) -> dict:
    return {"seen": form.seen, **form.said}


def _onward(
    request: PersonRequest, screening: Screening, answered: HostOffer
) -> HttpResponse:
    if answered.is_accepted:
        words = _t(
            "You host this screening now. Its page and its guests see your name."
        )
        messages.success(request, words)
        return redirect(screening.address_of("guests"))
    messages.success(request, _t("You declined. The program office is told."))
    return redirect("desk")


def _who_comes(screening: Screening) -> str:
    number = screening.reservations.confirmed().count()
    if not number:
        return _t("Nobody has a seat yet")
    return ngettext(
        "%(n)s reservation is confirmed", "%(n)s reservations are confirmed", number
    ) % {"n": in_words(number).capitalize()}


def _page(
    request: PersonRequest,
    screening: Screening,
    asked: HostOffer,
    form: AnswerOfferForm,
) -> HttpResponse:
    reason = offers.what_came_of_it(asked) or offers.why_not_host(asked)
    if not reason and not asked.is_in_time:
        reason = str(offers.is_in_time.sentence)
    context = {
        "screening": screening,
        "offer": asked,
        "form": form,
        "reason": reason if asked.is_open else "",
        "facts": [
            *facts.lead_facts(screening),
            ("seat", _t("Guests"), _who_comes(screening)),
            *facts.access_facts(screening),
        ],
        "guests_url": screening.address_of("guests"),
        "crumbs": from_the_desk((_t("A screening offered to you"), "")),
    }
    return render(request, "screenings/offer.html", context)
