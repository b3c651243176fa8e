"""Inviting staff, their roles, and what the staff site lets them do to accounts."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import roles, staff
from accounts.models import RoleHeld, User
from foundation.history import history_of
from tests.accounts.factors import PASSWORD, give_app, sign_in
from tests.factories import make_user, make_verified_user
from tests.mail import links_in, mails_to
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

ADDRESS = "pat@agency.example"


def _invite(*words, **options) -> str:
    said = StringIO()
    call_command("invite_staff", ADDRESS, *words, stdout=said, stderr=said, **options)
    return said.getvalue()


def _link() -> str:
    return next(
        link for link in links_in(mails_to(ADDRESS)[-1]) if "/invitation/" in link
    )


def _member(role: str) -> User:
    roles.sync()
    user = make_verified_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


# --- roles


def test_roles_name_only_what_models_declare():
    assert roles.unknown() == {}


def test_role_with_an_unknown_permission_stops_the_portal(monkeypatch):
    monkeypatch.setitem(roles.ROLES, roles.REVIEWER, ["leaders.crown_application"])

    errors = checks.run_checks(tags=[checks.Tags.security])
    with pytest.raises(CommandError, match=r"leaders\.crown_application"):
        call_command("sync_roles")

    assert "accounts.E001" in {error.id for error in errors}


def test_sync_gives_each_role_what_is_written_and_nothing_else():
    roles.sync()
    group = Group.objects.get(name=roles.REVIEWER)
    group.permissions.clear()
    group.permissions.add(
        *Group.objects.get(name=roles.PROGRAM_MANAGER).permissions.all()
    )

    roles.sync()

    for name, permissions in roles.ROLES.items():
        user = make_user()
        user.groups.add(Group.objects.get(name=name))
        assert user.get_all_permissions() == set(permissions)


def test_sync_says_what_changed_once():
    roles.sync()
    said = StringIO()

    call_command("sync_roles", stdout=said)

    assert said.getvalue() == "Reviewer: unchanged.\nProgram manager: unchanged.\n"


def test_no_role_may_touch_rights():
    for names in roles.ROLES.values():
        assert not [
            name
            for name in names
            if name.startswith(("auth.", "accounts."))
            and name not in ("accounts.view_user", "accounts.keep_staff")
        ]


def test_reviewer_recommends_and_does_not_decide():
    user = _member(roles.REVIEWER)

    assert user.has_perm("leaders.recommend_application")
    assert not user.has_perm("leaders.decide_application")
    assert not user.has_perm("foundation.resend_outboxmail")


# --- invitations


def test_invitation_leads_from_the_mail_to_the_staff_site(client):
    said = _invite(role=roles.PROGRAM_MANAGER, name="Pat Lee")
    link = _link()
    assert f"http://localhost:8000{link}" in said

    response = client.post(link, {"name": "Pat Lee", "password": PASSWORD})
    assert response["Location"] == "/admin/"
    user = User.objects.get(email=ADDRESS)

    assert client.get("/admin/")["Location"] == "/accounts/second-factor/"
    assert (user.display_name, user.is_staff, user.is_superuser) == (
        "Pat Lee",
        True,
        False,
    )
    assert user.has_perm("leaders.decide_application")


def test_opening_the_link_changes_nothing(client):
    _invite(role=roles.REVIEWER)
    before = User.objects.values().get()

    for _ in range(3):
        assert client.get(_link()).status_code == 200
        client.head(_link())

    assert User.objects.values().get() == before


def test_link_works_once(client):
    _invite(role=roles.REVIEWER)
    link = _link()
    client.post(link, {"password": PASSWORD})

    response = Client().post(link, {"password": "a thief's own sentence"})

    assert response.status_code == 404
    assert "This link has ended" in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_link_ends_after_three_days(client, time_machine):
    _invite(role=roles.REVIEWER)
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1))

    assert client.get(_link()).status_code == 404


@pytest.mark.parametrize("token", ["x", "1:2:3", "WzEsMV0:1vKfQe:abc", "%F0%9F%98%80"])
def test_link_that_was_never_ours_has_ended(client, token):
    assert client.get(f"/accounts/invitation/{token}/").status_code == 404


def test_poor_password_is_refused_beside_the_field(client):
    _invite(role=roles.REVIEWER)

    response = client.post(_link(), {"password": "short"})

    assert response.context["form"].errors["password"]
    assert not User.objects.get().has_usable_password()


def test_inviting_twice_doubles_nothing_and_keeps_the_password():
    _invite(role=roles.REVIEWER)
    Client().post(_link(), {"password": PASSWORD})
    _invite(role=roles.PROGRAM_MANAGER)

    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert [group.name for group in user.groups.all()] == [roles.PROGRAM_MANAGER]
    assert EmailAddress.objects.count() == 1
    assert len(mails_to(ADDRESS)) == 2


def test_inviting_an_officer_keeps_their_account(client):
    user = make_verified_user(email=ADDRESS)

    _invite(role=roles.REVIEWER)

    user.refresh_from_db()
    assert user.is_staff
    assert user.check_password(PASSWORD)


def test_inviting_an_address_somebody_else_typed_gives_them_nothing():
    """A stranger signs up with the address, unproven, before the invitation."""
    thief = make_user(email=ADDRESS, password="the thief's own sentence")
    EmailAddress.objects.create(user=thief, email=ADDRESS, primary=True)
    give_app(thief)
    client = Client()
    client.force_login(thief)

    _invite(role=roles.PROGRAM_MANAGER)

    user = User.objects.get()
    assert not user.check_password("the thief's own sentence")
    assert user.authenticator_set.count() == 0
    assert client.get("/accounts/profile/").status_code == 302


def test_inviting_a_second_address_promotes_the_account_that_has_it():
    user = make_verified_user()
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True)

    _invite(role=roles.REVIEWER)

    user.refresh_from_db()
    assert user.is_staff
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["nobody", "a@b", "\u017fam@sample.example", "a@b.example\nx"]
)
def test_inviting_a_bad_address_says_why(email):
    with pytest.raises(CommandError):
        call_command("invite_staff", email, role=roles.REVIEWER, stderr=StringIO())


def test_inviting_needs_a_role():
    with pytest.raises(CommandError, match="Give --role"):
        _invite()


def test_superuser_is_made_by_name_only():
    _invite(superuser=True)

    assert User.objects.get().is_superuser


def test_history_tells_who_was_given_which_rights_and_names_nobody():
    _invite(role=roles.REVIEWER)
    user = User.objects.get()

    events = history_of(user)
    held = RoleHeld.pgh_event_model.objects.filter(user_id=user.pk)

    assert events[0].what == "Invited to the staff: Reviewer"
    assert [event.group.name for event in held] == ["Reviewer"]
    columns = {field.name for field in User.pgh_event_model._meta.get_fields()}
    assert not columns & {"email", "display_name", "password"}


# --- a lost second factor


def test_reset_removes_factors_ends_sessions_and_tells_the_owner():
    user = make_verified_user(is_staff=True)
    give_app(user)
    client = signed_in(user)
    said = StringIO()

    call_command("reset_second_factor", user.email, stdout=said)

    assert "Removed one factor." in said.getvalue()
    assert user.authenticator_set.count() == 0
    assert client.get("/accounts/profile/").status_code == 302
    (mail,) = mails_to(user.email)
    assert mail.is_private
    assert "write to program-office@sample.example at once" in mail.text


def test_reset_is_safe_to_run_twice():
    user = make_verified_user()

    assert [staff.reset_second_factor(user) for _ in range(2)] == [0, 0]


def test_reset_of_an_unknown_address_says_so():
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody@sample.example")


# --- the staff site


def test_admin_sign_in_is_the_one_sign_in():
    client = Client()

    response = client.get("/admin/login/?next=/admin/accounts/user/")
    posted = client.post("/admin/login/", {"username": "a", "password": "b"})

    assert response["Location"] == "/accounts/login/?next=/admin/accounts/user/"
    assert posted["Location"] == "/accounts/login/?next=/admin/"


def test_admin_asks_visitors_to_sign_in_and_comes_back():
    response = Client().get("/admin/accounts/user/?q=a")

    assert response["Location"] == "/accounts/login/?next=/admin/accounts/user/%3Fq%3Da"


def test_admin_refuses_others_without_an_endless_redirect(client):
    sign_in(client, make_verified_user())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_admin_sign_in_does_not_lead_elsewhere():
    client = signed_in(make_verified_user(is_staff=True))

    response = client.get("/admin/login/?next=https://evil.example/")

    assert response["Location"] == "/admin/"


def test_admin_shows_no_table_of_sign_in():
    names = {model._meta.label for model in admin.site._registry}

    assert not names & {
        "auth.Group",
        "account.EmailAddress",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "socialaccount.SocialApp",
        "socialaccount.SocialToken",
    }


def test_reviewers_see_nobodys_account():
    client = signed_in(_member(roles.REVIEWER))
    other = make_verified_user()

    for page in ("", f"{other.pk}/change/", f"{other.pk}/history/", "?q=sample"):
        response = client.get(f"/admin/accounts/user/{page}")

        assert response.status_code == 403
        assert other.email not in response.content.decode()
    assert "/admin/accounts/user/" not in client.get("/admin/").content.decode()


def test_program_managers_see_accounts_and_change_none():
    client = signed_in(_member(roles.PROGRAM_MANAGER))
    other = make_verified_user()
    before = User.objects.values().get(pk=other.pk)
    forged = {
        "email": "x@sample.example",
        "display_name": "x",
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "on",
        "groups": str(Group.objects.first().pk),
        "password": "x",
        "user_permissions": "1",
    }

    assert client.get(f"/admin/accounts/user/{other.pk}/change/").status_code == 200
    response = client.post(f"/admin/accounts/user/{other.pk}/change/", forged)

    assert response.status_code == 403
    assert User.objects.values().get(pk=other.pk) == before
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.post(f"/admin/accounts/user/{other.pk}/delete/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


def test_superuser_gives_and_takes_rights_and_sessions_end():
    roles.sync()
    boss = signed_in(make_verified_user(is_staff=True, is_superuser=True))
    other = make_verified_user(is_staff=True)
    theirs = signed_in(other)

    boss.post(
        f"/admin/accounts/user/{other.pk}/change/",
        {"display_name": "New", "is_active": "on", "email": "x@sample.example"},
    )

    changed = User.objects.get(pk=other.pk)
    assert (changed.display_name, changed.is_staff) == ("New", False)
    assert changed.email == other.email
    assert theirs.get("/accounts/profile/").status_code == 302


def test_superuser_cannot_lock_out_themselves():
    user = make_verified_user(is_staff=True, is_superuser=True)

    signed_in(user).post(
        f"/admin/accounts/user/{user.pk}/change/", {"display_name": "Me"}
    )

    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff, user.is_active) == (True, True, True)
    assert user.display_name == "Me"


def test_user_form_has_no_password_field():
    user = make_verified_user(is_staff=True, is_superuser=True)

    page = signed_in(user).get(f"/admin/accounts/user/{user.pk}/change/")

    assert not re.search(r'name="password', page.content.decode())


def test_list_of_accounts_costs_the_same_with_many():
    client = signed_in(_member(roles.PROGRAM_MANAGER))
    client.get("/admin/accounts/user/")
    counts = []
    for more in (3, 30):
        for _ in range(more):
            make_user().groups.add(Group.objects.first())
        with count_queries() as queries:
            client.get("/admin/accounts/user/")
        counts.append(len(queries))
        assert not queries.repeated

    assert counts[0] == counts[1] <= 12


# --- the account page


def test_profile_shows_the_account_and_saves_the_name(client):
    user = make_verified_user(display_name="")
    sign_in(client, user)
    assert user.email in client.get("/accounts/profile/").content.decode()

    client.post(
        "/accounts/profile/",
        {
            "display_name": "  Dana   Ruiz ",
            "is_staff": "on",
            "email": "x@sample.example",
            "is_superuser": "on",
        },
    )

    user.refresh_from_db()
    assert (user.display_name, user.is_staff, user.is_superuser) == (
        "Dana   Ruiz",
        False,
        False,
    )
    assert user.email != "x@sample.example"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a\nb",
        "a\u202eb",
        pytest.param("x" * 121, id="longer than it may be"),
        "a\x00b",
    ],
)
def test_profile_refuses_a_bad_name_beside_the_field(client, name):
    user = make_verified_user()
    sign_in(client, user)

    response = client.post("/accounts/profile/", {"display_name": name})

    assert response.status_code == 200
    assert response.context["form"].errors["display_name"]


def test_profile_costs_few_queries(client):
    sign_in(client, make_verified_user())

    with count_queries() as queries:
        client.get("/accounts/profile/")

    assert len(queries) <= 5
    assert not queries.repeated


def test_text_of_a_person_never_is_the_address():
    user = make_user(display_name="")

    assert str(user) == repr(user)[7:-1] == f"Account {user.pk}"
