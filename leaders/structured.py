"""Leaders for programs: for search engines (schema.org's `Person`) and as JSON rows."""

import json
from typing import Any

from django.conf import settings

from leaders.models import Leader

# As Django's `json_script` does: nothing a leader wrote can end the script element.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def person(leader: Leader) -> str:
    """The profile as JSON-LD, safe between script tags: what the page shows."""
    return json.dumps(_facts(leader), ensure_ascii=False).translate(_ESCAPES)


def row(leader: Leader) -> dict[str, Any]:
    """A leader for another program: what the card shows, and nothing more."""
    facts = {
        "name": leader.name,
        "address": settings.SITE_URL + leader.get_absolute_url(),
        "rank": leader.public_rank or None,
        "agency": leader.public_agency or None,
        "agency_type": leader.agency_kind,
        "state": leader.state,
        "region": leader.region.slug,
        "topics": [topic["slug"] for topic in leader.topic_list],
    }
    if (miles := getattr(leader, "miles", None)) is not None:
        facts["miles"] = round(miles)
    return facts


def _facts(leader: Leader) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": leader.name,
        "url": settings.SITE_URL + leader.get_absolute_url(),
        "memberOf": {"@type": "Organization", "name": settings.SITE_NAME},
        "knowsAbout": leader.topic_labels,
        "workLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressRegion": leader.state,
                "addressCountry": "US",
            },
        },
    }
    if leader.public_rank:
        facts["jobTitle"] = leader.public_rank
    if leader.public_agency:
        facts["worksFor"] = {"@type": "Organization", "name": leader.public_agency}
    if leader.portrait_url:
        facts["image"] = settings.SITE_URL + leader.portrait_url
    return facts
