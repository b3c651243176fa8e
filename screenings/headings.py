"""What stands above a list of screenings: how many, where, and how far it looked."""

from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation.words import miles_away
from places.states import State
from screenings.finding import CAP, Circle, Found, Tally
from screenings.models import Screening


def heading(
    found: Found,
    *,
    state: State | None = None,
    is_past: bool = False,
    is_online: bool = False,
) -> str:
    """How many the list shows and where, in words; those called off do not count."""
    words = _online_words if is_online else _words
    what = words(found.tally, is_past)
    if state is not None:
        what = _t("%(what)s in %(state)s") % {"what": what, "state": state.in_sentence}
    if found.circle:
        return _t("%(what)s within %(miles)s miles of %(place)s") % {
            "what": what,
            "miles": found.circle.radius,
            "place": found.circle.place,
        }
    if state or is_past or is_online:
        return what
    return _t("%(what)s to come") % {"what": what}


def online_heading(shown: int, *, is_past: bool, has_more: bool) -> str:
    """What stands above the online part of a list near a ZIP code.

    `shown` counts what goes ahead; a part of a longer list is not counted.
    """
    if is_past:
        return _t("Online, joined from anywhere")
    if has_more:
        return _t("Online: the next you can join from anywhere")
    return ngettext(
        "%(n)s screening you can join online from anywhere",
        "%(n)s screenings you can join online from anywhere",
        shown,
    ) % {"n": f"{shown:,}" if shown else _t("No")}


def link_to_all_online(tally: Tally, *, is_past: bool) -> str:
    """The words of the link to the list of whatever can be joined online."""
    if tally.is_capped:
        return _t("All screenings online")
    words = (
        _t("All %(n)s past screenings online")
        if is_past
        else _t("All %(n)s online screenings")
    )
    return words % {"n": _number(tally)}


def how_far(
    circle: Circle | None,
    nearest: Screening | None,
    *,
    is_empty: bool,
    is_narrowed: bool = False,
    is_past: bool = False,
) -> str:
    """Say that the circle grew or that nothing is in it, or "" where all is well."""
    if circle is None or not (is_empty or circle.was_widened):
        return ""
    if is_past:
        none = _t("There was no screening within %(miles)s miles of %(place)s")
    else:
        none = _t("There is no screening within %(miles)s miles of %(place)s")
    none %= {
        "miles": circle.radius if is_empty else circle.asked,
        "place": circle.place,
    }
    if is_narrowed:
        none = _t("%(none)s that fits your filters") % {"none": none}
    if is_empty:
        instead = _farther(nearest, is_past)
    else:
        instead = _t("This list shows those within %(miles)s miles.") % {
            "miles": circle.radius
        }
    return f"{none}. {instead}".strip()


def _farther(nearest: Screening | None, is_past: bool) -> str:
    if nearest is None:
        return "" if is_past else _t("None is planned farther away either.")
    said = _t("The nearest was %(far)s.") if is_past else _t("The nearest is %(far)s.")
    return said % {"far": miles_away(nearest.miles)}


def calendar_name(found: Found) -> str:
    """What a calendar made of a list is called where somebody subscribes to it."""
    names = {"site": settings.SITE_NAME}
    if found.circle is None:
        return _t("Screenings, %(site)s") % names
    names |= {"miles": str(found.circle.radius), "place": str(found.circle.place)}
    if found.online is None:
        words = _t("Screenings within %(miles)s miles of %(place)s, %(site)s")
    else:
        words = _t("Screenings within %(miles)s miles of %(place)s or online, %(site)s")
    return words % names


def _number(tally: Tally) -> str:
    if tally.is_capped:
        return _t("More than %(n)s") % {"n": f"{CAP:,}"}
    return f"{tally.going_ahead:,}" if tally.going_ahead else _t("No")


def _words(tally: Tally, is_past: bool) -> str:
    plural = tally.going_ahead
    if is_past:
        what = ngettext("%(n)s past screening", "%(n)s past screenings", plural)
    else:
        what = ngettext("%(n)s screening", "%(n)s screenings", plural)
    return what % {"n": _number(tally)}


def _online_words(tally: Tally, is_past: bool) -> str:
    plural = tally.going_ahead
    if is_past:
        what = ngettext(
            "%(n)s past screening online", "%(n)s past screenings online", plural
        )
    else:
        what = ngettext(
            "%(n)s screening to join online", "%(n)s screenings to join online", plural
        )
    return what % {"n": _number(tally)}
