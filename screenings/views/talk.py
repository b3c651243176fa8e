"""A host writes to the guests, and answers what they ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from foundation.contacts import contacts_in
from foundation.http import PersonRequest
from foundation.public import quoted
from foundation.refusals import Refused
from foundation.words import in_words
from screenings import access, emails, talk
from screenings.models import GuestQuestion, Screening
from screenings.talk_forms import AnswerForm, MessageForm
from screenings.views.frame import around


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Write to the guests: fill in, look at the mail, send it."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("write"))
    data = request.POST if request.method == "POST" else None
    form = MessageForm(data, screening=screening)
    if form.is_valid() and "again" not in request.POST:
        if "send" not in request.POST:
            return _preview(request, screening, form)
        try:
            sent = talk.write_to_guests(screening, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentences)
        else:
            words = ngettext(
                "Your message is on its way to %(n)s guest.",
                "Your message is on its way to %(n)s guests.",
                sent.guests_told,
            ) % {"n": in_words(sent.guests_told)}
            messages.success(request, words)
            return redirect(screening.address_of("guests"))
    closed = talk.why_not_write(screening)
    context = {
        **around(screening, _t("Write to the guests")),
        "form": form,
        "closed": "" if closed in form.non_field_errors() else closed,
        "is_open": not closed,
        "sent": screening.messages.all(),
    }
    return render(request, "screenings/write.html", context)


def _preview(
    request: PersonRequest, screening: Screening, form: MessageForm
) -> HttpResponse:
    """The mail exactly as guests get it; nothing is sent yet."""
    typed = form.cleaned_data
    guests = screening.reservations.in_audience(typed["audience"])
    context = {
        **around(screening, _t("Write to the guests")),
        "form": form,
        "letter": emails.letter_to_guests(screening, typed["text"]),
        "guests": guests.count(),
        "contacts": quoted(tuple(contacts_in(typed["text"]))),
    }
    return render(request, "screenings/write_preview.html", context)


@require_safe
def questions(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """What guests ask, open ones first, each with its answer or the place for one."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("questions"))
    return _questions_page(request, screening)


@require_POST
def answer(request: PersonRequest, code: str, slug: str, number: int) -> HttpResponse:
    """Answer one question, or set it aside with a reason."""
    screening = access.found_or_404(request, code, access.may_manage)
    question = GuestQuestion.objects.about(screening).filter(pk=number).first()
    if question is None:
        raise Http404
    form = AnswerForm(request.POST, question=question)
    if form.is_valid():
        is_aside = "set_aside" in request.POST
        close = talk.set_aside if is_aside else talk.answer
        try:
            close(question, form.cleaned_data["words"], by=request.user, seen=form.seen)
        except Refused as refused:
            question.refresh_from_db()
            form.refuse(refused, version=question.version)
        else:
            sent = _t("Your answer is on its way to the guest.")
            messages.success(request, _t("Set aside.") if is_aside else sent)
            return redirect(screening.address_of("questions"))
    return _questions_page(request, screening, form)


def _questions_page(
    request: PersonRequest, screening: Screening, answered: AnswerForm | None = None
) -> HttpResponse:
    rows = GuestQuestion.objects.about(screening).select_related("reservation")
    awaiting = set(rows.awaiting().values_list("pk", flat=True))
    forms = {one.pk: AnswerForm(question=one) for one in rows if one.pk in awaiting}
    if answered:
        forms[answered.question.pk] = answered
    context = {
        **around(screening, _t("Questions")),
        "open": [(one, forms[one.pk]) for one in rows if one.pk in forms],
        "closed": [one for one in rows if one.pk not in forms],
    }
    return render(request, "screenings/questions.html", context)
