"""What waits for a leader: their own screenings, and a task for each that needs it."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _t

from foundation.words import day
from leaders.access import WORKING
from leaders.choices import LeaderStatus
from leaders.models import Leader
from niot_portal.promises import SOON
from screenings import consequences
from screenings.choices import ScreeningStatus
from screenings.models import GuestQuestion, HostOffer, Screening

_S = ScreeningStatus

#: A host with more screenings than this has lived here for decades.
_MOST = 200
#: How many of the past ones the desk lists.
_PAST = 10


@dataclass(frozen=True)
class Task:
    """One line of the task list; `kind` and `label` are a status partial's."""

    title: str
    url: str
    text: str = ""
    kind: str = ""
    label: str = ""


@dataclass
class Hosted:
    """A leader's screenings, by what can be done with them."""

    coming: list[Screening] = field(default_factory=list)
    begun: list[Screening] = field(default_factory=list)
    past: list[Screening] = field(default_factory=list)


def hosted_by(leader: Leader) -> Hosted:
    """Sort the leader's screenings, read in one query."""
    hosted, now = Hosted(), timezone.now()
    rows = Screening.objects.filter(host=leader).select_related("film", "looked_at_by")
    rows = rows.defer("search", "words", "film__search", "film__words")
    for row in rows.order_by("starts_at", "pk")[:_MOST]:
        row.host = leader
        if row.status in (_S.DRAFT, _S.SUBMITTED):
            hosted.begun.append(row)
        elif not row.is_listed:
            continue  # discarded before anybody saw it
        elif row.status == _S.POSTPONED or (row.ends_at and row.ends_at >= now):
            hosted.coming.append(row)
        else:
            hosted.past.append(row)
    hosted.past = hosted.past[: -_PAST - 1 : -1]
    return hosted


def tasks_of(leader: Leader, hosted: Hosted) -> list[Task]:
    """What waits for the leader, the most pressing first."""
    if leader.status == LeaderStatus.ONBOARDING:
        return [_publish_the_profile()]
    if leader.status not in WORKING:
        return []
    rows = [*hosted.coming, *hosted.begun]
    tasks = [_answer_the_offer(one) for one in _offers_to(leader)]
    tasks += [_choose_an_hour(row) for row in rows if row.hour_is_impossible]
    tasks += _answer_guests(hosted.coming)
    tasks += [_answer_about_access(row) for row in hosted.coming if _is_owed(row)]
    tasks += [task for row in hosted.coming if (task := _about_coming(row))]
    tasks += [_about_begun(row) for row in hosted.begun]
    has_none = not (hosted.coming or hosted.begun)
    if has_none and leader.status == LeaderStatus.ACTIVE:
        tasks.append(_post_a_screening(is_first=not hosted.past))
    return tasks


def _publish_the_profile() -> Task:
    return Task(
        _t("Finish your profile and publish it"),
        reverse("leaders:onboarding"),
        _t("Then you are listed and can post screenings."),
        "wait",
        _t("To do"),
    )


def _post_a_screening(*, is_first: bool) -> Task:
    return Task(
        _t("Post your first screening") if is_first else _t("Post your next screening"),
        reverse("screenings:new"),
        _t("Pick a film, and the form is half filled in."),
    )


def _offers_to(leader: Leader) -> list[HostOffer]:
    rows = HostOffer.objects.open().filter(leader=leader)
    return list(rows.select_related("screening").order_by("answer_by", "pk")[:_MOST])


def _answer_the_offer(offer: HostOffer) -> Task:
    return Task(
        _t("Say whether you host “%(title)s”") % {"title": offer.screening.title},
        offer.get_absolute_url(),
        _t("%(when)s. It has no host, and staff ask you. Answer by %(by)s.")
        % {"when": offer.screening.announced_when, "by": offer.ends_in_words},
        "wait",
        _t("To do"),
    )


def _choose_an_hour(screening: Screening) -> Task:
    return Task(
        _t("Choose another hour for “%(title)s”") % {"title": screening.title},
        screening.address_of("edit"),
        _t("The law on clock time has changed, and clocks will not show this hour."),
        "wait",
        _t("To do"),
    )


def _answer_guests(coming: list[Screening]) -> list[Task]:
    """A line for each question that waits, read in one query."""
    screenings = {row.pk: row for row in coming if not row.is_cancelled}
    if not screenings:
        return []
    rows = GuestQuestion.objects.awaiting().select_related("reservation")
    rows = rows.filter(reservation__screening__in=screenings)[:_MOST]
    return [
        _answer_a_guest(row, screenings[row.reservation.screening_id]) for row in rows
    ]


def _answer_a_guest(question: GuestQuestion, screening: Screening) -> Task:
    return Task(
        _t("Answer %(name)s about “%(title)s”")
        % {"name": question.reservation.shown_name, "title": screening.title},
        f"{screening.address_of('questions')}#{question.anchor}",
        Truncator(question.text).chars(120),
        "wait",
        _t("To do"),
    )


def _is_owed(screening: Screening) -> bool:
    """Whether visitors wait for an answer about access."""
    return screening.is_access_open and not screening.is_cancelled


def _answer_about_access(screening: Screening) -> Task:
    by = screening.access_known_by
    return Task(
        _t("Say how guests get in and follow “%(title)s”") % {"title": screening.title},
        screening.address_of("edit"),
        _t("You said you would know by %(day)s.") % {"day": day(by)} if by else "",
        "wait",
        _t("To do"),
    )


def _about_coming(screening: Screening) -> Task | None:
    if screening.has_new_date:
        return Task(
            _t("Publish the new date of “%(title)s”") % {"title": screening.title},
            screening.address_of("publish"),
            _t("Only you and staff know it so far. Guests are told when you publish."),
            "wait",
            _t("To do"),
        )
    if screening.is_postponed:
        return Task(
            _t("Give “%(title)s” a new date") % {"title": screening.title},
            screening.address_of("edit"),
            _t("It left the public lists. Give a date or cancel it: guests are told.")
            if screening.is_without_a_date
            else _t("It is postponed, and its guests are waiting to hear."),
            "wait",
            _t("To do"),
        )
    if screening.is_cancelled or screening.starts_local is None:
        return None
    today = timezone.now().astimezone(screening.starts_local.tzinfo).date()
    left = screening.starts_local.date() - today
    if left > SOON:
        return None
    return Task(
        _t("Look who comes to “%(title)s”") % {"title": screening.title},
        screening.address_of("guests"),
        f"{screening.when}. {screening.seats_line}.",
        "now",
        _t("Soon") if left.days > 0 else _t("Today"),
    )


def _about_begun(screening: Screening) -> Task:
    if screening.status == _S.DRAFT:
        return Task(
            _t("Finish the draft “%(title)s”") % {"title": screening.title},
            screening.address_of("edit"),
            screening.when,
            "wait",
            _t("Draft"),
        )
    if screening.staff_note:
        return Task(
            _t("Staff ask for a change to “%(title)s”") % {"title": screening.title},
            screening.address_of("edit"),
            f"{consequences.turn_for_host(screening)} {screening.staff_note}",
            "wait",
            _t("To do"),
        )
    return Task(
        _t("“%(title)s” is with staff for a first look") % {"title": screening.title},
        screening.address_of("preview"),
        _t("%(turn)s Nothing to do now.")
        % {"turn": consequences.turn_for_host(screening)},
        "",
        _t("Waiting for staff"),
    )
