"""The sample people one can be: an officer, an applicant, a leader, two of the staff.

Their one password and second factor are written here for everybody to read, which is
why they exist in development only.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import OutputWrapper
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from niot_portal.sample import DOMAIN, only_in_development

PASSWORD = "leave a light on"  # noqa: S105
TOTP_SECRET = "LIGHTINTHEWINDOWLIGHTINTHEWINDOW"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody to be at /try/; `begins` is the path where their day begins.

    `role` is the staff role, "" for people who are not staff.
    """

    key: str
    name: str
    who: str | Promise
    begins: str
    role: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


OFFICER = Person(
    "officer",
    "Riley Newcomb",
    _("An officer with an account who has not applied yet."),
    "/leaders/apply/",
)
APPLICANT = Person(
    "applicant",
    "Sam Ortega",
    _("An officer who applied and has a question to answer."),
    "/leaders/application/",
)
LEADER = Person(
    "leader",
    "Dana Whitfield",
    _("A leader in Oak Creek, Wisconsin, with screenings to run."),
    "/desk/",
)
REVIEWER = Person(
    "reviewer",
    "Noor Siddiqui",
    _("A reviewer: reads applications and recommends."),
    "/admin/",
    role="Reviewer",
)
MANAGER = Person(
    "manager",
    "Margaret Ellery",
    _("A program manager: decides, and looks after leaders and screenings."),
    "/admin/",
    role="Program manager",
)
#: A colleague of each, so that two people can decide.
COLLEAGUES = (
    Person("reviewer2", "Theo Lindgren", "", "/admin/", role="Reviewer"),
    Person("manager2", "Imani Brooks", "", "/admin/", role="Program manager"),
)
PEOPLE = (OFFICER, APPLICANT, LEADER, REVIEWER, MANAGER)


def key(kind: str, number: int) -> str:
    """Return the first part of the address of the leader or applicant `number`.

    The first of each kind is the one of /try/.
    """
    first = {"leader": LEADER, "applicant": APPLICANT}[kind]
    return f"{kind}{number + 1}" if number else first.key


def make_accounts(names: dict[str, str], staff: dict[str, str]) -> dict[str, User]:
    """Make accounts for sample people; return them by the first part of the address.

    `names` maps that part to the person's name, `staff` to a staff role. Addresses
    are verified; staff have a second factor. One password is hashed for all.
    """
    only_in_development()
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            email=f"{key}@{DOMAIN}",
            display_name=name,
            password=password,
            is_staff=key in staff,
            has_no_agency=key in staff,
        )
        for key, name in names.items()
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in users
    )
    made = dict(zip(names, users, strict=True))
    Authenticator.objects.bulk_create(
        Authenticator(
            user=made[key],
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(TOTP_SECRET)},
        )
        for key in staff
    )
    for key, role in staff.items():
        made[key].groups.add(Group.objects.get(name=role))
    return made


def print_sample_people(out: OutputWrapper) -> None:
    """Say how to sign in as each sample person."""
    only_in_development()
    out.write("")
    out.write("Sign in with one press at /try/, or with these:")
    for person in PEOPLE:
        out.write(f"  {person.email:<26} {person.role or person.who}")
    out.write(f'  Password of all: "{PASSWORD}"')
    out.write(f"  Authenticator secret of the staff: {TOTP_SECRET}")
