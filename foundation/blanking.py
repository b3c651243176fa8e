"""What of a mail others than its reader may see: its words without the doors it opens.

Staff read mails to help; a link or a code in one would let them act as its reader.
"""

import re

_LINK = re.compile(r"(?:https?://|www\.)\S+")
# What a person could be asked to type: long figures, and words that mix both. The
# reference of an application ("A-7K3MZQ") opens nothing: staff need it.
_CODE = re.compile(
    r"\b(?<!\bA-)(?:\d[\d-]{4,}\d|[A-Z0-9]{4}-[A-Z0-9]{4}"
    r"|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{6,})\b"
)


def blanked(text: str) -> str:
    """Return a mail's text without the links and codes that open its reader's doors."""
    return _CODE.sub("[code]", _LINK.sub("[link]", text))
