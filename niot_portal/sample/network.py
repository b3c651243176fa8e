"""Builds the sample network.

Everything follows from fixed seeds and today's date, so that two machines show the
same on the same day. Rows are written in bulk where that is faster, but always by
legal steps: the database refuses others.
"""

from io import StringIO

from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from niot_portal.models import SampleNetwork
from niot_portal.sample import names, only_in_development
from niot_portal.sample.agencies import make_agencies
from niot_portal.sample.applications import make_applications
from niot_portal.sample.hostless import leave_to_the_network
from niot_portal.sample.leaders import make_leaders
from niot_portal.sample.people import (
    COLLEAGUES,
    LEADER,
    MANAGER,
    PEOPLE,
    key,
    make_accounts,
)
from niot_portal.sample.screenings import make_screenings
from places.models import ZipPlace
from resources.models import Film, Topic


class NothingToShow(Exception):
    """The ZIP codes or the catalogue are not loaded yet."""


def load() -> bool:
    """Make the sample network, or return False if it is there already.

    Raises `NothingToShow` without ZIP codes or films, and outside development
    `ImproperlyConfigured`, before any database is asked.
    """
    only_in_development()
    with transaction.atomic():
        return _build()


def _build() -> bool:
    _mark, is_new = SampleNetwork.objects.get_or_create(pk=1)
    # A network that is older than the mark has it from now on.
    if not is_new or User.objects.filter(email=LEADER.email).exists():
        return False
    zips = {row[2] for row in (*names.LEADERS, *names.APPLICANTS)}
    places = {place.zip: place for place in ZipPlace.objects.filter(zip__in=zips)}
    films = list(Film.objects.published().order_by("slug"))
    topics = list(Topic.objects.order_by("slug"))
    if not (len(places) == len(zips) and films and topics):
        raise NothingToShow("Load ZIP codes and the catalogue first.")
    call_command("sync_roles", verbosity=0, stdout=StringIO())
    users = _accounts()
    leaders = make_leaders(users, places, topics, make_agencies(places))
    make_applications(users, places, topics)
    make_screenings(leaders, places, films)
    leave_to_the_network(leaders[0], users[MANAGER.key])
    return True


def _accounts() -> dict[str, User]:
    people = {person.key: person.name for person in (*PEOPLE, *COLLEAGUES)}
    people |= {key("leader", n): row[0] for n, row in enumerate(names.LEADERS)}
    people |= {key("applicant", n): row[0] for n, row in enumerate(names.APPLICANTS)}
    staff = {p.key: p.role for p in (*PEOPLE, *COLLEAGUES) if p.role}
    return make_accounts(people, staff)
