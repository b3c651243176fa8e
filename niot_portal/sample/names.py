"""The raw material of the sample network: made-up people and agencies in real towns.

The towns and their ZIP codes are real, or nothing could be found "near me". Every
agency says that it is a sample, and nobody here exists.
"""

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    with (_HERE / name).open(newline="", encoding="utf-8") as file:
        return tuple(tuple(row) for row in list(csv.reader(file))[1:])


#: (name, rank, ZIP code, agency without its mark, kind, size). The first leader is
#: the one of /try/. States that no line names stay empty on the map, as in life.
LEADERS = _rows("leaders.csv")

#: People whose applications are under way, in the same columns.
APPLICANTS = _rows("applicants.csv")

#: First names whose portraits are drawn without a beard.
WOMEN = frozenset(
    """
    Alicia Allison Bettina Bridget Carla Carolina Colleen Dana Denise Elena Grace
    Guadalupe Joanna Josephine Kathleen Lila Loretta Lucille Miriam Nguyen Patrice
    Priya Renee Rosalina Ruth Simone Tamika Teresa Ximena Yolanda
    """.split()  # noqa: SIM905
)

#: Where screenings are held, in the town of the ZIP code.
VENUES = (
    "Sample Public Library, Community Room",
    "Sample Town Hall, Council Chamber",
    "Sample High School Auditorium",
    "Sample Community College Theater",
    "Sample Interfaith Center",
    "Sample Recreation Center",
    "Sample Police Training Room",
    "Sample Union Hall",
    "Sample Museum of Local History",
    "Sample Arts Cinema",
)

STREETS = (
    "100 Sample Street",
    "22 Example Avenue",
    "450 Model Road",
    "7 Specimen Square",
    "1200 Pattern Parkway",
)

GUEST_NAMES = (
    "Ada", "Ben", "Cleo", "Dev", "Esther", "Faye", "Gus", "Hana", "Ivan", "June",
    "Kofi", "Lena", "Moe", "Nia", "Olga", "Paz", "Quinn", "Rosa", "Sol", "Tess",
    "Umar", "Vera", "Will", "Xena", "Yuri", "Zora",
)  # fmt: skip

NEEDS = (
    "A seat near the front, please: I read lips.",
    "I use a wheelchair.",
    "Large print, if there is a handout.",
    "We bring a two-year-old.",
    "Spanish interpreter, if there is one.",
)

LANGUAGES_SPOKEN = ("es", "es", "es", "fr", "vi", "ko", "zh", "tl", "ar", "pa", "so")

WHY = (
    "After the graffiti at the mosque we did most things right and one thing badly: "
    "nobody called the family back for a week. I want other departments to hear that "
    "from an officer and not from a lawyer.",
    "I have trained patrol for ten years. Officers listen to somebody who has stood "
    "on that doorstep. A film and an honest talk do more than any slide.",
    "We are a small agency. When something happened I had nobody to call. I would "
    "like to be that call for the next chief.",
    "Our schools asked for help before anything happened, and that is the time to "
    "start. I want to show how we did it.",
)

EXPERIENCE = (
    "Two screenings with the library, a coffee hour at the gurdwara each quarter, and "
    "a one-page guide for patrol on what to write in the report.",
    "Led the response to a series of threats against a synagogue. We met the board "
    "every Friday until the arrest, and still do.",
    "Built the bias indicators card that every officer here carries.",
    "Wrote the mutual agreement between our department and the school district.",
)

SUPERVISORS = ("Chief Ann Sample", "Chief Bill Sample", "Sheriff Carol Sample")

#: Who speaks for those without a supervisor: (name, role), by the kind of speaker.
SPEAKERS = {
    "manager": ("Dora Sample", "City manager"),
    "board": ("Emil Sample", "Chair of the county board"),
    "tribal": ("Faye Sample", "Tribal administrator"),
    "dean": ("Gus Sample", "Dean of students"),
    "former": ("Hugh Sample", "Former chief"),
}

RECOMMENDATION = (
    "Clear about what went wrong as well as what went right. The supervisor supports "
    "it and the region has room."
)

DECISION = "Agreed. A good fit for the region."

QUESTION = (
    "Thank you for applying. You write that you work with schools. Which grades, and "
    "does your chief know how much time a leader gives?"
)

ANSWER = (
    "Grades six to eight. My chief has agreed to one evening in two months and to the "
    "hours it takes to prepare it."
)

SECOND_QUESTION = (
    "Thank you, that helps. Who at the school would stand beside you at a screening, "
    "and have they seen one of the films?"
)

MESSAGES = {
    "accept": "Welcome. We are glad to have you.",
    "waitlist": "Your region has enough leaders at the moment. We keep your place.",
    "decline": "Thank you for applying. You are welcome to try again in a year.",
}

SUSPENSION = "Sample: the agency asked for a pause while it looks into a complaint."
HIDING = "Sample: the leader asked us to take the profile down for a month."

ABOUT = (
    "Call me when the first report comes in and you are not sure what you have. We "
    "can go through it together in ten minutes.",
    "I speak plainly about what we missed. Rooms relax when police do that.",
    "I know school boards, principals and worried parents. I bring the film and the "
    "questions, you bring the coffee.",
    "Small agency, no budget, big county. If we could do it, so can you.",
    "Most of what I know I learned from the families. I pass it on.",
)

#: Films that were made for evenings like these.
OFTEN_SHOWN = (
    "waking-in-oak-creek",
    "a-prosecutors-stand",
    "lessons-from-a-hate-crime-detective",
    "beyond-the-badge",
    "light-in-the-darkness",
    "camdens-turn",
    "arlington-tx-a-community-policing-story",
    "a-bowling-green-legacy",
    "not-in-our-town",
)

TITLES = (
    "%(film)s: film and talk in %(city)s",
    "Community night: %(film)s",
    "%(film)s",
    "%(city)s watches %(film)s",
    "An evening with %(film)s",
)

EVENING = (
    "We watch “%(film)s” and then talk in small groups. A facilitator guides the "
    "discussion. Nobody has to speak, and critics are welcome. Coffee and water are "
    "there. This is a sample event: it does not take place."
)

PARKING = (
    "",
    "Free parking behind the building.",
    "Street parking. The bus stops at the door.",
    "Garage across the street, free after six.",
)

PRESENCE = (
    "Two officers in uniform at the door. Nobody asks for identification.",
    "The host and one detective, in plain clothes. Nobody asks for identification.",
    "Officers take part in the discussion, without uniform.",
    "One school resource officer in uniform. Nobody asks for identification.",
)

CANCELLED = (
    "The room was flooded and there is no other.",
    "The host is ill.",
    "A winter storm is expected that evening.",
)

POSTPONED = "Our speaker cannot come. We are looking for a new date."

#: What hosts write to their guests.
TO_GUESTS = (
    "The door on the parking lot side is the one to use. It opens half an hour before.",
    "Two parents and the school’s counselor will sit with us for the discussion. "
    "Please stay for it if you can.",
    "The room is cool. Bring a sweater.",
)

#: What guests ask, and what their hosts answer.
ASKED = (
    ("May I bring my son? He is thirteen.", "Yes. Watch the trailer with him first."),
    ("Is there parking for a van?", "Yes, behind the building, beside the ramp."),
    ("How long is the discussion?", "About 40 minutes, and you may leave at any time."),
    ("Will anybody film us?", "No. We take no pictures of guests."),
)

TO_NEEDS = "Thank you for telling me. It is arranged; ask for me at the door."
