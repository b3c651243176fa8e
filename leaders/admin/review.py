"""One application on one page: answers, evidence, history and what may be done."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation.acts import ActsAdmin
from foundation.history import Event, history_of
from foundation.http import PersonRequest
from foundation.models import OutboxMail
from foundation.words import short_day
from leaders import statuses, vetting
from leaders.access import may_see_addresses
from leaders.addresses import CORRECT
from leaders.admin import address
from leaders.admin.rows import whole_or_404
from leaders.answers import parts_of
from leaders.models import Application, Leader

if TYPE_CHECKING:
    from leaders.admin.rows import WholeApplication


def page(
    admin: ActsAdmin[Application], request: PersonRequest, pk: int
) -> HttpResponse:
    """Show everything needed to vet one application. Changes nothing."""
    application, by = whole_or_404(request, pk), request.user
    sees = may_see_addresses(application, by)
    may_match = by.has_perm(vetting.CLAIM)
    context = {
        "application": application,
        "parts": parts_of(
            application, application.topic_labels, for_staff=True, addresses=sees
        ),
        "may_see_addresses": sees,
        "correct_address_url": address.url_of(application)
        if sees and by.has_perm(CORRECT)
        else "",
        "evidence": _evidence(application, addresses=sees),
        "conflict": vetting.conflict(application, by),
        "earlier": [other for other in application.others if other.is_sent],
        "acts": admin.acts_on(application, by),
        "match_url": reverse("admin:leaders_application_match", args=[pk])
        if may_match
        else "",
        "questions": application.info_requests.select_related("asked_by"),
        "mails": OutboxMail.objects.about(application)[:30],
        "events": _since_sent(history_of(application)),
    }
    title = f"{application.code}: {application.name}"
    return admin.page(request, "admin/leaders/review.html", title, **context)


def _since_sent(events: list[Event]) -> list[Event]:
    """Newest first, down to the sending: what was changed in the draft is private."""
    sending = str(statuses.APPLICATION.steps["submit"].label)
    places = [place for place, event in enumerate(events) if event.what == sending]
    return events[: places[-1] + 1] if places else events


def _evidence(
    application: "WholeApplication", *, addresses: bool
) -> list[tuple[str, str]]:
    """What the portal itself knows about the answers, as (label, finding)."""
    coverage = Leader.objects.listed().coverage()
    in_region = coverage.around(application.state)
    in_state = coverage.in_state(application.state)
    verified = _t("Confirmed by a code") if application.is_verified else ""
    facts = [
        (_t("E-mail address"), verified or _t("Not confirmed")),
        (_t("Address domains"), _domains(application, named=addresses)),
        (_t("Matched agency"), str(application.agency or _t("Not matched yet"))),
        (_t("Leaders in the region"), f"{application.region}: {in_region}"),
        (_t("Leaders in the state"), f"{application.state_name}: {in_state}"),
        (_t("Sent"), _sent(application)),
    ]
    if addresses:
        facts.insert(1, (_t("Address"), application.applicant.email))
    return facts


def _domains(application: Application, *, named: bool) -> str:
    """Whether the applicant and who speaks for them write from the same place.

    A domain of one's own would name the address: it is told to whoever may read that.
    """
    own = application.applicant.email.rpartition("@")[2]
    theirs = application.supervisor_email.rpartition("@")[2]
    words = {"own": own, "theirs": theirs, "who": application.get_speaker_display()}
    if not named and own == theirs:
        return _t("%(who)s: at the same domain as the applicant") % words
    if not named:
        return _t("%(who)s: at another domain than the applicant") % words
    if own == theirs:
        return _t("%(who)s: at the same domain as the applicant, %(own)s") % words
    return _t("Applicant at %(own)s. %(who)s: at %(theirs)s") % words


def _sent(application: Application) -> str:
    number = application.days_waiting
    ago = ngettext("%(n)s day ago", "%(n)s days ago", number) % {"n": number}
    return f"{short_day(application.submitted_at)} ({ago})"
