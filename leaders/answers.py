"""The answers of an application as people read them: for applicant and staff alike."""

from typing import NamedTuple

from django.utils.translation import gettext as _t

from leaders.application_forms import SECTIONS
from leaders.choices import PartState, PublicField
from leaders.models import Application
from places.states import STATES


class Part(NamedTuple):
    """One section: its address part, title, how far it has come, and its answers."""

    slug: str
    title: str
    state: PartState
    answers: list[tuple[str, str]]

    @property
    def is_complete(self) -> bool:
        return self.state == PartState.COMPLETE

    @property
    def is_begun(self) -> bool:
        """Whether anybody gave an answer: a draft begins with some of its own."""
        return self.state != PartState.NOT_STARTED

    @property
    def kind(self) -> str:
        """The status partial's kind, which brings the icon."""
        return _KINDS[self.state]


_KINDS = {
    PartState.COMPLETE: "done",
    PartState.IN_PROGRESS: "now",
    PartState.NOT_STARTED: "",
}


def parts_of(
    application: Application,
    topics: list[str] | None = None,
    *,
    for_staff: bool = False,
    addresses: bool = True,
) -> list[Part]:
    """Return the sections in order. `topics` spares the query for their labels.

    Without `addresses` that of whoever speaks for the applicant is left out.
    """
    if topics is None:
        topics = [topic.label for topic in application.topics.all()]
    answers = {
        "you": [
            (_t("Name"), application.name),
            (_t("Rank or title"), application.rank),
            (_t("Service"), application.get_service_display()),
            (_t("Years in law enforcement"), _number(application.years_of_service)),
        ],
        "agency": [
            (_t("Agency"), application.agency_name),
            (_t("Type"), application.get_agency_kind_display()),
            (_t("Size"), application.get_agency_size_display()),
            (_t("Place"), _place(application)),
        ],
        "experience": [
            (_t("Why"), application.why),
            (_t("What you have done so far"), application.experience),
            (_t("Topics"), ", ".join(topics)),
            (_t("Languages"), ", ".join(application.language_labels)),
        ],
        "supervisor": [
            (_t("Who it is"), application.get_speaker_display()),
            (_t("Why no supervisor"), _why_no_supervisor(application)),
            (_t("Name"), application.supervisor_name),
            (_t("Role or title"), application.supervisor_role),
            (_t("E-mail"), application.supervisor_email if addresses else ""),
        ],
        "consent": [
            (_t("May be shown"), ", ".join(application.consent_labels)),
            (_t("May not be shown"), ", ".join(_kept_back(application))),
        ],
    }
    return [
        Part(
            slug,
            str(form.staff_title if for_staff else form.title),
            PartState.COMPLETE if application.is_sent else form.state_of(application),
            answers[slug],
        )
        for slug, form in SECTIONS.items()
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _place(application: Application) -> str:
    if not application.zip:
        return ""
    state = STATES[application.state]
    return f"{application.city}, {state.name} {application.zip}, {state.region.name}"


def _why_no_supervisor(application: Application) -> str:
    if application.is_spoken_for_by_supervisor:
        return ""
    return application.get_no_supervisor_display()


def _kept_back(application: Application) -> list[str]:
    if not application.consent_version:
        return []
    return [
        str(one.label) for one in PublicField if one.value not in application.consent_to
    ]
