"""How forms are drawn: label, hint, error and control hang together."""

import re

from django import forms
from django.template import Context, Template

from tests.pages import Page


class _Form(forms.Form):
    name = forms.CharField(label="Your name")
    email = forms.EmailField(label="Address", help_text="We write once.")
    place = forms.ChoiceField(
        label="Where", choices=[("a", "Here"), ("b", "There")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        choices=[("s", "Schools"), ("v", "Vigils")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="I agree")


def _draw(form) -> str:
    return Template("{{ form }}").render(Context({"form": form}))


def _control(html: str, name: str) -> str:
    return re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)[0]


def _ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_hint_is_tied_to_its_control():
    html = _draw(_Form())

    assert 'aria-describedby="id_email_helptext"' in _control(html, "email")
    assert 'id="id_email_helptext"' in html


def test_error_stands_between_hint_and_control_and_is_tied_to_it():
    html = _draw(_Form({"email": "nobody"}))

    control = _control(html, "email")
    assert 'aria-describedby="id_email_helptext id_email_error"' in control
    assert 'aria-invalid="true"' in control
    assert (
        html.index('id="id_email_helptext"')
        < html.index('id="id_email_error"')
        < html.index(control)
    )


def test_wrong_answer_is_kept():
    html = _draw(_Form({"email": "nobody"}))

    assert 'value="nobody"' in _control(html, "email")


def test_group_of_choices_is_a_fieldset_that_tells_its_error():
    html = _draw(_Form({}))

    fieldset = re.search(r"<fieldset[^>]*>\s*<legend>Where", html)[0]
    assert 'aria-describedby="id_place_error"' in fieldset


def test_error_summary_links_to_controls_that_exist():
    html = _draw(_Form({}))

    links = [link[1:] for link in Page(html).links if link.startswith("#")]
    assert links == ["id_name", "id_email", "id_place_0", "id_agree"]
    assert set(links) <= set(_ids(html))


def test_ids_are_unique():
    ids = _ids(_draw(_Form({})))

    assert sorted(ids) == sorted(set(ids))


def test_missing_answers_get_an_instruction():
    html = _draw(_Form({}))

    assert "This field is required" not in html
    assert html.count("Fill this in.") == 4  # beside the field and in the summary
    assert html.count("Choose one.") == 2
    assert html.count("Tick the box to go on.") == 2


def test_error_of_the_whole_form_is_said_once():
    class Form(_Form):
        def clean(self):
            raise forms.ValidationError("The hall is closed that day.")

    html = _draw(Form({}))

    assert html.count("The hall is closed that day.") == 1


def test_mixed_form_marks_what_is_needed_in_words():
    html = _draw(_Form())

    assert html.count("(required)") == 4
    assert html.count("(optional)") == 1


def test_form_of_needed_answers_says_so_once():
    class Form(forms.Form):
        one = forms.CharField()
        two = forms.CharField()
        three = forms.CharField()
        four = forms.CharField()

    html = _draw(Form())

    assert html.count("Every answer is required.") == 1
    assert "(required)" not in html


def test_what_a_visitor_typed_is_escaped():
    html = _draw(_Form({"name": '"><script>alert(1)</script>', "place": "<b>"}))

    assert "<script>" not in html
    assert "<b>" not in html
