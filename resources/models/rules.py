"""What must always be true of topics, films and resources; the database keeps it."""

from django.db.models import BaseConstraint, CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from resources.choices import Audience, FilmKind, ResourceKind, TopicGroup
from resources.help_choices import Bias, HelpKind, HelpStatus, Need

#: A source is nothing to read without what it says.
SOURCE_ALONE = _("Say what was read there, or leave the address empty.")


def _has_text(*names: str) -> list[BaseConstraint]:
    """No source without the fact that was read there, for each of these facts."""
    return [
        CheckConstraint(
            condition=Q(**{f"{name}_source": ""}) | ~Q(**{name: ""}),
            name=f"%(app_label)s_%(class)s_{name}_has_text",
            violation_error_message=SOURCE_ALONE,
        )
        for name in names
    ]


TOPIC_RULES: list[BaseConstraint] = [
    CheckConstraint(
        condition=Q(group__in=TopicGroup.values),
        name="%(app_label)s_%(class)s_group_is_known",
    )
]

WORK_RULES: list[BaseConstraint] = [
    CheckConstraint(
        condition=Q(audiences__contained_by=Audience.values),
        name="%(app_label)s_%(class)s_audiences_are_known",
    ),
    CheckConstraint(
        condition=Q(link_is_broken=False) | Q(link_checked_on__isnull=False),
        name="%(app_label)s_%(class)s_broken_was_checked",
        violation_error_message=_("Give the day on which the link failed."),
    ),
]

FILM_RULES: list[BaseConstraint] = [
    *WORK_RULES,
    *_has_text(
        "content_notes", "copy_from", "showing_terms", "captions_note", "spanish"
    ),
    CheckConstraint(
        condition=Q(kind__in=FilmKind.values),
        name="%(app_label)s_%(class)s_kind_is_known",
    ),
]

RESOURCE_RULES: list[BaseConstraint] = [
    *WORK_RULES,
    *_has_text("standing"),
    CheckConstraint(
        condition=Q(kind__in=ResourceKind.values),
        name="%(app_label)s_%(class)s_kind_is_known",
    ),
    CheckConstraint(
        condition=~Q(slug="kits"),
        name="%(app_label)s_%(class)s_slug_is_free",
        violation_error_message=_("This address is kept for kits."),
    ),
]

_STATUS_IS_KNOWN = CheckConstraint(
    condition=Q(status__in=HelpStatus.values),
    name="%(app_label)s_%(class)s_status_is_known",
)

HELP_LINE_RULES: list[BaseConstraint] = [
    _STATUS_IS_KNOWN,
    CheckConstraint(
        condition=Q(kind__in=HelpKind.values),
        name="%(app_label)s_%(class)s_kind_is_known",
    ),
    CheckConstraint(
        condition=Q(needs__contained_by=Need.values),
        name="%(app_label)s_%(class)s_needs_are_known",
    ),
    CheckConstraint(
        condition=~Q(status=HelpStatus.SHOWN)
        | ~Q(phone="", text_number="", text_words="", chat_url="", url=""),
        name="%(app_label)s_%(class)s_shown_can_be_reached",
        violation_error_message=_(
            "Give a number, a chat or a page: visitors see this entry."
        ),
    ),
]

STATE_LAW_RULES: list[BaseConstraint] = [
    _STATUS_IS_KNOWN,
    CheckConstraint(
        condition=Q(names__contained_by=Bias.values),
        name="%(app_label)s_%(class)s_names_are_known",
    ),
]
