"""One search for the staff: leaders, applications, screenings, guests and accounts.

Each kind of record is found as its own list finds it, by those who may open that list;
an address is read as every field reads one, and must be whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.acts import ActsAdmin
from foundation.addresses import read_address
from foundation.codes import ALPHABET, read_code
from foundation.http import PersonRequest
from foundation.text import tidy_line
from foundation.words import short_day
from leaders.addresses import CORRECT
from leaders.models import Application, Leader
from screenings.models import Reservation, Screening

#: Shown of each kind; the list has the rest.
SHOWN = 10
#: Characters of every code and reference.
CODE_LENGTH = 6
#: Characters of a search; what follows them is not looked at.
LONGEST = 200


@dataclass(frozen=True)
class Hit:
    """One record: its name, what tells it from others, and its page for staff."""

    name: str
    facts: str
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more_url` leads to the list where there is more."""

    title: str
    hits: list[Hit]
    more_url: str


@dataclass(frozen=True)
class Kind:
    """One kind of record, and how it is found and named.

    `at` narrows to those of an address, for people with the permission `sees_address`;
    `code` is the column with the reference that people read aloud, if there is one.
    """

    model: type[Model]
    title: Any
    at: Callable[[str], Q]
    sees_address: str
    told: Callable[[Any], tuple[str, str]]
    order: tuple[str, ...]
    code: str = ""
    related: tuple[str, ...] = ()


def page(site: AdminSite, request: PersonRequest) -> TemplateResponse:
    """Show what the search finds, in groups. Changes nothing."""
    typed = tidy_line(request.GET.get("q", ""))[:LONGEST]
    groups = _found(site, request, typed) if typed else []
    context = {
        **site.each_context(request),
        "title": _t("Search results") if typed else _t("Search"),
        "typed": typed,
        "groups": groups,
        "kinds": [str(kind.title) for kind in KINDS if _may_open(site, request, kind)],
        "shown": SHOWN,
    }
    return TemplateResponse(request, "admin/search.html", context)


def _may_open(site: AdminSite, request: HttpRequest, kind: Kind) -> bool:
    return site.get_model_admin(kind.model).has_view_permission(request)


def _found(site: AdminSite, request: PersonRequest, typed: str) -> list[Group]:
    groups = [
        _group(site, request, kind, typed)
        for kind in KINDS
        if _may_open(site, request, kind)
    ]
    return [group for group in groups if group.hits]


def _group(site: AdminSite, request: PersonRequest, kind: Kind, typed: str) -> Group:
    """The first of one kind, and where the others are. One query."""
    pages = site.get_model_admin(kind.model)
    allowed = pages.get_queryset(request).order_by()
    address = _address(typed)
    if not address:
        words, _doubles = pages.get_search_results(request, allowed, typed)
        rule = Q(pk__in=words.values("pk"))
        if kind.code and (code := _code(typed)):
            rule |= Q(pk__in=allowed.filter(**{kind.code: code}).values("pk"))
    elif request.user.has_perm(kind.sees_address):
        rule = Q(pk__in=allowed.filter(kind.at(address)).values("pk"))
    else:
        return Group(str(kind.title), [], "")
    rows = kind.model._default_manager.filter(rule).select_related(*kind.related)
    found = list(rows.order_by(*kind.order)[: SHOWN + 1])
    base = f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}"
    hits = [Hit(*kind.told(one), _page_of(pages, one)) for one in found[:SHOWN]]
    url = f"{reverse(f'{base}_changelist')}?{urlencode({'q': typed})}"
    return Group(str(kind.title), hits, url if len(found) > SHOWN else "")


def _page_of(pages: Any, record: Model) -> str:
    """The record's page for staff."""
    if isinstance(pages, ActsAdmin):
        return pages.page_url(record.pk)
    meta = record._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_change"
    return reverse(name, args=[record.pk])


def _address(typed: str) -> str:
    """The whole address that was typed, as all fields read it; "" where it is none."""
    if "@" not in typed:
        return ""
    try:
        return read_address(typed)
    except ValidationError:
        return ""


def _code(typed: str) -> str:
    """The six characters of a code, however it was read aloud or typed; or ""."""
    bare = typed[2:] if typed.upper().startswith("A-") else typed
    code = read_code(bare)
    is_one = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    return code if is_one else ""


def _of_account(column: str) -> Callable[[str], Q]:
    """Records whose account has the address, confirmed or not."""

    def at(address: str) -> Q:
        more = EmailAddress.objects.filter(email=address).values("user")
        return Q(**{f"{column}__email": address}) | Q(**{f"{column}__in": more})

    return at


def _at_account(address: str) -> Q:
    more = EmailAddress.objects.filter(email=address).values("user")
    return Q(email=address) | Q(pk__in=more)


def _leader(leader: Leader) -> tuple[str, str]:
    status = str(leader.get_status_display())
    facts = [leader.rank, leader.agency_name, leader.state_name, status]
    return leader.name, ", ".join(fact for fact in facts if fact)


def _application(one: Application) -> tuple[str, str]:
    sent = short_day(one.submitted_at) if one.submitted_at else ""
    facts = [one.agency_name, str(one.get_status_display()), sent]
    return str(one), ", ".join(fact for fact in facts if fact)


def _screening(one: Screening) -> tuple[str, str]:
    host = one.host.name if one.host else _t("no host")
    facts = [one.code, one.when, one.town, host, str(one.get_status_display())]
    return one.title or one.code, ", ".join(fact for fact in facts if fact)


def _reservation(one: Reservation) -> tuple[str, str]:
    return str(one), f"{one.shown_name}, {one.get_status_display()}"


def _account(user: User) -> tuple[str, str]:
    return str(user), user.email


KINDS = (
    Kind(
        Leader,
        _("Leaders"),
        _of_account("user"),
        CORRECT,
        _leader,
        order=("sort_name", "pk"),
    ),
    Kind(
        Application,
        _("Applications"),
        _of_account("applicant"),
        CORRECT,
        _application,
        order=("-submitted_at", "-pk"),
        code="reference",
    ),
    Kind(
        Screening,
        _("Screenings"),
        _of_account("host__user"),
        CORRECT,
        _screening,
        order=("-starts_at", "-pk"),
        code="code",
        related=("host",),
    ),
    Kind(
        Reservation,
        _("Reservations"),
        lambda address: Q(email=address),
        "screenings.view_guests",
        _reservation,
        order=("-created_at", "-pk"),
        code="screening__code",
        related=("screening",),
    ),
    Kind(
        User,
        _("Accounts"),
        _at_account,
        "accounts.view_user",
        _account,
        order=("email",),
    ),
)
