"""The mails about screenings and seats, one function for each.

Each is queued in the caller's transaction. The keys make a second mail about the same
thing impossible.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import outbox, rehearsal
from foundation.words import moment_in_words
from leaders.access import WORKING
from screenings import calendars, facts
from screenings.models import (
    GuestQuestion,
    HostMessage,
    HostOffer,
    Reservation,
    Screening,
)

#: What the program office is called where a mail to it is announced.
OFFICE = _("the program office")


def _to_guest(
    reservation: Reservation,
    name: str,
    *,
    key: str | None,
    more: dict | None = None,
    **options: Any,
) -> None:
    if reservation.email is None:
        return  # Forgotten; a postponed evening may find its date after that.
    screening = reservation.screening
    # The address of the seats opens them: whoever reads the plan gets a gap.
    seats = "/reservations/…/" if rehearsal.is_on() else reservation.get_absolute_url()
    outbox.compose(
        f"screenings/email/{name}",
        {
            "reservation": reservation,
            "screening": screening,
            "facts": facts.guest_facts(reservation),
            "page_url": settings.SITE_URL + screening.get_absolute_url(),
            "seats_url": settings.SITE_URL + seats,
            "list_url": settings.SITE_URL + reverse("screenings:list"),
            **(more or {}),
        },
        to=reservation.email,
        who=_t("each guest who has a seat"),
        about=reservation,
        key=f"reservation:{reservation.pk}:{name}:{key}" if key else None,
        **options,
    )


def _with_entry(
    reservation: Reservation,
    name: str,
    method: str,
    *,
    key: object,
    more: dict | None = None,
) -> None:
    """Mail a guest with their calendar entry, which bears the next number."""
    part = {"REQUEST": calendars.invitation, "CANCEL": calendars.withdrawal}[method]
    _to_guest(
        reservation,
        name,
        key=str(key),
        more=more,
        calendar=part(reservation),
        calendar_method=method,
    )
    if rehearsal.is_on():
        return
    # The caller holds the screening: nobody else counts meanwhile.
    reservation.calendar_sequence = calendars.number_for(reservation) + 1
    Reservation.objects.filter(pk=reservation.pk).update(
        calendar_sequence=reservation.calendar_sequence
    )


def send_confirm_link(reservation: Reservation, press: str | None = None) -> None:
    """Ask the guest to confirm; nothing is reserved until they press the button.

    One `press` (the form's fingerprint) sends one mail, however often it arrives.
    """
    _to_guest(reservation, "confirm_seats", key=press)


def send_reminder_of_seats(reservation: Reservation, press: str | None = None) -> None:
    """Answer somebody who asked again for seats they have, once for each `press`."""
    _to_guest(reservation, "already_reserved", key=press)


def send_confirmed(reservation: Reservation) -> None:
    """Tell the guest that the seats are theirs, with the calendar entry."""
    _with_entry(reservation, "confirmed", "REQUEST", key=reservation.version)


def send_given_back(reservation: Reservation) -> None:
    """Confirm that the seats were given back; takes the calendar entry away."""
    _with_entry(reservation, "given_back", "CANCEL", key=reservation.version)


def send_changed(
    screening: Screening,
    reservation: Reservation,
    lines: list[tuple[str, str, str]],
) -> None:
    """Tell a guest what is different now; moves the calendar entry.

    `lines` are (about what, as it was, as it is now).
    """
    reservation.screening = screening
    _with_entry(
        reservation, "changed", "REQUEST", key=screening.sequence, more={"lines": lines}
    )


def send_same_hours(screening: Screening, reservation: Reservation) -> None:
    """Tell a guest that a change of clock law moves nothing; mends the calendar entry.

    Calendars keep instants, so the entry would show the evening an hour off.
    """
    reservation.screening = screening
    _with_entry(reservation, "same_hours", "REQUEST", key=screening.sequence)


def send_postponed(screening: Screening, reservation: Reservation) -> None:
    """Tell a guest that the date is off and a new one will come."""
    reservation.screening = screening
    _with_entry(reservation, "postponed", "REQUEST", key=screening.sequence)


def send_new_date(screening: Screening, reservation: Reservation) -> None:
    """Tell a guest of a postponed screening when it will be."""
    reservation.screening = screening
    _with_entry(reservation, "new_date", "REQUEST", key=screening.sequence)


def send_cancelled(screening: Screening, reservation: Reservation) -> None:
    """Tell a guest that the screening is off; takes the calendar entry away."""
    reservation.screening = screening
    _with_entry(reservation, "cancelled", "CANCEL", key=screening.sequence)


def about_screening(
    screening: Screening, name: str, *, to: str, who: str, key: str, **more: Any
) -> bool:
    """Queue the mail; False where the one with this key was queued before."""
    mail = outbox.compose(
        f"screenings/email/{name}",
        {
            "screening": screening,
            "host": screening.host_shown,
            "facts": facts.mail_facts(screening),
            "guests_url": settings.SITE_URL + screening.address_of("guests"),
            "contact_url": settings.SITE_URL + "/contact/",
            "page_url": settings.SITE_URL + screening.get_absolute_url(),
            "edit_url": settings.SITE_URL + screening.address_of("edit"),
            **more,
        },
        to=to,
        who=who,
        about=screening,
        key=f"screening:{screening.pk}:{name}:{key}",
    )
    return mail is not None


def _to_host(
    screening: Screening, name: str, *, key: str | None = None, **more: Any
) -> bool:
    """Mail the host, or who runs it for the network; nobody who is no leader now."""
    address = _address_of_host(screening)
    if not address:
        return False
    key = key or str(screening.version)
    who = screening.host.name if screening.host else str(screening.run_by or OFFICE)
    return about_screening(screening, name, to=address, who=who, key=key, **more)


def _address_of_host(screening: Screening) -> str:
    if screening.host is None:
        run_by = screening.run_by
        return run_by.email if run_by else settings.PROGRAM_OFFICE_EMAIL
    return screening.host.user.email if screening.host.status in WORKING else ""


def tell_host_of_impossible_hour(screening: Screening) -> None:
    """Ask the host for another hour: a change of clock law took the one they chose."""
    _to_host(screening, "impossible_hour")


def remind_of_access(screening: Screening, *, on: date) -> bool:
    """Remind the host to answer what was not known about access, once on a day."""
    return _to_host(screening, "access_wanted", key=f"{on}")


def ask_for_a_date(screening: Screening) -> bool:
    """Ask the host for the new date of what is postponed, once for a postponement."""
    return _to_host(screening, "date_wanted", key=str(screening.sequence))


def tell_published(screening: Screening) -> None:
    """Tell the host that staff published the screening."""
    _to_host(screening, "published")


def ask_for_a_change(screening: Screening) -> None:
    """Tell the host what staff would like changed before publication."""
    _to_host(screening, "change_wanted")


def tell_declined(screening: Screening) -> None:
    """Tell the host that staff will not publish the screening, and why."""
    _to_host(screening, "declined")


def tell_host_of_cancel(screening: Screening) -> None:
    """Confirm to the host, if it has one, that it is off and the guests were told."""
    if screening.host is None:
        return
    guests = screening.reservations.confirmed().count()
    _to_host(screening, "host_cancelled", guests_told=guests)


# A screening offered to a leader.


def send_offer(offer: HostOffer) -> None:
    """Ask a leader to host a screening that has no host."""
    _about_offer(
        offer,
        _OFFER,
        to=offer.leader.user.email,
        who=offer.leader.name,
        context=_offer_context(offer.screening, offer.ends_at),
    )


def tell_offer_withdrawn(offer: HostOffer) -> None:
    """Tell a leader that the screening is no longer offered to them."""
    if offer.leader.status in WORKING:
        name = "screenings/email/offer_withdrawn"
        to, who = offer.leader.user.email, offer.leader.name
        _about_offer(offer, name, to=to, who=who)


def tell_of_answer(offer: HostOffer) -> None:
    """Tell whoever offered a screening what came of it, or the office they left."""
    by, screening = offer.offered_by, offer.screening
    may_act = by.is_active and by.has_perm("screenings.change_screening")
    path = reverse("admin:screenings_screening_change", args=[screening.pk])
    _about_offer(
        offer,
        "screenings/email/offer_ended",
        to=by.email if may_act else settings.PROGRAM_OFFICE_EMAIL,
        who=str(by if may_act else OFFICE),
        context={"staff_url": settings.SITE_URL + path},
    )


_OFFER = "screenings/email/offer"


def _offer_context(screening: Screening, ends_at: datetime) -> dict[str, Any]:
    return {
        "ends": moment_in_words(ends_at),
        "guests": screening.reservations.confirmed().count(),
    }


def _about_offer(
    offer: HostOffer,
    template: str,
    *,
    to: str,
    who: str,
    context: dict | None = None,
) -> None:
    screening = offer.screening
    outbox.compose(
        template,
        {"offer": offer, **_facts_of_offer(screening), **(context or {})},
        to=to,
        who=who,
        about=screening,
        key=f"offer:{offer.pk}:{template.rpartition('/')[2]}",
    )


def _facts_of_offer(screening: Screening) -> dict[str, Any]:
    return {
        "screening": screening,
        "facts": facts.mail_facts(screening),
        "offer_url": settings.SITE_URL + screening.address_of("offer"),
    }


# Host and guests. No mail names an address or sets a Reply-To: answers are given on
# pages.


def letter_to_guests(screening: Screening, text: str) -> outbox.Letter:
    """The mail that guests would get, for the host before it is sent.

    In place of a guest's own address, which opens the page of the seats, stands a gap.
    """
    gap = f"{settings.SITE_URL}/reservations/…/"
    return outbox.worded(_HOST_MESSAGE, _message_context(screening, text, gap))


def send_host_message(message: HostMessage, reservation: Reservation) -> None:
    """Send a guest what the host wrote to several of them."""
    if reservation.email is None:
        return
    screening, page = reservation.screening, reservation.get_absolute_url()
    outbox.compose(
        _HOST_MESSAGE,
        _message_context(screening, message.text, settings.SITE_URL + page),
        to=reservation.email,
        about=reservation,
        key=f"reservation:{reservation.pk}:host_message:{message.pk}",
    )


_HOST_MESSAGE = "screenings/email/host_message"


def _message_context(screening: Screening, text: str, seats_url: str) -> dict[str, Any]:
    return {
        "screening": screening,
        "words": text,
        "facts": facts.mail_facts(screening),
        "seats_url": seats_url,
    }


def tell_host_of_question(question: GuestQuestion) -> None:
    """Tell the host that a guest asks, by the first name alone."""
    reservation = question.reservation
    screening = reservation.screening
    path = f"{screening.address_of('questions')}#{question.anchor}"
    outbox.compose(
        "screenings/email/question",
        {
            "question": question,
            "reservation": reservation,
            "screening": screening,
            "questions_url": settings.SITE_URL + path,
        },
        to=_address_of_host(screening) or settings.PROGRAM_OFFICE_EMAIL,
        # About the guest, so that the words go when the guest's data does.
        about=reservation,
        key=f"question:{question.pk}:asked",
    )


def send_answer(question: GuestQuestion) -> None:
    """Tell the guest that the host answered, and what."""
    _to_guest(
        question.reservation,
        "answer",
        key=str(question.pk),
        more={"question": question},
    )


def send_digest(
    screening: Screening,
    came: list[Reservation],
    changed: list[tuple[Reservation, Reservation]],
    gave_back: list[Reservation],
    *,
    on: date,
) -> None:
    """Tell the host of a day's reservations (`talk.News`), by first names alone."""
    news = {"came": came, "changed": changed, "gave_back": gave_back}
    _to_host(screening, "digest", key=f"{on}", **news)
