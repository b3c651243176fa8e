"""What the sample hosts and their guests write to each other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from django.utils import timezone

from accounts.models import User
from foundation import history
from leaders.models import Leader
from niot_portal.sample import names
from niot_portal.sample.people import LEADER
from niot_portal.sample.seeds import seeded
from screenings import talk
from screenings.choices import Audience, QuestionKind, QuestionStatus
from screenings.models import (
    GuestQuestion,
    HostDigest,
    HostMessage,
    Reservation,
    Screening,
)


def make_talk() -> None:
    """Let hosts write and guests ask; one question of the leader of /try/ waits.

    No mail is written: hosts and guests have read it all.
    """
    coming = list(Screening.objects.going_ahead().select_related("host__user"))
    for screening in coming:
        guests = list(screening.reservations.confirmed())
        HostDigest.objects.create(
            screening=screening,
            told_until=timezone.now(),
            told=talk.told_now(screening),
        )
        if guests:
            _write(screening, guests)
            _ask(screening, guests)


def _write(screening: Screening, guests: list[Reservation]) -> None:
    chance = seeded("message", screening.code)
    if not _is_the_leaders(screening) and chance.random() < 0.7:
        return
    HostMessage.objects.create(
        screening=screening,
        audience=Audience.ALL,
        text=chance.choice(names.TO_GUESTS),
        press=f"sample-{screening.code}",
        sent_by=_host(screening),
        sent_at=_between(cast(datetime, screening.published_at), 0.7),
        guests_told=len(guests),
    )


def _ask(screening: Screening, guests: list[Reservation]) -> None:
    chance = seeded("questions", screening.code)
    with history.acting(None, act="Asked the host"):
        made = [
            *_needs(screening, guests),
            *(
                _asked(guest, QuestionKind.QUESTION, *chance.choice(names.ASKED))
                for guest in guests[:2]
                if _is_the_leaders(screening) or chance.random() < 0.3
            ),
        ]
        if _is_the_leaders(screening) and len(made) > 1:
            _opened(made[-1])
        GuestQuestion.objects.bulk_create(made)


def _needs(screening: Screening, guests: list[Reservation]) -> Iterator[GuestQuestion]:
    for guest in guests:
        if guest.need:
            yield _asked(guest, QuestionKind.NEED, guest.need, names.TO_NEEDS)


def _asked(
    guest: Reservation, kind: QuestionKind, text: str, answer: str
) -> GuestQuestion:
    came = cast(datetime, guest.confirmed_at)
    return GuestQuestion(
        reservation=guest,
        kind=kind,
        text=text,
        answer=answer,
        status=QuestionStatus.ANSWERED,
        asked_at=came if kind == QuestionKind.NEED else _between(came, 0.3),
        answered_by=_host(guest.screening),
        answered_at=_between(came, 0.6),
        version=1,
    )


def _opened(question: GuestQuestion) -> None:
    """Take the answer back: the host has not read it yet."""
    question.status, question.answer = QuestionStatus.OPEN.value, ""
    question.answered_by = question.answered_at = None
    question.version = 0


def _is_the_leaders(screening: Screening) -> bool:
    """Whether the leader of /try/ hosts it."""
    return _host(screening).email == LEADER.email


def _host(screening: Screening) -> User:
    return cast(Leader, screening.host).user  # every sample has a host


def _between(since: datetime, part: float) -> datetime:
    """A moment between `since` and now, so far along."""
    return since + max(timezone.now() - since, timedelta()) * part
