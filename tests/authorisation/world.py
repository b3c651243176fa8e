"""One of everything, so that each address of the matrix has something to show."""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

from accounts import factor_resets
from accounts.models import User
from foundation.models import JobRun
from foundation.outbox import queue
from foundation.tokens import token_for
from leaders import membership
from leaders.models import Leader
from resources.models import Film
from screenings import offers
from screenings.models import GuestQuestion
from tests.authorisation.runner import rows
from tests.factories import (
    make_agency,
    make_application,
    make_film,
    make_help_line,
    make_leader,
    make_rank_word,
    make_reservation,
    make_resource,
    make_screening,
    make_staff,
    make_state_law,
    make_topic,
    make_verified_user,
    make_zip_place,
)

SECRET = "canary"  # what no page but its owner's may show


@dataclass
class World:
    """People by their names in the matrix, and the arguments of addresses by a word."""

    people: dict[str, User | None]
    things: dict[str, dict] = field(default_factory=dict)

    def path(self, name: str, thing: str) -> str:
        """Return the path of an address for one thing of the world."""
        return reverse(name, kwargs=self.things[thing])


def make_world() -> World:
    """Make people of every kind and a thing in every state that matters."""
    make_zip_place()
    topic = make_topic("recognizing-hate-crime")
    own, other = make_leader(topics=[topic]), make_leader()
    former = make_leader("suspended")
    hidden = make_leader(is_hidden=True)
    reviewer, manager = make_staff("Reviewer"), make_staff("Program manager")
    application = make_application(
        why=f"{SECRET} why", supervisor_email=f"{SECRET}-chief@sample.example"
    )
    film, resource = make_film(), make_resource()
    line, law = make_help_line(name=f"{SECRET} line"), make_state_law()
    make_help_line("shown")

    def screening(status: str, host: Leader):
        made = make_screening(
            status, host=host, film=film, title=f"{status} {SECRET}"[:40]
        )
        return {"code": made.code, "slug": made.slug}, made

    mail = queue(
        to="reader@sample.example",
        subject="A mail",
        text="A mail",
        html="<p>A mail</p>",
    )
    job = JobRun.objects.create(name="purge-mail")
    things: dict[str, dict] = {
        "-": {},
        "leader": {"slug": own.slug},
        "leader:suspended": {"slug": former.slug},
        "leader:hidden": {"slug": hidden.slug},
        "leader:none": {"slug": "nobody-at-all"},
        "section": {"slug": "agency"},
        "portrait:none": {"name": "0" * 32 + ".webp"},
        "state": {"code": "wi"},
        "state:none": {"code": "zz"},
        "place": {"state": "wi"},
        "place:none": {"state": "zz"},
        "json": {"kind": "json"},
        "ics": {"kind": "ics"},
        "state.json": {"state": "wi", "kind": "json"},
        "film": {"slug": film.slug},
        "film:unpublished": {"slug": make_film(is_published=False).slug},
        "resource": {"slug": resource.slug},
        "resource:unpublished": {"slug": make_resource(is_published=False).slug},
        "screening:none": {"code": "000000", "slug": "none"},
        "token:none": {"token": "1-" + "a" * 32},
        "application": {"object_id": str(application.pk)},
        "application:pk": {"pk": application.pk},
        "application:claim": {"pk": application.pk, "name": "claim"},
        "leader:pk": {"pk": own.pk},
        "leader:suspend": {"pk": own.pk, "name": "suspend"},
        "leader:record": {"object_id": str(own.pk)},
        "film:record": {"object_id": str(film.pk)},
        "resource:record": {"object_id": str(resource.pk)},
        "topic:record": {"object_id": str(topic.pk)},
        "line:record": {"object_id": str(line.pk)},
        "line:check": {"pk": line.pk, "name": "check"},
        "line:take-off": {"pk": line.pk, "name": "take_off"},
        "law:record": {"object_id": str(law.pk)},
        "law:check": {"pk": law.pk, "name": "check"},
        "law:take-off": {"pk": law.pk, "name": "take_off"},
        "user:record": {"object_id": str(own.user.pk)},
        "member:record": {"object_id": str(reviewer.pk)},
        "member:make-manager": {"pk": reviewer.pk, "name": "make-manager"},
        "member:end-account": {"pk": reviewer.pk, "name": "end-account"},
        "member:nothing": {"pk": reviewer.pk, "name": "nothing"},
        "mail": {"pk": mail.pk},
        "mail:record": {"object_id": str(mail.pk)},
        "job:record": {"object_id": job.pk},
        "agency:record": {"object_id": str(make_agency().pk)},
        "word:record": {"object_id": str(make_rank_word().pk)},
        "app": {"app_label": "leaders"},
        "url": {"url": "nonsense"},
        "person:none": {"key": "nobody"},
        "shortcut": {"content_type_id": 1, "object_id": 1},
        "key:none": {"key": "nothing"},
        "factor:none": {"pk": 999},
        "key": {"uidb36": "1", "key": "set-password"},
        "provider:none": {"provider_id": "none"},
    }
    for status in ("draft", "submitted", "published", "cancelled", "held"):
        things[f"screening:{status}"], made = screening(status, own)
        if status == "submitted":
            things["screening:approve"] = {"pk": made.pk, "name": "approve"}
            things["screening:look"] = {"pk": made.pk, "name": "take_look"}
        if status == "published":
            things["screening:record"] = {"object_id": str(made.pk)}
            things["screening:pk"] = {"pk": made.pk}
            things["screening:cancel"] = {"pk": made.pk, "name": "cancel"}
            things["screening:code"] = {"code": made.code}
            reservation = make_reservation(made, "pending")
            things["reservation:record"] = {"object_id": str(reservation.pk)}
            things["reservation:pk"] = {"pk": reservation.pk}
            guest = make_reservation(made, email=f"{SECRET}-guest@sample.example")
            question = GuestQuestion.objects.create(
                reservation=guest, kind="question", text=f"{SECRET} question"
            )
            own_page = {"code": made.code, "slug": made.slug}
            things["question"] = own_page | {"number": question.pk}
            things["question:none"] = own_page | {"number": 0}
            things["token"] = {"token": token_for("reservation", reservation)}
    things |= _offered(other, film, manager)
    make_staff()  # somebody else who could confirm a reset
    reset = factor_resets.start(make_staff("Reviewer"), by=manager)
    things["reset:token"] = {"token": token_for("factor-reset", reset)}
    return World(
        people={
            "visitor": None,
            "member": make_verified_user(),
            "applicant": application.applicant,
            "host": own.user,
            "other leader": other.user,
            "suspended leader": former.user,
            "reviewer": reviewer,
            "program manager": manager,
        },
        things=things,
    )


def _offered(leader: Leader, film: Film, manager: User) -> dict[str, dict]:
    """A screening whose host has left, offered to `leader`."""
    made = make_screening(film=film, title="Left to the network")
    membership.set_hidden(
        made.host, True, by=manager, seen=made.host.version, reason="Moved away."
    )
    made.refresh_from_db()
    offers.offer(made, leader.pk, by=manager, seen=made.version)
    return {
        "screening:hostless": {"pk": made.pk},
        "screening:offered": {"code": made.code, "slug": made.slug},
    }


def public_paths(world: World) -> list[str]:
    """Return every path of the matrix that a visitor may open."""
    found = []
    for row in rows():
        if row.method == "GET" and row.answers["visitor"] == "A":
            try:
                found.append(world.path(row.name, row.thing))
            except NoReverseMatch:
                continue
    return list(dict.fromkeys(found))
