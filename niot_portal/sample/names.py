"""The raw material of the sample network: made-up people and agencies in real towns.

The towns and their ZIP codes are real, or nothing could be found "near me". Every
agency says that it is a sample, and nobody here exists.
"""

#: (name, rank, ZIP code, agency without its mark, kind, size). The first leader is
#: the one of /try/. States that no line names stay empty on the map, as in life.
LEADERS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "Dana Whitfield",
        "Lieutenant",
        "53154",
        "Lakeshore Police Department",
        "local-police",
        "51-100",
    ),
    (
        "Marcus Oyelaran",
        "Captain",
        "53202",
        "Harborview Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Teresa Lindqvist",
        "Sheriff",
        "55401",
        "Birchwood County Sheriff’s Office",
        "sheriff",
        "101-250",
    ),
    (
        "Omar Haddad",
        "Sergeant",
        "60120",
        "Fairhaven Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Priya Raman",
        "Chief",
        "61701",
        "Prairie Junction Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Walt Kowalczyk",
        "Retired Commander",
        "46204",
        "Millrace Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Denise Carver",
        "Detective",
        "48226",
        "Riverbend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Hollis Vandermeer",
        "Chief",
        "49503",
        "Dunefield State University Police",
        "campus",
        "26-50",
    ),
    (
        "Renee Aldridge",
        "Prosecutor’s Investigator",
        "45402",
        "Millrace County Prosecutor’s Office",
        "prosecutor",
        "11-25",
    ),
    (
        "Anthony Bellweather",
        "Deputy Chief",
        "06103",
        "Copper Hill Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Lucille Thibodeau",
        "Chief",
        "04101",
        "Gull Point Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Grace Oduya",
        "Sergeant",
        "01103",
        "Mill River Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Peter Stavros",
        "Captain",
        "03101",
        "Granite Falls Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Joanna Medeiros",
        "School Resource Officer",
        "02903",
        "Narrows School District Police",
        "school-district",
        "11-25",
    ),
    (
        "Caleb Winslow",
        "Trooper",
        "05401",
        "Green Ridge State Police",
        "state-police",
        "251-1000",
    ),
    (
        "Yolanda Reyes-Marte",
        "Lieutenant",
        "07102",
        "Ironbridge Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Isaac Feldman",
        "Inspector",
        "10027",
        "Upper Island Transit Police",
        "special",
        "over-1000",
    ),
    (
        "Colleen Dunphy",
        "Chief",
        "13202",
        "Saltspring Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Rafael Santiago",
        "Sergeant",
        "00918",
        "Playa Clara Municipal Police",
        "local-police",
        "251-1000",
    ),
    (
        "Simone Beauchamp",
        "Captain",
        "20011",
        "Anacostia Gate Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Darnell Whitaker",
        "Major",
        "21218",
        "Chesapeake Bend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Miriam Katz",
        "Detective",
        "19104",
        "Quaker Square University Police",
        "campus",
        "101-250",
    ),
    (
        "Stanley Brzezicki",
        "Chief",
        "15213",
        "Three Rivers Hill Police Department",
        "local-police",
        "26-50",
    ),
    (
        "Alicia Montague",
        "Training Coordinator",
        "23220",
        "Tidewater Police Academy",
        "academy",
        "11-25",
    ),
    (
        "Boyd Harkness",
        "Sheriff",
        "24016",
        "Blue Notch County Sheriff’s Office",
        "sheriff",
        "101-250",
    ),
    (
        "Vernon Tate",
        "Captain",
        "35203",
        "Magnolia Crossing Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Carolina Fuentes",
        "Lieutenant",
        "32801",
        "Orange Grove Police Department",
        "local-police",
        "251-1000",
    ),
    ("Winston Clarke", "Chief", "33602", "Bayward Airport Police", "special", "51-100"),
    (
        "Tamika Broadnax",
        "Deputy Chief",
        "30303",
        "Peachtree Bend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Earl Stephenson",
        "Sergeant",
        "40202",
        "Bluegrass Landing Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Loretta Sykes",
        "Chief",
        "39201",
        "Magnolia State University Police",
        "campus",
        "26-50",
    ),
    (
        "Nathaniel Greer",
        "Captain",
        "28202",
        "Queensfield Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Bettina Locklear",
        "Chief",
        "27601",
        "Tall Pines Tribal Police",
        "tribal",
        "11-25",
    ),
    (
        "Josephine Ravenel",
        "Lieutenant",
        "29401",
        "Palmetto Quay Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Duane Holloway",
        "Detective",
        "37203",
        "Cumberland Bend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Ruth Ann Pettibone",
        "Chief",
        "72201",
        "Ozark Gate Police Department",
        "local-police",
        "51-100",
    ),
    (
        "Antoine Robichaux",
        "Captain",
        "70112",
        "Crescent Levee Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Elena Trujillo",
        "Sergeant",
        "87102",
        "Mesa Roja Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Jim Standing Elk",
        "Chief",
        "73102",
        "Red Earth Tribal Police",
        "tribal",
        "26-50",
    ),
    (
        "Nguyen Thi Lan",
        "Lieutenant",
        "77002",
        "Bayou Bend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Fernando Quintanilla",
        "Deputy Chief",
        "75201",
        "Trinity Fork Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Carla Svoboda",
        "Chief",
        "52401",
        "Five Seasons Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Mitchell Bauer",
        "Sheriff",
        "50158",
        "Linn Creek County Sheriff’s Office",
        "sheriff",
        "26-50",
    ),
    (
        "Patrice Dowd",
        "Captain",
        "66603",
        "Flint Hills Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Reggie Lamont",
        "Lieutenant",
        "63103",
        "Gateway Bluff Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Kathleen Rourke",
        "Chief",
        "65201",
        "Boone Prairie University Police",
        "campus",
        "26-50",
    ),
    (
        "Gustavo Perez-Lund",
        "Sergeant",
        "68102",
        "Platte Bottom Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Allison Takeda",
        "Commander",
        "80203",
        "Mile Ridge Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Buck Ellison",
        "Deputy",
        "81501",
        "Mesa Verde Gap County Sheriff’s Office",
        "sheriff",
        "101-250",
    ),
    (
        "Wayne Gustafson",
        "Chief",
        "59101",
        "Rimrock Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Lila Two Bulls",
        "Captain",
        "57104",
        "Sioux Bluff Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Spencer Alldredge",
        "Lieutenant",
        "84101",
        "Wasatch Gate Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Ximena Arroyo",
        "Sergeant",
        "85004",
        "Saguaro Flats Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Harold Nakamura",
        "Captain",
        "94103",
        "Golden Hill Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Guadalupe Serrano",
        "Chief",
        "92101",
        "Coronado Heights Harbor Police",
        "special",
        "101-250",
    ),
    (
        "Keoni Kealoha",
        "Lieutenant",
        "96813",
        "Diamond Shore Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Rosalina Cruz-Taitano",
        "Captain",
        "96910",
        "Tumon Point Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Gerald Hutchins",
        "Chief",
        "83702",
        "Sawtooth Gate Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Bridget Halloran",
        "Lieutenant",
        "97205",
        "Rose Landing Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Tomas Villanueva",
        "Detective",
        "98901",
        "Cedar Valley Police Department",
        "local-police",
        "101-250",
    ),
)

#: People whose applications are under way: (name, rank, ZIP code, agency, kind, size).
APPLICANTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "Sam Ortega",
        "Sergeant",
        "89502",
        "Truckee Bend Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Judith Amsel",
        "Chief",
        "82001",
        "Plains Gate Police Department",
        "local-police",
        "51-100",
    ),
    (
        "Curtis Blackwood",
        "Lieutenant",
        "58102",
        "Red River Crossing Police Department",
        "local-police",
        "101-250",
    ),
    (
        "Noelani Park",
        "Sergeant",
        "98101",
        "Sound View Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Frank DiMarco",
        "Captain",
        "19801",
        "Brandywine Bend Police Department",
        "local-police",
        "251-1000",
    ),
    ("Heather Goodfox", "Chief", "99501", "Cook Inlet Tribal Police", "tribal", "1-10"),
    (
        "Miles Abernathy",
        "Deputy",
        "25301",
        "Kanawha Gap County Sheriff’s Office",
        "sheriff",
        "101-250",
    ),
    (
        "Sharon Weiss",
        "Detective",
        "48226",
        "Riverbend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Leon Baptiste",
        "Captain",
        "00802",
        "Charlotte Bay Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Cynthia Yazzie",
        "Sergeant",
        "85004",
        "Painted Mesa Tribal Police",
        "tribal",
        "101-250",
    ),
    (
        "Gordon McAllister",
        "Undersheriff",
        "97205",
        "Rose County Sheriff’s Office",
        "sheriff",
        "251-1000",
    ),
    (
        "Paula Esposito",
        "Lieutenant",
        "06103",
        "Copper Hill Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Abdi Warsame",
        "Officer",
        "55401",
        "Northgate Transit Police",
        "special",
        "101-250",
    ),
    (
        "Marlene Fischer",
        "Chief",
        "68102",
        "Platte Bottom University Police",
        "campus",
        "11-25",
    ),
    (
        "Desmond Pryor",
        "Major",
        "30303",
        "Peachtree Bend Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Vivian Castellano",
        "Captain",
        "33602",
        "Bayward Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Otis Freeland",
        "Retired Sergeant",
        "40202",
        "Bluegrass Landing Police Department",
        "local-police",
        "251-1000",
    ),
    (
        "Karen Lindholm",
        "Chief",
        "57104",
        "Prairie Bluff Police Department",
        "local-police",
        "1-10",
    ),
    (
        "Joel Abramson",
        "Detective",
        "10027",
        "Upper Island University Police",
        "campus",
        "51-100",
    ),
    (
        "Maribel Soto",
        "Sergeant",
        "77002",
        "Bayou Bend School District Police",
        "school-district",
        "51-100",
    ),
    (
        "Clifford Nash",
        "Deputy Chief",
        "46204",
        "Millrace Police Department",
        "local-police",
        "over-1000",
    ),
    (
        "Ingrid Solheim",
        "Lieutenant",
        "58102",
        "Red River State University Police",
        "campus",
        "11-25",
    ),
    (
        "Ray Cordero",
        "Warden",
        "80203",
        "Mile Ridge Corrections Department",
        "corrections",
        "251-1000",
    ),
    (
        "Bonnie Trask",
        "Officer",
        "04101",
        "Gull Point Police Department",
        "local-police",
        "101-250",
    ),
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

RECOMMENDATION = (
    "Clear about what went wrong as well as what went right. The supervisor supports "
    "it and the region has room."
)

DECISION = "Agreed. A good fit for the region."

QUESTION = (
    "Thank you for applying. You write that you work with schools. Which grades, and "
    "does your chief know how much time a leader gives?"
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
