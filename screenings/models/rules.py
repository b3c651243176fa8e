"""What always holds of screenings and reservations, whoever writes: page, staff or SQL.

Each rule is named for what is true; a sentence stands where a person can meet it. The
triggers count seats and keep what may never happen from happening.
"""

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from places.fields import FIVE_DIGITS
from places.states import STATES
from places.zones import ZONES
from screenings.choices import (
    Answer,
    Attendance,
    Audience,
    GuestGroup,
    Mode,
    OfferStatus,
    QuestionKind,
    QuestionStatus,
    ReservationStatus,
    ScreeningStatus,
    SignLanguage,
)
from screenings.statuses import OFFER, RESERVATION, SCREENING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_PREFIX = "%(app_label)s_%(class)s_"


def _rule(
    name: str, condition: Q, sentence: "_StrPromise | None" = None
) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition, name=_PREFIX + name, violation_error_message=sentence
    )


def _known(column: str, values: list[str]) -> models.CheckConstraint:
    return _rule(f"{column}_is_known", Q(**{f"{column}__in": values}))


def _no(*columns: str) -> Q:
    return Q(**dict.fromkeys(columns))


def _all(*columns: str) -> Q:
    return Q(**{f"{column}__isnull": False for column in columns})


# A screening

_S = ScreeningStatus

#: The rule that makes overselling the room impossible, by its name in the database.
SEATS_RULE = "screenings_screening_seats_within_capacity"
#: The same for places online.
ONLINE_RULE = "screenings_screening_online_within_capacity"

_HAS_PLACE = Q(mode=Mode.ONLINE) | (
    ~Q(venue="") & ~Q(city="") & ~Q(state="") & ~Q(zip="") & ~Q(step_free="")
)
_HAS_LINK = Q(mode=Mode.IN_PERSON) | ~Q(link="")
# A hybrid evening may leave the places online open: then there are none.
_HAS_SEATS = Q(mode=Mode.ONLINE, online_capacity__isnull=False) | (
    ~Q(mode=Mode.ONLINE) & Q(capacity__isnull=False)
)

SEATS_RULES: list[models.BaseConstraint] = [
    _rule(
        "seats_within_capacity",
        Q(seats_taken=0) | Q(capacity__isnull=False, seats_taken__lte=F("capacity")),
        _("More seats are taken than that."),
    ),
    _rule(
        "online_within_capacity",
        Q(online_taken=0)
        | Q(online_capacity__isnull=False, online_taken__lte=F("online_capacity")),
        _("More places online are taken than that."),
    ),
]

SCREENING_RULES: list[models.BaseConstraint] = [
    *SEATS_RULES,
    _rule(
        "ends_after_start",
        Q(ends_at__gt=F("starts_at")),
        _("The end must come after the start."),
    ),
    _rule(
        "doors_before_start",
        Q(doors_at__lte=F("starts_at")),
        _("Doors open before the start."),
    ),
    _rule(
        "times_with_zone",
        Q(starts_at=None, ends_at=None, doors_at=None)
        | Q(starts_at__isnull=False, ends_at__isnull=False, zone__gt=""),
        _("A time needs its time zone."),
    ),
    _rule(
        "hours_with_instants",
        _no("day", "starts", "ends", "doors", "starts_at", "ends_at", "doors_at")
        | _all("day", "starts", "ends", "starts_at", "ends_at")
        & (_no("doors", "doors_at") | _all("doors", "doors_at")),
        _("The hours and their instants go together."),
    ),
    _rule(
        "zone_is_known", Q(zone__in=["", *ZONES]), _("We do not know that time zone.")
    ),
    _rule(
        "published_with_time",
        Q(status__in=[_S.DRAFT, _S.SUBMITTED], published_at=None)
        | Q(
            status__in=[_S.PUBLISHED, _S.POSTPONED, _S.HELD, _S.REPORTED],
            published_at__isnull=False,
        )
        | Q(status=_S.CANCELLED),
    ),
    _rule(
        "cancelled_with_reason",
        Q(status=_S.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason="")
        | ~Q(status=_S.CANCELLED) & Q(cancelled_at=None, cancel_reason=""),
        _("A cancelled screening needs a reason."),
    ),
    _rule(
        "postponed_with_reason",
        Q(status=_S.POSTPONED) & ~Q(postpone_reason="")
        | Q(status=_S.CANCELLED)
        | ~Q(status=_S.POSTPONED) & Q(postpone_reason=""),
        _("A postponed screening needs a reason."),
    ),
    _rule(
        "published_with_place",
        Q(published_at=None)
        | Q(starts_at__isnull=False) & _HAS_SEATS & _HAS_PLACE & _HAS_LINK,
        _("A published screening has a date, a place or a link, and seats."),
    ),
    _rule(
        "published_with_access",
        Q(published_at=None)
        | ~Q(captions="") & ~Q(sign_language="") & ~Q(police_presence=""),
        _("A published screening answers the questions about access."),
    ),
    _rule("zip_is_five_digits", Q(zip="") | Q(zip__regex=FIVE_DIGITS)),
    _rule(
        "lat_with_lng",
        Q(lat=None, lng=None) | Q(lat__range=(-90, 90), lng__range=(-180, 180)),
    ),
    _rule("audiences_are_known", Q(audiences__contained_by=GuestGroup.values)),
    _known("status", _S.values),
    _known("mode", Mode.values),
    _known("state", ["", *STATES]),
    _known("captions", ["", *Answer.values]),
    _known("step_free", ["", *Answer.values]),
    _known("sign_language", ["", *SignLanguage.values]),
]

# What a host does not know yet about access is known by a day before the start.

_OPEN = (
    Q(captions=Answer.UNKNOWN)
    | Q(sign_language=SignLanguage.UNKNOWN)
    | ~Q(mode=Mode.ONLINE) & Q(step_free=Answer.UNKNOWN)
)

ACCESS_RULES: list[models.BaseConstraint] = [
    _rule(
        "access_known_by_a_day",
        ~Q(status__in=[_S.PUBLISHED, _S.POSTPONED])
        | ~_OPEN
        | Q(access_known_by__isnull=False),
        _("Give the day by which you know the rest about access."),
    ),
    _rule(
        "access_known_before_start",
        ~Q(status=_S.PUBLISHED)
        | Q(access_known_by=None)
        | Q(access_known_by__lte=F("day")),
        _("The facts about access are known before the start."),
    ),
]

# What is postponed may have a new date, which is its host's until it is published.

PLAN_RULES: list[models.BaseConstraint] = [
    _rule(
        "plan_while_postponed",
        Q(status=_S.POSTPONED)
        | _no("next_day", "next_starts", "next_ends", "next_doors")
        & _no("next_lat", "next_lng")
        & Q(next_zone="", next_mode="", next_venue="", next_street="")
        & Q(next_city="", next_state="", next_zip="", next_link="")
        & Q(next_step_free="", next_parking=""),
        _("Only a postponed screening has a new date that is not published yet."),
    ),
    _rule(
        "plan_is_whole",
        _no("next_day", "next_starts", "next_ends")
        | _all("next_day", "next_starts", "next_ends")
        & Q(next_zone__gt="", next_mode__gt=""),
        _("A new date has a start and an end."),
    ),
    _rule("next_zone_is_known", Q(next_zone__in=["", *ZONES])),
    _known("next_mode", ["", *Mode.values]),
    _known("next_state", ["", *STATES]),
    _known("next_step_free", ["", *Answer.values]),
]

# What was announced may be the network's; whatever nobody saw yet is its writer's.

HOST_RULES: list[models.BaseConstraint] = [
    _rule(
        "begun_with_host",
        ~Q(status__in=[_S.DRAFT, _S.SUBMITTED]) | Q(host__isnull=False),
        _("A draft has a host."),
    ),
    _rule("run_where_no_host", Q(run_by=None) | Q(host=None)),
]

SCREENING_TRIGGERS: list[pgtrigger.Trigger] = [
    SCREENING.trigger("status_moves"),
    pgtrigger.Protect(
        name="begins_as_draft",
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__status__df=_S.DRAFT.value),
    ),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    # A stale save, an edit in the admin and a line in a shell all write every
    # column; only the trigger on reservations may move these two.
    pgtrigger.Trigger(
        name="seats_are_counted",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func="""
                    IF TG_OP = 'INSERT' THEN
                        NEW.seats_taken := 0;
                        NEW.online_taken := 0;
                    ELSIF pg_trigger_depth() = 1 THEN
                        NEW.seats_taken := OLD.seats_taken;
                        NEW.online_taken := OLD.online_taken;
                    END IF;
                    RETURN NEW;
                """,
    ),
]

# A reservation

_R = ReservationStatus
_LIVE = [_R.PENDING, _R.CONFIRMED]
_ENDED = [_R.CANCELLED, _R.LAPSED]

RESERVATION_RULES: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        F("screening"),
        Lower("email"),
        condition=Q(status__in=_LIVE),
        name="screenings_reservation_one_live_each",
        violation_error_message=_("This address has a reservation already."),
    ),
    _known("status", _R.values),
    _known("attends", Attendance.values),
    _rule(
        "confirmed_with_time",
        ~Q(status=_R.CONFIRMED) | Q(confirmed_at__isnull=False),
    ),
    _rule(
        "ended_with_time",
        Q(status__in=_LIVE, ended_at=None)
        | Q(status__in=_ENDED, ended_at__isnull=False),
    ),
    _rule(
        "purged_is_empty",
        Q(purged_at=None, email__isnull=False)
        | Q(purged_at__isnull=False, email=None, first_name="", need=""),
    ),
]

RESERVATION_TRIGGERS: list[pgtrigger.Trigger] = [
    RESERVATION.trigger("status_moves"),
    pgtrigger.Protect(
        name="begins_pending",
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__status__df=_R.PENDING.value),
    ),
    pgtrigger.Trigger(
        name="takes_seats",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        declare=[
            ("gone_room", "integer = 0"),
            ("gone_online", "integer = 0"),
            ("come_room", "integer = 0"),
            ("come_online", "integer = 0"),
        ],
        # One statement takes and frees: who switches loses nothing if it is refused.
        func="""
                    IF TG_OP <> 'INSERT' THEN
                        IF OLD.status = 'confirmed' AND OLD.attends = 'online' THEN
                            gone_online := OLD.party_size;
                        ELSIF OLD.status = 'confirmed' THEN
                            gone_room := OLD.party_size;
                        END IF;
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        IF NEW.status = 'confirmed' AND NEW.attends = 'online' THEN
                            come_online := NEW.party_size;
                        ELSIF NEW.status = 'confirmed' THEN
                            come_room := NEW.party_size;
                        END IF;
                    END IF;
                    IF TG_OP = 'UPDATE' THEN
                        IF OLD.screening_id = NEW.screening_id THEN
                            come_room := come_room - gone_room;
                            come_online := come_online - gone_online;
                            gone_room := 0;
                            gone_online := 0;
                        END IF;
                    END IF;
                    IF come_room <> 0 OR come_online <> 0 THEN
                        UPDATE screenings_screening
                        SET seats_taken = seats_taken + come_room,
                            online_taken = online_taken + come_online
                        WHERE id = NEW.screening_id;
                    END IF;
                    IF gone_room <> 0 OR gone_online <> 0 THEN
                        UPDATE screenings_screening
                        SET seats_taken = seats_taken - gone_room,
                            online_taken = online_taken - gone_online
                        WHERE id = OLD.screening_id;
                    END IF;
                    RETURN NULL;
                """,
    ),
]

# What hosts and guests write to each other

MESSAGE_RULES: list[models.BaseConstraint] = [
    _known("audience", Audience.values),
    _rule("says_something", ~Q(text="")),
]

QUESTION_RULES: list[models.BaseConstraint] = [
    _known("kind", QuestionKind.values),
    _known("status", QuestionStatus.values),
    _rule(
        "answered_with_who_and_when",
        Q(status=QuestionStatus.OPEN, answer="") & _no("answered_at", "answered_by")
        | ~Q(status=QuestionStatus.OPEN) & _all("answered_at", "answered_by"),
    ),
    models.UniqueConstraint(
        fields=["reservation"],
        condition=Q(kind=QuestionKind.NEED),
        name="screenings_guestquestion_one_need_each",
    ),
]

# A screening offered to a leader

OFFER_RULES: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["screening"],
        condition=Q(status=OfferStatus.OPEN),
        name="screenings_hostoffer_one_open_each",
        violation_error_message=_("It is offered to a leader already."),
    ),
    _known("status", OfferStatus.values),
    _rule(
        "ended_with_time",
        Q(status=OfferStatus.OPEN, ended_at=None)
        | ~Q(status=OfferStatus.OPEN) & Q(ended_at__isnull=False),
    ),
    _rule(
        "note_with_answer",
        Q(note="") | Q(status__in=[OfferStatus.ACCEPTED, OfferStatus.DECLINED]),
    ),
]

OFFER_TRIGGERS: list[pgtrigger.Trigger] = [
    OFFER.trigger("status_moves"),
    pgtrigger.Protect(
        name="begins_open",
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__status__df=OfferStatus.OPEN.value),
    ),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
]
