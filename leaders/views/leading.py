"""A leader's own pages: publish the profile, change it, be away for a while."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from foundation import history
from foundation.refusals import Refused
from leaders.access import WORKING, current_leader, leader_required
from leaders.choices import LeaderStatus
from leaders.membership import MACHINE
from leaders.models import Leader
from leaders.portraits import set_portrait
from leaders.profile_forms import PortraitForm, ProfileForm
from leaders.profiles import refresh_words

_reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
_DESK = (gettext_lazy("My desk"), "/desk/")
_PROFILE = (gettext_lazy("Your profile"), "/leaders/profile/edit/")
#: Those who may prepare or change a profile.
_OWNERS = (LeaderStatus.ONBOARDING, *WORKING)


@_reads_and_posts
@transaction.atomic
def onboarding(request: HttpRequest) -> HttpResponse:
    """Let a new leader complete the profile and publish it."""
    leader = _locked(request)
    if leader.status != LeaderStatus.ONBOARDING:
        return redirect("leaders:edit_profile")
    form = ProfileForm(request.POST or None, instance=leader)
    if request.method == "POST" and form.is_valid():
        _save(form, request)
        try:
            MACHINE.move(leader, "activate", by=request.user)
        except Refused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Your profile is published."))
            return redirect("leaders:edit_profile")
    context = {
        "form": form,
        "leader": leader,
        "crumbs": [_DESK, (_("Publish your profile"), "")],
    }
    return render(request, "leaders/onboarding.html", context)


@_reads_and_posts
@transaction.atomic
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Let a leader change the profile; a new one publishes it first."""
    leader = _locked(request)
    if leader.status == LeaderStatus.ONBOARDING:
        return redirect("leaders:onboarding")
    form = ProfileForm(request.POST or None, instance=leader)
    if request.method == "POST" and form.is_valid():
        _save(form, request)
        messages.success(request, _("Your profile is saved."))
        return redirect("leaders:edit_profile")
    context = {"form": form, "leader": leader, "crumbs": [_DESK, (_PROFILE[0], "")]}
    return render(request, "leaders/edit_profile.html", context)


@_reads_and_posts
@leader_required(statuses=_OWNERS)
def edit_portrait(request: HttpRequest) -> HttpResponse:
    """Take a picture of the leader, or take it away."""
    form = PortraitForm()
    if request.method == "POST":
        if "remove" in request.POST:
            return _with_picture(request, None, _("Your picture is removed."))
        form = PortraitForm(request.POST, request.FILES)
        if form.is_valid():
            picture = form.cleaned_data["picture"]
            return _with_picture(request, picture, _("Your picture is saved."))
    context = {
        "form": form,
        "leader": request.leader,
        "crumbs": [_DESK, _PROFILE, (_("Your picture"), "")],
    }
    return render(request, "leaders/portrait.html", context)


@require_POST
@leader_required
def away(request: HttpRequest) -> HttpResponse:
    """Mark the leader as away, or as back."""
    name = "resume" if request.POST.get("back") else "pause"
    try:
        MACHINE.move(request.leader, name, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
    else:
        messages.success(
            request,
            _("You are back in the directory.")
            if name == "resume"
            else _("You are marked as away and not in the directory."),
        )
    if request.POST.get("from") == "desk":
        return redirect(settings.LOGIN_REDIRECT_URL)
    return redirect("leaders:edit_profile")


def _locked(request: HttpRequest) -> Leader:
    """The person's own record, locked for a POST: no save undoes a suspension."""
    if request.method != "POST":
        leader = current_leader(request, _OWNERS)
    else:
        mine = Leader.objects.filter(user=request.user, status__in=_OWNERS)
        leader = mine.select_for_update(no_key=True).first()
    if leader is None:
        raise Http404
    return leader


def _save(form: ProfileForm, request: HttpRequest) -> None:
    with history.acting(request.user, act="Change the profile"):
        form.save()
        refresh_words(form.instance)


def _with_picture(request: HttpRequest, picture, sentence: str) -> HttpResponse:
    with history.acting(request.user, act="Change the picture"):
        set_portrait(request.leader, picture)
    messages.success(request, sentence)
    return redirect("leaders:edit_portrait")
