"""What an applicant typed and no column can hold, kept until it is put right.

A ZIP code of four digits, a NUL byte, a story of 10,000 characters: the rest of the
part is saved, and these wait beside it, part by part and field by field, as the browser
sent them. It is JSON in plain ASCII, because a column takes no NUL byte.
"""

import json

from leaders import promises
from leaders.models import Application

#: The values that the browser sent, by the name of the field.
Answers = dict[str, list[str]]


def of_part(application: Application, slug: str) -> Answers:
    """Return what waits in one part; empty where all of it was taken."""
    return _read(application).get(slug, {})


def keep(application: Application, slug: str, answers: Answers) -> list[str]:
    """Set what waits in one part, unsaved; return the fields too long to be kept."""
    parts, left_out = _read(application), []
    parts.pop(slug, None)
    for name, values in answers.items():
        longer = parts | {slug: parts.get(slug, {}) | {name: values}}
        if len(json.dumps(longer)) > promises.TYPED_LETTERS:
            left_out.append(name)
        else:
            parts = longer
    application.as_typed = json.dumps(parts) if parts else ""
    return left_out


def _read(application: Application) -> dict[str, Answers]:
    return json.loads(application.as_typed) if application.as_typed else {}
