"""Pages and mails find the named values of every app under its name."""

from django.apps import apps
from django.template import RequestContext, Template

from foundation.promised import promises

SENTENCE = Template(
    "{% load look %}Kept for {{ promises.foundation.MAIL_KEPT|in_words }}."
)


def test_page_takes_its_words_from_the_named_value(rf):
    assert SENTENCE.render(RequestContext(rf.get("/"))) == "Kept for 30 days."


def test_named_values_stand_under_the_label_of_their_app():
    found = promises()

    assert found["foundation"].MAIL_KEPT.days == 30
    assert all(
        module.__name__ == f"{apps.get_app_config(label).name}.promises"
        for label, module in found.items()
    )
