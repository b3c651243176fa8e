"""Addresses of screenings. Fixed paths stand before captured ones."""

from django.urls import path, re_path, register_converter

from screenings.views import guests, hosts, lists, offers, public, steps, talk

app_name = "screenings"


class Code:
    """A screening's code, also with the capitals and look-alikes people type."""

    regex = "[0-9A-Za-z]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TwoLetters:
    """A state as it stands in addresses, in either case."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Code, "screening_code")
register_converter(TwoLetters, "two_letters")

_OWN = "screenings/<screening_code:code>-<slug:slug>/"

urlpatterns = [
    path("screenings/", lists.list_, name="list"),
    re_path(r"^screenings\.(?P<kind>json|ics)$", lists.feed, name="feed"),
    path("screenings/past/", lists.past, name="past"),
    re_path(
        r"^screenings/past\.(?P<kind>json|ics)$",
        lists.feed,
        {"past": True},
        name="past_feed",
    ),
    path("screenings/host/", public.host, name="host"),
    path("screenings/new/", hosts.new, name="new"),
    path("screenings/<two_letters:state>/", lists.by_state, name="by_state"),
    re_path(
        r"^screenings/(?P<state>[a-z]{2})\.(?P<kind>json|ics)$",
        lists.feed,
        name="state_feed",
    ),
    path("screenings/<screening_code:code>/", public.detail, name="by_code"),
    path(_OWN, public.detail, name="detail"),
    path(_OWN + "calendar.ics", public.calendar, name="calendar"),
    path(_OWN + "reserve/", guests.reserve, name="reserve"),
    path(_OWN + "reserve/sent/", guests.reserve_sent, name="reserve_sent"),
    path(_OWN + "edit/", hosts.edit, name="edit"),
    path(_OWN + "preview/", hosts.preview, name="preview"),
    path(_OWN + "publish/", steps.publish, name="publish"),
    path(_OWN + "postpone/", steps.postpone, name="postpone"),
    path(_OWN + "cancel/", steps.cancel, name="cancel"),
    path(_OWN + "discard/", steps.discard, name="discard"),
    path(_OWN + "link/", hosts.link, name="link"),
    path(_OWN + "offer/", offers.offer, name="offer"),
    path(_OWN + "guests/", hosts.guests, name="guests"),
    path(_OWN + "guests/write/", talk.write, name="write"),
    path(_OWN + "guests/questions/", talk.questions, name="questions"),
    path(_OWN + "guests/questions/<int:number>/answer/", talk.answer, name="answer"),
]
