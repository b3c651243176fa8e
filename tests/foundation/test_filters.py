"""Addresses of lists, and what a list without rows offers."""

import pytest
from django import forms
from django.http import QueryDict

from foundation.filters import (
    CAP,
    BoxesField,
    Counts,
    FilterForm,
    Step,
    said,
    shorter,
    without_each,
)
from resources.models import Topic
from tests.factories import make_topic
from tests.queries import count_queries


class TopicFilter(FilterForm):
    goes_with = {"q": ("within",)}

    q = forms.CharField(required=False)
    within = forms.CharField(required=False)
    size = BoxesField(choices=[(n, f"Size {n}") for n in "12345"], offer_empty=True)
    group = BoxesField(choices=[("targeted", "Targeted"), ("schools", "Schools")])

    def all_rows(self):
        rows = Topic.objects.all()
        if "q" in self.chosen:
            rows = rows.filter(label__startswith=self.chosen["q"])
        if "group" in self.chosen:
            rows = rows.filter(group__in=self.chosen["group"])
        return rows


def _form(query):
    return TopicFilter(QueryDict(query))


# The address


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ("", []),
        ("q=&zip=&topic=faith", [("topic", "faith")]),
        ("q=%20%20&topic=faith", [("topic", "faith")]),
        ("topic=a&topic=a&topic=b", [("topic", "a"), ("topic", "b")]),
        ("colour=blue&topic=a", [("colour", "blue"), ("topic", "a")]),
        ("within=50&q=x", [("q", "x")]),
        ("within=25&q=x", [("within", "25"), ("q", "x")]),
    ],
)
def test_said_leaves_out_what_says_nothing(query, pairs):
    assert said(QueryDict(query), within="50") == pairs


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("/films/", ""),
        ("/films/?topic=faith", ""),
        ("/films/?topic=faith&q=", "/films/?topic=faith"),
        ("/films/?q=&length=", "/films/"),
        ("/films/?topic=a&topic=a", "/films/?topic=a"),
        ("/films/?q=%E2%80%99%26&x=", "/films/?q=%E2%80%99%26"),
    ],
)
def test_shorter_gives_the_address_of_the_same_list(rf, address, short):
    assert shorter(rf.get(address)) == short


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/leaders/",
        "/leaders/wi/",
        "/screenings/",
        "/screenings/wi/",
        "/screenings/past/",
        "/films/",
        "/resources/",
        "/search/",
    ],
)
def test_list_with_empty_keys_leads_to_its_short_address(client, path):
    with count_queries() as queries:
        answer = client.get(f"{path}?q=police&zip=&page=&topic=&topic=")

    assert (answer.status_code, answer["Location"]) == (302, f"{path}?q=police")
    assert len(queries) == 0
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/leaders/?within=50&topic=faith", "/leaders/?topic=faith"),
        ("/leaders/wi/?state=wi&within=50&q=ana", "/leaders/wi/?q=ana"),
        ("/leaders/?state=wi&within=50&region=", "/leaders/wi/"),
    ],
)
def test_directory_leaves_its_usual_miles_out_of_the_address(client, address, where):
    assert client.get(address)["Location"] == where


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/leaders/", "/screenings/", "/films/", "/resources/", "/search/"]
)
def test_list_has_a_second_skip_link_to_its_results(client, path):
    text = client.get(path).content.decode()

    first, second = text.split('class="skip-link"')[1:]
    assert first.startswith(' href="#content"')
    assert second.startswith(' href="#results">Skip to the results</a>')
    assert text.count('id="results" tabindex="-1"') == 1


# Another filter


def test_but_leaves_out_a_field_and_what_goes_with_it():
    form = _form("q=a&within=25&group=targeted")

    assert form.but(q=None).query() == "?group=targeted"
    assert form.query() == "?q=a&within=25&group=targeted"


def test_but_keeps_the_order_of_the_form():
    assert _form("group=targeted").but(size=["2"]).query() == "?size=2&group=targeted"


def test_query_without_the_last_value_leaves_out_what_goes_with_it():
    form = _form("q=a&within=25&group=targeted")

    assert form.query(without=("q", "a")) == "?group=targeted"


@pytest.mark.parametrize(
    ("chosen", "steps"),
    [
        ("size=3", [("Size 1", 4), ("Size 5", 7)]),
        ("size=1&size=3", [("Size 5", 7)]),
        ("size=5", [("Size 1", 4)]),
        ("group=targeted", []),
    ],
)
def test_steps_beside_are_the_nearest_that_show_something(chosen, steps):
    counts = Counts(0, False, {"size": {"1": 4, "5": 7}})

    found = _form(chosen).steps_beside("size", counts)

    assert [(step.words, step.number) for step in found] == steps


# A list without rows


@pytest.fixture
def topics(db):
    make_topic("anti-muslim", label="Anti-Muslim bias", group="targeted")
    make_topic("antisemitism", label="Antisemitism", group="targeted")
    make_topic("bullying", label="Bullying", group="schools")


def test_without_each_counts_in_one_statement(topics):
    form = _form("q=Anti&within=9&group=schools&size=1")

    with count_queries() as queries:
        steps = without_each(form, TopicFilter.all_rows)

    assert [step.as_without for step in steps] == [
        "Without “Anti” there is 1",
        "Without “Schools” there are 2",
    ]
    assert [step.form.query() for step in steps] == [
        "?size=1&group=schools",
        "?q=Anti&within=9&size=1",
    ]
    assert len(queries) == 1


def test_without_each_asks_nothing_for_one_filter(topics):
    with count_queries() as queries:
        steps = without_each(_form("q=Zzz&within=9"), TopicFilter.all_rows)

    assert steps == []
    assert len(queries) == 0


def test_several_values_of_a_filter_are_left_out_together(topics):
    form = _form("q=Zzz&group=schools&group=targeted")

    (step,) = [
        each
        for each in without_each(form, lambda other: Topic.objects.all())
        if "group" not in each.form.chosen
    ]

    assert step.words == "Schools or Targeted"


def test_step_says_that_its_number_stopped_at_the_cap():
    step = Step("Schools", CAP + 1, _form(""))

    assert step.as_without == "Without “Schools” there are 1,000+"


# Boxes


def test_box_of_an_empty_size_can_be_ticked_and_tells_its_number():
    form = _form("")
    form.tell({"size": {"1": 3}, "group": {"targeted": 3}})

    size, group = str(form["size"]), str(form["group"])

    assert 'Size 2 <span class="count">0</span>' in size
    assert "disabled" not in size
    assert group.count("disabled") == 1


def test_numbers_stand_beside_the_choices_of_a_menu():
    class Menu(FilterForm):
        state = forms.ChoiceField(
            required=False,
            choices=[("", "Any"), ("wi", "Wisconsin"), ("il", "Illinois")],
        )

    form = Menu(QueryDict("state=wi"))
    form.tell({"state": {"wi": 1_200}})

    menu = str(form["state"])
    assert ">Any</option>" in menu
    assert ">Wisconsin (1,200)</option>" in menu
    assert ">Illinois (0)</option>" in menu
    assert form.chips("/") == [("Wisconsin", "/")]


def test_many_boxes_are_folded():
    class Long(FilterForm):
        kind = BoxesField(choices=[(str(n), f"Kind {n}") for n in range(9)])

    closed, standing = Long(QueryDict("")), Long(QueryDict("kind=3"))

    assert '<details class="fold fold--long"><summary>9 to choose from' in str(
        closed["kind"]
    )
    assert '<details class="fold fold--long" open>' in str(standing["kind"])
    assert "<details" not in str(_form("")["size"])
