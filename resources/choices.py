"""The fixed vocabularies of the catalogue. Values are short and stand in addresses."""

from datetime import timedelta

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resources import promises


class TopicGroup(models.TextChoices):
    """Headings under which a long list of topics is offered."""

    RESPONSE = "response", _("Recognizing and responding")
    COMMUNITY = "community", _("Community and trust")
    SCHOOLS = "schools", _("Schools and campuses")
    TARGETED = "targeted", _("Who is targeted, who targets")
    AGENCY = "agency", _("Running an agency")


class Audience(models.TextChoices):
    LAW_ENFORCEMENT = "law-enforcement", _("Law enforcement")
    PROSECUTORS = "prosecutors", _("Prosecutors")
    VICTIMS = "victims", _("Victims and people targeted")
    VICTIM_ADVOCATES = "victim-advocates", _("Victim advocates")
    COMMUNITY = "community", _("Community members")
    FAITH = "faith", _("Faith communities")
    SCHOOLS = "schools", _("School staff")
    STUDENTS = "students", _("Students")
    PARENTS = "parents", _("Parents")
    CAMPUS = "campus", _("Colleges and campuses")
    LOCAL_GOVERNMENT = "local-government", _("Local government")
    LIBRARIES = "libraries", _("Libraries")
    BUSINESS = "business", _("Businesses")
    RESEARCHERS = "researchers", _("Researchers")


class FilmKind(models.TextChoices):
    FILM = "film", _("Film")
    SHORT = "short", _("Short film")
    EXCERPT = "excerpt", _("Excerpt")
    SERIES = "series", _("Series")


class ResourceKind(models.TextChoices):
    DISCUSSION_GUIDE = "discussion-guide", _("Discussion guide")
    GUIDE = "guide", _("Guide")
    TOOLKIT = "toolkit", _("Toolkit")
    TIP_SHEET = "tip-sheet", _("Tip sheet")
    TRAINING = "training", _("Training")
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    REPORT = "report", _("Report")
    ARTICLE = "article", _("Article")
    FORM = "form", _("Form or template")


class Language(models.TextChoices):
    """ISO 639-1, where the catalogue or its users need it."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    AMHARIC = "am", _("Amharic")
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    FRENCH = "fr", _("French")
    HAITIAN = "ht", _("Haitian Creole")
    HINDI = "hi", _("Hindi")
    KOREAN = "ko", _("Korean")
    PERSIAN = "fa", _("Persian")
    PORTUGUESE = "pt", _("Portuguese")
    PUNJABI = "pa", _("Punjabi")
    RUSSIAN = "ru", _("Russian")
    SOMALI = "so", _("Somali")
    TAGALOG = "tl", _("Tagalog")
    URDU = "ur", _("Urdu")
    VIETNAMESE = "vi", _("Vietnamese")


#: The upper bounds of the lengths that films are chosen by, in minutes.
ROLL_CALL_ENDS, SHORT_ENDS, MEDIUM_ENDS = (
    span // timedelta(minutes=1)
    for span in (promises.ROLL_CALL, promises.SHORT, promises.MEDIUM)
)

_BETWEEN = _("{least}–{most} minutes")


class LengthBand(models.TextChoices):
    """How long a film is: officers choose by minutes first.

    The values stand in addresses that others link to.
    """

    ROLL_CALL = "10", format_lazy(_("{most} minutes or less"), most=ROLL_CALL_ENDS)
    SHORT = "11-20", format_lazy(_BETWEEN, least=ROLL_CALL_ENDS + 1, most=SHORT_ENDS)
    MEDIUM = "21-35", format_lazy(_BETWEEN, least=SHORT_ENDS + 1, most=MEDIUM_ENDS)
    LONG = "over-35", format_lazy(_("Over {least} minutes"), least=MEDIUM_ENDS)
    UNKNOWN = "unknown", _("Length not known")
