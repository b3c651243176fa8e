"""Codes people type and tokens mail carries."""

import pytest

from accounts.models import User
from foundation import codes, tokens
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    user = make_user()
    user.token_version = 1
    return user


@pytest.fixture(autouse=True)
def _versioned(monkeypatch):
    monkeypatch.setattr(User, "token_version", 1, raising=False)


def test_code_has_no_letters_that_look_alike():
    made = "".join(codes.new_code(50) for _ in range(20))

    assert set(made) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_code_is_read_as_people_write_it():
    assert codes.read_code(" AB-O1l ") == "ab011"


def test_token_leads_back_to_its_record(record):
    token = tokens.token_for("confirm", record)

    assert tokens.read_token("confirm", token, User.objects.all()) == record


def test_token_of_one_purpose_opens_no_other(record):
    token = tokens.token_for("confirm", record)

    with pytest.raises(tokens.BadToken):
        tokens.read_token("cancel", token, User.objects.all())


def test_token_ends_when_its_version_is_raised(record, monkeypatch):
    token = tokens.token_for("confirm", record)
    monkeypatch.setattr(User, "token_version", 2, raising=False)

    with pytest.raises(tokens.BadToken):
        tokens.read_token("confirm", token, User.objects.all())


def test_token_outlives_a_change_of_the_secret_key(record, settings):
    token = tokens.token_for("confirm", record)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert tokens.read_token("confirm", token, User.objects.all()) == record


@pytest.mark.parametrize(
    "token",
    [
        "",
        "-",
        "1",
        "1-",
        "zzzzzzzzzzzz-x",
        pytest.param("9" * 500, id="far too many digits"),
        "é-ü",
        pytest.param("1-" + "a" * 32, id="a tag of the wrong length"),
    ],
)
def test_token_that_is_nonsense_is_a_bad_token(record, token):
    with pytest.raises(tokens.BadToken):
        tokens.read_token("confirm", token, User.objects.all())
