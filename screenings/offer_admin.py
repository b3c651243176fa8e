"""Staff find somebody who runs an evening without a host: themselves, or a leader."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from foundation.acts import ActForm, ActsAdmin, Plan, Watched
from foundation.http import PersonRequest
from foundation.refusals import Refused
from foundation.rehearsal import Unread, rehearsing, sentence_of
from leaders.admin.leaving import taker_field
from screenings import emails, leaving, lifecycle, offers, takers
from screenings.models import HostOffer, Screening

Pages = ActsAdmin[Screening]


def urls_of(pages: Pages) -> list[URLPattern]:
    """The addresses of these acts, beside those of the steps."""
    return [
        _path(pages, "take-on", take_on, require_POST),
        _path(pages, "offer", offer, require_http_methods(["GET", "HEAD", "POST"])),
        _path(pages, "withdraw-offer", withdraw, require_POST),
    ]


def _path(pages: Pages, name: str, view: Any, methods: Any) -> URLPattern:
    wrapped = pages.admin_site.admin_view(methods(partial(_for_runners, view, pages)))
    url_name = f"screenings_screening_{name.replace('-', '_')}"
    return path(f"<int:pk>/{name}/", wrapped, name=url_name)


def _for_runners(
    view: Any, pages: Pages, request: PersonRequest, pk: int
) -> HttpResponse:
    """Let in who runs what has no host; what they cannot see does not exist."""
    screening = pages.record_or_404(request, pk)
    if not request.user.has_perm(lifecycle.RUN):
        raise PermissionDenied
    return view(request, pages, screening)


def context_of(screening: Screening, by: User) -> dict[str, Any]:
    """What the page of a screening says about who runs it, or is asked to."""
    may_run = by.has_perm(lifecycle.RUN)
    needs_somebody = screening.host_id is None and screening.is_to_come
    asked = list(screening.offers.select_related("leader", "offered_by")[:5])
    for one in asked:
        one.screening = screening
    standing = next((one for one in asked if one.is_open), None)
    may_ask = may_run and needs_somebody and standing is None
    return {
        "may_take_on": leaving.may_take_on(screening, by),
        "may_offer": may_ask and offers.is_time_to_offer(screening),
        "open_offer": standing,
        "past_offers": [one for one in asked if one is not standing],
        "may_withdraw": may_run and standing is not None,
    }


class OfferForm(ActForm):
    """To whom a screening is offered."""

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = takers.leaders_around(takers.point_of(screening))
        self.fields["leader"] = taker_field(
            takers.grouped_for(screening, around), label=_("Offer it to")
        )


def _plan_of_taking_on(screening: Screening) -> Plan:
    """Running it oneself ends an open offer, and its leader is told."""
    standing = offers.open_offer(screening)
    with rehearsing() as mails:
        if standing:
            emails.tell_offer_withdrawn(standing)
    return Plan(mails, [_t("You run it: its facts and its guests are yours.")])


def take_on(request: PersonRequest, pages: Pages, screening: Screening) -> HttpResponse:
    """Run an evening of the network's from now on."""
    form, title = ActForm(request.POST), _t("Take it on")
    watched = Watched(request.POST.get("shown", ""), _plan_of_taking_on)
    try:
        if not form.is_valid():
            raise Refused(*form.problems)
        leaving.take_on(screening, by=request.user, seen=form.seen, look=watched)
    except Unread as unread:
        plan = _plan_of_taking_on(screening)
        return _ask(request, pages, screening, form, title, plan, unread)
    except Refused as refused:
        pages.message_user(request, str(refused), messages.ERROR)
    else:
        words = _t("You run it now: its facts and its guests are yours to look to.")
        pages.message_user(request, _told(words, watched))
    return redirect(pages.page_url(screening.pk))


def _told(words: str, watched: Watched) -> str:
    """What was done, and who was mailed."""
    mailed = sentence_of(watched.mails) if watched.mails is not None else ""
    return f"{words} {mailed}".strip()


def _ask(
    request: PersonRequest,
    pages: Pages,
    screening: Screening,
    form: ActForm,
    title: str,
    plan: Plan | None,
    unread: Unread | None = None,
    **more: Any,
) -> HttpResponse:
    """The page that shows what is sent, with the button that sends it."""
    if unread and unread.sentences:
        form.refuse(unread, version=form.seen)
    context = {
        "record": screening,
        "form": form,
        "plan": plan,
        "back": pages.page_url(screening.pk),
        **more,
    }
    return pages.page(request, "admin/act.html", title, **context)


def offer(request: PersonRequest, pages: Pages, screening: Screening) -> HttpResponse:
    """Pick a leader, read the mail they get, and send it."""
    initial = {"version": screening.version}
    data = request.POST if request.method == "POST" else None
    form, plan, unread = (
        OfferForm(data, initial=initial, screening=screening),
        None,
        None,
    )
    if form.is_valid():
        leader, by = form.cleaned_data["leader"], request.user
        watched = Watched(
            request.POST.get("shown", ""), lambda row: _plan_of_offer(row, leader, by)
        )
        try:
            made = offers.offer(screening, leader, by=by, seen=form.seen, look=watched)
        except Unread as refused:
            plan, unread = _plan_of_offer(screening, leader, by), refused
        except Refused as refused:
            screening = pages.record_or_404(request, screening.pk)
            form.refuse(refused, version=screening.version)
            if not offers.why_not_offer(screening):
                plan = _plan_of_offer(screening, leader, by)
        else:
            words = _t("Offered to %(name)s, who gets a mail.")
            words = _told(words % {"name": made.leader}, watched)
            pages.message_user(request, words)
            return redirect(pages.page_url(screening.pk))
    barred = offers.why_not_offer(screening)
    return _ask(
        request,
        pages,
        screening,
        form,
        _t("Offer it to a leader"),
        plan,
        unread,
        reasons=form.unsaid([barred] if barred else []),
        is_barred=bool(barred),
        asks_first=plan is None,
        effects=[] if plan else _WHAT_AN_OFFER_DOES,
    )


_WHAT_AN_OFFER_DOES = [
    _("The leader gets a mail, and a line on their desk."),
    _("Nobody is named as the host until they accept. You are told then."),
    _("Guests are not mailed. Their pages name the new host."),
]


def _plan_of_offer(screening: Screening, leader_key: int | str, by: User) -> Plan:
    with rehearsing() as mails:
        offers.rehearse(screening, leader_key, by=by)
    return Plan(mails, [str(sentence) for sentence in _WHAT_AN_OFFER_DOES])


def withdraw(
    request: PersonRequest, pages: Pages, screening: Screening
) -> HttpResponse:
    """Take an offer back before it is answered; the leader is told."""
    standing = screening.offers.select_related("leader__user").first()
    if standing is None:
        raise Http404
    standing.screening = screening
    form, by = ActForm(request.POST), request.user

    def plan_of(row: HostOffer) -> Plan:
        return Plan(offers.MACHINE.letters(row, "withdraw", by=by))

    watched = Watched(request.POST.get("shown", ""), plan_of)
    try:
        if not form.is_valid():
            raise Refused(*form.problems)
        offers.MACHINE.move(standing, "withdraw", by=by, seen=form.seen, look=watched)
    except Unread as unread:
        title, plan = _t("Withdraw the offer"), plan_of(standing)
        return _ask(request, pages, screening, form, title, plan, unread)
    except Refused as refused:
        pages.message_user(request, str(refused), messages.ERROR)
    else:
        words = _t("The offer is withdrawn. The leader is told.")
        pages.message_user(request, _told(words, watched))
    return redirect(pages.page_url(screening.pk))
