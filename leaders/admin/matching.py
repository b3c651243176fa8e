"""Which agency of the list an applicant means by what they typed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import history
from foundation.formfields import Line
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
    "sheriff's",
    "sheriff’s",
    "county",
    "city",
    "town",
    "village",
    "public",
    "safety",
}


class FindForm(forms.Form):
    """Words of the agency's name, looked for in the applicant's state."""

    q = Line(label=gettext_lazy("Name"), max_length=150, required=False)


class MatchingPages:
    """The page to match an agency; a part of `ApplicationAdmin`."""

    def match_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """List agencies of the state that fit; a POST chooses one, or none."""
        application = self.whole_application(request, pk)
        if not request.user.has_perm("leaders.claim_application"):
            raise PermissionDenied
        if request.method == "POST":
            chosen = request.POST.get("agency", "")
            agency = None
            if chosen:
                agency = _in_state(application).filter(pk=_number(chosen)).first()
                if agency is None:
                    self.message_user(
                        request, _("Pick an agency from the list."), messages.ERROR
                    )
                    return redirect(request.path)
            _match(application, agency, by=request.user)
            self.message_user(request, _("The agency is saved."), messages.SUCCESS)
            return redirect(self.page_url(pk))
        form = FindForm({"q": request.GET.get("q", application.agency_name)})
        words = form.cleaned_data.get("q", "") if form.is_valid() else ""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Match the agency of %(who)s") % {"who": application},
            "application": application,
            "form": form,
            "agencies": list(_fitting(application, words)[:_SHOWN]),
            "back": self.page_url(pk),
        }
        return TemplateResponse(request, "admin/leaders/match.html", context)


def _in_state(application: Application) -> QuerySet:
    return Agency.objects.filter(state=application.state)


def _fitting(application: Application, words: str) -> QuerySet:
    """Agencies of the state whose name holds any of the telling words."""
    telling = [word for word in words.split() if word.casefold() not in _COMMON][:6]
    rule = Q()
    for word in telling or words.split()[:6]:
        rule |= Q(name__icontains=word)
    return _in_state(application).filter(rule).order_by("name", "pk")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@transaction.atomic
def _match(application: Application, agency: Agency | None, *, by: Any) -> None:
    with history.acting(by, act="Match the agency"):
        Application.objects.filter(pk=application.pk).update(agency=agency)
        # A leader made from this application is of the same agency.
        Leader.objects.filter(application=application).update(agency=agency)
