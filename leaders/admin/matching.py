"""Which agency of the list an applicant means by what they typed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import fulltext, history
from foundation.acts import ActsAdmin
from foundation.formfields import Line
from foundation.http import PersonRequest
from foundation.refusals import Changed, refuse_stale
from foundation.versions import VersionedForm
from leaders import vetting
from leaders.admin.rows import whole_or_404
from leaders.models import Application, Leader
from places.models import Agency

_SHOWN = 25
#: Words that stand in most agencies' names and tell none apart.
_COMMON = {
    "police",
    "department",
    "dept",
    "pd",
    "office",
    "of",
    "the",
    "sheriff",
    "county",
    "city",
    "town",
    "village",
    "public",
    "safety",
}


class FindForm(forms.Form):
    """Words of the agency's name, looked for in the applicant's state."""

    q = Line(label=_("Name"), max_length=150, required=False)


class MatchForm(VersionedForm):
    """One agency of the applicant's state, or none of them."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Pick an agency from the list.")},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        initial = {"version": application.version, "agency": application.agency_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["agency"].queryset = _in_state(application)


def page(
    admin: ActsAdmin[Application], request: PersonRequest, pk: int
) -> HttpResponse:
    """List agencies of the state that fit; a POST chooses one, or none."""
    application = whole_or_404(request, pk)
    if not request.user.has_perm(vetting.CLAIM):
        raise PermissionDenied
    form = MatchForm(request.POST or None, application=application)
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        try:
            match_agency(application, agency, by=request.user, seen=form.seen)
        except Changed as changed:
            application = whole_or_404(request, pk)
            if application.agency == agency:
                return redirect(admin.page_url(pk))  # It stands as it was wanted.
            form.refuse(changed, version=application.version)
        else:
            admin.message_user(request, _t("The agency is saved."))
            return redirect(admin.page_url(pk))
    find = FindForm({"q": request.GET.get("q", application.agency_name)})
    words = find.cleaned_data.get("q", "") if find.is_valid() else ""
    context = {
        "application": application,
        "form": form,
        "find": find,
        "agencies": _fitting(application, words)[:_SHOWN],
        "chosen": str(form["agency"].value() or ""),
        "back": admin.page_url(pk),
    }
    title = _t("Match the agency of %(who)s") % {"who": application}
    return admin.page(request, "admin/leaders/match.html", title, **context)


@transaction.atomic
def match_agency(
    application: Application, agency: Agency | None, *, by: User, seen: int
) -> None:
    """Say which agency the applicant means; a leader made from it is of the same.

    Raises `Changed` where somebody else was first.
    """
    fresh = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    refuse_stale(fresh, seen=seen, by=by)
    fresh.agency = agency
    fresh.version += 1
    with history.acting(by, act=_t("Match the agency")):
        fresh.save(update_fields=["agency", "version", "updated_at"])
        leaders = Leader.objects.filter(application=fresh)
        leaders.update(agency=agency, version=F("version") + 1)


def _in_state(application: Application) -> QuerySet[Agency]:
    return Agency.objects.filter(state=application.state)


def _fitting(application: Application, words: str) -> QuerySet[Agency]:
    """Agencies of the state whose name holds any of the telling words."""
    asked = [bit for _typed, bits, _out in fulltext.bits(words) for bit in bits]
    telling = [bit for bit in asked if bit.casefold() not in _COMMON][:6]
    rule = Q()
    for bit in telling or asked[:6]:
        rule |= Q(name__plain__icontains=bit)
    return _in_state(application).filter(rule).order_by("name", "pk")
