"""Finding a leader: the directory, the states, the same list for programs."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import kept
from foundation.feeds import json_page
from foundation.filters import said, shorter
from foundation.http import public_page
from leaders.filters import DEFAULT_WITHIN, DirectoryFilter
from leaders.finding import Found, find, heading, nothing, ways_out
from leaders.structured import leader_row
from places.states import State, state_of

#: The keys of the filter; the old address of a state has its own.
_KEYS = (*kept.keys_of(DirectoryFilter), "state")
#: What the form sends when nobody chose it.
USUAL = {"within": DEFAULT_WITHIN}


@public_page(shows=["leaders", "library"], keys=_KEYS)
def directory(request: HttpRequest) -> HttpResponse:
    """Let people find a leader who has handled what they face."""
    state = state_of(request.GET.get("state", "").lower())
    if state is not None:
        # A state has one address: what was chosen in the filter leads there.
        return redirect(_address_of(state) + _rest(request))
    if short := shorter(request, **USUAL):
        return redirect(short)
    return _page(request, find(request.GET, None), None)


@public_page(shows=["leaders", "library"], keys=_KEYS)
def by_state(request: HttpRequest, code: str) -> HttpResponse:
    """The directory of one state."""
    state = _state_or_404(code.lower())
    if code != state.slug:
        return redirect(_address_of(state) + _rest(request), permanent=True)
    if request.GET.get("state", state.slug).lower() != state.slug:
        return redirect(f"{reverse('leaders:directory')}?{request.GET.urlencode()}")
    if short := shorter(request, state=state.slug, **USUAL):
        return redirect(short)
    return _page(request, find(request.GET, state), state)


@public_page(shows=["leaders", "library"], keys=_KEYS)
def directory_json(request: HttpRequest, code: str = "") -> JsonResponse:
    """The directory for other programs, with the filter of the page."""
    found = find(request.GET, _state_or_404(code) if code else None)
    return json_page(
        request,
        [leader_row(leader) for leader in found.page],
        form=found.form,
        counts=found.counts,
        page=found.page,
    )


def _page(request: HttpRequest, found: Found, state: State | None) -> HttpResponse:
    crumbs = [(_t("Leaders"), reverse("leaders:directory") if state else "")]
    if state:
        crumbs.append((str(state.name), ""))
    context = {
        "form": found.form,
        "counts": found.counts,
        "page": found.page,
        "state": state,
        "region": state.region if state else found.form.region_chosen,
        "heading": heading(found),
        "action": reverse("leaders:directory"),
        "chips": found.form.chips(),
        "nothing": nothing(found),
        "ways_out": ways_out(found),
        "json_url": found.form.path(ending=".json") + found.form.query(),
        "crumbs": crumbs,
    }
    return render(request, "leaders/directory.html", context)


def _state_or_404(slug: str) -> State:
    if (state := state_of(slug)) is None:
        raise Http404
    return state


def _address_of(state: State) -> str:
    return reverse("leaders:by_state", args=[state.slug])


def _rest(request: HttpRequest) -> str:
    """The query of the request without the state, which the path has."""
    pairs = [pair for pair in said(request.GET, **USUAL) if pair[0] != "state"]
    return f"?{urlencode(pairs)}" if pairs else ""
