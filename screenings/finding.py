"""Finding screenings: near a ZIP code, wider where nothing is near, online ones too."""

from dataclasses import dataclass, replace
from operator import attrgetter

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from places.distance import miles_from, near
from places.models import ZipPlace
from screenings.choices import Mode, ScreeningStatus
from screenings.filters import RADII, USUAL_RADIUS, ScreeningFilter
from screenings.models import Screening

#: No list is counted beyond this.
CAP = 1_000

#: Screenings offered to somebody who comes too late for one.
OFFERED = 3

_CALLED_OFF = Q(status__in=[ScreeningStatus.CANCELLED, ScreeningStatus.POSTPONED])
_HAS_ROOM = ~Q(mode=Mode.ONLINE)


@dataclass(frozen=True)
class Tally:
    """How many rows a list has, at most one more than `CAP`; some are called off."""

    rows: int = 0
    called_off: int = 0

    @property
    def total(self) -> int:
        return min(self.rows, CAP)

    @property
    def is_capped(self) -> bool:
        return self.rows > CAP

    @property
    def going_ahead(self) -> int:
        return self.total - self.called_off


@dataclass(frozen=True)
class Order:
    """What a list is sorted by; never a tie."""

    fields: tuple[str, ...]
    is_descending: bool = False

    def of(self, rows: QuerySet) -> QuerySet:
        sign = "-" if self.is_descending else ""
        return rows.order_by(*(f"{sign}{field}" for field in self.fields))

    def put(self, rows: list[Screening]) -> list[Screening]:
        return sorted(rows, key=attrgetter(*self.fields), reverse=self.is_descending)


NEAREST = Order(("miles", "starts_at", "pk"))
SOONEST = Order(("starts_at", "pk"))
NEWEST = Order(("starts_at", "pk"), is_descending=True)


@dataclass(frozen=True)
class Circle:
    """Where somebody looks: `radius` miles around a place, `asked` being the wish."""

    place: ZipPlace
    asked: int
    radius: int

    @property
    def was_widened(self) -> bool:
        return self.radius != self.asked


@dataclass(frozen=True)
class Found:
    """What a filter finds; no list has its order yet.

    Without a `circle`, `rows` is all there is. With one, `rows` are those with a room
    in it, each with `.miles`; `farther` those with a room beyond, where nothing in the
    circle goes ahead; and `online` whatever else can be joined online (None where only
    rooms are asked for). `all_online` counts what can be joined online, near or not.
    """

    rows: QuerySet
    tally: Tally
    circle: Circle | None = None
    farther: QuerySet | None = None
    online: QuerySet | None = None
    all_online: Tally = Tally()


def find(form: ScreeningFilter, rows: QuerySet, *, widens: bool) -> Found:
    """Apply the filter to `rows` and count, in one statement.

    Pages widen the circle until somebody in it shows a film, and say so. Feeds never
    do: a subscription must not change its meaning (`widens=False`).
    """
    rows, place = form.narrow(rows), form.place
    if place is None or form.is_online:
        if place is not None:
            rows = rows.annotate(miles=miles_from(place))
        return Found(rows, _tallies({"all": rows})["all"])
    found = _around(place, form, rows, widens)
    if form.is_in_person:
        return replace(found, online=None)
    return found


def _around(
    place: ZipPlace, form: ScreeningFilter, rows: QuerySet, widens: bool
) -> Found:
    """Those with a room near the place, and the others that can be joined online."""
    asked, in_room = form.radius, form.joined("in-person")
    radii = [miles for miles in RADII if miles == asked or (widens and miles > asked)]
    circles = {miles: near(rows.filter(in_room), place, miles) for miles in radii}
    online = rows.filter(form.joined("online")).annotate(miles=miles_from(place))
    tallies = _tallies(
        {str(miles): circle for miles, circle in circles.items()} | {"online": online}
    )
    alive = [miles for miles in radii if tallies[str(miles)].going_ahead]
    radius = alive[0] if alive else radii[-1]
    return Found(
        circles[radius],
        tallies[str(radius)],
        Circle(place, asked, radius),
        None if alive else _beyond(rows.filter(in_room), place),
        # Said the positive way round: what is not known to be near is elsewhere.
        online.filter(~in_room | Q(miles__gt=radius) | Q(miles=None)),
        tallies["online"],
    )


def _beyond(rows: QuerySet, place: ZipPlace) -> QuerySet:
    """Those with a room, however far, that go ahead."""
    far = rows.exclude(_CALLED_OFF).annotate(miles=miles_from(place))
    return far.filter(miles__isnull=False)


def _tallies(lists: dict[str, QuerySet]) -> dict[str, Tally]:
    """Count each list, none beyond the cap, in one statement (`UNION ALL`)."""
    parts = [_counted(name, rows) for name, rows in lists.items()]
    tallies = dict.fromkeys(lists, Tally())
    for row in parts[0].union(*parts[1:], all=True):
        tallies[row["part"]] = Tally(row["number"], row["off"])
    return tallies


def _counted(name: str, rows: QuerySet) -> QuerySet:
    first = rows.order_by().values("pk")[: CAP + 1]
    return (
        Screening.objects.filter(pk__in=first)
        .order_by()
        .values(part=Value(name, output_field=CharField()))
        .annotate(number=Count("pk"), off=Count("pk", filter=_CALLED_OFF))
    )


#: Some rows of a list: the whole of it, its order, and which part is wanted.
Piece = tuple[QuerySet, Order, slice]


def read(pieces: dict[str, Piece]) -> dict[str, list[Screening]]:
    """Read parts of several lists in one statement; all must have the same columns."""
    parts = [
        order.of(rows.annotate(part=Value(name, output_field=CharField())))[wanted]
        for name, (rows, order, wanted) in pieces.items()
    ]
    got: dict[str, list[Screening]] = {name: [] for name in pieces}
    for row in parts[0].union(*parts[1:], all=True):
        got[row.part].append(row)
    return {name: order.put(got[name]) for name, (_rows, order, _) in pieces.items()}


def nearest(place: ZipPlace, most: int) -> tuple[Circle, list[Screening]]:
    """The screenings to come nearest to a place, for a page that is no list.

    One statement. The circle is the usual one, wider where nothing in it goes ahead;
    beyond the widest, the one nearest screening of all is told.
    """
    coming = Screening.objects.going_ahead().filter(_HAS_ROOM)
    close = near(coming, place, RADII[-1])
    far = _beyond(coming, place).filter(~Exists(close))
    got = read(
        {
            "near": (close.for_cards(), NEAREST, slice(most)),
            "far": (far.for_cards(), NEAREST, slice(1)),
        }
    )
    if not got["near"]:
        return Circle(place, USUAL_RADIUS, RADII[-1]), got["far"]
    least = got["near"][0].miles
    radius = next(miles for miles in RADII if miles >= max(least, USUAL_RADIUS))
    shown = [row for row in got["near"] if row.miles <= radius]
    return Circle(place, USUAL_RADIUS, radius), shown


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
