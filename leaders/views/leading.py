"""A leader's own pages: publish the profile, change it, be away for a while."""

from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from foundation import history
from foundation.files import NotStored
from foundation.http import PersonRequest
from foundation.refusals import Refused
from leaders.access import OWNERS, leader_or_404
from leaders.choices import LeaderStatus
from leaders.membership import MACHINE
from leaders.models import Leader
from leaders.portraits import set_portrait
from leaders.profile_forms import PortraitForm, ProfileForm
from leaders.profiles import refresh_words
from leaders.statuses import LEADER

_DESK = (_("My desk"), "/desk/")
_PROFILE = (_("Your profile"), "/leaders/profile/edit/")
#: The step of whoever goes away, or comes back, and what is said of it.
_AWAY = {
    True: ("pause", _("You are marked as away and not in the directory.")),
    False: ("resume", _("You are back in the directory.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def onboarding(request: PersonRequest) -> HttpResponse:
    """Let a new leader complete the profile and publish it."""
    leader = leader_or_404(request.user, OWNERS, locked=request.method == "POST")
    if leader.status != LeaderStatus.ONBOARDING:
        # The second of two clicks goes where the first one went.
        is_sent = request.method == "POST"
        return redirect("leaders:published" if is_sent else "leaders:edit_profile")
    form = ProfileForm(request.POST or None, instance=leader)
    if request.method == "POST" and form.is_valid():
        try:
            _publish(form, by=request.user)
        except Refused as refused:
            leader.refresh_from_db()
            form.refuse(refused, version=leader.version)
        else:
            return redirect("leaders:published")
    crumbs = [_DESK, (_("Publish your profile"), "")]
    context = {"form": form, "leader": leader, "crumbs": crumbs}
    return render(request, "leaders/onboarding.html", context)


@require_safe
def published(request: PersonRequest) -> HttpResponse:
    """Lead a new leader on: to the page as others see it, and to a first screening."""
    leader = leader_or_404(request.user, OWNERS)
    if leader.status == LeaderStatus.ONBOARDING:
        return redirect("leaders:onboarding")
    crumbs = [_DESK, (_("Your profile is published"), "")]
    context = {"leader": leader, "crumbs": crumbs}
    return render(request, "leaders/published.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_profile(request: PersonRequest) -> HttpResponse:
    """Let a leader change the profile; a new one publishes it first."""
    leader = leader_or_404(request.user, OWNERS, locked=request.method == "POST")
    if leader.status == LeaderStatus.ONBOARDING:
        return redirect("leaders:onboarding")
    form = ProfileForm(request.POST or None, instance=leader)
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, by=request.user)
        except Refused as refused:
            leader.refresh_from_db()
            form.refuse(refused, version=leader.version)
        else:
            messages.success(request, _t("Your profile is saved."))
            return redirect("leaders:edit_profile")
    context = {"form": form, "leader": leader, "crumbs": [_DESK, (_PROFILE[0], "")]}
    return render(request, "leaders/edit_profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_portrait(request: PersonRequest) -> HttpResponse:
    """Take a picture of the leader, or take it away."""
    leader = leader_or_404(request.user, OWNERS)
    if request.method == "POST" and "remove" in request.POST:
        _set_picture(leader, None, by=request.user)
        messages.success(request, _t("Your picture is removed."))
        return redirect("leaders:edit_portrait")
    is_sent = request.method == "POST"
    form = PortraitForm(request.POST, request.FILES) if is_sent else PortraitForm()
    if is_sent and form.is_valid():
        try:
            _set_picture(leader, form.cleaned_data["picture"], by=request.user)
        except NotStored as error:
            form.add_error("picture", str(error))
        else:
            messages.success(request, _t("Your picture is saved."))
            return redirect("leaders:edit_portrait")
    crumbs = [_DESK, _PROFILE, (_("Your picture"), "")]
    context = {"form": form, "leader": leader, "crumbs": crumbs}
    return render(request, "leaders/portrait.html", context)


@require_safe
def remove_portrait(request: PersonRequest) -> HttpResponse:
    """Ask once more before the picture is gone; the button sends to the page above."""
    leader = leader_or_404(request.user, OWNERS)
    if not leader.portrait:
        return redirect("leaders:edit_portrait")
    here = (_("Your picture"), reverse("leaders:edit_portrait"))
    crumbs = [_DESK, _PROFILE, here, (_("Remove"), "")]
    context = {"leader": leader, "crumbs": crumbs}
    return render(request, "leaders/remove_portrait.html", context)


@require_POST
def away(request: PersonRequest) -> HttpResponse:
    """Mark the leader as away, or as back."""
    leader = leader_or_404(request.user)
    name, done = _AWAY[not request.POST.get("back")]
    try:
        MACHINE.move(leader, name, by=request.user)
    except Refused as refused:
        leader.refresh_from_db()
        # The second of two clicks finds it done: the first one did it.
        if leader.status != LEADER.steps[name].target:
            messages.error(request, str(refused))
    else:
        messages.success(request, str(done))
    if request.POST.get("from") == "desk":
        return redirect(settings.LOGIN_REDIRECT_URL)
    return redirect("leaders:edit_profile")


def _save(form: ProfileForm, *, by: User) -> None:
    form.write(_t("Change the profile"), by=by)
    refresh_words(form.instance)


@transaction.atomic
def _publish(form: ProfileForm, *, by: User) -> None:
    """Save and publish, or neither; raise `Refused` for what stands in the way."""
    _save(form, by=by)
    MACHINE.move(form.instance, "activate", by=by)


def _set_picture(leader: Leader, picture: ContentFile | None, *, by: User) -> None:
    with history.acting(by, act=_t("Change the picture")):
        set_portrait(leader, picture)
