"""The fixed vocabularies of joining and leading."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationStatus(models.TextChoices):
    """Where an application stands, in the words of staff."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    INFO_REQUESTED = "info_requested", _("Information requested")
    RECOMMENDED = "recommended", _("Recommended")
    DECIDED = "decided", _("Decided, not sent")
    ACCEPTED = "accepted", _("Accepted")
    WAITLISTED = "waitlisted", _("On the waitlist")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


#: What the applicant reads instead. They never see who recommended what.
PUBLIC_STATUS = {
    ApplicationStatus.DRAFT: _("Not sent yet"),
    ApplicationStatus.SUBMITTED: _("Received"),
    ApplicationStatus.IN_REVIEW: _("Being read"),
    ApplicationStatus.INFO_REQUESTED: _("We have a question for you"),
    ApplicationStatus.RECOMMENDED: _("Final review"),
    ApplicationStatus.DECIDED: _("Final review"),
    ApplicationStatus.ACCEPTED: _("Accepted"),
    ApplicationStatus.WAITLISTED: _("On the waitlist"),
    ApplicationStatus.DECLINED: _("Not accepted"),
    ApplicationStatus.WITHDRAWN: _("Withdrawn"),
    ApplicationStatus.LAPSED: _("Closed"),
}

#: A person may have one application in these.
OPEN_STATUSES = (
    ApplicationStatus.DRAFT,
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.IN_REVIEW,
    ApplicationStatus.INFO_REQUESTED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.DECIDED,
    ApplicationStatus.WAITLISTED,
)

#: Somebody of the staff has to do something.
WAITING_FOR_STAFF = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.IN_REVIEW,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.DECIDED,
)

RELEASED_STATUSES = (
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.WAITLISTED,
    ApplicationStatus.DECLINED,
)


class Outcome(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    WAITLIST = "waitlist", _("Waitlist")
    DECLINE = "decline", _("Decline")


class LapseReason(models.TextChoices):
    DRAFT_LEFT = "draft-left", _("The draft was not sent")
    NO_ANSWER = "no-answer", _("Our question was not answered")


class LeaderStatus(models.TextChoices):
    """What a leader is to the network."""

    ONBOARDING = "onboarding", _("Onboarding")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Away")
    SUSPENDED = "suspended", _("Suspended")
    ALUMNI = "alumni", _("Former leader")
    REMOVED = "removed", _("Removed")
    DIED = "died", _("Has died")


class Service(models.TextChoices):
    SWORN = "sworn", _("Sworn officer")
    CIVILIAN = "civilian", _("Civilian professional")
    RETIRED = "retired", _("Retired from sworn service")


class Speaker(models.TextChoices):
    """Who can speak for an applicant: to many at the top nobody is a supervisor."""

    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("City or county manager, or mayor")
    BOARD = "board", _("Council, commission or board")
    TRIBAL = "tribal", _("Tribal council or administrator")
    DEAN = "dean", _("Dean, provost, president or superintendent")
    FORMER = "former", _("Former chief or supervisor")
    PEER = "peer", _("Head of another agency")
    OTHER = "other", _("Somebody else who knows the work")


class NoSupervisor(models.TextChoices):
    """Why somebody other than a supervisor speaks for an applicant."""

    ELECTED = "elected", _("Elected to the office")
    HEAD = "head", _("Chief or other head of the agency")
    RETIRED = "retired", _("Retired")
    TRIBAL = "tribal", _("Answers to a tribal government")
    CAMPUS = "campus", _("Answers to a school or college")
    OTHER = "other", _("Another reason")


class PartState(models.TextChoices):
    """How far an applicant has come with one part of the application."""

    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    COMPLETE = "complete", _("Complete")


class PublicField(models.TextChoices):
    """What a leader may choose to show. The state and its region always show."""

    NAME = "name", _("Name")
    RANK = "rank", _("Rank or title")
    AGENCY = "agency", _("Name of the agency")
    CITY = "city", _("City or town (needed to be found by distance)")
    SERVICE = "service", _("Sworn, civilian or retired")
    YEARS = "years", _("Years in law enforcement")
    LANGUAGES = "languages", _("Languages")
    PORTRAIT = "portrait", _("Picture")


class Help(models.TextChoices):
    """What a leader offers to others."""

    CALL = "call", _("Talk by phone or e-mail")
    VIDEO = "video", _("Meet by video call")
    SPEAK = "speak", _("Speak at an event")
    SCREENING = "screening", _("Lead a screening with you")
    VISIT = "visit", _("Host a visit to my agency")
    POLICY = "policy", _("Read through a policy")
    TRAVEL = "travel", _("Travel out of state")


class RankBand(models.TextChoices):
    """Ranks as officers choose by them, from the street up; then who is not sworn."""

    PATROL = "patrol", _("Patrol officer or deputy")
    DETECTIVE = "detective", _("Detective or investigator")
    SERGEANT = "sergeant", _("Sergeant")
    LIEUTENANT = "lieutenant", _("Lieutenant")
    COMMAND = "command", _("Captain, commander or major")
    CHIEF = "chief", _("Chief, sheriff or other head")
    CIVILIAN = "civilian", _("Civilian professional")
