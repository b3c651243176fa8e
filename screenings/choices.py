"""The fixed vocabularies of screenings. Values are short and stand in addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScreeningStatus(models.TextChoices):
    """What staff and hosts call the state of a screening."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a first look")
    PUBLISHED = "published", _("Published")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")
    REPORTED = "reported", _("Held and reported")


#: What visitors call it.
PUBLIC_LABELS = {
    ScreeningStatus.DRAFT: _("Not published yet"),
    ScreeningStatus.SUBMITTED: _("Not published yet"),
    ScreeningStatus.PUBLISHED: _("Open"),
    ScreeningStatus.POSTPONED: _("Postponed"),
    ScreeningStatus.CANCELLED: _("Cancelled"),
    ScreeningStatus.HELD: _("Took place"),
    ScreeningStatus.REPORTED: _("Took place"),
}


class Mode(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In person and online")


class Attendance(models.TextChoices):
    """Which of the two kinds of seats a guest has; they are counted apart."""

    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")


class GuestGroup(models.TextChoices):
    """Whom a host has in mind. Nobody is turned away by it."""

    EVERYONE = "everyone", _("Everyone")
    OFFICERS = "officers", _("Officers and agency staff")
    SCHOOL_STAFF = "school-staff", _("School staff")
    STUDENTS = "students", _("Students")
    FAMILIES = "families", _("Families")
    FAITH = "faith", _("Faith communities")
    CIVIC = "civic", _("Civic and community groups")


class Answer(models.TextChoices):
    """A host must answer; not knowing yet is an answer too."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class SignLanguage(models.TextChoices):
    YES = "yes", _("Yes")
    REQUEST = "request", _("On request")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class ReservationStatus(models.TextChoices):
    PENDING = "pending", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Given back")
    LAPSED = "lapsed", _("Not confirmed in time")


class Audience(models.TextChoices):
    """Which guests a host writes to; the latter two as guests attend."""

    ALL = "all", _("All guests")
    ROOM = "room", _("Guests in the room")
    ONLINE = "online", _("Guests online")


class QuestionKind(models.TextChoices):
    QUESTION = "question", _("Question")
    NEED = "need", _("What would help")


class QuestionStatus(models.TextChoices):
    OPEN = "open", _("Not answered yet")
    ANSWERED = "answered", _("Answered")
    SET_ASIDE = "set-aside", _("Set aside")


class OfferStatus(models.TextChoices):
    """What became of a screening offered to a leader, in the words of staff."""

    OPEN = "open", _("Not answered yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Not answered in time")


#: What the leader who was asked reads.
PUBLIC_OFFER = {
    OfferStatus.OPEN: _("Waits for your answer"),
    OfferStatus.ACCEPTED: _("You accepted"),
    OfferStatus.DECLINED: _("You declined"),
    OfferStatus.WITHDRAWN: _("No longer offered to you"),
    OfferStatus.LAPSED: _("Not answered in time"),
}
