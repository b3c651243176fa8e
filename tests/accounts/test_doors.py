"""Strangers keep nobody out, and no address sees more guesses than its bound."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import promises, tries
from tests.accounts.factors import (
    code_for,
    give_app,
    give_passkey,
    last_code,
    links_in_last_mail,
    sign_in,
)
from tests.factories import make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

WRONG = "wrong " * 4
HOME, ELSEWHERE = "203.0.113.5", "198.51.100.7"


def browser_at(network: str, **cookies: str) -> Client:
    """A browser in some network, with these cookies."""
    client = Client(REMOTE_ADDR=network)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def known_browser(user, network: str = HOME) -> Client:
    """A browser in which somebody signed in once and out again."""
    client = browser_at(network)
    assert sign_in(client, user).status_code == 302
    client.post("/accounts/logout/")
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def spend_passwords(user, network: str, times: int = 5) -> None:
    for _ in range(times):
        sign_in(browser_at(network), user, WRONG)


def crowd(user, guesses: int) -> None:
    """Let strangers in many places guess: five in each network."""
    for number in range(guesses):
        sign_in(browser_at(f"192.0.2.{number // 5 + 1}"), user, WRONG)


# --- one stranger


@pytest.mark.parametrize("staff", [False, True], ids=["member", "staff"])
def test_wrong_passwords_from_elsewhere_do_not_shut_the_owner_out(staff):
    user = make_verified_user(is_staff=staff)
    spend_passwords(user, ELSEWHERE, times=12)
    owner, stranger = browser_at(HOME), browser_at(ELSEWHERE)

    refused = sign_in(stranger, user)
    response = sign_in(owner, user)

    assert (refused.status_code, is_in(stranger)) == (429, False)
    assert "Wait 15 minutes, then try again." in refused.content.decode()
    assert (response.status_code, is_in(owner)) == (302, True)


def test_ipv6_stranger_is_counted_by_the_network():
    user = make_verified_user()
    for number in range(5):
        sign_in(browser_at(f"2001:db8:1:2::{number + 1}"), user, WRONG)

    assert sign_in(browser_at("2001:db8:1:2:ffff::9"), user).status_code == 429
    assert sign_in(browser_at("2001:db8:1:3::1"), user).status_code == 302


def test_known_browser_passes_where_a_stranger_on_the_same_network_is_shut_out():
    user = make_verified_user()
    known = known_browser(user)
    spend_passwords(user, HOME, times=25)

    response = sign_in(known, user)

    assert sign_in(browser_at(HOME), user).status_code == 429
    assert (response.status_code, is_in(known)) == (302, True)


def test_known_browser_has_its_own_five_tries():
    user = make_verified_user()
    known = known_browser(user)
    for _ in range(5):
        sign_in(known, user, WRONG)

    assert sign_in(known, user).status_code == 429
    assert sign_in(browser_at(HOME), user).status_code == 302


def test_cookie_of_a_known_browser_is_worth_nothing_for_others_or_when_forged():
    user, other = make_verified_user(), make_verified_user()
    known = known_browser(other)
    spend_passwords(user, HOME)
    cookie = known.cookies["browser"].value

    assert sign_in(known, user).status_code == 429
    for forged in (cookie[:-3] + "abc", "", "x", cookie.replace(":", "")):
        assert sign_in(browser_at(HOME, browser=forged), user).status_code == 429


@pytest.mark.parametrize("change", ["password", "sign out everywhere"])
def test_browsers_are_strangers_again_after_a_change(change):
    user = make_verified_user()
    known = known_browser(user)
    if change == "password":
        user.set_password("quite another sentence")
        user.save()
    else:
        user.sign_out_everywhere()
    spend_passwords(user, HOME)

    assert sign_in(known, user).status_code == 429


def test_one_browser_is_known_for_five_people_at_most():
    people = [make_verified_user() for _ in range(6)]
    client = browser_at(HOME)
    for user in people:
        sign_in(client, user)
        client.post("/accounts/logout/")
    for user in people:
        spend_passwords(user, HOME, times=5)

    passed = [sign_in(client, user).status_code == 302 for user in people]

    assert passed == [False, True, True, True, True, True]


def test_cookie_of_a_known_browser_names_nobody(client):
    user = make_verified_user()
    sign_in(client, user)

    cookie = client.cookies["browser"]

    assert user.email.split("@")[0] not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        "Lax",
        "/",
    )
    assert cookie["max-age"] == 180 * 24 * 3600


def test_codes_asked_for_elsewhere_do_not_shut_the_owner_out():
    user = make_verified_user()
    asked = [
        browser_at(ELSEWHERE).post("/accounts/login/code/", {"email": user.email})
        for _ in range(6)
    ]

    owner = browser_at(HOME)
    owner.post("/accounts/login/code/", {"email": user.email})
    owner.post("/accounts/login/code/confirm/", {"code": last_code(user.email)})

    assert [response.status_code for response in asked] == [302] * 5 + [429]
    assert is_in(owner)


def test_resets_asked_for_elsewhere_do_not_shut_the_owner_out():
    user = make_verified_user()
    for _ in range(7):
        browser_at(ELSEWHERE).post("/accounts/password/reset/", {"email": user.email})
    before = len(mails_to(user.email))

    response = browser_at(HOME).post("/accounts/password/reset/", {"email": user.email})

    assert before == promises.RESETS_NEAR.tries
    assert response["Location"] == "/accounts/password/reset/done/"
    assert len(mails_to(user.email)) == before + 1


def test_code_of_the_second_step_is_not_used_up_by_whoever_knows_the_password():
    user = make_verified_user(is_staff=True)
    secret = give_app(user)
    thief, owner = browser_at(ELSEWHERE), browser_at(HOME)
    sign_in(thief, user)
    for _ in range(6):
        response = thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    sign_in(owner, user)

    owner.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert "That was too many tries" in response.content.decode()
    assert is_in(owner)


def test_codes_for_a_new_address_elsewhere_do_not_stop_its_owner():
    address = "officer@sample.example"
    for number in range(3):
        stranger = browser_at(f"198.51.100.{number}")
        stranger.post("/accounts/login/code/", {"email": address})
    owner = browser_at(HOME)

    owner.post("/accounts/login/code/", {"email": address})
    code = last_code(address)
    response = owner.post("/accounts/login/code/confirm/", {"code": code})

    assert response.status_code == 302
    assert is_in(owner)


# --- many strangers


def test_guesses_at_one_address_are_bounded_over_all_networks(time_machine):
    """The bound: 20 wrong passwords in any hour, from however many networks."""
    user = make_verified_user()
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    checked = []
    real = type(user).check_password

    def check(self, raw):
        checked.append(timezone.now())
        return real(self, raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(user), "check_password", check)
        for minute in range(0, 180, 2):
            time_machine.move_to(start + timedelta(minutes=minute), tick=False)
            for number in range(3):
                sign_in(browser_at(f"192.0.{minute}.{number}"), user, WRONG)

    limit = promises.PASSWORDS_ALL
    busiest = max(
        sum(0 <= (other - one).total_seconds() < 3600 for other in checked)
        for one in checked
    )
    assert (limit.tries, limit.within.total_seconds()) == (20, 3600)
    assert busiest == 20
    assert len(checked) == 60


def test_crowd_leaves_the_owner_four_ways_in():
    user = make_verified_user()
    known = known_browser(user)
    crowd(user, 30)

    strange = browser_at(HOME)
    refused = sign_in(strange, user)
    by_password = sign_in(known, user)
    by_code = browser_at(HOME)
    by_code.post("/accounts/login/code/", {"email": user.email})
    by_code.post("/accounts/login/code/confirm/", {"code": last_code(user.email)})

    page = refused.content.decode()
    assert refused.status_code == 429
    assert "This address was tried from many places." in page
    assert "have a link sent to choose a new password" in page
    assert (by_password.status_code, is_in(known)) == (302, True)
    assert is_in(by_code)


def test_passkey_is_let_through_a_crowd():
    user = make_verified_user()
    passkey = give_passkey(user)
    crowd(user, 30)
    owner = browser_at(HOME)
    path = "/accounts/2fa/webauthn/login/"
    options = owner.get(path, headers={"Accept": "application/json"}).json()

    owner.post(path, {"credential": passkey.answer(options["request_options"])})

    assert sign_in(browser_at(HOME), user).status_code == 429
    assert is_in(owner)


def test_link_to_a_new_password_lets_the_browser_through_a_crowd():
    user = make_verified_user()
    crowd(user, 30)
    owner = browser_at(HOME)
    assert sign_in(owner, user).status_code == 429

    owner.post("/accounts/password/reset/", {"email": user.email})
    (link,) = [link for link in links_in_last_mail(user) if "/reset/key/" in link]
    form = owner.get(link, follow=True).request["PATH_INFO"]
    new = "quite another sentence"
    owner.post(form, {"password1": new, "password2": new})

    assert sign_in(owner, user, new).status_code == 302


def test_crowd_cannot_use_up_the_links_to_a_new_password(time_machine):
    """Beyond a bound no mail is sent, but the last one that was sent still works."""
    user = make_verified_user()
    start = timezone.now()
    for number in range(30):
        browser_at(f"192.0.2.{number}").post(
            "/accounts/password/reset/", {"email": user.email}
        )
    mails = mails_to(user.email)
    owner = browser_at(HOME)
    # A number: with a moment, the zone of the process would move as well.
    time_machine.move_to((start + promises.RESETS_ALL.within * 0.95).timestamp())

    response = owner.post("/accounts/password/reset/", {"email": user.email})
    (link,) = [link for link in links_in_last_mail(user) if "/reset/key/" in link]

    assert len(mails) == promises.RESETS_ALL.tries == len(mails_to(user.email))
    assert response["Location"] == "/accounts/password/reset/done/"
    assert "token_fail" not in owner.get(link, follow=True).context
    assert promises.RESETS_ALL.within <= promises.RESET_WORKS / 2


def test_crowd_cannot_fill_a_mailbox_with_codes():
    user = make_verified_user()
    for number in range(40):
        browser_at(f"192.0.2.{number}").post(
            "/accounts/login/code/", {"email": user.email}
        )

    assert len(mails_to(user.email)) == promises.CODES_ALL.tries == 20


def test_hammering_at_a_shut_door_shuts_no_other():
    """What is refused near one stranger does not count towards the crowd's bound."""
    user = make_verified_user()
    spend_passwords(user, ELSEWHERE, times=19)

    for network in range(3):
        spend_passwords(user, f"192.0.2.{network}", times=4)

    assert sign_in(browser_at(HOME), user).status_code == 302


def test_one_network_guesses_at_many_addresses_in_vain():
    people = [make_verified_user() for _ in range(7)]
    for user in people:
        for _ in range(3):
            response = sign_in(browser_at(ELSEWHERE), user, WRONG)

    assert response.status_code == 429
    assert sign_in(browser_at(HOME), people[0]).status_code == 302


def test_right_passwords_count_as_hashings_only(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    user = make_verified_user()

    answers = [sign_in(browser_at(HOME), user).status_code for _ in range(31)]

    assert answers == [302] * 30 + [429]


# --- who hears of it


def test_owner_is_told_once_a_day_and_from_where(time_machine):
    user = make_verified_user()
    spend_passwords(user, ELSEWHERE, times=4)
    assert mails_to(user.email) == []

    spend_passwords(user, ELSEWHERE, times=9)
    crowd(user, 25)

    (mail,) = mails_to(user.email)
    assert mail.is_private
    assert mail.subject == (
        f"Wrong passwords were typed for your account – {settings.SITE_NAME}"
    )
    assert ELSEWHERE in mail.text
    assert f"{settings.SITE_URL}/accounts/password/reset/" in mail.text


def test_whoever_has_no_account_is_told_that():
    for _ in range(6):
        browser_at(ELSEWHERE).post(
            "/accounts/login/", {"login": "nobody@sample.example", "password": WRONG}
        )

    (mail,) = mails_to("nobody@sample.example")
    assert mail.subject == f"No account with this address – {settings.SITE_NAME}"


def test_owner_is_told_that_the_password_is_known_to_others():
    user = make_verified_user(is_staff=True)
    give_app(user)
    thief = browser_at(ELSEWHERE)
    sign_in(thief, user)
    for _ in range(8):
        thief.post("/accounts/2fa/authenticate/", {"code": "000000"})

    (mail,) = mails_to(user.email)
    assert mail.subject == f"Somebody may know your password – {settings.SITE_NAME}"
    assert ELSEWHERE in mail.text


def test_every_sentence_of_a_shut_door_says_how_long():
    for limit in (
        promises.PASSWORDS_NEAR,
        promises.FACTORS_NEAR,
        promises.CODES_NEAR,
        promises.RESETS_NEAR,
        promises.SIGN_INS_NETWORK,
    ):
        assert tries.too_many(limit).startswith("That was too many tries. Wait ")
