"""What everyone can read: lists, the page of a screening, calendar files."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import paging
from foundation.feeds import json_list
from foundation.http import public_page
from places.states import State, state_of
from screenings import access, calendars, facts, seats, structured
from screenings.filters import ScreeningFilter
from screenings.finding import Found, find, heading, instead_of, widened_sentence
from screenings.models import Screening
from screenings.views.frame import addresses, ask_url, others_url

#: Rows in a list as JSON or as a calendar.
FEED_ROWS = 500


@public_page
def list_(request: HttpRequest) -> HttpResponse:
    """The screenings to come."""
    return _page(request, "screenings:list")


@public_page
def by_state(request: HttpRequest, state: str) -> HttpResponse:
    """The screenings to come in one state."""
    if state != state.lower():
        return redirect("screenings:by_state", state.lower(), permanent=True)
    return _page(request, "screenings:by_state", state=_state(state))


@public_page
def past(request: HttpRequest) -> HttpResponse:
    """The screenings that are over, newest first."""
    return _page(request, "screenings:past", past=True)


@public_page
def feed(
    request: HttpRequest, kind: str, state: str = "", past: bool = False
) -> HttpResponse:
    """The same lists, with the same filter, for programs and calendars."""
    where = _state(state) if state else None
    form, found = _find(request, state=where, past=past, widens=False)
    rows = _by_date(found.rows.with_people(), past=past)[:FEED_ROWS]
    if kind == "json":
        return json_list(
            request,
            [_as_row(screening) for screening in rows],
            total=found.total,
            capped=found.is_capped,
            errors=form.errors,
        )
    name = _t("Screenings, %(site)s") % {"site": settings.SITE_NAME}
    return _calendar(calendars.feed(rows, name), "screenings")


def _state(slug: str) -> State:
    if (state := state_of(slug)) is None:
        raise Http404
    return state


def _find(
    request: HttpRequest, *, state: State | None, past: bool, widens: bool
) -> tuple[ScreeningFilter, Found]:
    form = ScreeningFilter(request.GET, state=state.slug if state else "", past=past)
    rows = Screening.objects.past() if past else Screening.objects.upcoming()
    if state:
        rows = rows.filter(state=state.code)
    return form, find(form, rows, widens=widens)


def _by_date(rows: QuerySet, *, past: bool) -> QuerySet:
    return (
        rows.order_by("-starts_at", "-pk") if past else rows.order_by("starts_at", "pk")
    )


def _page(
    request: HttpRequest, name: str, *, state: State | None = None, past: bool = False
) -> HttpResponse:
    form, found = _find(request, state=state, past=past, widens=True)
    rows = found.rows.for_cards()
    wanted = request.GET.get("page", "")
    if found.place and form.chosen.get("order") == "near":
        ranked = rows.order_by("miles", "starts_at", "pk")
        page = paging.numbered(ranked, wanted, found.total)
    else:
        page = paging.keyset(rows, wanted, field="starts_at", descending=past)
    path = reverse(name, args=[state.slug] if state else [])
    query = form.query()
    where = _t("Past screenings") if past else str(state.name) if state else ""
    return render(
        request,
        "screenings/list.html",
        {
            "form": form,
            "page": page,
            "found": found,
            "near": found.place,
            "heading": heading(found, state=state, past=past),
            "widened": widened_sentence(found),
            "state": state,
            "is_past": past,
            "action": path,
            "chips": form.chips(path),
            "ics_url": f"{path.rstrip('/')}.ics{query}",
            "json_url": f"{path.rstrip('/')}.json{query}",
            "crumbs": _way_to(where),
            **_nothing(form, found, path, state=state, past=past),
        },
    )


def _way_to(where: str) -> list[tuple[str, str]]:
    """The breadcrumb of the whole list, or of the part of it that `where` names."""
    if not where:
        return [(_t("Screenings"), "")]
    return [(_t("Screenings"), reverse("screenings:list")), (where, "")]


def _nothing(
    form: ScreeningFilter,
    found: Found,
    path: str,
    *,
    state: State | None,
    past: bool,
) -> dict:
    """What an empty list says, and the ways on from it."""
    if found.total:
        return {}
    ways = []
    others = [pair for pair in form.pairs if pair[0] not in ("zip", "within", "order")]
    if others:
        words = _t("No screening fits all of your filters.")
        ways.append((_t("Take all filters off"), path))
    elif past:
        words = _t("No screening has taken place yet.")
    elif state:
        words = _t("No screening is planned in %(state)s yet.") % {"state": state.name}
        ways.append((_t("See screenings in all states"), reverse("screenings:list")))
    else:
        words = _t("No screening is planned yet.")
    if state:
        leaders = reverse("leaders:by_state", args=[state.slug])
        ways.append(
            (_t("Look for a leader in %(state)s") % {"state": state.name}, leaders)
        )
    else:
        ways.append((_t("Find a leader to ask for one"), reverse("leaders:directory")))
    ways.append((_t("How to host a screening"), reverse("screenings:host")))
    return {"nothing": words, "ways_out": ways}


def _as_row(screening: Screening) -> dict:
    """A screening as JSON: only what its page shows to everyone.

    What is postponed has no times, but `planned_for`.
    """
    start, end = screening.announced_start, screening.ends_local
    has_date = not screening.has_lost_its_date
    return {
        "url": settings.SITE_URL + screening.get_absolute_url(),
        "code": screening.code,
        "title": screening.title,
        "film": screening.film.title,
        "host": screening.host.name,
        "starts_at": start.isoformat() if start and has_date else None,
        "ends_at": end.isoformat() if end and has_date else None,
        "planned_for": start.isoformat() if start and not has_date else None,
        "zone": screening.zone,
        "mode": screening.mode,
        "venue": screening.venue,
        "street": screening.street,
        "city": screening.city,
        "state": screening.state,
        "zip": screening.zip,
        "audiences": screening.audiences,
        "captions": screening.captions,
        "step_free": screening.step_free or None,
        "sign_language": screening.sign_language,
        "status": screening.status,
        "cancel_reason": screening.cancel_reason or None,
        "postpone_reason": screening.postpone_reason or None,
        "capacity": screening.capacity,
        "seats_left": screening.seats_left if screening.takes_reservations else 0,
        "miles": (
            round(miles, 1)
            if (miles := getattr(screening, "miles", None)) is not None
            else None
        ),
    }


@public_page
def detail(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """A screening: what, when, where, access, and how to reserve a seat."""
    screening = access.listed_or_404(code)
    if (code, slug) != (screening.code, screening.slug):
        return redirect(screening, permanent=True)
    return render(request, "screenings/detail.html", shown(screening))


def shown(screening: Screening) -> dict:
    """The context of a screening's page; its preview has the same."""
    return {
        **addresses(screening, "reserve", "calendar"),
        "screening": screening,
        "film": screening.film,
        "host": screening.host,
        "closed": seats.why_no_seats(screening) if screening.is_listed else "",
        "ask_url": ask_url(screening),
        "others_url": others_url(screening),
        "next_ones": instead_of(screening) if screening.has_ended else None,
        "json_ld": structured.screening_event(screening),
        "page_url": settings.SITE_URL + screening.get_absolute_url(),
        "lead": facts.lead_facts(screening),
        "access": facts.access_facts(screening),
        "crumbs": [
            (_t("Screenings"), reverse("screenings:list")),
            (str(screening), ""),
        ],
    }


@public_page
def calendar(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One screening as a calendar file."""
    screening = access.listed_or_404(code)
    if (code, slug) != (screening.code, screening.slug):
        return redirect(screening.address_of("calendar"), permanent=True)
    name = f"screening-{screening.code}"
    return _calendar(calendars.feed([screening], screening.title), name)


def _calendar(text: bytes, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@public_page
def host(request: HttpRequest) -> HttpResponse:
    """How hosting a screening works, and the next step towards it."""
    crumbs = [
        (_t("Screenings"), reverse("screenings:list")),
        (_t("Host a screening"), ""),
    ]
    return render(request, "screenings/host.html", {"crumbs": crumbs})
