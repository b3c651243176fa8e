"""A leader's side: begin, fill in, preview, publish, correct, cancel, see who comes."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.history import history_of
from foundation.machines import Choice
from foundation.public import spare_staff, warnings_of
from foundation.refusals import Refused
from foundation.templatetags.look import target_of
from places.formfields import place_for
from resources.models import Film
from screenings import access, hosting, lifecycle
from screenings.choices import ScreeningStatus
from screenings.forms import NewScreeningForm, ReasonForm, ScreeningForm, VersionForm
from screenings.models import Screening
from screenings.views.public import addresses, shown


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
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
        if form.is_valid():
            answers = form.cleaned_data
            screening = hosting.open_draft(
                leader,
                answers["film"],
                mode=answers["mode"],
                place=place_for(answers["zip"]) if answers["zip"] else None,
                **form.moments,
            )
            messages.success(
                request, _t("Your draft is saved. Only you and staff can see it.")
            )
            return redirect(screening.address_of("edit"))
    else:
        film = Film.objects.published().filter(slug=request.GET.get("film", "")).first()
        form = NewScreeningForm(
            leader=leader,
            initial={"film": film.slug if film else None, "zip": leader.zip},
        )
    return render(
        request,
        "screenings/new.html",
        {
            "form": form,
            "is_trusted": lifecycle.is_trusted_to_publish(leader),
            "crumbs": [*_desk(), (_t("Post a screening"), "")],
        },
    )


def _desk() -> list[tuple[str, str]]:
    return [(_t("My desk"), settings.LOGIN_REDIRECT_URL)]


def _around(screening: Screening, here: str) -> dict:
    """What every page of a host needs: the way here and the pages beside it."""
    return {
        "screening": screening,
        "crumbs": [
            *_desk(),
            (screening.title, screening.address_of("guests")),
            (here, ""),
        ],
        **addresses(
            screening,
            "edit",
            "preview",
            "publish",
            "postpone",
            "cancel",
            "discard",
            "guests",
        ),
    }


def _managed(*methods: str, allows: access.Question = access.may_manage) -> Callable:
    """Open a page to those `allows` lets in, the host first; set the address right."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, code: str, slug: str) -> HttpResponse:
            screening = access.found(request, code, allows)
            if slug != screening.slug and request.method in ("GET", "HEAD"):
                return redirect(screening.address_of(view.__name__))
            return view(request, screening)

        return require_http_methods(methods or ["GET", "HEAD", "POST"])(wrapped)

    return decorate


def _is_open(screening: Screening) -> bool:
    if screening.status == ScreeningStatus.PUBLISHED:
        return not screening.has_begun
    return screening.status in hosting.OPEN_TO_CHANGES


@_managed()
def edit(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Fill in a draft, or correct what is published."""
    if not _is_open(screening):
        messages.info(request, _t("This screening can no longer be changed."))
        return redirect(screening.address_of("guests"))
    if request.method != "POST":
        return _edit_page(request, screening, ScreeningForm(instance=screening))
    form = ScreeningForm(request.POST, instance=screening)
    if not lifecycle.is_host(screening, request.user):
        spare_staff(form)
    if form.is_valid():
        try:
            saved = hosting.save(
                form.instance, by=request.user, seen=form.cleaned_data["version"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            for words in warnings_of(form):
                messages.warning(request, words)
            return _after_save(request, saved)
    stored = access.found(request, screening.code, access.may_manage)
    if form.errors:
        form.data = form.data.copy()
        form.data["version"] = str(stored.version)
    return _edit_page(request, stored, form)


def _after_save(request: HttpRequest, saved: hosting.Saved) -> HttpResponse:
    if saved.guests_told:
        words = ngettext(
            "Saved. %(n)s guest is told what changed.",
            "Saved. %(n)s guests are told what changed.",
            saved.guests_told,
        ) % {"n": saved.guests_told}
    else:
        words = _t("Saved.")
    messages.success(request, words)
    page = "preview" if "preview" in request.POST else "edit"
    return redirect(saved.screening.address_of(page))


def _edit_page(
    request: HttpRequest, screening: Screening, form: ScreeningForm
) -> HttpResponse:
    return render(
        request,
        "screenings/edit.html",
        {
            **_around(screening, _t("Change")),
            "form": form,
            "missing": [
                (target_of(form[field]), words) for field, words in screening.missing()
            ],
            "is_trusted": lifecycle.is_trusted_to_publish(screening.host),
        },
    )


@_managed("GET", "HEAD", allows=access.may_look)
def preview(request: HttpRequest, screening: Screening) -> HttpResponse:
    """The page exactly as visitors see it, or will."""
    if screening.starts_at is None:
        messages.info(
            request, _t("Give the date and the start first, then look at the preview.")
        )
        return redirect(screening.address_of("edit"))
    step = _next_step(request, screening)
    return render(
        request,
        "screenings/detail.html",
        {
            **_around(screening, _t("Preview")),
            **shown(screening),
            "is_preview": True,
            "can_change": access.may_manage(request, screening),
            "step": step,
            "step_label": step.label if step else "",
            "reasons": step.reasons if step else (),
        },
    )


def _next_step(request: HttpRequest, screening: Screening) -> Choice | None:
    """The step towards the public that is the host's to take, and what hinders it."""
    # A leader who is trusted publishes, another one sends to staff: never both.
    trusted = lifecycle.is_trusted_to_publish(screening.host)
    wanted = {"resume", "publish" if trusted else "submit"}
    choices = lifecycle.MACHINE.choices(screening, by=request.user)
    return next((choice for choice in choices if choice.name in wanted), None)


@_managed()
def publish(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Publish, or send to staff for a first look, after one more look of one's own."""
    step = _next_step(request, screening)
    if step is None:
        return redirect(screening.address_of("guests"))
    refused: list[str] = []
    if request.method == "POST":
        form = VersionForm(request.POST)
        if form.is_valid():
            try:
                screening = lifecycle.MACHINE.move(
                    screening,
                    step.name,
                    by=request.user,
                    seen=form.cleaned_data["version"],
                )
            except Refused as refusal:
                refused = refusal.sentences
            else:
                messages.success(request, _done(step.name))
                return redirect(screening.address_of("guests"))
        else:
            refused = [_t("Open the page again, then send.")]
        screening = access.found(request, screening.code, access.may_manage)
        step = _next_step(request, screening)
        if step is None:
            return redirect(screening.address_of("guests"))
    return render(
        request,
        "screenings/publish.html",
        {
            **_around(screening, step.label),
            "step": step,
            "step_label": step.label,
            "reasons": step.reasons,
            "missing": screening.missing(),
            "refused": refused,
        },
    )


def _done(name: str) -> str:
    return {
        "publish": _t("Your screening is published. Visitors can find it now."),
        "submit": _t(
            "Your screening is with staff for a first look. We will mail you when it "
            "is published."
        ),
        "resume": _t("The new date is published, and your guests are told."),
    }[name]


@_managed()
def cancel(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Call a screening off, with a reason that guests will read."""
    return _with_reason(
        request,
        screening,
        "cancel",
        hint=_t("Guests read this sentence in their mail and on the page."),
        done=_t("The screening is cancelled, and your guests are told."),
    )


@_managed()
def postpone(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Take the date back until there is a new one; guests keep their seats."""
    return _with_reason(
        request,
        screening,
        "postpone",
        hint=_t("Guests read this sentence in their mail and on the page."),
        done=_t("The screening is postponed, and your guests are told."),
    )


def _with_reason(
    request: HttpRequest, screening: Screening, name: str, *, hint: str, done: str
) -> HttpResponse:
    choices = lifecycle.MACHINE.choices(screening, by=request.user)
    choice = next((one for one in choices if one.name == name), None)
    if choice is None:
        return redirect(screening.address_of("guests"))
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        hint=hint,
        initial={"version": screening.version},
    )
    if not lifecycle.is_host(screening, request.user):
        spare_staff(form)
    if request.method == "POST" and form.is_valid():
        try:
            screening = lifecycle.MACHINE.move(
                screening,
                name,
                by=request.user,
                seen=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            fresh = access.found(request, screening.code, access.may_manage)
            form.data["version"] = str(fresh.version)
        else:
            for words in warnings_of(form):
                messages.warning(request, words)
            messages.success(request, done)
            return redirect(screening.address_of("guests"))
    return render(
        request,
        "screenings/reason.html",
        {
            **_around(screening, choice.label),
            "form": form,
            "step": choice,
            "step_label": choice.label,
            "reasons": choice.reasons,
            "guests": screening.reservations.confirmed().count(),
        },
    )


@_managed()
def discard(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Drop a draft that will not happen. Nobody but staff sees it again."""
    choices = lifecycle.MACHINE.choices(screening, by=request.user)
    if "discard" not in {choice.name for choice in choices}:
        return redirect(screening.address_of("guests"))
    if request.method == "POST":
        form = VersionForm(request.POST)
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        try:
            lifecycle.MACHINE.move(screening, "discard", by=request.user, seen=seen)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(screening.address_of("edit"))
        messages.success(request, _t("The draft is discarded."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "screenings/discard.html", _around(screening, _t("Discard")))


@_managed("GET", "HEAD", allows=access.may_see_guests)
def guests(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Who comes: names, seats and needs, made to be printed."""
    can_change = access.may_manage(request, screening)
    live = list(screening.reservations.live().order_by("first_name", "pk"))
    confirmed = [one for one in live if one.is_confirmed]
    return render(
        request,
        "screenings/guests.html",
        {
            **_around(screening, ""),
            "crumbs": [*_desk(), (screening.title, "")],
            "guests": confirmed,
            "pending": sum(one.party_size for one in live if one.is_pending),
            "can_change": can_change,
            "is_open": _is_open(screening),
            "events": history_of(screening, latest=30),
            "steps": {
                choice.name
                for choice in lifecycle.MACHINE.choices(screening, by=request.user)
            },
        },
    )
