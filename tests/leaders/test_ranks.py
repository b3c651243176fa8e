"""Ranks as people type them, and the band that each is in."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from foundation.history import history_of
from leaders import profiles, ranks
from leaders.models import Leader, RankWord
from leaders.models.rank import folded
from tests.factories import make_application, make_leader

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    ranks.load()


def _band(leader):
    leader.refresh_from_db()
    return leader.band


@pytest.mark.parametrize(
    ("rank", "band", "retired"),
    [
        ("Sergeant", "sergeant", False),
        ("sgt", "sergeant", False),
        ("Sgt.", "sergeant", False),
        ("SERGEANT", "sergeant", False),
        ("Detective Sergeant", "sergeant", False),
        ("Det. Sgt.", "sergeant", False),
        ("Det.", "detective", False),
        ("Special Agent", "detective", False),
        ("Prosecutor’s Investigator", "detective", False),
        ("Chief Investigator", "detective", False),
        ("Officer", "patrol", False),
        ("SRO", "patrol", False),
        ("S.R.O.", "patrol", False),
        ("State Trooper", "patrol", False),
        ("trooper", "patrol", False),
        ("Deputy Sheriff", "patrol", False),
        ("Corporal", "patrol", False),
        ("Lt.", "lieutenant", False),
        ("Lieutenant, Patrol Division", "lieutenant", False),
        ("Lt Col", "command", False),
        ("Lt. Colonel", "command", False),
        ("LtCol", "command", False),
        ("Undersheriff", "command", False),
        ("Chief Deputy", "command", False),
        ("Deputy Chief of Police", "command", False),
        ("Sheriff’s Captain", "command", False),
        ("Chief", "chief", False),
        ("chief of police", "chief", False),
        ("Interim Police Chief", "chief", False),
        ("Sheriff", "chief", False),
        ("Colonel", "chief", False),
        ("Director of Public Safety", "chief", False),
        ("Training Coordinator", "civilian", False),
        ("Crime Analyst", "civilian", False),
        ("Chief of Staff", "civilian", False),
        ("ret. captain", "command", True),
        ("Retired Chief", "chief", True),
        ("Chief (Ret.)", "chief", True),
        ("Sérgeant", "sergeant", False),
        ("Master of Ceremonies", "", False),
        ("Chieftain", "", False),
        ("", "", False),
    ],
)
def test_rank_has_its_band(words, rank, band, retired):
    leader = make_leader("onboarding", rank=rank)

    assert (_band(leader), leader.rank_says_retired) == (band, retired)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sgt.", "sgt"),
        ("  Lt.  Col. ", "lt col"),
        ("Sheriff’s Captain", "captain"),
        ("Sheriff's Captain", "captain"),
        ("Señor Officer", "senor officer"),
        ("K-9", "k 9"),
        ("…", ""),
    ],
)
def test_folded_leaves_words_to_compare(typed, kept):
    assert folded(typed) == kept


def test_word_is_folded_however_it_is_written(words):
    word = RankWord(phrase="  Jefe de Policía ", name="chief", band="chief")
    word.full_clean()
    word.save()

    assert RankWord.objects.get(phrase="JEFE DE POLICIA").phrase == "jefe de policia"


def test_word_stands_in_the_table_once(words):
    with pytest.raises(ValidationError) as refused:
        RankWord(phrase="SGT.", name="sergeant", band="sergeant").full_clean()

    assert refused.value.message_dict == {
        "phrase": ["This word is in the table already."]
    }


def test_database_refuses_a_word_that_is_not_folded():
    sql = (
        "INSERT INTO leaders_rankword (phrase, name, band, is_retired, loaded)"
        " VALUES ('Sgt.', '', 'sergeant', false, '')"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql)


def test_longest_phrase_counts_and_then_the_highest(words):
    RankWord.objects.create(phrase="chief of detectives", band="command")

    leader = make_leader(rank="Chief of Detectives")

    assert _band(leader) == "command"


def test_phrase_without_a_band_is_read_over(words):
    RankWord.objects.create(phrase="little chief")

    leader = make_leader(rank="Deputy and Little Chief")

    assert _band(leader) == "patrol"


def test_new_word_bands_the_leaders_who_use_it():
    leader = make_leader(rank="Gendarme")

    RankWord.objects.create(phrase="gendarme", name="gendarme", band="patrol")

    assert _band(leader) == "patrol"


def test_changed_and_deleted_words_band_anew(words):
    leader = make_leader(rank="Warden")

    RankWord.objects.filter(phrase="warden").update(band="command")
    changed = _band(leader)
    RankWord.objects.filter(phrase="warden").delete()

    assert (changed, _band(leader)) == ("command", "")


def test_rank_written_in_bulk_has_its_band(words):
    leader = make_leader(rank="Officer")

    Leader.objects.filter(pk=leader.pk).update(rank="Major")

    assert _band(leader) == "command"


def test_band_cannot_be_written_over(words):
    leader = make_leader(rank="Officer")

    Leader.objects.filter(pk=leader.pk).update(band="chief")

    assert _band(leader) == "patrol"


def test_band_set_by_hand_wins_until_it_is_taken_off(words):
    leader = make_leader(rank="Director", band_by_hand="chief")
    by_hand = _band(leader)

    Leader.objects.filter(pk=leader.pk).update(band_by_hand="")

    assert (by_hand, _band(leader)) == ("chief", "")


def test_leader_made_from_an_application_has_a_band(words):
    application = make_application("accepted", rank="Ret. Undersheriff")

    leader = application.leader

    assert (_band(leader), leader.rank_says_retired) == ("command", True)


def test_banding_writes_no_history(words):
    leader = make_leader(rank="Gendarme")
    before = len(history_of(leader))

    RankWord.objects.create(phrase="gendarme", band="patrol")

    assert len(history_of(leader)) == before


@pytest.mark.parametrize(
    ("shown", "service", "rank", "retired"),
    [
        (["name", "rank"], "sworn", "Retired Chief", True),
        (["name"], "sworn", "Retired Chief", False),
        (["name", "service"], "retired", "Chief", True),
        (["name", "rank"], "retired", "Chief", False),
    ],
)
def test_retired_is_known_by_what_is_shown(words, shown, service, rank, retired):
    leader = make_leader(public_fields=shown, service=service, rank=rank)

    leader.refresh_from_db()

    assert leader.is_retired is retired


# What ships, and what staff made of it


def test_loading_twice_changes_nothing(words):
    rows = list(RankWord.objects.values())

    call_command("load_ranks", stdout=StringIO())

    assert list(RankWord.objects.values()) == rows


def test_words_that_staff_changed_win_over_a_reload(words):
    RankWord.objects.filter(phrase="colonel").update(band="command")

    counts = ranks.load()

    assert RankWord.objects.get(phrase="colonel").band == "command"
    assert counts == {"kept": 1, "created": 0, "updated": 0}


def test_words_that_staff_left_alone_follow_the_file(words, tmp_path):
    new = tmp_path / "ranks.csv"
    new.write_text("phrase,name,band,retired\ncolonel,colonel,command,\n")

    counts = ranks.load(new)

    assert RankWord.objects.get(phrase="colonel").band == "command"
    assert counts == {"created": 0, "updated": 1}


def test_every_word_that_ships_can_be_loaded():
    for row in ranks._rows(ranks.SHIPPED):
        row.full_clean(validate_unique=False)


def test_ranks_without_a_band_are_counted(words):
    make_leader(rank="Gendarme")
    make_leader(rank="Gendarme")
    make_leader(rank="Alcalde")
    make_leader(rank="Sergeant")
    make_leader(rank="Consul", band_by_hand="chief")
    make_leader("removed", rank="Ghost")

    assert ranks.without_band() == [
        {"rank": "Gendarme", "n": 2},
        {"rank": "Alcalde", "n": 1},
    ]


def test_search_words_stay_when_the_profile_is_saved_again(words):
    leader = make_leader(rank="Sergeant")
    leader.refresh_from_db()

    profiles.refresh_words(leader)
    leader.save()
    leader.refresh_from_db()

    first, second = leader.words.split("\n")
    assert "Wisconsin" in first
    assert "sgt" in second.split()
