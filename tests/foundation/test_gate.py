"""Malformed requests are answered before a view sees them."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/%00", "/a%00b/", "/?q=%00", "/?q=%ff", "/?a=%C3%28"]
)
def test_gate_refuses_bytes_no_database_stores(client, path):
    response = client.get(path)

    assert response.status_code == 400


def test_gate_refuses_a_form_in_another_character_set(client):
    response = client.post(
        "/accounts/login/",
        data="login=a",
        content_type="application/x-www-form-urlencoded; charset=utf-7",
    )

    assert response.status_code == 400


def test_gate_refuses_a_body_larger_than_any_upload(client):
    response = client.post("/accounts/login/", CONTENT_LENGTH="99999999")

    assert response.status_code == 413


def test_page_of_a_body_too_large_says_how_large_a_file_may_be(client):
    response = client.post("/accounts/login/", CONTENT_LENGTH="26000001")

    assert response.status_code == 413
    assert "a file may have 25 MB at most" in response.content.decode()


def test_gate_lets_ordinary_text_of_any_language_pass(client):
    response = client.get("/", {"q": "Świętokrzyskie ñ 日本"})

    assert response.status_code == 200
