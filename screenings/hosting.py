"""What a host does with a screening besides its statuses: begin, fill in, correct."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from accounts.models import User
from foundation import history
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from leaders.models import Leader
from places.models import ZipPlace
from resources.models import Film
from screenings import access, lifecycle, notices, staff_emails
from screenings.choices import Attendance, GuestGroup, Mode, ScreeningStatus
from screenings.models import ONLINE_RULE, SEATS_RULE, Screening
from screenings.promises import BEGUN_AT_ONCE, SUMMARY_LETTERS, TITLE_LETTERS
from screenings.seats import broken_rule
from screenings.times import Hours

#: A screening in one of these may still be changed by its host.
CHANGEABLE = (
    ScreeningStatus.DRAFT,
    ScreeningStatus.SUBMITTED,
    ScreeningStatus.PUBLISHED,
    ScreeningStatus.POSTPONED,
)

#: Guests plan by these. A change of one is told to them and moves calendars.
MATERIAL = (
    "film_id",
    "mode",
    "day",
    "starts",
    "ends",
    "zone",
    "venue",
    "street",
    "city",
    "state",
    "zip",
)


#: A slip of the pen in one of these is mended without a mail, if the host says so: the
#: guest still finds the same town at the same hour. All else always tells.
SMALL = frozenset({"venue", "street"})


@dataclass(frozen=True)
class Telling:
    """What saving would mail to `guests` reservations.

    `lines` are (about what, as it was, as it is now). `may_be_silent`: the change is
    small enough to be only a slip of the pen. `waits_until`: when the mail goes, with
    whatever else is saved before; None for at once.
    """

    guests: int
    lines: list[tuple[str, str, str]]
    may_be_silent: bool
    waits_until: datetime | None = None


@dataclass(frozen=True)
class Saved:
    """A screening as it is now, and how many guests are told of the change.

    `told_at`: when they are, where it waits for the next notice; None for at once.
    """

    screening: Screening
    guests_told: int = 0
    told_at: datetime | None = None


def can_be_changed(screening: Screening) -> bool:
    """Whether its host may still change its facts."""
    if screening.status == ScreeningStatus.PUBLISHED:
        return not screening.has_begun
    return screening.status in CHANGEABLE


def begin_draft(
    leader: Leader,
    film: Film,
    *,
    mode: str = Mode.IN_PERSON,
    place: ZipPlace | None = None,
    hours: Hours | None = None,
    zone: str = "",
) -> Screening:
    """Begin a screening with everything that the film and the ZIP code tell.

    Raises `Refused` where the leader has `BEGUN_AT_ONCE` that are not published.
    """
    screening = Screening(
        host=leader,
        film=film,
        title=film.title[:TITLE_LETTERS],
        summary=_first_sentences(film.summary, SUMMARY_LETTERS),
        description=_usual_text(film),
        audiences=[GuestGroup.EVERYONE.value],
        mode=mode,
        zone=zone,
    )
    if place is not None and mode == Mode.ONLINE:
        screening.kept_aside = {"zip": place.zip, "city": place.city}
    elif place is not None:
        screening.zip, screening.zone = place.zip, zone or place.zone
        screening.city, screening.state = place.city, place.state
        screening.lat, screening.lng = place.lat, place.lng
    screening.set_hours(hours)
    with transaction.atomic():
        # Locked first, so that two presses at once do not both find room.
        Leader.objects.select_for_update(no_key=True).only("pk").get(pk=leader.pk)
        if Screening.objects.begun_by(leader).count() >= BEGUN_AT_ONCE:
            raise Refused(too_many_begun())
        with history.acting(leader.user, act=_t("Began a draft")):
            screening.save(force_insert=True)
    return screening


def too_many_begun() -> str:
    """Say that the leader has begun as many screenings as one may at once."""
    return _t(
        "You have %(number)s screenings that are not published yet. Publish or discard "
        "one, then begin another."
    ) % {"number": in_words(BEGUN_AT_ONCE)}


def _usual_text(film: Film) -> str:
    if film.minutes is None:
        return _t(
            "We watch “%(film)s” and then talk about it together. The discussion is "
            "guided, and nobody has to speak."
        ) % {"film": film.title}
    return _t(
        "We watch “%(film)s” (%(minutes)s minutes) and then talk about it together. "
        "The discussion is guided, and nobody has to speak."
    ) % {"film": film.title, "minutes": film.minutes}


def _first_sentences(text: str, most: int) -> str:
    """As many whole sentences of `text` as fit into `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    whole = re.match(rf"(.{{1,{most - 1}}}[.!?])(?=\s)", text)
    return whole[1] if whole else text[: most - 1].rsplit(" ", 1)[0] + "…"


def what_is_told(before: Screening, edited: Screening) -> Telling | None:
    """What guests would be told if `edited` were saved; None where nobody is."""
    told, facts = notices.facts_of(before), notices.facts_of(edited)
    lines = notices.what_changed(told, facts)
    if not before.is_published or not lines:
        return None
    guests = before.reservations.confirmed().count()
    changed = _changed(before, edited)
    if not guests:
        return None
    waits = None if notices.is_urgent(edited) else notices.waits_until(before)
    return Telling(guests, lines, changed <= SMALL, waits)


def _changed(before: Screening, edited: Screening) -> set[str]:
    """The names of what guests plan by that is not as it was."""
    return {name for name in MATERIAL if getattr(before, name) != getattr(edited, name)}


def save(edited: Screening, *, by: User, seen: int, silently: bool = False) -> Saved:
    """Store what a host or a program manager changed in the form.

    `edited` carries the new facts and must be as young as `seen`. After publication a
    change that guests plan by raises the calendar sequence, keeps the former start and
    is mailed to each confirmed guest (`notices`); while it is postponed, the new date
    and place are kept aside until they are published. `silently` mends a small slip of
    the pen (`SMALL`) without a mail. Raises `Refused` with the sentence to show,
    `Changed` where somebody else was faster.
    """
    try:
        with transaction.atomic():
            return _save(edited, by=by, seen=seen, silently=silently)
    except IntegrityError as error:
        kind = _KIND_OF_RULE.get(broken_rule(error))
        if kind is None:
            raise
        stored = Screening.objects.get(pk=edited.pk)
        # Who changes the mode takes all guests along to the kind that is left.
        taken = (
            stored.taken_of(kind) if stored.mode == edited.mode else stored.all_taken
        )
        raise Refused(too_few_seats(taken, kind)) from None


_KIND_OF_RULE = {
    SEATS_RULE: Attendance.ROOM.value,
    ONLINE_RULE: Attendance.ONLINE.value,
}


def too_few_seats(taken: int, kind: str = Attendance.ROOM) -> str:
    """Say that guests already have more seats than the new number allows."""
    if kind == Attendance.ONLINE:
        return _t(
            "%(taken)s places online are already taken. Give that number or more, or "
            "ask guests to give theirs back first."
        ) % {"taken": taken}
    return _t(
        "%(taken)s seats are already taken. Give that number or more, or ask guests "
        "to give seats back first."
    ) % {"taken": taken}


def change_link(screening: Screening, link: str, *, by: User, seen: int) -> Screening:
    """Put another link on the pages of the guests online; they are not mailed about it.

    It may be changed until the evening is over: links fail when people come.
    """
    with transaction.atomic():
        fresh = Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
        if not access.runs_it(fresh, by):
            raise Refused(_t("You may not do this."))
        refuse_stale(fresh, seen=seen, by=by)
        if not can_change_link(fresh):
            raise Refused(_t("This screening has no link that can be changed now."))
        fresh.link, fresh.version = link, fresh.version + 1
        with history.acting(by, act=_t("Changed the link")):
            fresh.save()
    return fresh


def can_change_link(screening: Screening) -> bool:
    """Whether guests look for the link of this screening, or will."""
    return screening.has_link and screening.is_listed and screening.is_ahead


def _save(edited: Screening, *, by: User, seen: int, silently: bool) -> Saved:
    before = Screening.objects.select_for_update(no_key=True).get(pk=edited.pk)
    if not access.runs_it(before, by):
        raise Refused(_t("You may not do this."))
    refuse_stale(before, seen=seen, by=by)
    edited.drop_plan()
    changed = _changed(before.planned, edited)
    if reason := _why_not(before, edited, by, is_material=bool(changed)):
        raise Refused(reason)
    if silently and not changed <= SMALL:
        raise Refused(_t("Guests plan by what you changed, so they must be told."))
    edited.status, edited.version = before.status, before.version + 1
    if before.is_postponed:
        edited.keep_plan(before)
    is_host = lifecycle.is_host(before, by)
    answers_staff = is_host and before.is_waiting and bool(before.staff_note)
    if answers_staff:
        edited.staff_note, edited.turn_since = "", timezone.now()
    # Hours that stay, at other instants: the clock law changed, and nobody noticed yet.
    is_told = before.is_published and (changed or before.instants != edited.instants)
    if is_told:
        edited.sequence = before.sequence + 1
        if changed & {"day", "starts", "zone"}:
            edited.previous_start = before.starts_at
    with history.acting(by, act=_t("Corrected") if before.is_listed else _t("Saved")):
        edited.save()
        edited.reservations.take_along(edited.mode)
    if answers_staff:
        staff_emails.tell_of_mending(edited)
    if silently or not is_told:
        return Saved(edited)
    return Saved(edited, notices.tell(before, edited), notices.due_at(edited))


def _why_not(
    before: Screening, edited: Screening, by: User, *, is_material: bool
) -> str:
    """Return the sentence that forbids the change, or ""."""
    if before.status not in CHANGEABLE:
        return _t("This screening can no longer be changed: %(status)s.") % {
            "status": before.get_status_display()
        }
    if not before.is_listed:
        return ""
    if edited.missing():
        return lifecycle.still_missing(edited)
    if before.is_postponed and not edited.has_seats_for_all:
        return too_few_seats(before.all_taken, edited.only_kind)
    if before.has_begun and not before.is_postponed:
        return _t("The screening has begun and can no longer be changed.")
    is_about_the_date = before.starts_at != edited.starts_at or edited.has_begun
    if is_material and is_about_the_date:
        return lifecycle.why_not_then(edited, by)
    return ""


def usual_zone(screening: Screening) -> str:
    """The zone where its host works; what the network keeps stays in its own."""
    return zone_of(screening.host) if screening.host else screening.zone


def zone_of(leader: Leader) -> str:
    """The IANA zone where the leader works, for a screening without a ZIP code."""
    zone = ZipPlace.objects.filter(pk=leader.zip).values_list("zone", flat=True).first()
    return zone or "America/New_York"
