"""A leader's page for everyone, and the picture on it."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.http import public_page
from leaders import facts, portraits, structured
from leaders.additions import additions_of
from leaders.models import Leader, OldSlug


@public_page(shows=["leaders", "library", "screenings"])
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a leader: who they are, what to ask them, how to reach them."""
    leader = Leader.objects.shown().for_profile().filter(slug=slug).first()
    if leader is None:
        return redirect(_moved_or_404(slug), permanent=True)
    in_state = reverse("leaders:by_state", args=[leader.state.lower()])
    context = {
        "leader": leader,
        "description": _description(leader),
        "facts": facts.profile_facts(leader),
        "additions": additions_of(leader),
        "contact_url": f"/contact/?{urlencode({'about': leader.slug})}",
        "json_ld": structured.person(leader),
        "crumbs": [
            (_("Leaders"), reverse("leaders:directory")),
            (leader.state_name, in_state),
            (leader.name, ""),
        ],
    }
    return render(request, "leaders/profile.html", context)


@require_safe
@login_not_required
def portrait(request: HttpRequest, name: str) -> HttpResponseBase:
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


def _moved_or_404(slug: str) -> Leader:
    """The leader who once had this address, if the profile opens now."""
    old = OldSlug.objects.filter(slug=slug).select_related("leader").first()
    if old is None or not old.leader.is_shown:
        raise Http404
    return old.leader


def _description(leader: Leader) -> str:
    return _t("%(name)s, %(title)s, %(place)s: a leader of the network.") % {
        "name": leader.name,
        "title": leader.title_line,
        "place": leader.state_name,
    }
