"""A text mail is text: nothing in it was made for a page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from foundation import outbox

ROOT = Path(settings.BASE_DIR) / "templates"
MAILS = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.rglob("*.txt")
    if path.parent.name == "email" and path.stem.endswith(("_subject", "_message"))
)
_TOKEN = re.compile(
    r"{% autoescape off %}|{% endautoescape %}|{{.*?}}|{% blocktranslate(?! asvar)"
)


def test_text_keeps_what_a_page_would_escape(tmp_path, settings):
    """Also from a template whose writer forgot to say that it is none of a page."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    (tmp_path / "note_subject.txt").write_text("{{ who }}")
    (tmp_path / "note_message.txt").write_text("{{ who }} writes")
    (tmp_path / "note_message.html").write_text("{{ who }}")

    letter = outbox.worded("note", {"who": "Ana O'Neil & <Co>"})

    assert letter.subject == "Ana O'Neil & <Co>"
    assert letter.text == "Ana O'Neil & <Co> writes\n"
    assert letter.html == "Ana O&#x27;Neil &amp; &lt;Co&gt;"


@pytest.mark.parametrize("mail", MAILS)
def test_words_that_somebody_typed_stand_where_nothing_is_escaped(mail):
    """allauth renders its own: each text says for itself that it is no page."""
    depth, outside = 0, []
    for token in _TOKEN.findall((ROOT / mail).read_text()):
        if token == "{% autoescape off %}":
            depth += 1
        elif token == "{% endautoescape %}":
            depth -= 1
        elif not depth:
            outside.append(token)

    assert outside == []
