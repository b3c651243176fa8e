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

#: The zones of each jurisdiction as its people keep time, most of it first.
#: 49 CFR part 71, and the towns that keep their neighbours' time all year.
_IN_STATE = (
    ("AL", "America/Chicago America/New_York"),
    (
        "AK",
        "America/Anchorage America/Juneau America/Sitka America/Nome America/Yakutat "
        "America/Metlakatla America/Adak",
    ),
    ("AZ", "America/Phoenix America/Denver"),
    ("AS", "Pacific/Pago_Pago"),
    ("CO MT NM UT WY", "America/Denver"),
    ("CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV", "America/New_York"),
    ("AR IA IL LA MN MO MS OK WI", "America/Chicago"),
    ("CA WA", "America/Los_Angeles"),
    ("FL", "America/New_York America/Chicago"),
    ("GU", "Pacific/Guam"),
    ("HI", "Pacific/Honolulu"),
    ("ID", "America/Boise America/Los_Angeles"),
    (
        "IN",
        "America/Indiana/Indianapolis America/Chicago America/Kentucky/Louisville "
        "America/New_York America/Indiana/Vincennes America/Indiana/Marengo "
        "America/Indiana/Tell_City America/Indiana/Knox America/Indiana/Petersburg "
        "America/Indiana/Winamac America/Indiana/Vevay",
    ),
    ("KS", "America/Chicago America/Denver"),
    (
        "KY",
        "America/New_York America/Chicago America/Kentucky/Louisville "
        "America/Kentucky/Monticello",
    ),
    ("MI", "America/Detroit America/Menominee"),
    ("MP", "Pacific/Saipan"),
    (
        "ND",
        "America/Chicago America/Denver America/North_Dakota/New_Salem "
        "America/North_Dakota/Beulah America/North_Dakota/Center",
    ),
    ("NE", "America/Chicago America/Denver"),
    ("NV", "America/Los_Angeles America/Denver"),
    ("OR", "America/Los_Angeles America/Boise"),
    ("PR", "America/Puerto_Rico"),
    ("SD", "America/Chicago America/Denver"),
    ("TN", "America/Chicago America/New_York"),
    ("TX", "America/Chicago America/Denver"),
    ("VI", "America/St_Thomas"),
)

#: Two letters → the zones of the jurisdiction, most of it first.
IN_STATE = {
    state: tuple(zones.split())
    for states, zones in _IN_STATE
    for state in states.split()
}

# What else the same clocks are called, in older data and by other lists.
_OTHER_NAMES = {
    "America/Atka": "America/Adak",
    "America/Fort_Wayne": "America/Indiana/Indianapolis",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Knox_IN": "America/Indiana/Knox",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Shiprock": "America/Denver",
    "America/Virgin": "America/St_Thomas",
    "Pacific/Johnston": "Pacific/Honolulu",
    "Pacific/Midway": "Pacific/Pago_Pago",
    "Pacific/Samoa": "Pacific/Pago_Pago",
}


def zone_in(state: str, name: str) -> str:
    """The zone `name` as the portal calls it if clocks in `state` show it, else "".

    On a border or a shore a point may fall into Mexico, Canada or the sea.
    """
    name = _OTHER_NAMES.get(name, name)
    return name if name in IN_STATE[state] else ""


def zone_label(name: str) -> str:
    """The words for the IANA zone `name`: "Central Time"; else the name itself."""
    return str(ZONES.get(name, name))
