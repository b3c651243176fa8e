"""A part of the application: saved with whatever is there, checked when it is sent."""

import pytest

from leaders import as_typed
from leaders.answers import parts_of
from leaders.application_forms import SECTIONS
from leaders.models import Application
from tests.factories import make_application, make_topic, make_zip_place
from tests.forms import seen_on
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

_PARTS = "/leaders/application/"
_AGENCY = "/leaders/application/agency/"
_REVIEW = "/leaders/application/review/"
#: A draft in which nothing was typed yet.
_EMPTY = {
    "name": "",
    "rank": "",
    "service": "",
    "years_of_service": None,
    "agency_name": "",
    "agency_kind": "",
    "agency_size": "",
    "zip": "",
    "state": "",
    "city": "",
    "why": "",
    "experience": "",
    "supervisor_name": "",
    "supervisor_email": "",
    "consent_to": [],
    "consent_version": "",
    "consented_at": None,
}


@pytest.fixture
def draft():
    return make_application("draft", **_EMPTY)


@pytest.fixture
def client(draft):
    return signed_in(draft.applicant)


def _save(client, address, **answers):
    """Send a part with the version that its page carries."""
    return client.post(address, answers | {"version": seen_on(client, address)})


def _states(application):
    fresh = Application.objects.get(pk=application.pk)
    return {part.slug: part.state.value for part in parts_of(fresh)}


def _field(client, address, name):
    """The value of a box on the page, as the browser would show it."""
    (form,) = [
        form
        for form in Page(client.get(address).content.decode()).forms
        if name in form.fields
    ]
    return form.fields[name]


@pytest.mark.parametrize("slug", SECTIONS)
def test_part_is_saved_with_nothing_in_it(client, draft, slug):
    answer = _save(client, f"{_PARTS}{slug}/")

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.version == 1
    assert draft.as_typed == ""


def test_half_a_part_is_saved_and_in_progress(client, draft):
    answer = _save(client, _AGENCY, agency_name="Fairview Police")

    draft.refresh_from_db()
    assert answer["Location"] == "/leaders/application/experience/"
    assert draft.agency_name == "Fairview Police"
    assert _states(draft) == {
        "you": "not-started",
        "agency": "in-progress",
        "experience": "not-started",
        "supervisor": "not-started",
        "consent": "not-started",
    }


@pytest.mark.parametrize(
    ("slug", "name", "wrong", "good", "sentence"),
    [
        (
            "agency",
            "zip",
            "1",
            ("agency_name", "Fairview Police"),
            "We could not find that ZIP code. Check the five digits.",
        ),
        (
            "you",
            "years_of_service",
            "twelve",
            ("rank", "Sergeant"),
            "Give a whole number, such as 12.",
        ),
        (
            "you",
            "name",
            "A" * 10_000,
            ("rank", "Sergeant"),
            "Use at most 120 characters. There are 10000 now.",
        ),
        (
            "you",
            "name",
            "Ana 414-555-0123",
            ("rank", "Sergeant"),
            "Everyone may read this.",
        ),
        (
            "experience",
            "why",
            "é" * 10_000,
            ("experience", "Two evenings."),
            "Use at most 3000 characters. There are 10000 now.",
        ),
        (
            "supervisor",
            "supervisor_email",
            "chief at town",
            ("supervisor_name", "Chief Lee"),
            "Give one address with one @ in it, such as name@agency.example.",
        ),
    ],
)
def test_wrong_answer_is_kept_as_typed_and_the_rest_saved(
    client, draft, slug, name, wrong, good, sentence
):
    address = f"{_PARTS}{slug}/"
    column, answer = good

    page = _save(client, address, **{name: wrong, column: answer})
    later = client.get(address).content.decode()

    draft.refresh_from_db()
    shown = page.content.decode()
    assert page.status_code == 200
    assert "The rest of this part is saved." in shown
    assert sentence in shown
    assert sentence in later
    assert "<title>Error:" in " ".join(later.split())
    assert f'value="{wrong}"' in later or f">\n{wrong}</textarea>" in later
    assert getattr(draft, column) == answer
    assert getattr(draft, name) in ("", None)
    assert _states(draft)[slug] == "in-progress"


def test_hidden_character_is_kept_until_it_is_taken_out(client, draft):
    address = f"{_PARTS}you/"

    page = _save(client, address, name="Ana\x00Ruiz", rank="Sergeant")
    draft.refresh_from_db()
    waits = as_typed.of_part(draft, "you")
    answer = _save(client, address, name="Ana Ruiz", rank="Sergeant")

    draft.refresh_from_db()
    assert "Take out the hidden character (null, U+0000)" in page.content.decode()
    assert waits == {"name": ["Ana\x00Ruiz"]}
    assert answer.status_code == 302
    assert (draft.name, draft.rank, draft.as_typed) == ("Ana Ruiz", "Sergeant", "")


@pytest.mark.parametrize(
    ("slug", "name", "forged"),
    [
        ("you", "service", "spy"),
        ("agency", "agency_kind", "militia"),
        ("agency", "agency_size", "\x00"),
        ("experience", "languages", "tlh"),
        ("experience", "topics", "999999"),
        ("experience", "topics", "x\x00"),
        ("supervisor", "speaker", "friend"),
        ("supervisor", "no_supervisor", "busy"),
        ("consent", "consent_to", "address"),
    ],
)
def test_forged_choice_is_said_and_never_kept_in_its_column(
    client, draft, slug, name, forged
):
    page = _save(client, f"{_PARTS}{slug}/", **{name: [forged]})

    draft.refresh_from_db()
    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert as_typed.of_part(draft, slug) == {name: [forged]}
    assert _states(draft)[slug] == "in-progress"
    assert client.get(f"{_PARTS}{slug}/").status_code == 200


def test_answer_too_long_to_keep_stays_on_the_page_and_is_said(client, draft):
    page = _save(client, f"{_PARTS}experience/", why="x" * 200_000, experience="Two.")

    draft.refresh_from_db()
    text = page.content.decode()
    assert "We cannot keep this much." in text
    assert "x" * 200_000 in text
    assert (draft.as_typed, draft.experience) == ("", "Two.")


def test_whoever_leaves_a_wrong_answer_is_let_go_and_told(client, draft):
    address = f"{_PARTS}agency/"
    typed = {"zip": "1", "leave": "yes", "version": seen_on(client, address)}

    page = client.post(address, typed, follow=True)

    assert page.redirect_chain == [("/leaders/application/", 302)]
    assert "What needs another look is kept as you typed it." in page.content.decode()
    assert _field(client, address, "zip") == "1"


def test_whoever_leaves_comes_back_to_the_list(client, draft):
    address = f"{_PARTS}you/"
    typed = {"name": "Ana", "leave": "yes", "version": seen_on(client, address)}

    page = client.post(address, typed, follow=True)

    text = page.content.decode()
    assert page.redirect_chain == [("/leaders/application/", 302)]
    assert "In progress" in text
    assert "Not started" in text
    assert "0 of 5 complete" in text


def test_second_press_with_a_wrong_answer_overwrites_nothing(client, draft):
    typed = {"agency_name": "Fairview", "zip": "1", "version": 0}

    client.post(_AGENCY, typed)
    again = client.post(_AGENCY, typed)

    assert "You changed this in another window" not in again.content.decode()


def test_emptied_zip_code_takes_the_place_with_it():
    application = make_application("draft", city="Oak Creek", lat=42.0, lng=-87.0)

    _save(signed_in(application.applicant), _AGENCY, agency_name="Fairview", zip="")

    application.refresh_from_db()
    assert (application.zip, application.state, application.city) == ("", "", "")
    assert (application.lat, application.lng) == (None, None)


def test_agreement_is_taken_back_by_its_box(client, draft):
    address = f"{_PARTS}consent/"
    _save(client, address, consent_to=["name"], agree="on")
    draft.refresh_from_db()
    before = draft.consent_version

    _save(client, address, consent_to=["name"])

    draft.refresh_from_db()
    assert before
    assert (draft.consent_version, draft.consented_at) == ("", None)
    assert draft.consent_to == ["name"]


def test_part_left_half_done_is_not_forced_upon_whoever_goes_on():
    application = make_application("draft", why="")
    client = signed_in(application.applicant)

    answer = _save(client, f"{_PARTS}experience/", experience="Two evenings.")

    assert answer["Location"] == _REVIEW


def test_review_lists_what_is_missing_and_wrong_with_links(client, draft):
    make_zip_place()
    _save(client, _AGENCY, agency_name="Fairview", zip="1", agency_kind="sheriff")

    html = client.get(_REVIEW).content.decode()

    links = [link for link in Page(html).links if "?check=1#" in link]
    assert f"{_AGENCY}?check=1#id_zip" in links
    assert f"{_AGENCY}?check=1#id_agency_size" in links
    assert f"{_AGENCY}?check=1#id_agency_name" not in links
    assert f"{_PARTS}you/?check=1#id_service_0" in links
    assert f"{_PARTS}consent/?check=1#id_agree" in links
    assert len(links) == 12
    assert "12 answers are missing or need another look" in html
    assert "Send application" not in html


def test_link_of_the_review_shows_what_is_missing_beside_the_field(client, draft):
    quiet = client.get(f"{_PARTS}you/").content.decode()
    asked = client.get(f"{_PARTS}you/?check=1").content.decode()

    assert "field-error" not in quiet
    assert asked.count("field-error") == 4
    assert "Fill this in." in asked


def test_draft_without_topics_is_not_sent():
    application = make_application("draft")

    page = signed_in(application.applicant).post(_REVIEW, {"version": 0})

    application.refresh_from_db()
    assert "Some required questions have no answer yet." in page.content.decode()
    assert application.status == "draft"


def test_draft_with_a_wrong_answer_is_not_sent():
    application = make_application("draft", topics=[make_topic()])
    client = signed_in(application.applicant)
    _save(client, f"{_PARTS}you/", name="Ana", rank="x" * 99, service="sworn")

    client.post(_REVIEW, {"version": seen_on(client, _PARTS + "you/")})

    application.refresh_from_db()
    assert application.status == "draft"


def test_agreement_to_an_older_wording_is_asked_anew():
    application = make_application("draft", consent_version="2020-01")

    page = signed_in(application.applicant).get(_REVIEW).content.decode()

    assert f"{_PARTS}consent/?check=1#id_agree" in page


@pytest.mark.parametrize("path", ["", "review/", "agency/", "agency/?check=1"])
def test_pages_of_a_draft_ask_little_and_nothing_twice(client, draft, path):
    make_topic()
    _save(client, _AGENCY, zip="1")
    client.get(_PARTS + path)

    with count_queries() as queries:
        client.get(_PARTS + path)

    assert queries.repeated == []
    assert len(queries) <= 9


def test_page_that_is_left_is_saved_without_a_word_on_the_next(client, draft):
    seen = seen_on(client, _AGENCY)
    client.post(_AGENCY, {"zip": "1", "leave": "unseen", "version": seen})

    page = client.get(_PARTS)

    draft.refresh_from_db()
    assert as_typed.of_part(draft, "agency") == {"zip": ["1"]}
    assert "Saved" not in page.content.decode()
