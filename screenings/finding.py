"""Finding screenings: near a ZIP code, wider where nothing is near, online ones too."""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from places.distance import miles_from
from places.models import ZipPlace
from places.states import State
from screenings.choices import Mode, ScreeningStatus
from screenings.filters import RADII, ScreeningFilter
from screenings.models import Screening

#: Totals and distances are counted over this many of the next screenings.
CAP = 1_000

#: Screenings offered to somebody who comes too late for one.
OFFERED = 3

_REMOTE = ~Q(mode=Mode.IN_PERSON)


@dataclass(frozen=True)
class Found:
    """What a filter finds. `rows` has no order yet and `.miles` where `place` is set.

    `total` counts the rows, `near` those of them within `radius` miles (None: any
    distance) and `called_off` those cancelled or postponed. `was_widened` tells that
    `radius` is not what the visitor asked for.
    """

    rows: QuerySet
    total: int
    is_capped: bool
    called_off: int = 0
    near: int = 0
    place: ZipPlace | None = None
    asked_radius: int = 0
    radius: int | None = None
    was_widened: bool = False


def find(form: ScreeningFilter, rows: QuerySet, *, widens: bool) -> Found:
    """Apply the filter to `rows` and count, in one statement.

    Pages widen the circle until somebody in it shows a film, and say so. Feeds never
    do: a subscription must not change its meaning (`widens=False`).
    """
    rows = form.narrow(rows)
    place = form.place
    off = Q(status__in=[ScreeningStatus.CANCELLED, ScreeningStatus.POSTPONED])
    if place is None:
        counts = _first(rows).aggregate(total=Count("pk"), off=Count("pk", filter=off))
        total = counts["total"]
        return Found(rows, min(total, CAP), total > CAP, counts["off"])
    rows = rows.annotate(miles=miles_from(place))
    counts = _first(rows).aggregate(
        all=Count("pk"),
        **{
            f"{name}_{radius}": Count("pk", filter=rule)
            for radius in (*RADII, None)
            for name, rule in (
                ("near", _close(radius)),
                ("total", _within(radius)),
                ("off", _within(radius) & off),
            )
        },
    )
    asked = form.radius
    radius: int | None = asked
    if widens and not counts[f"near_{asked}"]:
        wider = [miles for miles in (*RADII, None) if miles is None or miles > asked]
        radius = next((miles for miles in wider if counts[f"near_{miles}"]), asked)
    if form.chosen.get("mode") == "online":
        radius = asked
    near = counts[f"near_{radius}"]
    total = counts[f"total_{radius}"]
    return Found(
        rows.filter(_within(radius)),
        min(total, CAP),
        counts["all"] > CAP,
        counts[f"off_{radius}"],
        near,
        place,
        asked,
        radius,
        radius != asked,
    )


def _first(rows: QuerySet) -> QuerySet:
    return rows.order_by("starts_at", "pk")[: CAP + 1]


def _close(radius: int | None) -> Q:
    """Near enough to drive to; None is any distance."""
    return Q(miles__isnull=False) if radius is None else Q(miles__lte=radius)


def _within(radius: int | None) -> Q:
    """Near enough to drive to, or reachable online from anywhere."""
    return _close(radius) | _REMOTE


def heading(found: Found, *, state: State | None = None, past: bool = False) -> str:
    """How many there are and where, in words: the heading of a list."""
    plural = found.total - found.called_off
    number = f"{plural:,}" if plural else _t("No")
    if found.is_capped:
        number = _t("More than %(n)s") % {"n": f"{CAP:,}"}
    if past:
        what = ngettext("%(n)s past screening", "%(n)s past screenings", plural)
    else:
        what = ngettext("%(n)s screening", "%(n)s screenings", plural)
    what %= {"n": number}
    if state is not None:
        return _t("%(what)s in %(state)s") % {"what": what, "state": state.name}
    if found.place is None:
        return what if past else _t("%(what)s to come") % {"what": what}
    if found.radius is None:
        return _t("%(what)s, nearest to %(place)s") % {
            "what": what,
            "place": found.place,
        }
    return _t("%(what)s within %(miles)s miles of %(place)s or online") % {
        "what": what,
        "miles": found.radius,
        "place": found.place,
    }


def widened_sentence(found: Found) -> str:
    """Say that the circle grew, or "" where it did not."""
    if not found.was_widened:
        return ""
    words = {
        "asked": found.asked_radius,
        "place": found.place,
        "miles": found.radius,
        "most": RADII[-1],
    }
    if found.radius is None:
        return (
            _t(
                "There is no screening within %(most)s miles of %(place)s. This list "
                "shows those farther away."
            )
            % words
        )
    return (
        _t(
            "There is no screening within %(asked)s miles of %(place)s. This list "
            "shows those within %(miles)s miles."
        )
        % words
    )


def instead_of(screening: Screening) -> list[Screening]:
    """The next screenings for somebody who cannot go to this one, same state first."""
    elsewhere = Case(
        When(state=screening.state, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    coming = Screening.objects.going_ahead().filter(starts_at__gt=timezone.now())
    rows = coming.exclude(pk=screening.pk).for_cards()
    return list(rows.order_by(elsewhere, "starts_at", "pk")[:OFFERED])
