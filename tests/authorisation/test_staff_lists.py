"""A staff list answers no question about a column that it does not show."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.urls import reverse

from foundation.admin import BaseAdmin
from tests.authorisation.world import World
from tests.factories import make_verified_user
from tests.mail import make_mail
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LISTS = {model._meta.label: each for model, each in admin.site._registry.items()}
LOOKUPS = [
    "exact",
    "iexact",
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "regex",
    "iregex",
    "in",
    "gt",
    "gte",
    "lt",
    "lte",
    "range",
    "isnull",
    "date",
    "year",
    "month",
    "day",
    "hour",
    "search",
    "len",
    "has_key",
]
REFUSED = "This list cannot be narrowed in that way. Use its filters."

#: What the address of each list may ask for, by the fields of its model.
DECLARED = {
    "places.Agency": {
        "kind__exact",
        "kind__isnull",
        "size__exact",
        "size__isnull",
        "state__exact",
        "state__isnull",
    },
    "accounts.StaffPerson": set(),
    "accounts.User": {
        "is_staff__exact",
        "is_staff__isnull",
        "is_active__exact",
        "is_active__isnull",
        "groups__isnull",
        "groups__id__exact",
    },
    "resources.Film": {
        "is_published__exact",
        "is_published__isnull",
        "kind__exact",
        "kind__isnull",
        "produced_with_cops_office__exact",
        "produced_with_cops_office__isnull",
        "topics__isnull",
        "topics__id__exact",
    },
    "resources.Resource": {
        "is_published__exact",
        "is_published__isnull",
        "kind__exact",
        "kind__isnull",
        "language__exact",
        "language__isnull",
        "topics__isnull",
        "topics__id__exact",
    },
    "resources.Topic": {"group__exact", "group__isnull"},
    "resources.HelpLine": {"kind__exact", "kind__isnull"},
    "resources.StateLaw": set(),
    "leaders.Application": set(),
    "leaders.Leader": {
        "status__exact",
        "status__isnull",
        "is_hidden__exact",
        "is_hidden__isnull",
    },
    "leaders.RankWord": {
        "band__exact",
        "band__isnull",
        "is_retired__exact",
        "is_retired__isnull",
    },
    "screenings.Screening": set(),
    "screenings.Reservation": {"status__exact", "status__isnull"},
    "foundation.OutboxMail": {
        "state__exact",
        "state__isnull",
        "created_at__gte",
        "created_at__lt",
        "created_at__isnull",
    },
    "foundation.JobRun": set(),
}


def paths_of(model: type[models.Model], *, deep: bool = True) -> Iterator[str]:
    """Every field of a model, reverse ones too, and those of each that it leads to."""
    for field in model._meta.get_fields():
        yield field.name
        if deep and field.related_model:
            for further in paths_of(field.related_model, deep=False):
                yield f"{field.name}__{further}"


def address_of(each: BaseAdmin) -> str:
    return reverse(
        f"admin:{each.opts.app_label}_{each.opts.model_name}_changelist",
    )


def staff_member(world: World, role: str) -> Client:
    if role == "superuser":
        return signed_in(make_verified_user(is_staff=True, is_superuser=True))
    return signed_in(world.people[role])


def test_no_list_of_a_library_is_open():
    assert LISTS.keys() == DECLARED.keys()
    assert [each for each in LISTS.values() if not isinstance(each, BaseAdmin)] == []


def test_list_of_a_library_that_registers_later_stays_closed():
    admin.site.register(Group, admin.ModelAdmin)

    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("label", DECLARED)
def test_list_takes_declared_look_ups_alone(rf, label):
    each, request = LISTS[label], rf.get("/")

    taken = {
        f"{path}__{lookup}"
        for path in paths_of(each.model)
        for lookup in LOOKUPS
        if each.lookup_allowed(f"{path}__{lookup}", "x", request)
    }

    assert taken == DECLARED[label]


@pytest.mark.parametrize("role", ["reviewer", "program manager", "superuser"])
def test_answer_of_a_list_does_not_depend_on_what_it_was_asked(world, role):
    client = staff_member(world, role)
    told = {}

    for each in LISTS.values():
        address = address_of(each)
        if client.get(address).status_code != 200:
            continue
        for path in paths_of(each.model, deep=False):
            for lookup, values in (("contains", "aé"), ("isnull", ("True", "False"))):
                key = f"{path}__{lookup}"
                if key in DECLARED[each.opts.label]:
                    continue
                for value in values:
                    answer = client.get(address, {key: value})
                    told[key, value] = (answer.status_code, answer.url == address)

    assert len(told) > 200
    assert set(told.values()) == {(302, True)}


@pytest.mark.parametrize("asked", ["text__contains", "subject__contains", "key", "no"])
@pytest.mark.parametrize("role", ["program manager", "superuser"])
def test_account_mail_is_not_found_by_its_words(world, role, asked):
    make_mail(is_private=True, text="Code 482913", subject="482913", key="482913")
    client = staff_member(world, role)

    answers = [
        client.get("/admin/foundation/outboxmail/", {asked: word}, follow=True)
        for word in ("482913", "000000")
    ]

    for answer in answers:
        assert answer.redirect_chain == [("/admin/foundation/outboxmail/", 302)]
        assert REFUSED in answer.content.decode()


def test_search_of_mails_finds_addresses_alone(world):
    make_mail(is_private=True, text="Code 482913", subject="482913", key="482913")
    client = signed_in(world.people["program manager"])

    found = client.get("/admin/foundation/outboxmail/?q=482913").context["cl"]

    assert found.result_count == 0


@pytest.mark.parametrize(
    "label", [label for label, each in LISTS.items() if each.list_filter]
)
def test_every_filter_that_a_list_offers_works(world, label):
    client = staff_member(world, "superuser")
    address = address_of(LISTS[label])
    shown = client.get(address).context["cl"]

    answers = {
        choice["query_string"]: client.get(address + choice["query_string"]).status_code
        for spec in shown.filter_specs
        for choice in spec.choices(shown)
    }

    assert set(answers.values()) == {200}
