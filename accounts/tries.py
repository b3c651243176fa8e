"""How often a door may be tried, by whom, and who hears of it.

Five wrong tries from one place shut nobody out but that place: they are counted by the
address that was typed *and* the network they came from. Over all networks an address
sees a bounded number of guesses (`accounts.promises`); meanwhile its owner comes in by
a browser that is known to be theirs, by a passkey, or by a link to a new password. An
address that has no account is counted, and answered, just the same.
"""

from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest
from django.utils.translation import gettext as _t

from accounts import browsers, emails, promises
from accounts.models import User
from foundation.limits import Limit, Place, give_back, network_of, spend, take
from foundation.words import in_words


class Door(Enum):
    """A way in, with its limits: near, over all strangers, and of one network."""

    PASSWORD = (
        promises.PASSWORDS_NEAR,
        promises.PASSWORDS_ALL,
        promises.PASSWORDS_NETWORK,
    )
    SECOND_FACTOR = (
        promises.FACTORS_NEAR,
        promises.FACTORS_ALL,
        promises.FACTORS_NETWORK,
    )
    CODE = (promises.CODES_NEAR, promises.CODES_ALL, promises.CODES_NETWORK)
    RESET = (promises.RESETS_NEAR, promises.RESETS_ALL, promises.RESETS_NETWORK)


class TooOften(Exception):
    """The door does not open now; `sentence` says for whom and for how long.

    `is_crowd` tells that others, in many places, used up what an address may see.
    """

    def __init__(self, sentence: str, *, is_crowd: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.is_crowd = sentence, is_crowd


@dataclass(frozen=True)
class Try:
    """One try at a door: the places it holds until they are free again."""

    places: tuple[Place, ...]

    @property
    def is_last(self) -> bool:
        """Whether no further one is left near here, or to strangers at all."""
        return any(place.left == 0 for place in (self.places[0], self.places[-1]))

    def forget(self) -> None:
        """Free its places: it was right, and only wrong ones count."""
        for place in self.places:
            give_back(place)


def knock(
    door: Door, request: HttpRequest, address: str, *, user: User | None = None
) -> Try:
    """Take one try at a door with an address, or raise `TooOften`.

    `user` is whose address it is, if anybody's: in a browser that is known to be
    theirs only their own tries count.
    """
    near, over_all, of_network = door.value
    if browser := browsers.known_to(request, user):
        return Try((_place(door, "browser", f"{address} {browser}", near),))
    network = network_of(request)
    places: list[Place] = []
    for kind, key, limit in (
        ("near", f"{address} {network}", near),
        ("network", network, of_network),
        ("all", address, over_all),
    ):
        try:
            places.append(_place(door, kind, key, limit))
        except TooOften:
            # What is refused counts nowhere: hammering at a shut door shuts no other.
            Try(tuple(places)).forget()
            raise
    return Try(tuple(places))


def count_sign_in(request: HttpRequest, user: User | None) -> None:
    """Count a sign-in by password, right or wrong, for each costs a hashing.

    Raises `TooOften` for a network that sends more than people would; a browser that
    is known to be the owner's always passes.
    """
    limit = promises.SIGN_INS_NETWORK
    if browsers.known_to(request, user):
        return
    if take("sign-ins network", network_of(request), limit) is None:
        raise TooOften(too_many(limit))


def _place(door: Door, kind: str, key: str, limit: Limit) -> Place:
    if place := take(f"{door.name} {kind}", key, limit):
        return place
    if kind == "all":
        raise TooOften(_crowd(limit), is_crowd=True)
    raise TooOften(too_many(limit))


def too_many(limit: Limit) -> str:
    """What one is told who used up a limit oneself."""
    return _t("That was too many tries. Wait %(time)s, then try again.") % {
        "time": in_words(limit.within)
    }


def _crowd(limit: Limit) -> str:
    return _t(
        "This address was tried from many places. For %(time)s, use a passkey or a "
        "browser you signed in with before, or have a link sent to choose a new "
        "password."
    ) % {"time": in_words(limit.within)}


def tell_owner(request: HttpRequest, address: str, user: User | None) -> None:
    """Write to whom an address belongs that wrong passwords were tried, once a day.

    Whoever has no account there is told that: the work is the same for both.
    """
    if _is_news("passwords", address):
        emails.send_wrong_passwords(request, address, user)


def tell_of_second_step(request: HttpRequest, user: User) -> None:
    """Write that somebody passed the first step and failed the second, once a day."""
    if _is_news("second step", str(user.pk)):
        emails.send_wrong_second_steps(request, user)


def _is_news(what: str, key: str) -> bool:
    day = int(promises.TOLD_AGAIN_AFTER.total_seconds())
    return spend(f"told of {what}", key, allowed=1, seconds=day)
