"""A leader's side: begin, fill in, look at it as visitors do, see who comes."""

from copy import copy

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

from foundation.history import history_of
from foundation.http import PersonRequest
from foundation.public import spare_staff
from foundation.refusals import Refused
from foundation.templatetags.look import target_of
from foundation.words import in_words
from places.formfields import place_for
from resources.models import Film
from screenings import (
    access,
    consequences,
    hosting,
    lifecycle,
    notices,
    seats,
    talk,
)
from screenings.forms import LinkForm, NewScreeningForm, ScreeningForm
from screenings.models import GuestQuestion, Screening
from screenings.views.frame import around, from_the_desk, warn
from screenings.views.public import shown
from screenings.views.steps import to_the_public


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Begin a draft from a film.

    Everyone finds the link to here on the pages of films. Who is no active leader is
    told how hosting works, and can send nothing.
    """
    leader = access.hosting_leader(request)
    if leader is None and request.method == "POST":
        raise Http404
    if leader is None:
        messages.info(request, _t("Only active leaders can post a screening."))
        return redirect("screenings:host")
    if request.method == "POST":
        form = NewScreeningForm(request.POST, leader=leader)
        if form.is_valid() and (screening := _begun(form)):
            words = _t("Your draft is saved. Only you and staff can see it.")
            messages.success(request, words)
            return redirect(screening.address_of("edit"))
    else:
        film = Film.objects.published().filter(slug=request.GET.get("film", "")).first()
        known = {"film": film.slug if film else None, "zip": leader.zip}
        form = NewScreeningForm(leader=leader, initial=known)
    context = {
        "form": form,
        "is_trusted": lifecycle.is_trusted_to_publish(leader),
        "crumbs": from_the_desk((_t("Post a screening"), "")),
    }
    return render(request, "screenings/new.html", context)


def _begun(form: NewScreeningForm) -> Screening | None:
    answers = form.cleaned_data
    try:
        return hosting.begin_draft(
            form.leader,
            answers["film"],
            mode=answers["mode"],
            place=place_for(answers["zip"]) if answers["zip"] else None,
            hours=form.hours,
            zone=form.zone,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Fill in a draft, or correct what is published."""
    screening = access.found_or_404(request, code, access.may_manage)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("edit"))
    if not hosting.can_be_changed(screening):
        messages.info(request, _t("This screening can no longer be changed."))
        return redirect(screening.address_of("guests"))
    data = request.POST if request.method == "POST" else None
    # Checking a form writes into its record: the page around it shows what is stored.
    form = ScreeningForm(data, instance=copy(screening.planned))
    if not lifecycle.is_host(screening, request.user):
        spare_staff(form)
    if form.is_valid() and "again" not in request.POST:
        if "preview" in request.POST and screening.is_listed:
            return _unsaved_page(request, screening, form)
        telling = hosting.what_is_told(screening, form.instance)
        if telling and form.seen == screening.version and "told" not in request.POST:
            return _ask_before_telling(request, screening, form, telling)
        try:
            saved = hosting.save(
                form.instance,
                by=request.user,
                seen=form.seen,
                silently=request.POST.get("told") == "no",
            )
        except Refused as refused:
            screening = access.found_or_404(request, code, access.may_manage)
            form.refuse(refused, version=screening.version)
        else:
            warn(request, form)
            return _after_save(request, saved)
    return _edit_page(request, screening, form)


def _after_save(request: PersonRequest, saved: hosting.Saved) -> HttpResponse:
    messages.success(request, _saved_words(saved))
    page = "preview" if "preview" in request.POST else "edit"
    return redirect(saved.screening.address_of(page))


def _saved_words(saved: hosting.Saved) -> str:
    if not saved.guests_told:
        return _t("Saved.")
    said = {"n": in_words(saved.guests_told).capitalize()}
    words = ngettext(
        "Saved. %(n)s guest is told what changed.",
        "Saved. %(n)s guests are told what changed.",
        saved.guests_told,
    )
    if saved.told_at:
        said["hour"] = notices.hour_of(saved.screening, saved.told_at)
        words = ngettext(
            "Saved. %(n)s guest is told what changed at %(hour)s, in one mail with "
            "what else you save until then.",
            "Saved. %(n)s guests are told what changed at %(hour)s, in one mail with "
            "what else you save until then.",
            saved.guests_told,
        )
    return words % said


def _edit_page(
    request: PersonRequest, screening: Screening, form: ScreeningForm
) -> HttpResponse:
    context = {
        **around(screening, _t("Change")),
        "form": form,
        "missing": [
            (target_of(form[field]), words) for field, words in screening.missing()
        ],
        "is_trusted": lifecycle.has_trusted_host(screening),
    }
    return render(request, "screenings/edit.html", context)


def _ask_before_telling(
    request: PersonRequest,
    screening: Screening,
    form: ScreeningForm,
    telling: hosting.Telling,
) -> HttpResponse:
    """Show the mail that guests would get; nothing is saved yet."""
    context = {
        **around(screening, _t("Save changes")),
        "form": form,
        "telling": telling,
        "hour": (
            notices.hour_of(screening, telling.waits_until)
            if telling.waits_until
            else ""
        ),
        "subject": notices.subject_of(form.instance),
    }
    return render(request, "screenings/save_asks.html", context)


def _unsaved_page(
    request: PersonRequest, screening: Screening, form: ScreeningForm
) -> HttpResponse:
    """What visitors would read, from answers that are not saved yet.

    Saving a screening that is public would publish them, and mail its guests.
    """
    edited = form.instance
    if edited.is_postponed and edited.starts_at:
        edited = edited.as_resumed()
    elif edited.is_postponed:
        edited.keep_plan(screening)
    edited.film = Film.objects.get(pk=edited.film_id)
    context = {
        **around(edited, _t("Preview")),
        **shown(edited),
        "is_preview": True,
        "unsaved": form,
    }
    return render(request, "screenings/detail.html", context)


@require_safe
def preview(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """The page exactly as visitors see it, or will."""
    screening = access.found_or_404(request, code, access.may_look)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("preview"))
    if screening.starts_at is None:
        messages.info(
            request, _t("Give the date and the start first, then look at the preview.")
        )
        return redirect(screening.address_of("edit"))
    shown_as = screening.as_resumed() if screening.has_new_date else screening
    context = {
        **around(screening, _t("Preview")),
        **shown(shown_as),
        "is_preview": True,
        "is_to_come": screening.has_new_date,
        "status": screening.get_status_display(),
        "can_change": access.may_manage(request, screening),
        "choice": to_the_public(request, screening),
        "turn": _turn(request, screening),
    }
    return render(request, "screenings/detail.html", context)


def _turn(request: PersonRequest, screening: Screening) -> str:
    """Whose turn a first look is, in words for the host or for staff."""
    if not screening.is_waiting:
        return ""
    if lifecycle.is_host(screening, request.user):
        return consequences.turn_for_host(screening)
    return consequences.turn_of(screening)


@require_safe
def guests(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Who comes: names, seats and needs, made to be printed."""
    screening = access.found_or_404(request, code, access.may_see_guests)
    if access.is_misspelt(request, screening, code, slug):
        return redirect(screening.address_of("guests"))
    return _guests_page(request, screening, LinkForm(screening=screening))


@require_POST
def link(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Change the link to take part online, in one press."""
    screening = access.found_or_404(request, code, access.may_manage)
    form = LinkForm(request.POST, screening=screening)
    if form.is_valid():
        try:
            hosting.change_link(
                screening, form.cleaned_data["link"], by=request.user, seen=form.seen
            )
        except Refused as refused:
            screening = access.found_or_404(request, code, access.may_manage)
            form.refuse(refused, version=screening.version)
        else:
            words = _t("The link is changed. Guests find it on their own pages.")
            messages.success(request, words)
            return redirect(screening.address_of("guests"))
    return _guests_page(request, screening, form)


def _guests_page(
    request: PersonRequest, screening: Screening, form: LinkForm
) -> HttpResponse:
    live = list(screening.reservations.live().order_by("first_name", "pk"))
    choices = lifecycle.MACHINE.choices(screening, by=request.user)
    context = {
        **around(screening, ""),
        "crumbs": from_the_desk((screening.title, "")),
        "guests": [one for one in live if one.is_confirmed],
        "pending": sum(one.party_size for one in live if one.is_pending),
        "can_change": access.may_manage(request, screening),
        "closed": seats.why_no_seats(screening) if screening.is_listed else "",
        "is_open": hosting.can_be_changed(screening),
        "may_write": bool(screening.all_taken) and not talk.why_not_write(screening),
        "questions": GuestQuestion.objects.about(screening).awaiting().count(),
        "events": history_of(screening, latest=30),
        "turn": _turn(request, screening),
        "link_form": form if _may_change_link(request, screening) else None,
        "steps": {choice.name for choice in choices},
    }
    return render(request, "screenings/guests.html", context)


def _may_change_link(request: PersonRequest, screening: Screening) -> bool:
    may = access.may_manage(request, screening)
    return may and hosting.can_change_link(screening)
