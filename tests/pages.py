"""Reading a page as a visitor's browser would: its links and its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client


@dataclass
class PageForm:
    """A form of a page: where it goes, how, and what it asks."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links (`href`s) and forms of an HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(
                PageForm(given.get("action") or "", given.get("method", "get").lower())
            )
        elif tag in ("input", "textarea", "select", "button") and self.forms:
            name = given.get("name")
            if name:
                self.forms[-1].fields.setdefault(name, given.get("value") or "")
                self._select = name if tag == "select" else ""
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].fields[self._select] = given.get("value") or ""


def text_of(client: Client, address: str) -> str:
    """Return the HTML of a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
