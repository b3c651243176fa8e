"""A form that was sent after its session ended waits for whoever wrote it.

Every form of somebody signed in says whose it is (`mark`, drawn with the key against
forgery by `foundation.templatetags.own_forms`). Where such a form comes back and nobody
is signed in, its words are kept in a row: for a bounded time, for that person alone,
and only in the browser that sent them. After signing in they lie on a page with the
button to send them again. Passwords, codes and files are never kept.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods

from foundation import errors
from foundation.errors import Typed
from foundation.models import KeptForm
from foundation.persons import person_of
from foundation.promises import KEPT_FORMS, KEPT_LARGEST

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

WHOSE = "whose"
_SESSION = "foundation.kept"
_SIGNER = signing.Signer(salt="foundation.kept.whose")
#: What a page carries for the portal and gets anew with the next one.
_NOT_KEPT = ("csrfmiddlewaretoken", WHOSE)
#: Parts of the names of fields whose answers nobody but the reader may have.
_SECRET = ("password", "passcode", "secret", "credential", "token", "otp")
#: Pages about signing in ask for little else than secrets.
_SIGN_IN_PAGES = "accounts/"


def mark(request: HttpRequest | None) -> SafeString | str:
    """Return a hidden field that says whose form it is; "" for a visitor's."""
    person = person_of(request) if request else None
    if person is None:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}">',
        WHOSE,
        _SIGNER.sign(str(person.pk)),
    )


def keep(request: HttpRequest) -> str:
    """Keep what was sent, for whose form it is; return where it waits, else ""."""
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return ""
    if match.route.startswith(_SIGN_IN_PAGES):
        return ""
    person, typed = _owner(request), _worth_keeping(request)
    if person is None or not typed:
        return ""
    row = KeptForm.objects.create(
        key=get_random_string(22),
        person=person,
        path=request.get_full_path(),
        typed=typed,
        had_files=bool(request.FILES),
    )
    KeptForm.objects.forget_beyond(person, KEPT_FORMS)
    keys = request.session.get(_SESSION, [])
    request.session[_SESSION] = [*keys, row.key][-KEPT_FORMS:]
    return reverse("kept", args=[row.key])


def _owner(request: HttpRequest) -> "User | None":
    """Whose form was sent, as the form itself proves."""
    try:
        pk = _SIGNER.unsign(request.POST.get(WHOSE, ""))
    except signing.BadSignature:
        return None
    return get_user_model().objects.filter(pk=pk, is_active=True).first()


def _worth_keeping(request: HttpRequest) -> list[list[str]]:
    typed = [
        [one.name, one.value]
        for one in errors.typed(request)
        if one.name not in _NOT_KEPT and not _is_secret(one.name)
    ]
    size = sum(len(name) + len(value) for name, value in typed)
    return typed if size <= KEPT_LARGEST else []


def _is_secret(name: str) -> bool:
    last = name.rpartition("-")[2].lower()
    return last == "code" or any(part in last for part in _SECRET)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Keep what was sent, say so, and return where it waits; else `otherwise`."""
    where = keep(request)
    if where:
        messages.info(
            request,
            _t("What you wrote is kept. Sign in, look it over, and send it again."),
        )
    return where or otherwise


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose key does not fit: often the session it belonged to ended.

    What came from a page of ours, as the form proves, is kept for whose it is. What
    came from elsewhere, or belongs to somebody else than who is signed in, is not.
    """
    owner, person = _owner_at_home(request), person_of(request)
    if owner is None or (person is not None and person.pk != owner.pk):
        return errors.csrf_failure(request, reason)
    if person is None:
        home = resolve_url(settings.LOGIN_REDIRECT_URL)
        return redirect_to_login(way_back(request, home))
    where = keep(request)
    return redirect(where) if where else errors.csrf_failure(request, reason)


def _owner_at_home(request: HttpRequest) -> "User | None":
    origin = request.headers.get("Origin")
    if origin and origin != f"{request.scheme}://{request.get_host()}":
        return None
    return _owner(request) if errors.typed(request) else None


@dataclass(frozen=True)
class Waiting:
    """A kept form as its page shows it."""

    path: str
    had_files: bool
    typed: list[Typed]

    @property
    def shown(self) -> list[Typed]:
        """What somebody wrote."""
        return [one for one in self.typed if one.is_shown]

    @property
    def hidden(self) -> list[Typed]:
        """What somebody chose, and what the page carried along."""
        return [one for one in self.typed if not one.is_shown]


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was kept, ready to be sent again; by POST, throw it away."""
    row = _mine_or_404(request, key)
    if request.method == "POST":
        row.delete()
        messages.success(request, _t("What was kept is thrown away."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    typed = [Typed(name, value) for name, value in row.typed]
    context = {"waiting": Waiting(row.path, row.had_files, typed)}
    return render(request, "kept.html", context)


def _mine_or_404(request: HttpRequest, key: str) -> KeptForm:
    """The kept form, if this person sent it in this browser."""
    if key not in request.session.get(_SESSION, []):
        raise Http404
    row = (
        KeptForm.objects.still_kept().filter(key=key, person_id=request.user.pk).first()
    )
    if row is None:
        raise Http404
    return row
