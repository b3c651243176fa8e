"""The choices of help lines and of what a state's law says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpStatus(models.TextChoices):
    """Whether visitors see an entry of the help pages."""

    WAITING = "waiting", _("Call before showing")
    SHOWN = "shown", _("Shown")
    OFF = "off", _("Taken off")


class HelpKind(models.TextChoices):
    """What sort of help it is, as staff sort it."""

    FEDERAL = "federal", _("Federal office that takes reports")
    CRISIS = "crisis", _("Crisis line")
    VICTIMS = "victims", _("Help for victims")
    COMMUNITY = "community", _("Group for its own community")
    LEGAL = "legal", _("Legal help")
    MONEY = "money", _("Money for victims")
    HOTLINE = "hotline", _("Hotline of a state")
    PORTAL = "portal", _("Reporting page of a state")
    OFFICE = "office", _("Office of a state")
    POLICE = "police", _("Police unit")


class Need(models.TextChoices):
    """What somebody comes to the help page for, in its order."""

    REPORT = "report", _("I want to report what happened")
    TALK = "talk", _("I need somebody to talk to")
    RIGHTS = "rights", _("I want to know my rights and find help near me")
    LEGAL = "legal", _("I need legal help")
    OWN = "own", _("I want to reach people of my own community")
    RELATIVE = "relative", _("It is for a relative or a friend")


class Bias(models.TextChoices):
    """What a hate crime law may name."""

    RACE = "race", _("race, ethnicity or ancestry")
    RELIGION = "religion", _("religion")
    ORIENTATION = "orientation", _("sexual orientation")
    DISABILITY = "disability", _("disability")
    GENDER = "gender", _("gender or sex")
    IDENTITY = "identity", _("gender identity")
