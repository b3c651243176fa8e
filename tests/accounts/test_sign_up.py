"""Making an account: a code proves the address, and nobody learns who has one."""

import re
import threading
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import browsers
from accounts.models import User
from foundation.limits import Limit
from foundation.models import OutboxMail
from tests.accounts.factors import PASSWORD, code_for, give_app, last_code, sign_in
from tests.factories import make_user, make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

ADDRESS = "officer@sample.example"


DOOR, ASK = "/accounts/login/", "/accounts/login/code/"
CONFIRM, WELCOME = "/accounts/login/code/confirm/", "/accounts/welcome/"


def _ask(client, email=ADDRESS, **more):
    return client.post(ASK, {"email": email, **more})


def _enter(client, email=ADDRESS):
    """Enter the newest code that was mailed to an address."""
    return client.post(CONFIRM, {"code": last_code(email)})


def _begin(client, email=ADDRESS) -> User:
    """Come in by the door for the first time."""
    _ask(client, email)
    _enter(client, email)
    return User.objects.get(email=email)


# --- the way through


def test_new_person_comes_in_by_the_code_and_is_asked_for_a_name(client):
    assert _ask(client)["Location"] == CONFIRM
    assert User.objects.count() == 0

    response = _enter(client)
    assert response["Location"] == WELCOME
    client.post(WELCOME, {"display_name": "Dana Ruiz", "password1": PASSWORD})

    user = User.objects.get()
    assert (user.email, user.display_name) == (ADDRESS, "Dana Ruiz")
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/accounts/profile/").status_code == 200
    assert mails_to(ADDRESS)[0].is_private


def test_known_person_comes_in_by_the_same_code_and_goes_where_they_were_headed(client):
    make_verified_user(email=ADDRESS)
    _ask(client, next="/accounts/profile/")

    response = _enter(client)

    assert response["Location"] == "/accounts/profile/"


def test_name_and_password_may_wait(client):
    _begin(client)
    page = client.get(WELCOME)
    assert "Later" in page.content.decode()

    other = Client()
    _ask(other)
    _enter(other)

    assert not User.objects.get().has_usable_password()
    assert other.get("/accounts/profile/").status_code == 200


def test_welcome_is_for_whoever_just_came_and_once(client):
    assert Client().get(WELCOME)["Location"] == DOOR
    sign_in(client, make_verified_user(email="known@sample.example"))
    assert client.get(WELCOME)["Location"] == "/desk/"

    new = Client()
    _begin(new)
    new.post(WELCOME, {"display_name": "Dana"})

    assert new.get(WELCOME)["Location"] == "/desk/"


def test_password_of_the_welcome_keeps_one_signed_in_and_the_browser_known(client):
    user = _begin(client)

    client.post(WELCOME, {"display_name": "Dana", "password1": PASSWORD})

    request = RequestFactory().get("/")
    request.COOKIES = {name: one.value for name, one in client.cookies.items()}
    user.refresh_from_db()
    assert client.get("/accounts/profile/").status_code == 200
    assert browsers.known_to(request, user)


def test_welcome_takes_no_password_later_on(client, time_machine):
    """Whoever finds the browser open chooses none: that asks first who one is."""
    user = _begin(client)
    time_machine.move_to(timezone.now() + timedelta(minutes=16))

    client.post(WELCOME, {"display_name": "Dana", "password1": PASSWORD})

    user.refresh_from_db()
    assert (user.display_name, user.has_usable_password()) == ("Dana", False)


@pytest.mark.parametrize("path", ["/accounts/signup/", ASK])
def test_old_doors_lead_to_the_one_and_keep_the_way_on(client, path):
    response = client.get(path, {"next": "/leaders/apply/start/"})

    assert response["Location"] == f"{DOOR}?next=%2Fleaders%2Fapply%2Fstart%2F"


def test_door_shows_the_address_first_and_the_other_ways_beside_it(client):
    page = client.get(DOOR).content.decode()

    assert "Sign in or create an account" in page
    assert (
        page.index("Send me a code")
        < page.index("Sign in with a password")
        < page.index("Use a passkey")
    )
    assert "within 15 minutes" in page


def test_way_on_is_kept_from_door_to_welcome(client):
    where = "/leaders/apply/start/"
    page = client.get(DOOR, {"next": where}).content.decode()
    assert page.count(f'name="next" value="{where}"') == 3

    _ask(client, next=where)
    assert f'name="next" value="{where}"' in client.get(CONFIRM).content.decode()
    response = _enter(client)
    assert response["Location"] == f"{WELCOME}?next=%2Fleaders%2Fapply%2Fstart%2F"
    response = client.post(WELCOME, {"display_name": "Dana", "next": where})

    assert response["Location"] == where


# --- the code


def test_wrong_code_lets_nobody_in_and_the_third_asks_for_a_new_one(client):
    _ask(client)
    code = last_code(ADDRESS)

    answers = [client.post(CONFIRM, {"code": "XXXX-XXXX"}) for _ in range(3)]
    late = client.post(CONFIRM, {"code": code})

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "This code is not right." in answers[0].content.decode()
    door = client.get(answers[2]["Location"]).content.decode()
    assert "The code was wrong three times. Have a new one sent." in door
    assert late["Location"] == f"{DOOR}?no_code=yes"
    assert User.objects.count() == 0


@pytest.mark.parametrize("typed", [" {} ", "{}", "  {}\t"])
def test_code_may_be_typed_with_spaces_and_in_small_letters(client, typed):
    _ask(client)
    code = last_code(ADDRESS)

    client.post(CONFIRM, {"code": typed.format(code.replace("-", " ").lower())})

    assert client.get("/accounts/profile/").status_code == 200


def test_code_works_once(client):
    _begin(client)
    code = last_code(ADDRESS)
    client.post("/accounts/logout/")

    response = client.post(CONFIRM, {"code": code}, follow=True)

    assert "no longer waits for a code" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_code_ends_with_its_time_and_a_new_one_is_sent_from_there(client, time_machine):
    _ask(client, next="/accounts/profile/")
    time_machine.move_to(
        (timezone.now() + timedelta(minutes=15, seconds=1)).timestamp()
    )

    page = _enter(client).content.decode()
    assert "This code is over: it held for 15 minutes. Have a new one sent." in page
    assert User.objects.count() == 0
    client.post(CONFIRM, {"action": "resend"})

    assert "profile" in _enter(client)["Location"]


def test_new_code_replaces_the_first(client):
    _ask(client)
    first = last_code(ADDRESS)
    client.post(CONFIRM, {"action": "resend"})

    client.post(CONFIRM, {"code": first})
    assert User.objects.count() == 0
    _enter(client)

    assert EmailAddress.objects.get().verified


def test_second_tab_asks_anew_and_the_page_says_which_code_works(client):
    _ask(client, opened="one")
    first = last_code(ADDRESS)
    _ask(client, opened="two")

    page = client.post(CONFIRM, {"code": first}).content.decode()

    assert "only the code in the newest mail works" in page
    assert _enter(client)["Location"] == WELCOME


def test_back_button_after_the_code_leads_on(client):
    _begin(client)

    assert client.get(CONFIRM)["Location"] == "/desk/"
    assert client.post(CONFIRM, {"code": "again"})["Location"] == "/desk/"
    assert client.get(DOOR)["Location"] == "/desk/"


def test_page_mails_a_code_three_times_and_no_more(client):
    _ask(client)
    for _ in range(4):
        client.post(CONFIRM, {"action": "resend"})

    assert len(mails_to(ADDRESS)) == 3


def test_typing_error_in_the_address_is_mended_on_the_way(client):
    """Also from one that is known: whoever typed somebody else's by a slip goes on."""
    make_verified_user(email="dana@sample.example")
    _ask(client, email="dana@sample.example")

    client.post(CONFIRM, {"action": "change", "email": ADDRESS})
    _enter(client)

    assert User.objects.get(email=ADDRESS).emailaddress_set.get().verified
    assert client.get("/accounts/profile/").status_code == 200


def test_staff_are_asked_for_the_second_step_after_the_code(client):
    user = make_verified_user(email=ADDRESS, is_staff=True)
    secret = give_app(user)
    _ask(client, next="/admin/")

    assert _enter(client)["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    response = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert response["Location"] == "/admin/"


def test_closed_account_is_told_in_the_mail_alone(client):
    make_verified_user(email=ADDRESS, is_active=False)

    response = _ask(client)

    (mail,) = mails_to(ADDRESS)
    assert response["Location"] == CONFIRM
    assert "is closed, so there is no code" in mail.text


# --- two presses are one


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_two_presses_of_a_page_are_one_mail(known):
    if known:
        make_verified_user(email=ADDRESS)
    page = {"email": ADDRESS, "csrfmiddlewaretoken": "x" * 64}

    for _ in range(2):
        assert Client().post(ASK, page).status_code == 302

    assert len(mails_to(ADDRESS)) == 1


def test_second_press_takes_the_code_of_the_first_mail():
    page = {"email": ADDRESS, "csrfmiddlewaretoken": "x" * 64}
    first, second = Client(), Client()
    first.post(ASK, page)
    second.post(ASK, page)

    _enter(second)

    assert User.objects.count() == 1
    assert second.get("/accounts/profile/").status_code == 200


def test_page_that_is_opened_anew_is_another_wish():
    for number in range(2):
        Client().post(ASK, {"email": ADDRESS, "csrfmiddlewaretoken": str(number) * 64})

    assert len(mails_to(ADDRESS)) == 2


# --- an account belongs to whoever proves the address


def test_password_does_not_open_an_address_that_was_never_proven(client):
    user = make_user(email=ADDRESS)

    response = sign_in(client, user)

    assert response["Location"] == CONFIRM
    assert "_auth_user_id" not in client.session
    _enter(client)
    assert User.objects.get().check_password(PASSWORD)


def test_code_proves_an_address_that_waited_and_voids_the_password():
    """Nobody knows who chose it."""
    make_user(email=ADDRESS)
    owner = Client()

    _begin(owner)

    assert not User.objects.get().has_usable_password()
    assert EmailAddress.objects.get().verified
    assert owner.get("/accounts/profile/").status_code == 200


def test_password_shown_for_one_address_goes_to_no_other(client):
    sign_in(client, make_user(email="waits@sample.example"))

    client.post(CONFIRM, {"action": "change", "email": ADDRESS})
    _enter(client)

    assert not User.objects.get(email=ADDRESS).has_usable_password()


def test_code_entered_in_two_browsers_opens_one_account():
    slow, quick = Client(), Client()
    _ask(slow)
    code = last_code(ADDRESS)
    _begin(quick)

    response = slow.post(CONFIRM, {"code": code})

    assert response["Location"] == "/desk/"
    assert User.objects.count() == 1


# --- nobody learns who has an account


def test_known_and_new_get_the_same_answer_and_the_mail_tells_which(client):
    make_verified_user(email=ADDRESS)
    known, new = _ask(client), _ask(Client(), email="nobody@sample.example")

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert "The code signs you in." in mails_to(ADDRESS)[0].text
    said = mails_to("nobody@sample.example")[0].text
    assert "This address has no account yet. The code begins one." in said
    assert User.objects.filter(email="nobody@sample.example").count() == 0


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
def test_form_sent_four_times_at_once_is_one_mail_and_no_error():
    start = threading.Barrier(4)
    answers = []

    def work():
        client = Client()
        start.wait()
        try:
            answers.append(_ask(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 4
    assert len(mails_to(ADDRESS)) == 1


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
    name = "code_form" if path == ASK else "form"
    assert response.context[name].errors[field]
    assert OutboxMail.objects.count() == 0


def test_address_is_kept_in_lower_case(client):
    _ask(client, email="Officer@Sample.Example")
    _enter(client)

    assert User.objects.get().email == ADDRESS
    assert len(mails_to(ADDRESS)) == 1


def test_second_press_works_where_a_password_manager_fills_the_hidden_field(client):
    first = _ask(client, website="https://agency.example")
    opened = first.context["code_form"]["opened"].value()

    second = _ask(client, website="https://agency.example", opened=opened)

    assert second["Location"] == CONFIRM


def test_robot_that_fills_the_hidden_field_gets_a_sentence_and_no_mail(client):
    response = _ask(client, website="http://spam.example")

    assert response.status_code == 200
    assert "automatic entry" in response.content.decode()
    assert ADDRESS in response.content.decode()
    assert OutboxMail.objects.count() == 0


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
    user = _begin(client)

    response = client.post(
        WELCOME, {"display_name": "Dana Ruiz", "password1": password}
    )

    user.refresh_from_db()
    assert response.status_code == 200
    assert response.context["form"].errors["password1"]
    assert not user.has_usable_password()


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
    user = _begin(client)

    client.post(WELCOME, {"display_name": "Dana Ruiz", "password1": password})

    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(password[:-1])


def test_password_field_sets_no_limit_and_allows_pasting(client):
    _begin(client)

    page = client.get(WELCOME).content.decode()

    (field,) = re.findall(r"<input[^>]*name=\"password1\"[^>]*>", page)
    assert "maxlength" not in field
    assert "onpaste" not in field
    assert 'autocomplete="new-password"' in field


# --- limits


def test_limit_of_new_accounts_keeps_the_code(client):
    for number in range(20):
        _begin(Client(), email=f"a{number}@sample.example")
    _ask(client)

    response = _enter(client)

    page = response.content.decode()
    assert response.status_code == 429
    assert "Too many accounts began at your connection." in page
    assert not User.objects.filter(email=ADDRESS).exists()


def test_limit_of_new_accounts_lets_known_people_in(client, monkeypatch):
    make_verified_user(email=ADDRESS)
    monkeypatch.setattr("accounts.entrance.SIGN_UPS_NETWORK", Limit(0, timedelta(1)))
    _ask(client)

    assert _enter(client)["Location"] == "/desk/"


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
