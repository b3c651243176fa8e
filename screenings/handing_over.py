"""What becomes of the evenings that a member of the staff runs, when they leave.

They go to a colleague who may run what has no host, or wait for somebody again. Offers
to leaders stay open: their answers go to the colleague, or to the program office. First
looks go to a colleague who may take one, or are free again.
"""

from django.db.models import Count, Value
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import User
from foundation import history
from foundation.words import in_words
from screenings import lifecycle, offers
from screenings.choices import ScreeningStatus
from screenings.models import HostOffer, Screening

_ANNOUNCED = (ScreeningStatus.PUBLISHED, ScreeningStatus.POSTPONED)
_WAITING = ScreeningStatus.SUBMITTED


def held_by(person: User) -> list[str]:
    """The evenings that the person runs and the offers that are open, in sentences."""
    runs, asks, looks = _numbers(person)
    sentences = []
    if runs:
        sentences.append(
            ngettext(
                "%(n)s screening they run goes to a program manager you choose, or "
                "waits for somebody again.",
                "%(n)s screenings they run go to a program manager you choose, or wait "
                "for somebody again.",
                runs,
            )
            % {"n": in_words(runs).capitalize()}
        )
    if asks:
        sentences.append(
            ngettext(
                "%(n)s offer to a leader stays open. The answer goes to a program "
                "manager you choose, or to the program office.",
                "%(n)s offers to leaders stay open. The answers go to a program "
                "manager you choose, or to the program office.",
                asks,
            )
            % {"n": in_words(asks).capitalize()}
        )
    if looks:
        sentences.append(
            ngettext(
                "%(n)s first look goes to a colleague you choose, or is free again.",
                "%(n)s first looks go to a colleague you choose, or are free again.",
                looks,
            )
            % {"n": in_words(looks).capitalize()}
        )
    return sentences


def _numbers(person: User) -> tuple[int, int, int]:
    """How many evenings, offers and first looks there are, in one query."""
    rows = Screening.objects.order_by()
    lists = (
        rows.filter(run_by=person, status__in=_ANNOUNCED),
        HostOffer.objects.open().order_by().filter(offered_by=person),
        rows.filter(looked_at_by=person, status=_WAITING),
    )
    counts = [
        found.values(which=Value(number)).annotate(n=Count("pk"))
        for number, found in enumerate(lists)
    ]
    numbers = {row["which"]: row["n"] for row in counts[0].union(*counts[1:], all=True)}
    return numbers.get(0, 0), numbers.get(1, 0), numbers.get(2, 0)


def needs_account(person: User) -> str:
    """Nothing here hangs on an account of one's own."""
    return ""


def hand_over(person: User, to: User | None, by: User) -> None:
    """Give evenings and open offers to a colleague who may run them, or to nobody."""
    runner = to if to and to.has_perm(offers.RUN) else None
    rows = Screening.objects.select_for_update(no_key=True, of=["self"])
    for screening in rows.filter(run_by=person).order_by("pk"):
        _run_by(screening, runner, by)
    looker = to if to and to.has_perm(lifecycle.REVIEW) else None
    for screening in rows.filter(looked_at_by=person).order_by("pk"):
        _look_by(screening, looker, by)
    if runner is None:
        return
    standing = HostOffer.objects.open().select_for_update(no_key=True, of=["self"])
    act = _t("Handed over to %(name)s: who offered it left the staff")
    for offer in standing.filter(offered_by=person).order_by("pk"):
        # Not a new version: what the leader has before them says nothing of it.
        offer.offered_by = runner
        with history.acting(by, act=act % {"name": runner}):
            offer.save()


def _look_by(screening: Screening, looker: User | None, by: User) -> None:
    act = _t("The first look is free: the person left the staff")
    if looker is not None:
        act = _t("The first look is %(name)s’s: the person left the staff") % {
            "name": looker
        }
    screening.looked_at_by = looker
    screening.version += 1
    with history.acting(by, act=act):
        screening.save()


def _run_by(screening: Screening, runner: User | None, by: User) -> None:
    is_to_come = screening.status in _ANNOUNCED
    act = _t("Nobody runs it: the person left the staff")
    if runner is not None and is_to_come:
        act = _t("Handed over to %(name)s: the person left the staff") % {
            "name": runner
        }
    screening.run_by = runner if is_to_come else None
    screening.version += 1
    with history.acting(by, act=act):
        screening.save()
