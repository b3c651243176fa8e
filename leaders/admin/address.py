"""The page on which staff mend the address of a leader or an applicant."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import corrections
from accounts.models import User
from foundation.acts import ActsAdmin
from foundation.anew import AddressForm, Way
from foundation.http import PersonRequest
from foundation.refusals import Refused
from leaders import addresses
from leaders.models import Application, Leader

Record = Application | Leader
Pages = ActsAdmin[Any]


def urls_of(pages: Pages) -> list[URLPattern]:
    """The address of the page, under the record's own."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    view = pages.admin_site.admin_view(methods(partial(_correct, pages)))
    name = f"{pages.opts.app_label}_{pages.opts.model_name}_correct_address"
    return [path("<int:pk>/correct-address/", view, name=name)]


def url_of(record: Record) -> str:
    """Where the address of a record is mended."""
    name = f"admin:leaders_{record._meta.model_name}_correct_address"
    return reverse(name, args=[record.pk])


def way() -> Way:
    """How mail about applications and leaders is put right."""
    return Way(
        lambda record, to: (
            url_of(record) if addresses.person_of(record).email == to else ""
        )
    )


def context_of(leader: Leader, by: User) -> dict[str, Any]:
    """The address on a leader's page, for those who may mend it."""
    may = by.has_perm(addresses.CORRECT)
    is_open = may and not corrections.why_not(leader.user, by)
    sees_accounts = by.has_perm("accounts.view_user")
    account = reverse("admin:accounts_user_change", args=[leader.user_id])
    return {
        "may_correct_address": may,
        "account": leader.user if may else None,
        "account_url": account if sees_accounts else "",
        "correct_address_url": url_of(leader) if is_open else "",
    }


def _correct(pages: Pages, request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for the right address and the reason, say what happens, and do it."""
    record = pages.record_or_404(request, pk)
    if not request.user.has_perm(addresses.CORRECT):
        raise PermissionDenied
    person = addresses.person_of(record)
    data = request.POST if request.method == "POST" else None
    form = AddressForm(data, initial={"version": record.version})
    if form.is_valid():
        try:
            mails = addresses.correct(
                record,
                form.cleaned_data["address"],
                by=request.user,
                why=form.cleaned_data["reason"],
                seen=form.seen,
            )
        except Refused as refused:
            record = pages.record_or_404(request, pk)
            form.refuse(refused, version=record.version)
        else:
            pages.message_user(request, _done(mails))
            return redirect(pages.page_url(pk))
    barred = corrections.why_not(person, request.user)
    context = {
        "record": record,
        "form": form,
        "back": pages.page_url(pk),
        "reasons": form.unsaid([barred] if barred else []),
        "is_barred": bool(barred),
        "effects": _effects(person),
    }
    return pages.page(request, "admin/act.html", str(addresses.ACT), **context)


def _effects(person: User) -> list[str]:
    return [
        _t("The account has %(address)s now. The new address takes its place.")
        % {"address": person.email},
        _t("The person is signed out everywhere, and signs in by a code sent there."),
        _t("Both addresses get a mail about it; the old one if it was ever confirmed."),
        _t("Mail that did not reach the old address goes out anew to the new one."),
    ]


def _done(mails: int) -> str:
    done = _t("The address is corrected and the person is told.")
    if not mails:
        return done
    more = ngettext("One mail goes out anew.", "%(n)s mails go out anew.", mails) % {
        "n": mails
    }
    return f"{done} {more}"
