"""Leaders for programs: for search engines (schema.org's `Person`) and as JSON rows."""

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from foundation.feeds import json_in_page
from leaders.models import Leader


def person(leader: Leader) -> SafeString:
    """The profile as JSON-LD: what the page shows, and nothing more."""
    return json_in_page(_facts(leader))


def leader_row(leader: Leader) -> dict[str, Any]:
    """A leader for another program: what the card shows, and nothing more."""
    facts = {
        "name": leader.name,
        "address": settings.SITE_URL + leader.get_absolute_url(),
        "rank": leader.public_rank or None,
        "rank_band": leader.public_band or None,
        "is_retired": leader.is_retired,
        "agency": leader.public_agency or None,
        "agency_type": leader.agency_kind,
        "agency_size": leader.agency_size,
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
