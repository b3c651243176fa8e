"""Public pages kept whole, by the version of what they show.

A visitor without a session gets a kept page in front of the session and everything
behind it, for one tiny query that asks for the version. Whoever is signed in gets a
fresh page. A page is kept from the second time it is asked for: one that only a crawler
sees is not worth the room. Each process keeps its own, up to a bound in bytes.

Never Django's cache middleware, which has leaked private pages: only what a view has
declared (`public_page(shows=…)`) is kept, and never an answer that sets a cookie or
that a form, a message or a token belongs to.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.forms import BaseForm
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    QueryDict,
)
from django.utils.cache import cc_delim_re, patch_vary_headers
from django.utils.http import parse_etags

from foundation import content
from foundation.promises import KEPT_AT_MOST

#: Bytes a page takes beside its words: headers, names, the entry itself.
_OVERHEAD = 2_000
#: Addresses of which it is known what their page shows.
_MOST_ADDRESSES = 20_000
#: Longer addresses are made up by somebody, and each would take its own room.
_LONGEST_ADDRESS = 400
#: What of a kept answer is sent along with a 304 (RFC 9110, section 15.4.5), and what
#: keeps it out of search engines.
_NOT_MODIFIED = (
    "Cache-Control",
    "Content-Location",
    "ETag",
    "Expires",
    "Vary",
    "X-Robots-Tag",
)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An answer as it goes out: plain and compressed, and until when it is true."""

    plain: bytes
    packed: bytes
    headers: dict[str, str]
    version: content.Version
    until: float

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed) + _OVERHEAD


@dataclass(frozen=True, slots=True)
class Shown:
    """What an address shows: its topics, and itself without what means nothing."""

    topics: tuple[str, ...]
    address: str


class Store:
    """The kept pages of this process, the longest unused going first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self.size = 0

    def shown(self, address: str) -> Shown | None:
        """What an address shows, if it was asked for before."""
        return self._shown.get(address)

    def learn(self, address: str, shown: Shown) -> None:
        """Remember what an address shows."""
        with self._lock:
            self._shown[address] = shown
            if len(self._shown) > _MOST_ADDRESSES:
                self._shown.popitem(last=False)

    def get(self, address: str) -> KeptPage | None:
        """The page kept for an address, whatever its version."""
        with self._lock:
            if page := self._pages.get(address):
                self._pages.move_to_end(address)
            return page

    def put(self, address: str, page: KeptPage) -> None:
        """Keep a page instead of the one before, within the bound in bytes."""
        with self._lock:
            if former := self._pages.pop(address, None):
                self.size -= former.size
            if page.size > settings.KEPT_PAGES_BYTES:
                return
            self._pages[address] = page
            self.size += page.size
            while self.size > settings.KEPT_PAGES_BYTES:
                self.size -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._shown.clear()
            self.size = 0


store = Store()

#: When what a topic shows turns by the clock alone, by topic.
_turns: dict[str, Callable[[], datetime | None]] = {}


def turns(topic: str) -> Callable[[Callable], Callable]:
    """Register the function that tells when a topic's pages stop being true.

    It is asked when a page is kept, and returns None where no moment is known.
    """

    def register(moment: Callable[[], datetime | None]) -> Callable:
        _turns[topic] = moment
        return moment

    return register


class KeptPages:
    """Answers from what is kept, or keeps what the view behind it makes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.KEPT_PAGES_BYTES or not _is_for_everybody(request):
            return self.get_response(request)
        asked = _address(request, request.META.get("QUERY_STRING", ""))
        if len(asked) > _LONGEST_ADDRESS:
            return self.get_response(request)
        if (shown := store.shown(asked)) is None:
            return self._make(request, asked)
        try:
            version = content.version(shown.topics)
        except DatabaseError:
            # The layers behind say so in words.
            return self.get_response(request)
        page = store.get(shown.address)
        if page is None or page.version != version or page.until <= time.time():
            page = None
        return _answer(request, page) if page else self._keep(request, asked, version)

    def _make(self, request: HttpRequest, asked: str) -> HttpResponse:
        """Answer an address that is new here, and learn what it shows."""
        response = self.get_response(request)
        if shown := _shown_by(request, response):
            store.learn(asked, shown)
        return response

    def _keep(
        self, request: HttpRequest, asked: str, version: content.Version
    ) -> HttpResponse:
        """Have the page made, plain and whole, and keep it under `version`."""
        meta = {
            name: request.META.pop(name, None)
            for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")
        }
        response = self.get_response(request)
        request.META.update({name: held for name, held in meta.items() if held})
        shown = _shown_by(request, response)
        if shown is None or shown != store.shown(asked):
            return response
        until(request, *(_turns[one]() for one in shown.topics if one in _turns))
        page = _page(request, response, version)
        store.put(shown.address, page)
        return _answer(request, page)


def for_everybody(
    request: HttpRequest, shows: Iterable[str], keys: Iterable[str]
) -> None:
    """Note that the page of a request shows these topics, told by these query keys.

    Other keys are taken out of the request, in which the known ones get one order: so
    that what is made depends on nothing else. `request.asked` has what was asked.
    """
    known = set(keys)
    pairs = [
        (key, value)
        for key, values in request.GET.lists()
        if key in known
        for value in values
    ]
    query = urlencode(sorted(pairs, key=lambda pair: pair[0]))
    request.asked = request.GET
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    request.shown = Shown(tuple(sorted(shows)), _address(request, query))
    request.shown_until = None


def keys_of(form: type[BaseForm]) -> tuple[str, ...]:
    """The query keys that a list with this filter knows."""
    return (*form.base_fields, "page")


def also(request: HttpRequest, topic: str) -> None:
    """Note that the page of a request shows one topic more, such as its own row's."""
    if shown := getattr(request, "shown", None):
        topics = tuple(sorted({*shown.topics, topic}))
        request.shown = Shown(topics, shown.address)


def never(request: HttpRequest) -> None:
    """Note that the page of a request lacks something, and is not to be kept."""
    request.shown = None


def until(request: HttpRequest, *moments: datetime | None) -> None:
    """Note when the page of a request stops being true, if nothing changes before."""
    known = [moment for moment in moments if moment]
    if former := getattr(request, "shown_until", None):
        known.append(former)
    request.shown_until = min(known, default=None)


def _is_for_everybody(request: HttpRequest) -> bool:
    """Whether nothing of a request tells who asks."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.MESSAGES_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_RANGE" not in request.META
    )


def _address(request: HttpRequest, query: str) -> str:
    return f"{request.scheme}://{request.META.get('HTTP_HOST')}{request.path}?{query}"


def _shown_by(request: HttpRequest, response: HttpResponse) -> Shown | None:
    """What a made page shows, where the page may be kept at all."""
    may_be_kept = (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(request, "shows_error", False)
        and "public" in cc_delim_re.split(response.get("Cache-Control", ""))
        and "cookie" not in response.get("Vary", "").lower()
    )
    return getattr(request, "shown", None) if may_be_kept else None


def _page(
    request: HttpRequest, response: HttpResponse, version: content.Version
) -> KeptPage:
    plain = response.content
    patch_vary_headers(response, ["Accept-Encoding"])
    digest = blake2b(plain, digest_size=12).hexdigest()
    # Weak: the same words go out plain and compressed (RFC 9110, section 8.8.1).
    headers = dict(response.items()) | {"ETag": f'W/"{digest}"'}
    headers.pop("Content-Length", None)
    most = time.time() + KEPT_AT_MOST.total_seconds()
    ends = getattr(request, "shown_until", None)
    return KeptPage(
        plain,
        gzip.compress(plain, 6, mtime=0),
        headers,
        version,
        min(most, ends.timestamp()) if ends else most,
    )


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and _is_known(wanted, page.headers["ETag"]):
        return _not_modified(page)
    takes_gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    body = page.packed if takes_gzip else page.plain
    response = HttpResponse(body, headers=page.headers)
    response.headers["Content-Length"] = str(len(body))
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _not_modified(page: KeptPage) -> HttpResponse:
    response = HttpResponseNotModified()
    for name in _NOT_MODIFIED:
        if name in page.headers:
            response.headers[name] = page.headers[name]
    return response


def _is_known(wanted: str, tag: str) -> bool:
    """Compare as RFC 9110, section 13.1.2 has it: weakly, or with any (`*`)."""
    tags = parse_etags(wanted)
    return tags == ["*"] or tag.removeprefix("W/") in {
        one.removeprefix("W/") for one in tags
    }
