"""The page that hides a profile from everyone at once, or shows it again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from foundation.acts import ActsAdmin, Plan, ReasonForm, Watched
from foundation.http import PersonRequest
from foundation.refusals import Refused
from foundation.rehearsal import rehearsing
from leaders import leaving, membership
from leaders.admin.leaving import LeavingForm
from leaders.models import Leader


def set_hidden(
    roster: ActsAdmin[Leader], request: PersonRequest, pk: int, *, hidden: bool
) -> HttpResponse:
    """Hide a profile from everyone at once, or show it again."""
    leader = roster.record_or_404(request, pk)
    if not request.user.has_perm(membership.HIDE):
        raise PermissionDenied
    title = membership.act_of_hiding(hidden)
    initial = {"version": leader.version}
    form: ReasonForm = (
        LeavingForm(request.POST or None, initial=initial, leader=leader)
        if hidden
        else ReasonForm(request.POST or None, initial=initial)
    )
    shown, said = request.POST.get("shown", ""), None
    asks_first = hidden and form.shapes_mails
    if form.is_valid():
        said = form.said
        watched = Watched(
            shown,
            lambda row: _plan_of_hiding(row, request, hidden, said),
            always=asks_first,
        )
        try:
            done = membership.set_hidden(
                leader, hidden, by=request.user, seen=form.seen, look=watched, **said
            )
        except Refused as refused:
            leader.refresh_from_db()
            if refused.sentences:
                form.refuse(refused, version=leader.version)
        else:
            words = (
                _t("The profile is hidden.")
                if hidden
                else _t("The profile is shown again.")
            )
            more = roster.done_of(done, title, watched.mails, request.user)
            roster.message_user(request, f"{words} {more}")
            return redirect(roster.page_url(pk))
    waits = asks_first and said is None
    context = {
        "record": leader,
        "form": form,
        "plan": None if waits else _plan_of_hiding(leader, request, hidden, said),
        "asks_first": waits,
        "back": roster.page_url(pk),
    }
    return roster.page(request, "admin/act.html", title, **context)


def _plan_of_hiding(
    leader: Leader, request: PersonRequest, hidden: bool, said: dict[str, Any] | None
) -> Plan:
    """What hiding does, and whom what was chosen for their evenings mails."""
    if not hidden:
        return Plan(effects=[_t("Everyone can find the profile again.")])
    effects = [
        _t("Nobody but staff can open the profile. The leader is not mailed."),
        *leaving.also_ends(leader, is_final=False),
    ]
    with rehearsing() as mails:
        leaving.rehearse(leader, request.user, (said or {}).get("settled"))
    return Plan(mails, effects)
