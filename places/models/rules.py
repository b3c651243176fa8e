"""What must always be true of ZIP codes and agencies; the database keeps it."""

from django.db.models import BaseConstraint, CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from places.choices import Abroad, AgencyKind, AgencySize
from places.fields import FIVE_DIGITS
from places.states import STATES

#: An ORI: the state's letters, then what the FBI gave.
ORI = r"^[A-Z]{2}[A-Z0-9]{5,7}$"

_POINT_OR_NONE = Q(lat=None, lng=None) | Q(
    lat__isnull=False,
    lng__isnull=False,
    lat__range=(-90, 90),
    lng__range=(-180, 180),
)

_FIVE_DIGITS = CheckConstraint(
    condition=Q(zip__regex=FIVE_DIGITS),
    name="%(app_label)s_%(class)s_zip_is_five_digits",
)

PLACE_RULES: list[BaseConstraint] = [
    _FIVE_DIGITS,
    CheckConstraint(
        condition=_POINT_OR_NONE, name="%(app_label)s_%(class)s_lat_with_lng"
    ),
]

ABROAD_RULES: list[BaseConstraint] = [
    _FIVE_DIGITS,
    CheckConstraint(
        condition=Q(kind__in=Abroad.values),
        name="%(app_label)s_%(class)s_kind_is_known",
    ),
]

AGENCY_RULES: list[BaseConstraint] = [
    CheckConstraint(
        condition=Q(kind__in=AgencyKind.values),
        name="%(app_label)s_%(class)s_kind_is_known",
    ),
    CheckConstraint(
        condition=Q(size__in=["", *AgencySize.values]),
        name="%(app_label)s_%(class)s_size_is_known",
    ),
    CheckConstraint(
        condition=Q(state__in=list(STATES)),
        name="%(app_label)s_%(class)s_state_is_known",
    ),
    CheckConstraint(
        condition=Q(ori=None) | Q(ori__regex=ORI),
        name="%(app_label)s_%(class)s_ori_is_well_formed",
    ),
    CheckConstraint(
        condition=_POINT_OR_NONE,
        name="%(app_label)s_%(class)s_lat_with_lng",
        violation_error_message=_("Give both coordinates or neither."),
    ),
]
