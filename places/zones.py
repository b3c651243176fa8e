"""Time zones as people say them, for the zones that U.S. ZIP codes lie in."""

from django.utils.translation import gettext_lazy as _

# Pairs, not a dictionary: a lazy label must not be hashed while apps load.
_SPOKEN = (
    (
        _("Eastern Time"),
        (
            "America/New_York",
            "America/Detroit",
            "America/Indiana/Indianapolis",
            "America/Indiana/Marengo",
            "America/Indiana/Petersburg",
            "America/Indiana/Vevay",
            "America/Indiana/Vincennes",
            "America/Indiana/Winamac",
            "America/Kentucky/Louisville",
            "America/Kentucky/Monticello",
        ),
    ),
    (
        _("Central Time"),
        (
            "America/Chicago",
            "America/Indiana/Knox",
            "America/Indiana/Tell_City",
            "America/Menominee",
            "America/North_Dakota/Beulah",
            "America/North_Dakota/Center",
            "America/North_Dakota/New_Salem",
        ),
    ),
    (_("Mountain Time"), ("America/Denver", "America/Boise")),
    # Arizona keeps standard time all year; most of the Navajo Nation does not.
    (_("Arizona Time"), ("America/Phoenix",)),
    (_("Pacific Time"), ("America/Los_Angeles",)),
    (
        _("Alaska Time"),
        (
            "America/Anchorage",
            "America/Juneau",
            "America/Metlakatla",
            "America/Nome",
            "America/Sitka",
            "America/Yakutat",
        ),
    ),
    # The western Aleutians move their clocks with the mainland; Hawaii does not.
    (_("Hawaii-Aleutian Time"), ("America/Adak",)),
    (_("Hawaii Time"), ("Pacific/Honolulu",)),
    (_("Atlantic Time"), ("America/Puerto_Rico", "America/St_Thomas")),
    (_("Chamorro Time"), ("Pacific/Guam", "Pacific/Saipan")),
    (_("Samoa Time"), ("Pacific/Pago_Pago",)),
)

#: IANA name → the words to show beside a time.
ZONES = {name: label for label, names in _SPOKEN for name in names}

#: One zone for each way of saying it, for a form: (IANA name, words).
zone_choices = [(names[0], label) for label, names in _SPOKEN]

#: Where a ZIP code has no usable zone of its own: where most of its state is.
FALLBACK = {"AK": "America/Anchorage"}


def zone_label(name: str) -> str:
    """The words for the IANA zone `name`: "Central Time"; else the name itself."""
    return str(ZONES.get(name, name))
