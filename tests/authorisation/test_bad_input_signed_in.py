"""Bad input behind sign-in: the desk, leaders' pages and the staff site hold too."""

import itertools
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import NoReverseMatch

from tests.authorisation.runner import rows
from tests.authorisation.test_bad_input import NASTY
from tests.authorisation.world import World
from tests.forms import opened
from tests.pages import Page, PageForm
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADMIN_QUERIES = [
    "?o=99.99",
    "?o=-x.1",
    "?o=99999999999999999999999",
    "?status__exact=x",
    "?status__in=x",
    "?pk__in=x",
    "?id__exact=99999999999999999999",
    "?user__password__startswith=a",
    "?host__user__email__startswith=a",
    "?e=1",
    "?p=x",
    "?p=99999999999999999999",
    "?p=-1",
    "?all=",
    "?q=%22%27%5C",
    "?_popup=1&_to_field=password",
    "?_to_field=x",
    "?_changelist_filters=o%3Dx",
    "?created_at__year=99999",
    "?starts_at__gte=x",
]


def paths_of(world: World, actor: str, *, under: str = "/") -> list[str]:
    """Return what `actor` may open and a visitor may not, below a path."""
    found = []
    for row in rows():
        if (
            row.method != "GET"
            or row.answers[actor] != "A"
            or row.answers["visitor"] == "A"
        ):
            continue
        try:
            path = world.path(row.name, row.thing)
        except NoReverseMatch:
            continue
        if path.startswith(under) and "logout" not in path:
            found.append(path)
    return list(dict.fromkeys(found))


def answer(client, method: str, path: str, data=None) -> int:
    """Ask within a savepoint that is undone, so that each try meets the same world."""
    with transaction.atomic():
        status = getattr(client, method)(path, data).status_code
        transaction.set_rollback(True)
    return status


def test_no_forged_query_breaks_the_staff_site(world):
    client = signed_in(world.people["program manager"])
    client.raise_request_exception = False
    broken = []

    for path in paths_of(world, "program manager", under="/admin/"):
        if path.count("/") > 5 and not path.endswith("/change/"):
            continue  # pages of acts read no query
        queries = ADMIN_QUERIES if path.count("/") < 5 else ADMIN_QUERIES[::5]
        for query in queries:
            if answer(client, "get", path + query) >= 500:
                broken.append(path + query)

    assert broken == []


def forms_of(client, world: World, actor: str) -> Iterator[tuple[str, PageForm]]:
    """Yield (path, form) of each form that `actor` meets behind sign-in, once."""
    met = set()
    for path in paths_of(world, actor):
        response = client.get(path)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        for form in Page(response.content.decode()).forms:
            target = urlsplit(form.action or path).path
            shape = (target, form.method, *sorted(form.fields))
            if "logout" not in target and shape not in met:
                met.add(shape)
                yield target, form


@pytest.mark.parametrize("actor", ["applicant", "host", "program manager"])
def test_no_answer_breaks_a_form_behind_sign_in(world, actor, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    client = signed_in(world.people[actor])
    client.raise_request_exception = False
    nasties = itertools.cycle(NASTY)
    broken, count = [], 0

    for target, form in list(forms_of(client, world, actor)):
        fields = {**form.fields, "opened": opened()}
        # Some all at once, and in each field another one alone: one may hide another.
        tries = [dict.fromkeys(fields, next(nasties)) for _ in range(3)]
        tries += [{**fields, name: next(nasties)} for name in form.fields]
        for data in tries:
            count += 1
            if answer(client, form.method, target, data) >= 500:
                broken.append((target, data))

    assert broken == []
    assert count > 30


def test_no_forged_action_breaks_a_staff_list(world):
    client = signed_in(world.people["program manager"])
    client.raise_request_exception = False
    broken = []

    for path in paths_of(world, "program manager", under="/admin/"):
        if path.count("/") != 4:
            continue  # no list
        page = Page(client.get(path).content.decode(errors="replace"))
        actions = {"delete_selected", "nonsense", ""} | {
            form.fields["action"] for form in page.forms if "action" in form.fields
        }
        for action in actions:
            for key in ("x", "-1", "9" * 30, "\x00"):
                data = {"action": action, "_selected_action": key, "index": "x"}
                for extra in ({}, {"select_across": "x"}, {"post": "yes"}):
                    if answer(client, "post", path, data | extra) >= 500:
                        broken.append((path, action, key, extra))

    assert broken == []
