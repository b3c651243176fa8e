"""What Django and its libraries would say is said in our words, everywhere."""

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    password_validators_help_texts,
)
from django.core import validators
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from places.models import Agency
from tests.factories import make_agency, make_staff
from tests.people import signed_in

FOLDER = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
_ENTRY = re.compile(
    r'^msgid ((?:".*"\n)+)(?:msgid_plural ((?:".*"\n)+))?'
    r'msgstr(?:\[0\])? ((?:".*"\n)+)(?:msgstr\[1\] ((?:".*"\n)+))?',
    re.M,
)


def _entries(path: Path) -> list[tuple[str, ...]]:
    """The entries of a catalogue, as (one, many, our one, our many)."""
    return [
        tuple("".join(map(ast.literal_eval, part.splitlines())) for part in found)
        for found in _ENTRY.findall(path.read_text() + "\n")
    ]


def _stock() -> set[str]:
    """Every sentence of Django's, as Django says it."""
    folders = ("conf", "contrib/admin", "contrib/auth")
    files = [DJANGO / one / "locale/en/LC_MESSAGES/django.po" for one in folders]
    texts = {text for file in files for entry in _entries(file) for text in entry[:2]}
    return texts - {""}


def _forms(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def _said(message) -> tuple[str, str]:
    """A sentence as it is written in the code, and as a person reads it."""
    with translation.override(None):
        written = str(message)
    return written, str(message)


def test_catalogue_that_is_read_is_the_one_that_is_written():
    with (FOLDER / "django.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)

    wrong = [
        one
        for one, many, our_one, our_many in _entries(FOLDER / "django.po")[1:]
        if (read.ngettext(one, many, 1) if many else read.gettext(one)) != our_one
        or (many and read.ngettext(one, many, 2) != our_many)
    ]

    assert wrong == []


def test_no_field_of_any_form_speaks_in_djangos_words():
    ours = {config.name for config in apps.get_app_configs()}
    stock = _stock()

    told = {
        _said(message)[1]
        for form in _forms()
        if form.__module__.partition(".")[0] in ours
        for field in form.base_fields.values()
        for message in field.error_messages.values()
        if _said(message)[0] in stock and len(set(_said(message))) == 1
    }

    assert told == set()


@pytest.mark.parametrize(
    ("check", "value", "sentence"),
    [
        (
            validators.MaxLengthValidator(3),
            "abcd",
            "Use at most 3 characters. There are 4 now.",
        ),
        (validators.MinValueValidator(1), 0, "Give 1 or more."),
        (validators.MaxValueValidator(60), 61, "Give 60 or less."),
        (
            validators.validate_slug,
            "a b",
            "Use letters, numbers and hyphens alone, without spaces.",
        ),
    ],
)
def test_bounds_are_said_as_instructions(check, value, sentence):
    with pytest.raises(forms.ValidationError) as caught:
        check(value)

    assert caught.value.messages == [sentence]


def test_a_choice_that_is_not_on_the_list_names_it():
    field = forms.ChoiceField(choices=[("a", "A")])

    with pytest.raises(forms.ValidationError) as caught:
        field.clean("z")

    assert caught.value.messages == ["“z” is not on the list. Choose from the list."]


def test_passwords_are_refused_and_explained_in_our_words():
    told = []
    for validator in get_default_password_validators():
        for password in ("short", "password"):
            try:
                validator.validate(password)
            except forms.ValidationError as error:
                told += error.messages
    told += password_validators_help_texts()

    assert [text for text in told if text in _stock()] == []
    assert "Use at least 15 characters." in password_validators_help_texts()


def test_every_sentence_of_ours_answers_one_that_a_library_says():
    stock = _stock() | {
        text
        for entry in _entries(DJANGO.parent / "allauth/locale/en/LC_MESSAGES/django.po")
        for text in entry[:2]
    }

    unknown = [
        one for one, *_ in _entries(FOLDER / "django.po")[1:] if one not in stock
    ]

    assert unknown == []


def test_empty_list_opens_with_words():
    class Form(forms.Form):
        needed = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
        other = forms.ChoiceField(
            choices=[("", "---------"), ("a", "A")], required=False
        )
        named = forms.ChoiceField(choices=[("", "Any state"), ("a", "A")])

    html = str(Form())

    assert re.findall(r'<option value=""[^>]*>([^<]*)', html) == [
        "Choose one",
        "No answer",
        "Any state",
    ]


@pytest.mark.django_db
def test_staff_read_our_words_after_saving_and_after_a_slip():
    agency = make_agency()
    url = f"/admin/places/agency/{agency.pk}/change/"
    client: Client = signed_in(make_staff())

    slip = client.post(url, {"name": "", "version": agency.version})
    empty = client.get("/admin/places/agency/?q=zzzz")
    gone = client.get("/admin/places/agency/999999/change/", follow=True)

    assert "This is still missing." in slip.content.decode()
    assert "Some things below need your attention." in slip.content.decode()
    assert "Nothing fits what you chose." in empty.content.decode()
    assert "There is no agency “999999” here." in gone.content.decode()
    assert Agency.objects.get().name == agency.name


def test_plural_sentences_keep_their_numbers():
    said = ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        15,
    )

    assert said % 15 == "This password is too short. Use at least 15 characters."
    assert _t("Yes, I’m sure") == "Delete for good"
