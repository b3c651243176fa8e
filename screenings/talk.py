"""Host and guests write to each other; nobody learns anybody's address.

A host's mail goes to each guest by itself. A question is answered on its page, and the
mail about it only says so. Where nobody hosts, the program office is written to.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from accounts.models import User
from foundation import history
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from screenings import emails, lifecycle
from screenings.choices import Audience, QuestionKind, QuestionStatus, ReservationStatus
from screenings.models import (
    GuestQuestion,
    HostDigest,
    HostMessage,
    Reservation,
    Screening,
)
from screenings.promises import A_DAY, DIGEST_AT, MESSAGES_A_DAY, QUESTIONS_A_DAY


def may_talk(screening: Screening, by: User) -> bool:
    """Whether this person writes to the guests of the screening and answers them."""
    return lifecycle.is_host(screening, by) or by.has_perm(
        "screenings.change_screening"
    )


def audiences_of(screening: Screening) -> list[Audience]:
    """Whom one may write to: the room and online apart only where there are both."""
    return list(Audience) if screening.has_two_kinds else [Audience.ALL]


# The host writes.


def why_not_write(screening: Screening) -> str:
    """Say why nobody writes to the guests now; "" where one may."""
    if not screening.is_listed:
        return _t("The screening is not published yet, so it has no guests.")
    if screening.is_cancelled:
        return _t("The screening is cancelled. Its guests were told why.")
    if screening.has_ended:
        return _t("The screening is over. Its guests get no more mail.")
    since = timezone.now() - A_DAY
    if screening.messages.filter(sent_at__gt=since).count() >= MESSAGES_A_DAY:
        return _t(
            "Guests of a screening get %(number)s mails from its host within "
            "%(time)s at most. Write again later."
        ) % {"number": in_words(MESSAGES_A_DAY), "time": in_words(A_DAY)}
    return ""


def write_to_guests(
    screening: Screening, *, audience: str, text: str, by: User, press: str
) -> HostMessage:
    """Mail each guest of the audience what the host wrote, once for each `press`."""
    with transaction.atomic():
        fresh = Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
        if not may_talk(fresh, by):
            raise Refused(_t("You may not do this."))
        if sent := HostMessage.objects.filter(press=press, screening=fresh).first():
            return sent
        if reason := why_not_write(fresh):
            raise Refused(reason)
        guests = list(fresh.reservations.in_audience(audience))
        if not guests:
            raise Refused(_t("None of these guests has confirmed a seat yet."))
        message = HostMessage.objects.create(
            screening=fresh,
            audience=audience,
            text=text,
            press=press,
            sent_by=by,
            guests_told=len(guests),
        )
        for guest in guests:
            guest.screening = fresh
            emails.send_host_message(message, guest)
    return message


# A guest asks.


def why_not_ask(reservation: Reservation) -> str:
    """Say why this guest cannot ask the host now; "" where they can."""
    if reservation.screening.is_cancelled:
        return _t("The screening is cancelled. Questions are closed.")
    if reservation.screening.has_ended:
        return _t("The screening is over. Questions are closed.")
    if not reservation.is_confirmed:
        if not reservation.screening.host_shown:
            return _t("Confirm your seats first, then ask.")
        return _t("Confirm your seats first, then ask the host.")
    since = timezone.now() - A_DAY
    asked = reservation.questions.filter(kind=QuestionKind.QUESTION, asked_at__gt=since)
    if asked.count() >= QUESTIONS_A_DAY:
        return _t(
            "You asked %(number)s questions within %(time)s. Ask again later."
        ) % {"number": in_words(QUESTIONS_A_DAY), "time": in_words(A_DAY)}
    return ""


def ask_host(reservation: Reservation, text: str) -> GuestQuestion:
    """Take a guest's question to the host. The same words sent twice are one question.

    The reservation is locked, so that no press slips past the limit.
    """
    with transaction.atomic():
        rows = Reservation.objects.select_for_update(of=["self"], no_key=True)
        fresh = rows.select_related("screening__host__user").get(pk=reservation.pk)
        same = fresh.questions.filter(text=text, status=QuestionStatus.OPEN).first()
        if same:
            return same
        if reason := why_not_ask(fresh):
            raise Refused(reason)
        return _opened(fresh, QuestionKind.QUESTION, text)


def open_need(reservation: Reservation) -> None:
    """What would help a guest, told with the seats, waits for the host's answer."""
    if (
        reservation.need
        and not reservation.questions.filter(kind=QuestionKind.NEED).exists()
    ):
        _opened(reservation, QuestionKind.NEED, reservation.need)


def _opened(reservation: Reservation, kind: str, text: str) -> GuestQuestion:
    with history.acting(None, act=_t("Asked the host")):
        question = GuestQuestion.objects.create(
            reservation=reservation, kind=kind, text=text
        )
    emails.tell_host_of_question(question)
    return question


# The host answers.


def answer(question: GuestQuestion, text: str, *, by: User, seen: int) -> GuestQuestion:
    """Answer a guest, who is mailed the way to the answer."""
    return _closed(question, QuestionStatus.ANSWERED, text, by=by, seen=seen)


def set_aside(
    question: GuestQuestion, reason: str, *, by: User, seen: int
) -> GuestQuestion:
    """Close a question without an answer; the reason is for the host's own side."""
    return _closed(question, QuestionStatus.SET_ASIDE, reason, by=by, seen=seen)


def _closed(
    question: GuestQuestion, status: str, words: str, *, by: User, seen: int
) -> GuestQuestion:
    with transaction.atomic():
        rows = GuestQuestion.objects.select_for_update(of=["self"], no_key=True)
        fresh = rows.select_related("reservation__screening").get(pk=question.pk)
        if not may_talk(fresh.reservation.screening, by):
            raise Refused(_t("You may not do this."))
        if (fresh.status, fresh.answer) == (status, words):
            return fresh  # a second press
        refuse_stale(fresh, seen=seen, by=by)
        if not fresh.is_open:
            raise Refused(_t("This question is closed already."))
        fresh.status, fresh.answer = status, words
        fresh.answered_by, fresh.answered_at = by, timezone.now()
        fresh.version += 1
        with history.acting(by, act=str(QuestionStatus(status).label)):
            fresh.save()
        if status == QuestionStatus.ANSWERED:
            emails.send_answer(fresh)
    return fresh


def forget(reservations: list[int]) -> None:
    """Empty the words of these guests and the answers to them; the counts stay."""
    GuestQuestion.objects.filter(reservation__in=reservations).update(
        text="", answer=""
    )


# Once a day.


@dataclass(frozen=True)
class News:
    """What became of a screening's reservations since the host was told last."""

    came: list[Reservation]
    gave_back: list[Reservation]

    def __bool__(self) -> bool:
        return bool(self.came or self.gave_back)


def news_of(screening: Screening, since: datetime) -> News:
    """Who confirmed, and which guests of before gave seats back, after `since`."""
    rows = screening.reservations
    gone = rows.filter(status=ReservationStatus.CANCELLED, confirmed_at__lte=since)
    return News(
        came=list(rows.confirmed().filter(confirmed_at__gt=since)),
        gave_back=list(gone.filter(ended_at__gt=since)),
    )


def digest_is_due(screening: Screening) -> bool:
    """Whether the hour of the digest has come, where the screening is, and none went.

    A digest that was missed goes later on the same day.
    """
    zone = ZoneInfo(screening.zone)
    now = timezone.now().astimezone(zone)
    if now.time() < DIGEST_AT:
        return False
    told = HostDigest.objects.filter(screening=screening).first()
    return told is None or told.told_until.astimezone(zone).date() < now.date()


def send_digest(screening: Screening) -> bool:
    """Tell the host what is new, if anything is; two workers at once send one mail."""
    with transaction.atomic():
        rows = Screening.objects.select_for_update(no_key=True)
        fresh = rows.get(pk=screening.pk)
        if not fresh.is_published or not digest_is_due(fresh):
            return False
        now = timezone.now()
        told = HostDigest.objects.filter(screening=fresh).first()
        since = told.told_until if told else fresh.published_at or now
        news = news_of(fresh, since)
        HostDigest.objects.update_or_create(
            screening=fresh, defaults={"told_until": now}
        )
        if news:
            day = now.astimezone(ZoneInfo(fresh.zone)).date()
            emails.send_digest(fresh, news.came, news.gave_back, on=day)
    return bool(news)
