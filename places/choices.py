"""The kinds and sizes of agencies, and what lies abroad, in officers’ words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    LOCAL_POLICE = "local-police", _("Local police")
    SHERIFF = "sheriff", _("Sheriff’s office")
    STATE_POLICE = "state-police", _("State police or highway patrol")
    TRIBAL = "tribal", _("Tribal police")
    CAMPUS = "campus", _("Campus police")
    SCHOOL_DISTRICT = "school-district", _("School district police")
    SPECIAL = "special", _("Special jurisdiction (transit, airport, park, housing)")
    PROSECUTOR = "prosecutor", _("Prosecutor’s office")
    FEDERAL = "federal", _("Federal")
    ACADEMY = "academy", _("Training academy or POST")
    CORRECTIONS = "corrections", _("Corrections or probation")
    OTHER = "other", _("Other")


class AgencySize(models.TextChoices):
    """Sworn officers, in bands; most agencies in the country have ten or fewer."""

    UP_TO_10 = "1-10", _("1–10 sworn officers")
    UP_TO_25 = "11-25", _("11–25 sworn officers")
    UP_TO_50 = "26-50", _("26–50 sworn officers")
    UP_TO_100 = "51-100", _("51–100 sworn officers")
    UP_TO_250 = "101-250", _("101–250 sworn officers")
    UP_TO_1000 = "251-1000", _("251–1,000 sworn officers")
    OVER_1000 = "over-1000", _("Over 1,000 sworn officers")


class Abroad(models.TextChoices):
    """What a ZIP code outside the 56 jurisdictions belongs to."""

    APO = "APO", _("APO")
    FPO = "FPO", _("FPO")
    DPO = "DPO", _("DPO")
    MICRONESIA = "FM", _("the Federated States of Micronesia")
    MARSHALL_ISLANDS = "MH", _("the Marshall Islands")
    PALAU = "PW", _("Palau")


#: Post offices of the armed forces and of embassies.
MILITARY = (Abroad.APO, Abroad.FPO, Abroad.DPO)
