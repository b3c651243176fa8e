"""Making an account: a code proves the address, and nobody learns who has one."""

import re
import threading
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from foundation.models import OutboxMail
from tests.accounts.factors import PASSWORD, last_code, sign_in
from tests.factories import make_user, make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

ADDRESS = "officer@sample.example"


def _sign_up(client, email=ADDRESS, password=PASSWORD, **more):
    return client.post(
        "/accounts/signup/", {"email": email, "password1": password, **more}
    )


def _code_in(mail) -> str:
    return re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.text, re.M)[1]


# --- the way through


def test_sign_up_by_password_asks_for_the_code_and_lets_in(client):
    response = _sign_up(client, display_name="Dana Ruiz")
    assert response["Location"] == "/accounts/confirm-email/"

    (mail,) = mails_to(ADDRESS)
    response = client.post("/accounts/confirm-email/", {"code": _code_in(mail)})

    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.display_name) == (ADDRESS, "Dana Ruiz")
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/accounts/profile/").status_code == 200
    assert mail.is_private


def test_sign_up_without_a_password_signs_in_by_code_later(client):
    _sign_up(client, password="")
    client.post("/accounts/confirm-email/", {"code": _code_in(mails_to(ADDRESS)[0])})
    assert not User.objects.get().has_usable_password()

    other = Client()
    other.post("/accounts/login/code/", {"email": ADDRESS})
    code = _code_in(mails_to(ADDRESS)[-1])
    other.post("/accounts/login/code/confirm/", {"code": code})

    assert other.get("/accounts/profile/").status_code == 200


def test_wrong_code_lets_nobody_in(client):
    _sign_up(client)

    for _ in range(4):
        client.post("/accounts/confirm-email/", {"code": "XXXX-XXXX"})
    client.post("/accounts/confirm-email/", {"code": _code_in(mails_to(ADDRESS)[0])})

    assert not EmailAddress.objects.get().verified
    assert client.get("/accounts/profile/").status_code == 302


def test_account_without_a_proven_address_cannot_sign_in(client, time_machine):
    _sign_up(client)
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    client = Client()

    response = sign_in(client, User.objects.get())

    assert response["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_typing_error_in_the_address_is_mended_on_the_way(client):
    _sign_up(client, email="oficer@sample.example")

    client.post("/accounts/confirm-email/", {"action": "change", "email": ADDRESS})

    assert mails_to(ADDRESS)


def test_code_works_once(client):
    _sign_up(client)
    code = last_code(ADDRESS)
    client.post("/accounts/confirm-email/", {"code": code})
    client.post("/accounts/logout/")

    response = client.post("/accounts/confirm-email/", {"code": code})

    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_code_ends_with_its_time(client, time_machine):
    _sign_up(client)
    time_machine.move_to(
        (timezone.now() + timedelta(minutes=15, seconds=1)).timestamp()
    )

    client.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    assert not EmailAddress.objects.get().verified


def test_new_code_replaces_the_first(client):
    _sign_up(client)
    first = last_code(ADDRESS)
    client.post("/accounts/confirm-email/", {"action": "resend"})

    client.post("/accounts/confirm-email/", {"code": first})
    assert not EmailAddress.objects.get().verified
    client.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    assert EmailAddress.objects.get().verified


def test_page_mails_a_code_three_times_and_no_more(client):
    _sign_up(client)
    for _ in range(4):
        client.post("/accounts/confirm-email/", {"action": "resend"})

    assert len(mails_to(ADDRESS)) == 3


def test_way_on_is_kept_over_the_code(client):
    client.post("/accounts/signup/", {"email": ADDRESS, "next": "/accounts/profile/"})

    response = client.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    assert response["Location"] == "/accounts/profile/"


def test_address_can_be_mended_from_one_that_is_known(client):
    """Whoever typed somebody else's address by a slip goes on with their own."""
    make_verified_user(email="dana@sample.example")
    _sign_up(client, email="dana@sample.example", display_name="Dan")

    client.post("/accounts/confirm-email/", {"action": "change", "email": ADDRESS})
    client.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    user = User.objects.get(email=ADDRESS)
    assert user.check_password(PASSWORD)
    assert user.display_name == "Dan"
    assert client.get("/accounts/profile/").status_code == 200


# --- two presses are one


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/code/"])
@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_two_presses_of_a_page_are_one_mail(path, known):
    if known:
        make_verified_user(email=ADDRESS)
    page = {"email": ADDRESS, "password1": PASSWORD, "csrfmiddlewaretoken": "x" * 64}

    for _ in range(2):
        assert Client().post(path, page).status_code == 302

    assert len(mails_to(ADDRESS)) == 1


def test_second_press_takes_the_code_of_the_first_mail():
    page = {"email": ADDRESS, "password1": PASSWORD, "csrfmiddlewaretoken": "x" * 64}
    first, second = Client(), Client()
    first.post("/accounts/signup/", page)
    second.post("/accounts/signup/", page)

    second.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    assert User.objects.count() == 1
    assert second.get("/accounts/profile/").status_code == 200


def test_page_that_is_opened_anew_is_another_wish():
    for number in range(2):
        token = str(number) * 64
        Client().post(
            "/accounts/signup/", {"email": ADDRESS, "csrfmiddlewaretoken": token}
        )

    assert len(mails_to(ADDRESS)) == 2


# --- an account belongs to whoever proves the address


def test_whoever_typed_the_address_first_leaves_no_password_behind():
    thief, owner = Client(), Client()
    _sign_up(thief, password="the thief's own sentence", display_name="Thief")
    _sign_up(owner, display_name="Dana")

    owner.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert user.display_name == "Dana"


def test_whoever_types_the_address_meanwhile_leaves_none_either():
    owner, thief = Client(), Client()
    _sign_up(owner)
    code = last_code(ADDRESS)
    _sign_up(thief, password="the thief's own sentence")

    owner.post("/accounts/confirm-email/", {"code": code})

    assert User.objects.get().check_password(PASSWORD)


def test_code_to_sign_in_proves_the_address_and_voids_the_password():
    _sign_up(Client(), password="the thief's own sentence")
    owner = Client()
    owner.post("/accounts/login/code/", {"email": ADDRESS})

    owner.post("/accounts/login/code/confirm/", {"code": last_code(ADDRESS)})

    user = User.objects.get()
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert owner.get("/accounts/profile/").status_code == 200


def test_code_of_somebody_who_was_overtaken_opens_nothing():
    slow, quick = Client(), Client()
    _sign_up(slow, password="another long sentence")
    code = last_code(ADDRESS)
    _sign_up(quick)
    quick.post("/accounts/confirm-email/", {"code": last_code(ADDRESS)})

    response = slow.post("/accounts/confirm-email/", {"code": code})

    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in slow.session
    assert User.objects.get().check_password(PASSWORD)


# --- nobody learns who has an account


def test_known_address_gets_the_same_answer_and_another_mail(client):
    make_verified_user(email=ADDRESS)
    known = _sign_up(client)
    unknown = _sign_up(Client(), email="nobody@sample.example")

    assert (known.status_code, known["Location"]) == (
        unknown.status_code,
        unknown["Location"],
    )
    assert client.get("/accounts/confirm-email/").status_code == 200
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert "There is one already." in mails_to(ADDRESS)[0].text


def test_request_for_a_code_answers_the_same_for_unknown_addresses():
    make_verified_user(email=ADDRESS)
    answers = []
    for email in (ADDRESS, "nobody@sample.example"):
        client = Client()
        response = client.post("/accounts/login/code/", {"email": email})
        page = client.get(response["Location"])
        text = re.sub(r'value="[^"]*"', "", page.content.decode())
        answers.append((response["Location"], text.replace(email, "…")))

    assert answers[0] == answers[1]


def test_reset_of_a_password_answers_the_same_for_unknown_addresses():
    make_verified_user(email=ADDRESS)
    answers = [
        Client().post("/accounts/password/reset/", {"email": email})["Location"]
        for email in (ADDRESS, "nobody@sample.example")
    ]

    assert answers[0] == answers[1]
    assert len(mails_to(ADDRESS)) == len(mails_to("nobody@sample.example")) == 1


def test_wrong_password_costs_the_same_work_for_unknown_addresses(monkeypatch):
    make_verified_user(email=ADDRESS)
    hashed = []
    from django.contrib.auth.hashers import MD5PasswordHasher

    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, *args: hashed.append(1) or real(self, *args),
    )
    counts = []
    for email in (ADDRESS, "nobody@sample.example"):
        hashed.clear()
        Client().post("/accounts/login/", {"login": email, "password": "x" * 20})
        counts.append(len(hashed))

    assert counts == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_makes_one_account_and_no_error():
    start = threading.Barrier(4)
    answers = []

    def work():
        client = Client()
        start.wait()
        try:
            answers.append(_sign_up(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers)[0] == 302
    assert set(answers) <= {302, 429}
    assert User.objects.count() == 1


# --- what may be typed


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b",
        pytest.param("a" * 250 + "@sample.example", id="a long name before the @"),
        "\u212aate@sample.example",
        "\u017fam@sample.example",
        '"a\x01b"@sample.example',
        "a@sample.example\r\nBcc: b@sample.example",
        "a\x00@sample.example",
    ],
)
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/accounts/signup/", "email"),
        ("/accounts/login/", "login"),
        ("/accounts/login/code/", "email"),
        ("/accounts/password/reset/", "email"),
    ],
)
def test_address_that_mail_cannot_carry_is_refused_beside_the_field(
    client, path, field, email
):
    response = client.post(path, {field: email, "password": "x", "password1": PASSWORD})

    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert OutboxMail.objects.count() == 0


def test_address_is_kept_in_lower_case(client):
    _sign_up(client, email="Officer@Sample.Example")

    assert User.objects.get().email == ADDRESS
    assert len(mails_to(ADDRESS)) == 1


def test_second_press_works_where_a_password_manager_fills_the_hidden_field(client):
    first = _sign_up(client, website="https://agency.example")
    opened = first.context["form"]["opened"].value()

    second = _sign_up(client, website="https://agency.example", opened=opened)

    assert second["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == 1


def test_robot_that_fills_the_hidden_field_gets_a_sentence_and_no_account(client):
    response = _sign_up(client, website="http://spam.example")

    assert response.status_code == 200
    assert "automatic entry" in response.content.decode()
    assert ADDRESS in response.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "fourteen chars",
        "password1234567",
        "NotInOurTown2026!",
        "notinourtown-notinourtown",
        "NIOT COPS network police 1",
        "aaaaaaaaaaaaaaaa",
        "1234567890123456",
        "officer@sample.example",
        "abcdefghijklmnopqrs",
    ],
)
def test_poor_password_is_refused_with_a_reason(client, password):
    response = _sign_up(client, password=password)

    assert response.status_code == 200
    assert response.context["form"].errors["password1"]
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "niot walks her dog at seven",
        "пять слов которые я помню",
        "x9$kQ2!vLm3@pR7",
        pytest.param("long " + "and longer words " * 12, id="a very long one"),
    ],
)
def test_good_password_is_taken_whole(client, password):
    _sign_up(client, password=password)

    user = User.objects.get()
    assert user.check_password(password)
    assert not user.check_password(password[:-1])


def test_password_field_sets_no_limit_and_allows_pasting(client):
    page = client.get("/accounts/signup/").content.decode()

    (field,) = re.findall(r"<input[^>]*name=\"password1\"[^>]*>", page)
    assert "maxlength" not in field
    assert "onpaste" not in field
    assert 'autocomplete="new-password"' in field


# --- limits


def test_limit_of_sign_ups_keeps_what_was_typed(client):
    for number in range(20):
        _sign_up(Client(), email=f"a{number}@sample.example")

    response = _sign_up(client, email="last@sample.example")

    page = response.content.decode()
    assert response.status_code == 429
    assert "Too many tries came from your connection" in page
    assert 'value="last@sample.example"' in page
    assert PASSWORD not in page
    assert not User.objects.filter(email="last@sample.example").exists()


def test_wrong_passwords_are_limited_and_the_right_one_waits_too(client):
    user = make_verified_user()
    for _ in range(5):
        sign_in(client, user, "wrong " * 4)

    response = sign_in(client, user)

    page = response.content.decode()
    assert "That was too many tries. Wait 15 minutes, then try again." in page
    assert f'value="{user.email}"' in page
    assert "_auth_user_id" not in client.session


def test_limit_ends_with_its_time(client, time_machine):
    user = make_verified_user()
    for _ in range(6):
        sign_in(client, user, "wrong " * 4)
    time_machine.move_to(timezone.now() + timedelta(minutes=16))

    assert sign_in(client, user).status_code == 302


def test_limit_of_one_account_leaves_others_alone(client):
    victim, other = make_verified_user(), make_verified_user()
    for _ in range(6):
        sign_in(client, victim, "wrong " * 4)

    assert sign_in(client, other)["Location"] == "/desk/"


def test_other_limits_answer_with_our_page(client):
    user = make_user()
    client.force_login(user)
    for _ in range(11):
        response = client.post("/accounts/reauthenticate/", {"password": "wrong"})

    assert response.status_code == 429
    assert "<h1" in response.content.decode()


# --- the session


def test_session_is_new_after_sign_in(client):
    user = make_verified_user()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies = SimpleCookie({"sessionid": before})

    sign_in(client, user)

    assert client.session.session_key != before


def test_sign_in_goes_where_one_was_headed_but_never_elsewhere(client):
    user = make_verified_user()
    data = {"login": user.email, "password": PASSWORD}

    home = client.post("/accounts/login/", data | {"next": "/accounts/profile/"})
    away = Client().post("/accounts/login/", data | {"next": "//evil.example/"})

    assert home["Location"] == "/accounts/profile/"
    assert away["Location"] == "/desk/"


def test_new_password_by_link_does_not_sign_in_and_works_once(client):
    user = make_verified_user()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"http://[^/]+(/\S+)", mails_to(user.email)[0].text)[1]
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "quite another sentence", "password2": ""})
    client.post(
        form,
        {
            "password1": "quite another sentence",
            "password2": "quite another sentence",
        },
    )

    user.refresh_from_db()
    assert user.check_password("quite another sentence")
    assert "_auth_user_id" not in client.session
    assert Client().get(link, follow=True).context["token_fail"] is True
