"""Which tables visitors see, by the topic that a change of them raises.

A public page names its topics (`public_page(shows=…)`) and is kept by their version;
a test fails for a page that reads a table of none of them.
"""

from foundation.content import Table

#: What a row carries for staff and for the database alone.
_UNSEEN = ("updated_at",)

TOPICS: dict[str, tuple[Table, ...]] = {
    "leaders": (
        Table("leaders_leader", _UNSEEN),
        Table("leaders_leader_topics"),
        Table("leaders_oldslug"),
        Table("places_agency"),
    ),
    "library": (
        Table("resources_topic", _UNSEEN),
        Table("resources_film", _UNSEEN),
        Table("resources_film_topics"),
        Table("resources_resource", _UNSEEN),
        Table("resources_resource_topics"),
    ),
    "help": (
        Table("resources_helpline", _UNSEEN),
        Table("resources_statelaw", _UNSEEN),
    ),
    "screenings": (
        Table(
            "screenings_screening",
            (*_UNSEEN, "version", "seats_taken", "online_taken"),
            # Lists tell whether there are seats, the screening's own page how many.
            ("{seats_taken} >= {capacity}", "{online_taken} >= {online_capacity}"),
        ),
    ),
}

#: A screening's own topic, "screening:812": how many seats are left.
SEATS = ("screenings_screening", "screening", ("seats_taken", "online_taken"))

#: Tables that only a command of the server fills, and that pages read at will.
FIXED = frozenset({"places_zipplace", "places_zipabroad"})
