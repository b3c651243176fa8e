"""A guest's wrong address is mended on the reservation; earlier links die."""

import pytest
from django.utils import timezone

from foundation.history import history_of
from foundation.models import MailState, OutboxMail
from screenings import emails
from tests.factories import make_reservation, make_screening, make_staff
from tests.mail import links_in, mails_to, make_mail
from tests.people import signed_in

pytestmark = pytest.mark.django_db

OLD, NEW = "typo@agency.example.org", "right@agency.example.org"


def _url(reservation, page="correct-address") -> str:
    return f"/admin/screenings/reservation/{reservation.pk}/{page}/"


def _correct(client, reservation, address=NEW):
    typed = {"address": address, "reason": "The guest called."}
    return client.post(
        _url(reservation), typed | {"version": reservation.version}, follow=True
    )


def _fail(**rows):
    OutboxMail.objects.filter(**rows).update(state=MailState.FAILED, attempts=8)


def test_guest_who_waits_gets_the_link_at_the_right_address():
    reservation = make_reservation(make_screening(), "pending", email=OLD)
    emails.send_confirm_link(reservation, "press")
    _fail(to=OLD)
    before = reservation.get_absolute_url()

    _correct(signed_in(make_staff()), reservation)

    (mail,) = mails_to(NEW)
    guest = signed_in(None)
    assert before not in links_in(mail)
    assert guest.get(links_in(mail)[0]).status_code == 200
    assert guest.get(before).status_code == 404
    assert mails_to(OLD)[-1].state == MailState.WITHHELD


def test_guest_with_seats_gets_them_confirmed_anew_with_the_calendar():
    reservation = make_reservation(make_screening(), email=OLD)
    OutboxMail.objects.all().delete()

    _correct(signed_in(make_staff(display_name="Mara Winter")), reservation)

    reservation.refresh_from_db()
    (mail,) = mails_to(NEW)
    event = history_of(reservation)[0]
    assert (reservation.email, reservation.token_version) == (NEW, 1)
    assert mail.calendar_method == "REQUEST"
    assert reservation.get_absolute_url() in links_in(mail)
    assert (event.who, event.what, event.why) == (
        "Mara Winter",
        "Correct the e-mail address",
        "The guest called.",
    )


def test_guest_of_a_cancelled_screening_hears_of_it_at_the_right_address():
    screening = make_screening("cancelled")
    reservation = make_reservation(make_screening(), email=OLD)
    type(reservation).objects.filter(pk=reservation.pk).update(screening=screening)
    reservation.refresh_from_db()
    emails.send_cancelled(screening, reservation)

    _correct(signed_in(make_staff()), reservation)

    (mail,) = mails_to(NEW)
    assert mail.calendar_method == "CANCEL"


def test_history_holds_no_address():
    reservation = make_reservation(make_screening(), email=OLD)

    _correct(signed_in(make_staff()), reservation)

    told = str(history_of(reservation))
    assert OLD not in told
    assert NEW not in told


def test_address_with_seats_of_its_own_is_refused():
    screening = make_screening()
    make_reservation(screening, email=NEW)
    reservation = make_reservation(screening, email=OLD)

    page = _correct(signed_in(make_staff()), reservation)

    reservation.refresh_from_db()
    assert reservation.email == OLD
    assert "has seats at this screening already" in page.content.decode()


def test_guest_whose_data_is_gone_is_left_alone():
    reservation = make_reservation(make_screening(), email=OLD)
    type(reservation).objects.update(
        email=None, first_name="", need="", purged_at=timezone.now()
    )

    page = _correct(signed_in(make_staff()), reservation)

    assert "no longer kept" in page.content.decode()
    assert mails_to(NEW) == []


def test_mail_is_written_anew_to_the_same_address_with_new_links():
    reservation = make_reservation(make_screening(), email=OLD)
    OutboxMail.objects.all().delete()
    before = reservation.get_absolute_url()
    client = signed_in(make_staff())

    client.post(
        _url(reservation, "write-anew"),
        {"reason": "It did not arrive.", "version": reservation.version},
    )

    (mail,) = mails_to(OLD)
    assert before not in links_in(mail)
    assert signed_in(None).get(before).status_code == 404


def test_reviewer_may_neither():
    reservation = make_reservation(make_screening(), email=OLD)
    client = signed_in(make_staff("Reviewer"))

    for page in ("correct-address", "write-anew"):
        assert client.get(_url(reservation, page)).status_code in (403, 404)
        assert client.post(_url(reservation, page), {}).status_code in (403, 404)
    reservation.refresh_from_db()
    assert (reservation.email, reservation.token_version) == (OLD, 0)


def test_failed_mail_leads_to_the_record_and_has_no_address_to_edit():
    reservation = make_reservation(make_screening(), email=OLD)
    mail = make_mail(to=OLD, about=reservation)
    _fail(pk=mail.pk)

    page = signed_in(make_staff()).get(
        f"/admin/foundation/outboxmail/{mail.pk}/change/"
    )

    body = page.content.decode()
    assert f'href="{_url(reservation)}"' in body
    assert f'href="{_url(reservation, "write-anew")}"' in body
    assert "send-again" not in body
    assert 'name="to"' not in body


def test_failed_mail_to_a_host_leads_to_the_leader():
    screening = make_screening()
    mail = make_mail(to=screening.host.user.email, about=screening)
    _fail(pk=mail.pk)

    page = signed_in(make_staff()).get(
        f"/admin/foundation/outboxmail/{mail.pk}/change/"
    )

    url = f"/admin/leaders/leader/{screening.host.pk}/correct-address/"
    assert f'href="{url}"' in page.content.decode()


def test_account_mail_is_never_sent_again_by_staff():
    mail = make_mail(to=OLD, is_private=True, text="Your code is 482913.")
    _fail(pk=mail.pk)
    client = signed_in(make_staff())
    base = f"/admin/foundation/outboxmail/{mail.pk}"

    page = client.get(f"{base}/change/").content.decode()
    client.post(f"{base}/send-again/")
    client.post(
        "/admin/foundation/outboxmail/",
        {"action": "send_selected_again", "_selected_action": [mail.pk]},
    )

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert "Ask the person to request a new one" in page
    assert "send-again" not in page
