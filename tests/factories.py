"""Plain functions that make what a test needs and fill in what it does not care for."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import roles
from accounts.models import User
from foundation.models import OutboxMail
from leaders import membership, vetting
from leaders.choices import Outcome
from leaders.consent import CONSENT_VERSION
from leaders.models import Application, Leader, RankWord
from leaders.profiles import refresh_words
from places.models import Agency, ZipPlace
from resources import search_words
from resources.models import Film, HelpLine, Resource, StateLaw, Topic
from screenings import lifecycle, seats, times
from screenings.choices import ReservationStatus
from screenings.models import Reservation, Screening

_numbers = itertools.count(1)

#: The program office, where a step needs somebody and the test does not care who.
OFFICE = User(email="office@sample.example", is_staff=True, is_superuser=True)


def make_user(**overrides) -> User:
    number = next(_numbers)
    fields = {
        "email": f"person{number}@sample.example",
        "display_name": f"Person {number}",
        "password": "a long enough password",
    } | overrides
    return User.objects.create_user(**fields)


# Leaders


def make_staff(role: str = roles.PROGRAM_MANAGER, **overrides) -> User:
    """Make a member of the staff: "Reviewer" or "Program manager"."""
    user = make_verified_user(is_staff=True, **overrides)
    # Tests empty the database: the groups may be gone.
    if not Group.objects.filter(name=role, permissions__isnull=False).exists():
        roles.sync()
    user.groups.add(Group.objects.get(name=role))
    return user


def make_verified_user(**overrides) -> User:
    """Make somebody who showed that the e-mail address is theirs."""
    user = make_user(**overrides)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def _officer() -> dict:
    """What an applicant and a leader have alike."""
    return {
        "service": "sworn",
        "agency_kind": "local-police",
        "zip": "53154",
        "state": "WI",
        "city": "Oak Creek",
        "lat": 42.88,
        "lng": -87.9,
        "consent_version": CONSENT_VERSION,
        "consented_at": timezone.now(),
    }


_TO_REVIEW = ("submit", "claim")
_TO_DECISION = (*_TO_REVIEW, "recommend", "decide")
#: The steps people would make from a draft to each status.
_APPLICATION_STEPS = {
    "draft": (),
    "submitted": ("submit",),
    "in_review": _TO_REVIEW,
    "info_requested": (*_TO_REVIEW, "ask"),
    "recommended": (*_TO_REVIEW, "recommend"),
    "decided": _TO_DECISION,
    "accepted": (*_TO_DECISION, "accept"),
    "waitlisted": (*_TO_DECISION, "waitlist"),
    "declined": (*_TO_DECISION, "decline"),
    "withdrawn": ("submit", "withdraw"),
    "lapsed": ("lapse_draft",),
}
_GIVEN = {
    "ask": {"question": "Which school did you work with?"},
    "recommend": {"reason": "A good fit."},
    "decide": {"reason": "Agreed.", "message": "Thank you for applying."},
}


def make_application(
    status: str = "submitted",
    *,
    assignee: User | None = None,
    recommended_by: User | None = None,
    decided_by: User | None = None,
    outcome: str = "",
    topics=(),
    **overrides,
) -> Application:
    """Make an application and walk it to `status` by the moves people would make."""
    number = next(_numbers)
    fields = {
        **_officer(),
        "name": f"Officer {number}",
        "rank": "Sergeant",
        "years_of_service": 12,
        "agency_name": f"Sample Town {number} Police Department",
        "agency_size": "11-25",
        "why": "I want to help my peers answer hate crimes well.",
        "experience": "Two screenings with our school district.",
        "supervisor_name": f"Chief {number}",
        "supervisor_email": f"chief{number}@sample.example",
        "consent_to": ["name", "rank", "agency", "city"],
    } | overrides
    if "applicant" not in fields:
        fields["applicant"] = make_verified_user()
    application = Application.objects.create(**fields)
    application.topics.set(topics)
    steps = _APPLICATION_STEPS[status]
    outcome = outcome or next((o for o in Outcome.values if o in steps), "accept")
    by = {"submit": application.applicant, "withdraw": application.applicant}
    if "claim" in steps:
        reviewer = assignee or recommended_by or make_staff("Reviewer")
        by |= dict.fromkeys(("claim", "ask", "recommend"), reviewer)
    if "decide" in steps:
        manager = decided_by or make_staff("Program manager")
        by |= dict.fromkeys(("decide", *Outcome.values), manager)
    for step in steps:
        given = {"outcome": outcome, **_GIVEN.get(step, {})}
        application = vetting.MACHINE.move(application, step, by=by.get(step), **given)
    return application


#: The steps that lead from onboarding to each status.
_LEADER_STEPS = {
    "onboarding": (),
    "active": ("activate",),
    "paused": ("activate", "pause"),
    "suspended": ("activate", "suspend"),
    "alumni": ("activate", "retire"),
    "removed": ("activate", "suspend", "remove"),
    "died": ("activate", "died"),
}


def make_leader(status: str = "active", *, topics=(), **overrides) -> Leader:
    """Make a leader and walk them to `status` by the moves people would make.

    What was mailed on the way is left out: it is not what a test looks at.
    """
    number = next(_numbers)
    fields = {
        **_officer(),
        "name": f"Leader {number}",
        "slug": f"leader-{number}",
        "rank": "Lieutenant",
        "years_of_service": 15,
        "agency_name": f"Sample City {number} Police Department",
        "agency_size": "51-100",
        "help_offered": ["call", "screening"],
        "public_fields": ["name", "rank", "agency", "city", "languages", "portrait"],
    } | overrides
    if "user" not in fields:
        fields["user"] = make_verified_user(display_name=fields["name"])
    leader = Leader.objects.create(**fields)
    leader.topics.set(topics)
    refresh_words(leader)
    return move_leader(leader, *_LEADER_STEPS[status])


def move_leader(leader: Leader, *steps: str) -> Leader:
    """Take a leader on by the moves people would make; their mails are left out."""
    by = {"activate": leader.user, "pause": leader.user}
    if set(steps) - by.keys():
        by |= dict.fromkeys(("suspend", "retire", "remove", "died"), make_staff())
    for step in steps:
        reason = "" if step in ("activate", "pause") else "A complaint is looked into."
        leader = membership.MACHINE.move(leader, step, by=by[step], reason=reason)
    OutboxMail.objects.about(leader).delete()
    return leader


def make_rank_word(phrase: str = "gendarme", **overrides) -> RankWord:
    """Make a word that no rank of the factories holds; staff added it."""
    fields = {"name": phrase, "band": "patrol"} | overrides
    return RankWord.objects.create(phrase=phrase, **fields)


# Places and the catalogue


def make_zip_place(zip: str = "53154", **overrides) -> ZipPlace:
    fields = {
        "city": "Oak Creek",
        "state": "WI",
        "county": "Milwaukee County",
        "lat": 42.8892,
        "lng": -87.9027,
        "zone": "America/Chicago",
    } | overrides
    return ZipPlace.objects.create(zip=zip, **fields)


def make_agency(**overrides) -> Agency:
    number = next(_numbers)
    fields = {
        "name": f"Sample Town {number} Police Department",
        "kind": "local-police",
        "size": "11-25",
        "state": "WI",
    } | overrides
    return Agency.objects.create(**fields)


def make_topic(slug: str = "", **overrides) -> Topic:
    number = next(_numbers)
    slug = slug or f"topic-{number}"
    fields = {
        "label": slug.replace("-", " ").capitalize(),
        "group": "community",
        "order": number,
    } | overrides
    return Topic.objects.create(slug=slug, **fields)


def make_film(*, topics=(), **overrides) -> Film:
    number = next(_numbers)
    fields = {
        "slug": f"film-{number}",
        "title": f"Film {number}",
        "kind": "film",
        "summary": "Neighbors put a light in every window.",
        "page_url": "https://films.sample.example/one",
        "is_published": True,
    } | overrides
    film = Film.objects.create(**fields)
    film.topics.set(topics)
    search_words.refresh([film])
    return film


def make_help_line(status: str = "waiting", **overrides) -> HelpLine:
    """A line for the whole country that nobody has called yet."""
    number = next(_numbers)
    fields = {
        "slug": f"line-{number}",
        "name": f"Line {number}",
        "kind": "victims",
        "needs": ["rights"],
        "phone": f"1-202-555-{number % 10_000:04}",
        "source_year": 2024,
    } | overrides
    return HelpLine.objects.create(status=status, **fields)


def make_state_law(status: str = "shown", **overrides) -> StateLaw:
    """A law that is known to name religion."""
    fields = {
        "code": "WI",
        "has_law": True,
        "names": ["religion"],
        "source_year": 2024,
    } | overrides
    return StateLaw.objects.create(status=status, **fields)


def make_resource(*, topics=(), **overrides) -> Resource:
    number = next(_numbers)
    fields = {
        "slug": f"resource-{number}",
        "title": f"Resource {number}",
        "kind": "guide",
        "publisher": "Sample Press",
        "summary": "How one town answered.",
        "url": "https://library.sample.example/one",
        "is_published": True,
    } | overrides
    resource = Resource.objects.create(**fields)
    resource.topics.set(topics)
    search_words.refresh([resource])
    return resource


# Screenings


def make_screening(status: str = "published", **overrides) -> Screening:
    """Make a complete screening and walk it to `status` by the moves people would make.

    `starts_at` is three weeks ahead, or five days back for a held one, and it lasts
    two hours. Give `host` and `film` to share them. What was mailed on the way is
    taken out of the outbox.
    """
    number = next(_numbers)
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0)
    starts_at += timedelta(days=-5 if status in ("held", "reported") else 21)
    fields = {
        "title": f"Sample film night {number}",
        "summary": "We watch a film and talk about it.",
        "audiences": ["everyone"],
        "starts_at": starts_at,
        "zone": "America/Chicago",
        "venue": "Oak Creek Public Library",
        "street": "8040 S 6th Street",
        "city": "Oak Creek",
        "state": "WI",
        "zip": "53154",
        "lat": 42.88,
        "lng": -87.9,
        "capacity": 40,
        "captions": "yes",
        "step_free": "yes",
        "sign_language": "request",
        "police_presence": "The host is there in uniform. Nobody asks for papers.",
    } | overrides
    if fields.get("mode") == "online" and "online_capacity" not in fields:
        # The number of seats that a test names is of the one kind there is.
        fields["online_capacity"] = fields.pop("capacity")
    if fields["starts_at"] is not None:
        fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    if "host" not in fields:
        fields["host"] = make_leader()
    if "film" not in fields:
        fields["film"] = Film.objects.create(
            slug=f"film-{number}",
            title=f"Film {number}",
            kind="film",
            minutes=35,
            is_published=True,
        )
    screening = Screening.objects.create(**fields | _hours_of(fields))
    # Nobody publishes what is over: such steps were made two weeks before.
    with _before(screening):
        screening = _walked(screening, status)
    for step in {"held": ["hold"], "reported": ["hold", "report"]}.get(status, []):
        screening = lifecycle.MACHINE.move(screening, step)
    OutboxMail.objects.about(screening).delete()
    return screening


def _hours_of(fields: dict) -> dict:
    """What the host would have typed for these instants."""
    if fields["starts_at"] is None:
        return {}
    local = {
        name: times.local(fields[f"{name}_at"], fields["zone"])
        for name in ("starts", "ends", "doors")
        if fields.get(f"{name}_at")
    }
    hours = {name: at.time() for name, at in local.items()}
    return {"day": local["starts"].date(), **hours}


@contextmanager
def _before(screening: Screening) -> Iterator[None]:
    """Two weeks before an evening that has begun; else now."""
    if not screening.has_begun:
        yield
        return
    with time_machine.travel(screening.starts_at - timedelta(days=14)):
        yield


def _walked(screening: Screening, status: str) -> Screening:
    def go(name: str, by: User, **given: str) -> Screening:
        return lifecycle.MACHINE.move(screening, name, by=by, **given)

    host = screening.host.user
    if status == "draft":
        return screening
    if status == "withdrawn":
        return go("discard", host)
    if status != "submitted" and lifecycle.is_trusted_to_publish(screening.host):
        screening = go("publish", host)
    else:
        screening = go("submit", host)
        if status == "submitted":
            return screening
        screening = go("approve", OFFICE)
    if status == "postponed":
        return go("postpone", OFFICE, reason="The hall has no heating.")
    if status == "cancelled":
        return go("cancel", OFFICE, reason="The host is ill.")
    return screening


def make_reservation(
    screening: Screening | None = None, status: str = "confirmed", **overrides
) -> Reservation:
    """Make a reservation and walk it to `status` by the moves people would make.

    What was mailed on the way is taken out of the outbox.
    """
    number = next(_numbers)
    screening = screening or make_screening()
    fields = {"email": f"guest{number}@sample.example", "party_size": 1} | overrides
    fields.setdefault("attends", "online" if screening.is_online else "room")
    steps = {
        "pending": (),
        "confirmed": ("confirm",),
        "cancelled": ("confirm", "give_back"),
        "lapsed": ("lapse",),
    }[status]
    with _before(screening):
        reservation = Reservation.objects.create(screening=screening, **fields)
        for step in steps:
            if step == "confirm" and not screening.takes_reservations:
                # Guests came while it did; the screening went on to where it is.
                seats.take(reservation, None)
                reservation.status = ReservationStatus.CONFIRMED
                reservation.save()
            else:
                reservation = seats.MACHINE.move(reservation, step)
    OutboxMail.objects.about(reservation).delete()
    return reservation
