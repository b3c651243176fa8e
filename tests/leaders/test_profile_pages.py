"""A leader's own pages: publishing, changing, pictures."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from leaders import membership
from leaders.models import Leader
from resources.models import Topic
from tests.factories import make_leader, make_staff, make_verified_user, move_leader
from tests.forms import version_in
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return Topic.objects.create(slug="schools", label="Schools", group="schools")


def _profile(topic, **changes):
    return {
        "name": "Ana Ruiz",
        "rank": "Captain",
        "service": "sworn",
        "years_of_service": "12",
        "help_offered": ["call", "speak"],
        "about": "I answered a cross burning.",
        "topics": [topic.pk],
        "languages": ["en", "es"],
        "public_fields": ["name", "rank"],
        "agree": "on",
        "version": 0,
    } | changes


def _picture(color="red"):
    out = io.BytesIO()
    Image.new("RGB", (240, 240), color).save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


def test_onboarding_publishes_the_profile(topic):
    leader = make_leader("onboarding", consent_version="", consented_at=None)
    client, visitor = signed_in(leader.user), signed_in(None)
    before = visitor.get(leader.get_absolute_url()).status_code

    answer = client.post("/leaders/onboarding/", _profile(topic))

    leader.refresh_from_db()
    assert answer["Location"] == "/leaders/onboarding/done/"
    assert (before, leader.status) == (404, "active")
    assert leader.consent_version
    assert leader.consented_at
    page = visitor.get(leader.get_absolute_url()).content.decode()
    assert "I answered a cross burning." in page


def test_onboarding_asks_for_consent_afresh(topic):
    leader = make_leader("onboarding", consent_version="")
    client = signed_in(leader.user)
    typed = _profile(topic, rank="Colonel")
    del typed["agree"]

    page = client.post("/leaders/onboarding/", typed)

    leader.refresh_from_db()
    assert page.status_code == 200
    assert "Colonel" in page.content.decode()
    assert leader.status == "onboarding"


def test_onboarding_leads_listed_leaders_to_their_profile():
    client = signed_in(make_leader().user)

    assert client.get("/leaders/onboarding/")["Location"] == "/leaders/profile/edit/"


def test_edit_ignores_forged_fields(topic):
    leader = make_leader()
    other = make_leader()

    signed_in(leader.user).post(
        "/leaders/profile/edit/",
        _profile(topic, version=leader.version)
        | {
            "status": "alumni",
            "slug": "chief",
            "is_hidden": "on",
            "user": other.user.pk,
            "vetted_on": "2001-01-01",
            "agency_name": "Another Agency",
            "id": other.pk,
        },
    )

    fresh = Leader.objects.get(pk=leader.pk)
    assert (fresh.rank, fresh.status, fresh.slug) == ("Captain", "active", leader.slug)
    assert (fresh.user, fresh.agency_name) == (leader.user, leader.agency_name)
    assert (fresh.is_hidden, fresh.vetted_on) == (False, leader.vetted_on)
    other.refresh_from_db()
    assert other.rank == "Lieutenant"


def test_edit_keeps_the_name_public(topic):
    leader = make_leader()

    page = signed_in(leader.user).post(
        "/leaders/profile/edit/",
        _profile(topic, public_fields=["rank"], version=leader.version),
    )

    assert "A leader is listed by name." in page.content.decode()


def test_edited_topic_is_found_by_the_search(topic):
    leader = make_leader()
    client = signed_in(leader.user)

    client.post("/leaders/profile/edit/", _profile(topic, version=leader.version))

    assert list(Leader.objects.listed().matching("schools")) == [leader]


def test_profile_changed_in_another_window_is_not_overwritten(topic):
    leader = make_leader()
    client = signed_in(leader.user)
    seen = leader.version
    client.post("/leaders/profile/edit/", _profile(topic, rank="Captain", version=seen))

    page = client.post(
        "/leaders/profile/edit/", _profile(topic, rank="Major", version=seen)
    )
    leader.refresh_from_db()
    kept = leader.rank
    again = client.post(
        "/leaders/profile/edit/",
        _profile(topic, rank="Major", version=version_in(page)),
    )

    leader.refresh_from_db()
    text = page.content.decode()
    assert page.status_code == 200
    assert "You changed this in another window on" in text
    assert "What you typed is still here." in text
    assert 'value="Major"' in text
    assert kept == "Captain"
    assert again.status_code == 302
    assert leader.rank == "Major"


def test_profile_changed_by_staff_names_their_role_and_keeps_what_was_typed(topic):
    leader = make_leader()
    manager = make_staff(display_name="Mara Winter")
    seen = leader.version
    membership.set_hidden(leader, True, by=manager, seen=seen, reason="A doubt.")

    page = signed_in(leader.user).post(
        "/leaders/profile/edit/",
        _profile(topic, about="My own long story.", version=seen),
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "The program office changed this on" in text
    assert "Mara Winter" not in text
    assert "My own long story." in text


def test_onboarding_that_is_stale_publishes_nothing_and_keeps_what_was_typed(topic):
    leader = make_leader("onboarding")
    client = signed_in(leader.user)
    membership.set_hidden(leader, True, by=make_staff(), seen=0, reason="A doubt.")

    page = client.post("/leaders/onboarding/", _profile(topic, rank="Colonel"))
    leader.refresh_from_db()
    before = leader.status
    again = client.post(
        "/leaders/onboarding/",
        _profile(topic, rank="Colonel", version=version_in(page)),
    )

    leader.refresh_from_db()
    assert page.status_code == 200
    assert "The program office changed this on" in page.content.decode()
    assert 'value="Colonel"' in page.content.decode()
    assert before == "onboarding"
    assert again.status_code == 302
    assert (leader.status, leader.rank) == ("active", "Colonel")


@pytest.mark.parametrize(
    "version", ["", "x", "-1", pytest.param("9" * 30, id="far too many digits")]
)
def test_profile_with_a_forged_version_is_not_saved(topic, version):
    leader = make_leader()

    page = signed_in(leader.user).post(
        "/leaders/profile/edit/", _profile(topic, version=version)
    )

    leader.refresh_from_db()
    assert page.status_code == 200
    assert 'value="Captain"' in page.content.decode()
    assert leader.rank == "Lieutenant"


def test_away_and_back():
    leader = make_leader()
    client, visitor = signed_in(leader.user), signed_in(None)

    client.post("/leaders/profile/away/")
    away = visitor.get(leader.get_absolute_url()).content.decode()
    client.post("/leaders/profile/away/", {"back": "1"})

    leader.refresh_from_db()
    assert "Away for now" in away
    assert leader.status == "active"


def test_away_does_not_answer_to_get():
    client = signed_in(make_leader().user)

    response = client.get("/leaders/profile/away/")

    assert response["Location"] == "/leaders/profile/"


def test_portrait_is_kept_as_fresh_pixels_and_sent_to_everyone():
    leader = make_leader()
    client, visitor = signed_in(leader.user), signed_in(None)

    client.post("/leaders/profile/portrait/", {"picture": _picture()})

    leader.refresh_from_db()
    answer = visitor.get(leader.portrait_url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    with Image.open(io.BytesIO(answer.getvalue())) as image:
        assert image.format == "WEBP"
    assert (
        leader.portrait_url in visitor.get(leader.get_absolute_url()).content.decode()
    )


def _changed(**changes):
    """What lets these columns of a leader change."""
    return lambda leader: Leader.objects.filter(pk=leader.pk).update(**changes)


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(
            _changed(public_fields=["name", "rank"]), id="not among the public facts"
        ),
        pytest.param(_changed(is_hidden=True), id="hidden by staff"),
        pytest.param(lambda leader: move_leader(leader, "suspend"), id="suspended"),
        pytest.param(lambda leader: move_leader(leader, "retire"), id="alumni"),
    ],
)
def test_portrait_that_is_not_public_is_not_sent(hide):
    leader = make_leader()
    owner, visitor = signed_in(leader.user), signed_in(None)
    stranger = signed_in(make_verified_user())
    owner.post("/leaders/profile/portrait/", {"picture": _picture()})
    leader.refresh_from_db()
    address = leader.portrait_url
    hide(leader)

    assert visitor.get(address).status_code == 404
    assert stranger.get(address).status_code == 404
    mine = owner.get(address)
    assert (mine.status_code, mine.headers["Cache-Control"]) == (
        200,
        "private, no-store",
    )


def test_portrait_of_somebody_in_onboarding_is_their_own():
    leader = make_leader("onboarding")
    owner = signed_in(leader.user)
    owner.post("/leaders/profile/portrait/", {"picture": _picture()})
    leader.refresh_from_db()

    assert owner.get(leader.portrait_url).status_code == 200
    assert signed_in(None).get(leader.portrait_url).status_code == 404


def test_removed_and_replaced_portraits_leave_the_disk(
    django_capture_on_commit_callbacks,
):
    leader = make_leader()
    client = signed_in(leader.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/leaders/profile/portrait/", {"picture": _picture("red")})
        client.post("/leaders/profile/portrait/", {"picture": _picture("blue")})
    _folders, kept = default_storage.listdir("portraits")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/leaders/profile/portrait/", {"remove": "1"})

    leader.refresh_from_db()
    assert len(kept) == 1
    assert leader.portrait == ""
    assert default_storage.listdir("portraits")[1] == []


def test_removing_a_portrait_asks_first():
    leader = make_leader()
    client = signed_in(leader.user)
    client.post("/leaders/profile/portrait/", {"picture": _picture()})

    page = client.get("/leaders/profile/portrait/").content.decode()
    asked = client.get("/leaders/profile/portrait/remove/").content.decode()

    leader.refresh_from_db()
    assert 'href="/leaders/profile/portrait/remove/"' in page
    assert "Remove your picture?" in asked
    assert leader.portrait != ""


def test_nothing_is_asked_where_there_is_no_portrait():
    client = signed_in(make_leader().user)

    answer = client.get("/leaders/profile/portrait/remove/")

    assert answer["Location"] == "/leaders/profile/portrait/"


def test_portrait_on_a_full_disk_is_a_sentence_and_changes_nothing(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    leader = make_leader()
    client = signed_in(leader.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/leaders/profile/portrait/", {"picture": _picture("red")})
    leader.refresh_from_db()
    before, settings.MEDIA_ROOT = leader.portrait, tmp_path / "media"
    (tmp_path / "media").write_text("no folder")

    page = client.post("/leaders/profile/portrait/", {"picture": _picture("blue")})

    leader.refresh_from_db()
    assert "The portal could not store the file" in page.content.decode()
    assert leader.portrait == before


def test_small_portrait_is_refused_beside_the_field():
    out = io.BytesIO()
    Image.new("RGB", (400, 120)).save(out, "PNG")
    upload = SimpleUploadedFile("me.png", out.getvalue(), "image/png")
    client = signed_in(make_leader().user)

    page = client.post("/leaders/profile/portrait/", {"picture": upload})

    assert "The picture has 400 by 120 pixels." in page.content.decode()


def test_upload_of_twenty_five_megabytes_reaches_the_form():
    upload = SimpleUploadedFile("me.jpg", b"x" * 25_000_000, "image/jpeg")
    client = signed_in(make_leader().user)

    page = client.post("/leaders/profile/portrait/", {"picture": upload})

    assert page.status_code == 200
    assert "We could not read this picture." in page.content.decode()


def test_file_of_two_leaders_stays_while_one_has_it(
    django_capture_on_commit_callbacks,
):
    first, second = make_leader(), make_leader()
    for leader in (first, second):
        signed_in(leader.user).post(
            "/leaders/profile/portrait/", {"picture": _picture()}
        )
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(first.user).post("/leaders/profile/portrait/", {"remove": "1"})

    second.refresh_from_db()
    assert signed_in(None).get(second.portrait_url).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=alert(1)>",
        pytest.param(b"GIF89a" + b"\0" * 40, id="a picture of another kind"),
        b"%PDF-1.4",
    ],
)
def test_portrait_that_is_no_picture_is_refused_in_words(content):
    leader = make_leader()
    client = signed_in(leader.user)
    upload = SimpleUploadedFile("me.png", content, "image/png")

    page = client.post("/leaders/profile/portrait/", {"picture": upload})

    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    leader.refresh_from_db()
    assert leader.portrait == ""


@pytest.mark.parametrize(
    "name",
    [
        "../settings.py",
        pytest.param("0" * 32, id="no ending"),
        pytest.param("0" * 31 + ".webp", id="a name that is too short"),
        "%2e%2e/x.webp",
    ],
)
def test_portrait_address_reaches_no_other_file(name):
    assert signed_in(None).get(f"/leaders/portraits/{name}").status_code == 404


def test_own_pages_cost_the_same_with_more_leaders(topic):
    client = signed_in(make_leader(topics=[topic]).user)
    client.get("/leaders/profile/edit/")
    with count_queries() as few:
        client.get("/leaders/profile/edit/")
    for _ in range(20):
        make_leader(topics=[topic])
    with count_queries() as many:
        client.get("/leaders/profile/edit/")

    assert len(few) == len(many) <= 8
