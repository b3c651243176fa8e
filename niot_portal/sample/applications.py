"""The sample applications: those under way, and how any of them is filled in."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random

import pgtrigger
from django.utils import timezone

from accounts.models import User
from leaders import as_typed, promises, vetting
from leaders.choices import NoSupervisor, PublicField, Service, Speaker
from leaders.consent import CONSENT_VERSION
from leaders.models import Application, InfoRequest
from niot_portal.sample import DOMAIN, names
from niot_portal.sample.people import COLLEAGUES, MANAGER, REVIEWER, key
from niot_portal.sample.seeds import code, seeded
from places.models import ZipPlace
from resources.models import Topic

#: Titles of people who are not sworn.
_CIVILIANS = (
    "Training Coordinator",
    "Prosecutor’s Investigator",
    "Crime Analyst",
    "Community Liaison",
)


def draft(
    user: User, row: tuple[str, ...], place: ZipPlace, number: int
) -> Application:
    """An application as its applicant filled it in, not sent yet."""
    name, rank, _zip, agency, kind, size = row
    chance = seeded("application", name)
    retired = "Ret" in rank
    civilian = rank in _CIVILIANS
    shown = [PublicField.NAME, PublicField.RANK, PublicField.PORTRAIT]
    shown += [field for field in PublicField if not number or chance.random() < 0.8]
    return Application(
        applicant=user,
        reference=code("application", name),
        name=name,
        rank=rank,
        service=Service.RETIRED
        if retired
        else Service.CIVILIAN
        if civilian
        else Service.SWORN,
        years_of_service=chance.randint(6, 34),
        agency_name=f"{agency} (sample)",
        agency_kind=kind,
        agency_size=size,
        zip=place.zip,
        state=place.state,
        city=place.city,
        lat=place.lat,
        lng=place.lng,
        languages=_languages(chance),
        why=chance.choice(names.WHY),
        experience=chance.choice(names.EXPERIENCE),
        supervisor_email=f"supervisor{number + 1}@{DOMAIN}",
        **_speaker(rank, kind, chance),
        consent_to=[field.value for field in PublicField if field in shown],
        consent_version=CONSENT_VERSION,
        consented_at=timezone.now(),
    )


def _speaker(rank: str, kind: str, chance: Random) -> dict[str, str]:
    """Who speaks for somebody of this rank: for most the supervisor."""
    supervisor = {"supervisor_name": chance.choice(names.SUPERVISORS)}
    if rank.startswith("Retired"):
        speaker, reason = Speaker.FORMER, NoSupervisor.RETIRED
    elif rank not in ("Chief", "Sheriff"):
        return supervisor
    elif rank == "Sheriff":
        speaker, reason = Speaker.BOARD, NoSupervisor.ELECTED
    else:
        speaker, reason = {
            "tribal": (Speaker.TRIBAL, NoSupervisor.TRIBAL),
            "campus": (Speaker.DEAN, NoSupervisor.CAMPUS),
        }.get(kind, (Speaker.MANAGER, NoSupervisor.HEAD))
    name, role = names.SPEAKERS[speaker.value]
    return {
        "speaker": speaker,
        "no_supervisor": reason,
        "supervisor_name": name,
        "supervisor_role": role,
    }


def _half_filled(row: Application) -> None:
    """Leave a draft as somebody did who was called away, with a ZIP code too short."""
    row.agency_size = row.zip = row.state = row.city = row.why = row.experience = ""
    row.lat = row.lng = row.consented_at = None
    row.supervisor_name = row.supervisor_email = row.consent_version = ""
    row.languages, row.consent_to = ["en"], []
    as_typed.keep(row, "agency", {"zip": ["7700"]})


def _languages(chance: Random) -> list[str]:
    spoken = ["en"]
    if chance.random() < 0.4:
        spoken.append(chance.choice(names.LANGUAGES_SPOKEN))
    return spoken


def give_topics(rows: Iterable[Application], topics: list[Topic]) -> None:
    """Give each of some applications three to six topics, in one statement."""
    through = Application.topics.through
    through.objects.bulk_create(
        through(application_id=row.pk, topic_id=topic.pk)
        for row in rows
        for topic in seeded("topics", row.name).sample(
            topics, k=seeded("how many", row.name).randint(3, 6)
        )
    )


#: How far each of the applicants has come, in their order, and how many days ago the
#: application was sent.
_UNDER_WAY: tuple[tuple[str, int], ...] = (
    ("asked_again", 9),
    ("submitted", 1),
    ("submitted", 4),
    ("submitted", 8),
    ("submitted", 13),
    ("in_review", 6),
    ("in_review", 11),
    ("in_review", 19),
    ("recommended", 12),
    ("recommended", 16),
    ("recommended", 21),
    ("decided", 18),
    ("decided", 24),
    ("accepted", 40),
    ("waitlisted", 52),
    ("waitlisted", 61),
    ("declined", 70),
    ("withdrawn", 33),
    ("lapsed", 95),
    ("half_filled", 0),
    ("draft", 0),
    ("info_requested", 14),
    ("submitted", 2),
    ("answered", 3),
)


def make_applications(
    users: dict[str, User], places: dict[str, ZipPlace], topics: list[Topic]
) -> None:
    """Make the applications under way, by the very moves people make."""
    rows = [
        draft(users[key("applicant", n)], row, places[row[2]], n + 100)
        for n, row in enumerate(names.APPLICANTS)
    ]
    half = [
        row
        for row, (status, _days) in zip(rows, _UNDER_WAY, strict=True)
        if status == "half_filled"
    ]
    for row in half:
        _half_filled(row)
    Application.objects.bulk_create(rows)
    give_topics([row for row in rows if row not in half], topics)
    for number, (row, (status, days)) in enumerate(zip(rows, _UNDER_WAY, strict=True)):
        even = number % 2 == 0
        reviewer = users[REVIEWER.key if even else COLLEAGUES[0].key]
        manager = users[MANAGER.key if even else COLLEAGUES[1].key]
        application = row
        for name, by, data in _moves(status, row, reviewer, manager):
            application = vetting.MACHINE.move(application, name, by=by, **data)
        _send_back_in_time(application, days)


def _moves(
    status: str, row: Application, reviewer: User, manager: User
) -> Iterator[tuple[str, User | None, dict]]:
    """Yield the moves (name, by whom, with what) that lead from draft to `status`."""
    if status in ("draft", "half_filled"):
        return
    yield "submit", row.applicant, {}
    if status == "submitted":
        return
    if status == "withdrawn":
        yield "withdraw", row.applicant, {}
        return
    yield "claim", reviewer, {}
    if status == "in_review":
        return
    if status in ("info_requested", "lapsed"):
        yield "ask", reviewer, {"question": names.QUESTION}
        if status == "lapsed":
            yield "lapse_silent", None, {}
        return
    if status in ("answered", "asked_again"):
        yield "ask", reviewer, {"question": names.QUESTION}
        yield "respond", row.applicant, {"answer": names.ANSWER}
        if status == "asked_again":
            yield "ask", reviewer, {"question": names.SECOND_QUESTION}
        return
    outcome = {"waitlisted": "waitlist", "declined": "decline"}.get(status, "accept")
    advice = {"outcome": outcome, "reason": names.RECOMMENDATION}
    yield "recommend", reviewer, advice
    if status == "recommended":
        return
    decision = {
        "outcome": outcome,
        "reason": names.DECISION,
        "message": names.MESSAGES[outcome],
    }
    yield "decide", manager, decision
    if status != "decided":
        yield outcome, manager, {}


def _send_back_in_time(application: Application, days: int) -> None:
    """Let the dates of an application lie where a queue would have them."""
    ago = timedelta(days=days, hours=days % 9)
    columns = {"created_at": application.created_at - ago - timedelta(days=2)}
    step = timedelta(0)
    for column in ("submitted_at", "recommended_at", "decided_at", "released_at"):
        if (moment := getattr(application, column)) is not None:
            columns[column] = min(moment, moment - ago + step)
            step += timedelta(days=min(4, max(1, days // 4)))
    for question in application.info_requests.exclude(closed_at=None):
        _send_question_back(question, days)
    # Nobody did this: the history keeps the acts alone.
    with pgtrigger.ignore("leaders.Application:update_update"):
        Application.objects.filter(pk=application.pk).update(**columns)


def _send_question_back(question: InfoRequest, days: int) -> None:
    """Let a closed question lie between the sending, so many days ago, and today."""
    closed = timezone.now() - timedelta(days=days / 3)
    question.asked_at = timezone.now() - timedelta(days=days * 2 / 3)
    question.closed_at = closed
    question.answered_at = closed if question.answer else None
    question.due_on = question.asked_at.date() + promises.ANSWER_WITHIN
    question.save()
