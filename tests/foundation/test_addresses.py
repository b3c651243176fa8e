"""One reading of an e-mail address: nobody becomes two people, nothing dies unsent."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from foundation import fields, formfields, outbox
from foundation.addresses import read_address
from foundation.models import OutboxMail
from foundation.sending import message_of
from tests.mail import make_mail


@pytest.mark.parametrize(
    "typed",
    [
        "Dana.Ruiz@Sample.Example",
        "  dana.ruiz@sample.example\t",
        "dana.ruiz@sample.example\u200b",
        "\ufeffdana.ruiz@sample.example",
        "dana.\u00adruiz@sample.example",
        "\u202adana.ruiz@sample.example\u202c",
        "\u200edana.ruiz@sample.example\u200f",
        "dana.ruiz\u00a0@ sample.example",
        "ｄａｎａ．ｒｕｉｚ＠ｓａｍｐｌｅ．ｅｘａｍｐｌｅ",
        "dana.ruiz@sample。example",
        "mailto:dana.ruiz@sample.example",
    ],
    ids=[
        "capitals",
        "spaces and a tab",
        "zero-width space",
        "byte order mark",
        "soft hyphen",
        "embedding marks",
        "direction marks",
        "spaces around the sign",
        "full-width",
        "ideographic full stop",
        "a link",
    ],
)
def test_what_is_one_address_to_people_is_read_as_one(typed):
    assert read_address(typed) == "dana.ruiz@sample.example"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("chief@MÜNCHEN.example", "chief@xn--mnchen-3ya.example"),
        ("chief@xn--mnchen-3ya.example", "chief@xn--mnchen-3ya.example"),
        ("o'brien+portal@sample.example", "o'brien+portal@sample.example"),
        pytest.param(
            "a" * 64 + "@sample.example",
            "a" * 64 + "@sample.example",
            id="a name of 64 letters",
        ),
    ],
)
def test_domain_is_kept_as_mail_servers_know_it(typed, read):
    assert read_address(typed) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nobody", "Give one address with one @ in it, such as name@agency.example."),
        (
            "@a.example",
            "Give one address with one @ in it, such as name@agency.example.",
        ),
        ("a@b.example; c@d.example", "Give one address with one @ in it"),
        ("a b@c.example", "Give the address alone, without a space in it."),
        ("Dana <d@c.example>", "Give the address alone, without a space in it."),
        pytest.param(
            "a@b.example\nBcc: x",
            "Use letters, numbers and punctuation only, on one line. There is a line "
            "break here: “a@b.example▯Bcc: x”.",
            id="a line break",
        ),
        pytest.param(
            "a\x00@b.example",
            "Use letters, numbers and punctuation only. Take out the hidden character "
            "(null, U+0000) here: “a▯@b.example”.",
            id="a null",
        ),
        ("josé@b.example", "Use plain letters without accents before the @."),
        ("\u212aate@b.example", "Use plain letters without accents before the @."),
        ("\u017fam@b.example", "Use plain letters without accents before the @."),
        ("a" * 65 + "@b.example", "64 of them before the @."),
        ("a@" + "b" * 60 + ".c" * 100 + ".example", "at most 254 characters"),
        ("\u200b" * 5000 + "a@b.example", "at most 254 characters"),
        ("a@agency.local", "No mail can be sent to an address that ends in “.local”."),
        ("a@b", "No mail can be sent to this address. Look for a slip of the keys"),
        ("a@[192.0.2.1]", "No mail can be sent to this address."),
        ('"a"@b.example', "No mail can be sent to this address."),
        ("a..b@c.example", "No mail can be sent to this address."),
    ],
)
def test_what_mail_cannot_reach_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as caught:
        read_address(typed)

    assert sentence in caught.value.messages[0]


@given(st.text(max_size=40), st.text(max_size=40))
@example("\u212aate", "b.example")
@example("a", "ﬁsh.example")
@example("a\u0338", "b.example")
def test_reading_twice_changes_nothing_and_what_is_read_can_be_sent(name, domain):
    try:
        address = read_address(f"{name}@{domain}")
    except ValidationError:
        return

    assert read_address(address) == address
    assert address == address.lower()
    assert address.isascii()
    assert len(address) <= 254


def test_form_and_model_read_alike():
    typed = "\u200bＤana@Sample.Example "
    field = fields.MailField()

    assert formfields.Mail().clean(typed) == "dana@sample.example"
    assert field.clean(typed, None) == "dana@sample.example"


def test_field_that_may_be_empty_takes_hidden_marks_for_nothing():
    assert formfields.Mail(required=False).clean("\u200b \ufeff") == ""
    assert fields.MailField(blank=True).clean("\u200b", None) == ""


def test_field_that_must_be_filled_says_so():
    with pytest.raises(forms.ValidationError) as caught:
        formfields.Mail().clean("\u200b")

    assert caught.value.messages == ["This is still missing."]


@pytest.mark.django_db
def test_outbox_writes_to_the_address_as_all_fields_read_it():
    mail = make_mail(to="Dana@MÜNCHEN.example\u200b")

    assert mail.to == "dana@xn--mnchen-3ya.example"
    assert message_of(mail).message()["To"] == "dana@xn--mnchen-3ya.example"


@pytest.mark.django_db
def test_address_stored_before_is_tried_and_stops_no_job():
    mail = outbox.queue(to="old@agency.local", subject="Hello", text="Hello")

    assert OutboxMail.objects.get() == mail
    assert mail.to == "old@agency.local"
