"""How text is read for search: the same by the database and by us."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation import fulltext

pytestmark = pytest.mark.django_db

BEFORE = [
    ("leaders", "0005_band_ranks"),
    ("resources", "0004_versions_and_sourced_facts"),
    ("screenings", "0011_evenings_of_hosts_gone"),
    ("foundation", "0005_kept_forms"),
]


def _sql(function: str, text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


def _finds(text: str, asked: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('english', foundation_search_text(%s))"
            " @@ to_tsquery('english', %s)",
            [text, fulltext.query(asked).source_expressions[1].value],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Peña", "Pena"),
        ("Pen\u0303a", "Pena"),
        ("lección", "leccion"),
        ("Muñoz, naïve", "Munoz, naive"),
        ("Straße, GROẞ", "Strasse, GROSS"),
        ("İstanbul, ılık", "Istanbul, ilik"),
        ("Łódź, Øre, Æsir, œuvre", "Lodz, Ore, AEsir, oeuvre"),
        ("sheriff’s “roll call”—now", 'sheriff\'s "roll call" now'),
        ("हिन्दी", "हिन्दी"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_fold_drops_accents_in_both_places(text, folded):
    assert fulltext.fold(text) == folded
    assert _sql("foundation_fold", text) == folded


def test_fold_is_the_same_for_every_letter_of_europe():
    letters = [chr(number) for number in range(0xA1, 0x2070)]
    letters += [chr(number) for number in range(0x2200, 0x2300)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT foundation_fold(letter) FROM unnest(%s) WITH ORDINALITY"
            " AS one(letter, number) ORDER BY number",
            [letters],
        )
        there = [row[0] for row in cursor]

    assert there == [fulltext.fold(letter) for letter in letters]


@pytest.mark.parametrize(
    "text",
    [
        "Peña-Muñoz",
        "U.S. Attorney’s Office",
        "ana_maria@x.example",
        "and/or",
        "O’Brien",
    ],
)
def test_plain_is_the_same_in_both_places(text):
    assert " ".join(_sql("foundation_plain", text).split()) == fulltext.plain(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("law enforcement", "law-enforcement"),
        ("law-enforcement", "law enforcement"),
        ("enforcement of the law", "law-enforcement"),
        ("victim centered", "victim-centered"),
        ("a victim\u2010centered way", "victim centered"),
        ("e-mail", "email"),
        ("email", "e-mail"),
        ("Sheriff’s Office", "sheriffs office"),
        ("Sheriff's Office", "sheriff office"),
        ("Sheriffs Office", "sheriff’s office"),
        ("Anne O’Brien", "obrien"),
        ("Anne O’Brien", "o brien"),
        ("Anne O'Brien", "O’Brien"),
        ("U.S. Attorney", "US Attorney"),
        ("US Attorney", "U.S. Attorney"),
        ("the U.S.", "u.s."),
        ("the USA", "U.S.A."),
        ("S.R.O. training", "SRO"),
        ("an SRO", "S.R.O."),
        ("police/community", "community"),
        ("hope—and then", "hope"),
        ("hope—love", "love"),
        ("rollcall", "roll call"),
        ("roll call", "rollcall"),
        ("Roll-Call", '"roll call"'),
        ("at roll call", "roll-call"),
        ("in law-enforcement today", '"law enforcement today"'),
        ("lección", "leccion"),
        ("leccion", "LECCIÓN"),
        ("COPS-P338", "cops p338"),
        ("Straße", "strasse"),
        ("हिन्दी में", "हिन्दी"),
        ("hate crime", "hate and/or crime"),
        ("hate", "bullying OR hate-crime OR hate"),
        ("schools", "school -church"),
    ],
)
def test_search_finds_what_is_spelled_otherwise(text, asked):
    assert _finds(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a school for all", "-school"),
        ("all of a school", "all -school"),
        ("law enforcement", "law -enforcement"),
        ("a law-enforcement officer", "officer -law-enforcement"),
        ("a law enforcement officer", "officer -law-enforcement"),
        ("a law enforcement officer", 'officer -"law enforcement"'),
        ("call the roll", '"roll call"'),
        ("law", "law-enforcement"),
        ("something", "the"),
        ("something", "'\"<>&|!():*"),
        ("something", "-"),
    ],
)
def test_search_leaves_out_what_is_not_asked_for(text, asked):
    assert not _finds(text, asked)


def test_minus_leaves_out_the_words_together_only():
    assert _finds("an officer of the law", "officer -law-enforcement")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Peña", [("Peña", ["Pena"], False)]),
        ("law-enforcement", [("law-enforcement", ["law", "enforcement"], False)]),
        ('-"roll call"', [("roll call", ["roll call"], True)]),
        ("“roll-call”", [("roll-call", ["roll call"], False)]),
        ("-school", [("school", ["school"], True)]),
        ("josé@x.example", [("josé@x.example", ["jose@xexample"], False)]),
        ("- ' .", []),
    ],
)
def test_bits_are_what_a_staff_list_compares(typed, read):
    assert list(fulltext.bits(typed)) == read


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth():
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_proc WHERE proname LIKE 'foundation\\_%'"
                " AND proname IN ('foundation_fold', 'foundation_plain',"
                " 'foundation_search_text')"
            )
            left = cursor.fetchone()[0]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(leaves)

    assert left == 0
    assert _sql("foundation_fold", "Peña") == "Pena"
