"""A program manager invites somebody in the browser, and how they come in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles, staff
from accounts.models import Invitation, User
from accounts.roles import PROGRAM_MANAGER, REVIEWER
from foundation.history import history_of
from tests.accounts.factors import PASSWORD, code_for, give_app, sign_in_with_app
from tests.factories import make_agency, make_staff, make_verified_user
from tests.mail import links_in, mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "pat@agency.example"
INVITE = "/admin/accounts/staffperson/invite/"


def _typed(**overrides) -> dict:
    return {
        "email": ADDRESS,
        "name": "Pat Lee",
        "role": REVIEWER,
        "works_for": "none",
        "agency": "",
        "shown": "",
    } | overrides


def _invite(by: User, **overrides):
    """Fill in the form, read the mail, and send it; return the last answer."""
    client = signed_in(by)
    shown = client.post(INVITE, _typed(**overrides))
    mark = shown.context["form"]["shown"].value()
    return client.post(INVITE, _typed(**overrides, shown=mark))


def _link() -> str:
    links = links_in(mails_to(ADDRESS)[-1])
    return next(link for link in links if "/invitation/" in link)


def _act(by: User, person: User, name: str, **more):
    """Press a button of the person’s page; return the answer to the post."""
    client, path = signed_in(by), f"/admin/accounts/staffperson/{person.pk}/act/{name}/"
    page = client.get(path)
    version = page.context["form"]["version"].value()
    return client.post(path, {"version": version, **more})


@pytest.fixture
def clock(time_machine):
    """A clock that runs, and can be put forward."""
    time_machine.move_to(timezone.now())
    return time_machine


# --- asking


def test_mail_is_shown_before_it_is_sent_and_is_the_same():
    manager = make_staff()
    client = signed_in(manager)

    shown = client.post(INVITE, _typed())
    assert mails_to(ADDRESS) == []
    letter = shown.context["preview"]
    mark = shown.context["form"]["shown"].value()
    client.post(INVITE, _typed(shown=mark))

    (mail,) = mails_to(ADDRESS)
    assert mail.subject == letter.subject
    gap = "http://localhost:8000/accounts/invitation/…/"
    sent = mail.text.replace(f"http://localhost:8000{_link()}", gap)
    assert sent == letter.text


def test_invitation_gives_role_agency_and_stands_in_the_list_with_its_end():
    manager, agency = make_staff(), make_agency(name="Oak Creek Police Department")

    answer = _invite(manager, works_for="agency", agency="oak creek police department")

    user = User.objects.get(email=ADDRESS)
    assert answer.status_code == 302
    assert (user.display_name, user.agency, user.is_superuser) == (
        "Pat Lee",
        agency,
        False,
    )
    assert staff.role_of(user) == REVIEWER
    page = signed_in(manager).get("/admin/accounts/staffperson/?role=invited")
    assert [row.pk for row in page.context["cl"].result_list] == [user.pk]
    assert "Invited until" in page.content.decode()
    assert history_of(user)[0].who == str(manager)


def test_mail_that_was_not_shown_is_not_sent():
    client = signed_in(make_staff())
    mark = client.post(INVITE, _typed()).context["form"]["shown"].value()

    client.post(INVITE, _typed(role=PROGRAM_MANAGER, shown=mark))
    client.post(INVITE, _typed(email="else@agency.example", shown=mark))

    assert Invitation.objects.count() == 0
    assert mails_to(ADDRESS) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"role": "Superuser"}, "role"),
        ({"role": ""}, "role"),
        ({"role": "1"}, "role"),
        ({"works_for": ""}, "works_for"),
        ({"works_for": "agency"}, "agency"),
        ({"works_for": "agency", "agency": "No Such Police"}, "agency"),
        ({"works_for": "none", "agency": "x\x00"}, "agency"),
        ({"works_for": "agency", "agency": ", ,"}, "agency"),
        ({"works_for": "agency", "agency": "x" * 10_000}, "agency"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(typed, field):
    client = signed_in(make_staff())

    answer = client.post(INVITE, _typed(**typed))

    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert answer.context["form"]["email"].value() == _typed(**typed)["email"]
    assert Invitation.objects.count() == 0


def test_agency_of_two_states_is_asked_for_with_its_state():
    for state in ("WI", "MN"):
        make_agency(name="Spring Valley Police", state=state)
    client = signed_in(make_staff())

    answer = client.post(
        INVITE, _typed(works_for="agency", agency="Spring Valley Police")
    )
    named = client.post(
        INVITE, _typed(works_for="agency", agency="Spring Valley Police, MN")
    )

    (sentence,) = answer.context["form"].errors["agency"]
    assert "Spring Valley Police, WI; Spring Valley Police, MN" in sentence
    assert named.context["form"].cleaned_data["agency"].state == "MN"


def test_nobody_gives_themselves_a_role():
    manager = make_staff(email=ADDRESS)

    answer = _invite(manager, role=PROGRAM_MANAGER)

    (sentence,) = answer.context["form"].non_field_errors()
    assert sentence == "This is your own address. Nobody gives themselves a role."


def test_whoever_has_a_role_is_not_invited_over_it():
    make_staff(email=ADDRESS, display_name="Pat")

    answer = _invite(make_staff(), role=REVIEWER)

    (sentence,) = answer.context["form"].non_field_errors()
    assert sentence == "Pat has a role, or is invited already. Open their page."
    assert Invitation.objects.count() == 0


def test_forged_fields_give_no_more_than_the_role():
    manager = make_staff()

    _invite(manager, is_superuser="on", superuser="on", is_staff="on", groups="1")

    assert not User.objects.get(email=ADDRESS).is_superuser


def test_reviewers_neither_see_nor_use_the_pages():
    reviewer, other = make_staff("Reviewer"), make_staff()
    client = signed_in(reviewer)
    pages = ["", "invite/", f"{other.pk}/change/", f"{other.pk}/act/end-account/"]

    answers = [client.get(f"/admin/accounts/staffperson/{page}") for page in pages]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert client.post(INVITE, _typed()).status_code == 403
    assert "staffperson" not in client.get("/admin/").content.decode()


def test_superuser_may_invite_too():
    roles.sync()
    boss = make_verified_user(is_staff=True, is_superuser=True)

    _invite(boss)

    assert staff.role_of(User.objects.get(email=ADDRESS)) == REVIEWER


# --- withdrawing, sending anew


def test_withdrawing_ends_link_and_rights_and_tells_the_person():
    manager = make_staff()
    _invite(manager)
    link, user = _link(), User.objects.get(email=ADDRESS)

    _act(manager, user, "withdraw")

    user.refresh_from_db()
    assert (user.is_staff, user.groups.count()) == (False, 0)
    assert Client().get(link).status_code == 404
    assert "withdrawn" in mails_to(ADDRESS)[-1].subject
    assert Invitation.objects.get().status == "withdrawn"


def test_withdrawing_twice_is_answered_without_harm():
    manager = make_staff()
    _invite(manager)
    user = User.objects.get(email=ADDRESS)
    _act(manager, user, "withdraw")

    path = f"/admin/accounts/staffperson/{user.pk}/act/withdraw/"
    answer = signed_in(manager).post(path, {"version": 0})

    assert answer.status_code == 302
    assert len(mails_to(ADDRESS)) == 2


def test_sending_anew_ends_the_old_link_and_the_new_one_holds(clock):
    manager = make_staff()
    _invite(manager)
    old = _link()
    clock.shift(timedelta(days=4))

    _act(manager, User.objects.get(email=ADDRESS), "send-anew")

    assert Client().get(old).status_code == 404
    assert Client().get(_link()).status_code == 200
    assert Invitation.objects.get().ends_at > timezone.now()


def test_person_can_be_invited_again_after_leaving():
    manager = make_staff()
    _invite(manager)
    _act(manager, User.objects.get(email=ADDRESS), "withdraw")

    _invite(manager, role=PROGRAM_MANAGER)

    user = User.objects.get(email=ADDRESS)
    assert (user.is_staff, user.left_staff_at) == (True, None)
    assert staff.role_of(user) == PROGRAM_MANAGER


# --- coming in


# A factor is known as shown once its transaction is over.
@pytest.mark.django_db(transaction=True)
def test_first_hour_asks_for_a_password_once_and_a_code_once(clock):
    _invite(make_staff())
    client = Client()

    came = client.post(_link(), {"name": "Pat Ann Lee", "password": PASSWORD})
    assert client.get(came["Location"])["Location"] == "/accounts/second-factor/"
    clock.shift(timedelta(minutes=25))  # longer than a proof holds
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    set_up = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    clock.shift(timedelta(minutes=25))
    codes = client.get(set_up["Location"])
    home = client.get("/admin/")

    assert (codes.status_code, home.status_code) == (200, 200)
    assert User.objects.get(email=ADDRESS).display_name == "Pat Ann Lee"
    assert Invitation.objects.get().status == "accepted"


@pytest.mark.django_db(transaction=True)
def test_after_the_first_hour_the_codes_are_asked_for_again(clock):
    _invite(make_staff())
    client = Client()
    client.post(_link(), {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    for _ in range(3):
        clock.shift(timedelta(minutes=25))
        client.get("/admin/")

    answer = client.get("/accounts/2fa/recovery-codes/")

    assert "/reauthenticate/" in answer["Location"]


def test_factor_beside_another_one_proves_nothing_about_that():
    user = make_staff()
    give_app(user)
    client = Client()
    client.force_login(user)

    client.get("/accounts/2fa/webauthn/add/")

    assert "/2fa/reauthenticate/" in client.get("/admin/")["Location"]


def test_invited_person_with_a_second_factor_is_asked_for_it():
    user = make_verified_user(email=ADDRESS)
    secret = give_app(user)
    _invite(make_staff())

    client = Client()
    answer = client.post(_link(), {"password": "quite another long sentence"})

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get("/admin/").status_code == 200


def test_whoever_signs_in_without_the_link_has_come():
    user = make_verified_user(email=ADDRESS)
    secret = give_app(user)
    _invite(make_staff())

    sign_in_with_app(Client(), user, secret)

    assert Invitation.objects.get().status == "accepted"
