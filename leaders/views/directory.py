"""Finding a leader: the directory, the states, the profiles, their pictures."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from foundation import filters
from foundation.feeds import json_list
from foundation.filters import Counts
from foundation.http import public_page
from foundation.paging import Page, keyset, numbered
from leaders import portraits
from leaders.additions import additions_of
from leaders.filters import FACETS, DirectoryFilter
from leaders.models import Leader, OldSlug
from places.states import State, state_of

#: Cards stand in rows of one, two or three.
LEADERS_ON_A_PAGE = 24


@dataclass(frozen=True)
class Listing:
    """The directory as asked for: its filter, how many leaders, the page of them."""

    form: DirectoryFilter
    counts: Counts
    page: Page


@public_page
def directory(request: HttpRequest) -> HttpResponse:
    """Let people find a leader who has handled what they face."""
    state = state_of(request.GET.get("state", "").lower())
    if state is not None:
        # A state has one address: what was chosen in the filter leads there.
        path = reverse("leaders:by_state", args=[state.slug])
        return redirect(path + _rest(request))
    return _answer(request, None)


@public_page
def by_state(request: HttpRequest, code: str) -> HttpResponse:
    """The directory of one state."""
    state = state_of(code.lower())
    if state is None:
        raise Http404
    if code != state.slug:
        path = reverse("leaders:by_state", args=[state.slug])
        return redirect(path + _rest(request), permanent=True)
    if "state" in request.GET and request.GET["state"].lower() != state.slug:
        return redirect(f"{reverse('leaders:directory')}?{request.GET.urlencode()}")
    return _answer(request, state)


@public_page
def directory_json(request: HttpRequest, code: str = "") -> JsonResponse:
    """The directory for other programs, with the filter of the page."""
    state = state_of(code)
    if code and state is None:
        raise Http404
    listing = _listing(request, state)
    following = ""
    if listing.page.next:
        query = listing.form.query()
        following = (
            f"{settings.SITE_URL}{request.path}{query}{'&' if query else '?'}"
            + urlencode({"page": listing.page.next})
        )
    return json_list(
        request,
        (_row(leader) for leader in listing.page),
        total=listing.counts.total,
        capped=listing.counts.is_capped,
        next=following,
        errors={name: list(errors) for name, errors in listing.form.errors.items()},
    )


@public_page
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a leader: who they are, what to ask them, how to reach them."""
    leader = Leader.objects.shown().for_profile().filter(slug=slug).first()
    if leader is None:
        old = OldSlug.objects.filter(slug=slug).select_related("leader").first()
        if old is None or not old.leader.is_shown:
            raise Http404
        return redirect(old.leader, permanent=True)
    context = {
        "leader": leader,
        "description": _("%(name)s, %(title)s, %(place)s: a leader of the network.")
        % {
            "name": leader.name,
            "title": leader.title_line,
            "place": leader.state_name,
        },
        "facts": _facts(leader),
        "additions": additions_of(leader),
        "contact_url": f"/contact/?{urlencode({'about': leader.slug})}",
        "json_ld": _json_ld(leader),
        "crumbs": [
            (_("Leaders"), reverse("leaders:directory")),
            (leader.state_name, reverse("leaders:by_state", args=[_slug(leader)])),
            (leader.name, ""),
        ],
    }
    return render(request, "leaders/profile.html", context)


@require_safe
@login_not_required
def portrait(request: HttpRequest, name: str) -> HttpResponse:
    """Send a picture: to everyone if its leader is shown with it, else to its owner."""
    owners = Leader.objects.filter(portrait=name)
    is_public = owners.shown().with_portrait().exists()
    if not is_public and not (
        request.user.is_authenticated and owners.filter(user=request.user).exists()
    ):
        raise Http404
    try:
        file = default_storage.open(portraits.path_of(name))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    # The name is a hash of the content, so what is public never changes.
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_public else "private, no-store"
    )
    return response


def _listing(request: HttpRequest, state: State | None) -> Listing:
    form = DirectoryFilter(request.GET, state)
    rows = form.rows()
    also = {}
    if form.region_chosen is None and (around := _around(form)):
        also["region"] = Leader.objects.listed().in_region(around)
    counts = filters.count(rows, FACETS, form.chosen, also=also)
    form.tell(counts.by_facet)
    if not counts.total:
        return Listing(form, counts, Page([]))
    shown = filters.narrowed(rows, FACETS, form.chosen).for_cards()
    wanted = request.GET.get("page", "")
    if form.place:
        ranked = shown.order_by("miles", "sort_name", "pk")
        page = numbered(ranked, wanted, counts.total, size=LEADERS_ON_A_PAGE)
    else:
        page = keyset(shown, wanted, field="sort_name", size=LEADERS_ON_A_PAGE)
    return Listing(form, counts, page)


def _answer(request: HttpRequest, state: State | None) -> HttpResponse:
    listing = _listing(request, state)
    form = listing.form
    crumbs = [(_("Leaders"), reverse("leaders:directory") if state else "")]
    if state:
        crumbs.append((str(state.name), ""))
    context = {
        "form": form,
        "counts": listing.counts,
        "page": listing.page,
        "state": state,
        "state_name": in_sentence(state) if state else "",
        "region": state.region if state else form.region_chosen,
        "heading": _heading(listing),
        "action": reverse("leaders:directory"),
        "chips": form.chips(),
        "ways_out": [] if listing.counts.total else _ways_out(listing),
        "json_url": form.path(ending=".json") + form.query(),
        "crumbs": crumbs,
    }
    return render(request, "leaders/directory.html", context)


def _around(form: DirectoryFilter):
    """The region of the state or the ZIP code that was asked for."""
    if form.state_chosen:
        return form.state_chosen.region
    return form.place.region if form.place else None


def _heading(listing: Listing) -> str:
    """How many leaders, and where, in words."""
    form, counts = listing.form, listing.counts
    number = f"{counts.total:,}"
    if counts.is_capped:
        what = _("More than %(n)s leaders") % {"n": number}
    elif counts.total == 0:
        is_plain = not form.chosen.keys() - {"state", "region"}
        what = _("No leaders yet") if is_plain else _("No leader fits")
    else:
        what = ngettext("%(n)s leader", "%(n)s leaders", counts.total) % {"n": number}
    if form.place:
        where = _("%(what)s within %(miles)s miles of %(place)s") % {
            "what": what,
            "miles": form.miles,
            "place": form.place,
        }
    elif form.state_chosen:
        where = _("%(what)s in %(place)s") % {
            "what": what,
            "place": in_sentence(form.state_chosen),
        }
    elif form.region_chosen:
        where = _("%(what)s in the %(place)s region") % {
            "what": what,
            "place": form.region_chosen.name,
        }
    else:
        where = what
    return where


def _ways_out(listing: Listing) -> list[tuple[str, str]]:
    """What to try when nobody was found, as (words, address)."""
    form = listing.form
    ways = []
    everywhere = reverse("leaders:directory")
    around = _around(form)
    number = listing.counts.others.get("region", 0)
    if around and number and form.region_chosen is None:
        words = ngettext(
            "See the %(n)s leader of the %(region)s region",
            "See the %(n)s leaders of the %(region)s region",
            number,
        ) % {"n": f"{number:,}", "region": around.name}
        ways.append((words, f"{everywhere}?{urlencode({'region': around.slug})}"))
    if form.place and form.miles < 250:
        query = form.query(without=("within", str(form.miles)))
        ways.append((_("Look within 250 miles"), f"{form.path()}{query}&within=250"))
    if form.chosen:
        ways.append((_("See all leaders"), everywhere))
    ways.append((_("Ask the program office to find somebody"), "/contact/"))
    ways.append((_("Become a leader here"), reverse("leaders:apply")))
    return ways


def in_sentence(state: State) -> str:
    """The state's name as it stands in a sentence: "the District of Columbia"."""
    if state.code in ("DC", "MP", "VI"):
        return _("the %s") % state.name
    return str(state.name)


def _rest(request: HttpRequest) -> str:
    """The query of the request without the state, which the path has."""
    query = request.GET.copy()
    query.pop("state", None)
    for key in [key for key, values in query.lists() if not any(values)]:
        del query[key]
    return f"?{query.urlencode()}" if query else ""


def _slug(leader: Leader) -> str:
    return leader.state.lower()


def _facts(leader: Leader) -> list[tuple[str, str, str]]:
    years = leader.public_years
    return [
        ("agency", _("Agency"), leader.agency_line),
        ("people", _("Size of agency"), leader.get_agency_size_display()),
        ("pin", _("Place"), leader.place_line),
        ("check", _("Service"), leader.public_service),
        (
            "clock",
            _("Experience"),
            ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
            if years is not None
            else "",
        ),
        ("language", _("Languages"), ", ".join(leader.public_languages)),
    ]


def _json_ld(leader: Leader) -> str:
    """The profile as schema.org's Person: what the page shows, no way to write."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": leader.name,
        "url": settings.SITE_URL + leader.get_absolute_url(),
        "memberOf": {"@type": "Organization", "name": settings.SITE_NAME},
        "knowsAbout": leader.topic_labels,
        "workLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressRegion": leader.state,
                "addressCountry": "US",
            },
        },
    }
    if leader.public_rank:
        data["jobTitle"] = leader.public_rank
    if leader.public_agency:
        data["worksFor"] = {"@type": "Organization", "name": leader.public_agency}
    if leader.portrait_url:
        data["image"] = settings.SITE_URL + leader.portrait_url
    return _in_script(data)


def _in_script(data: dict) -> str:
    """JSON that cannot end its script element early."""
    text = json.dumps(data, ensure_ascii=False)
    for letter, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(letter, code)
    return text


def _row(leader: Leader) -> dict[str, Any]:
    """A leader for another program: what the card shows, and nothing more."""
    row = {
        "name": leader.name,
        "address": settings.SITE_URL + leader.get_absolute_url(),
        "rank": leader.public_rank or None,
        "agency": leader.public_agency or None,
        "agency_type": leader.agency_kind,
        "state": leader.state,
        "region": leader.region.slug,
        "topics": [topic["slug"] for topic in leader.topic_list],
    }
    if getattr(leader, "miles", None) is not None:
        row["miles"] = round(leader.miles)
    return row
