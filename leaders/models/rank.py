"""The words of ranks and the band of each; the database bands every leader by them."""

import re
import unicodedata

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField
from foundation.history import tracked
from leaders.choices import RankBand

#: What `folded` leaves: small letters and digits, single spaces.
FOLDED = r"^[a-z0-9]+( [a-z0-9]+)*$"


def folded(text: str) -> str:
    """Return a rank as it is compared: "Ret. Sgt." becomes "ret sgt".

    A possessive goes: in "Sheriff’s Captain" it names the office, not the person. The
    trigger on leaders does the same in SQL.
    """
    plain = unicodedata.normalize("NFKD", text).lower().replace("’", "'")
    plain = re.sub(r"[\u0300-\u036f]", "", plain)
    plain = re.sub(r"[a-z0-9]+'s\b", " ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


class FoldedField(LineField):
    """One line that is kept, compared and looked up as `folded` leaves it."""

    def to_python(self, value):
        value = super().to_python(value)
        return folded(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


@tracked(exclude=["loaded"])
class RankWord(models.Model):
    """A word or phrase of ranks as people type them, and what it says of the rank.

    The longest phrase in a rank counts, of equally long ones the highest. A phrase
    without a band and without the mark is read over. `loaded` keeps what came with the
    portal, so that what staff changed wins over a reload.
    """

    phrase = FoldedField(
        _("word or phrase"),
        max_length=60,
        unique=True,
        help_text=_("As people type it. Capital letters and periods do not matter."),
        error_messages={
            "unique": _("This word is in the table already."),
            "blank": _("Give at least one letter or number."),
        },
    )
    name = LineField(
        _("rank in full"),
        max_length=60,
        blank=True,
        help_text=_(
            "Words with the same rank in full find each other: who looks for “sgt” "
            "finds “Sergeant”."
        ),
    )
    band = models.CharField(_("band"), max_length=10, choices=RankBand, blank=True)
    is_retired = models.BooleanField(
        _("says retired"),
        default=False,
        help_text=_("Such a word says that somebody is retired, whatever the rank."),
    )
    loaded = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        ordering = ["phrase"]
        verbose_name = _("word for a rank")
        verbose_name_plural = _("words for ranks")
        constraints = [
            models.CheckConstraint(
                condition=Q(phrase__regex=FOLDED),
                name="%(app_label)s_%(class)s_phrase_is_folded",
            ),
            models.CheckConstraint(
                condition=Q(band__in=["", *RankBand.values]),
                name="%(app_label)s_%(class)s_band_is_known",
            ),
        ]
        triggers = [
            # A leader who is being added waits for this, or would miss the new words.
            pgtrigger.Trigger(
                name="bands_leaders",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    PERFORM pg_advisory_xact_lock(hashtext('leaders.ranks'));
                    UPDATE leaders_leader SET rank = rank;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.phrase


#: Bands a leader by the rank that was typed, or by hand where staff set the band; and
#: gives the search the other ways to write the rank, where the rank is public, but none
#: with a word of another rank. They are the second line of `words`: the first is
#: `leaders.profiles`'s.
READS_RANK = pgtrigger.Trigger(
    name="reads_rank",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[
        ("typed", "text"),
        ("word", "record"),
        ("names", "text[] = '{}'"),
        ("others", "text"),
    ],
    func="""
        IF TG_OP = 'INSERT' THEN
            PERFORM pg_advisory_xact_lock_shared(hashtext('leaders.ranks'));
        END IF;
        typed := replace(lower(normalize(NEW.rank, NFKD)), '’', '''');
        typed := regexp_replace(typed, '[\u0300-\u036f]', '', 'g');
        typed := regexp_replace(typed, '[a-z0-9]+''s\\M', ' ', 'g');
        typed := ' ' || regexp_replace(typed, '[^a-z0-9]+', ' ', 'g') || ' ';
        typed := regexp_replace(typed, ' +', ' ', 'g');
        NEW.band := NEW.band_by_hand;
        NEW.rank_says_retired := false;
        FOR word IN
            SELECT phrase, name, band, is_retired FROM leaders_rankword
            WHERE position(' ' || phrase || ' ' IN typed) > 0
            ORDER BY
                cardinality(string_to_array(phrase, ' ')) DESC,
                array_position(ARRAY['patrol', 'detective', 'sergeant', 'lieutenant',
                    'command', 'chief', 'civilian'], band::text) DESC NULLS LAST,
                phrase
        LOOP
            -- A word of a longer phrase does not count again.
            CONTINUE WHEN position(' ' || word.phrase || ' ' IN typed) = 0;
            typed := replace(typed, ' ' || word.phrase || ' ', ' . ');
            NEW.rank_says_retired := NEW.rank_says_retired OR word.is_retired;
            IF NEW.band = '' THEN
                NEW.band := word.band;
            END IF;
            IF word.name <> '' THEN
                names := names || word.name::text;
            END IF;
        END LOOP;
        -- "deputy sheriff" is a deputy, whom nobody means who looks for a sheriff.
        SELECT string_agg(mine.phrase, ' ' ORDER BY mine.phrase) INTO others
        FROM leaders_rankword mine
        WHERE (
            ('rank' = ANY(NEW.public_fields) AND (
                mine.name = ANY(names) OR mine.is_retired AND NEW.rank_says_retired))
            OR ('service' = ANY(NEW.public_fields)
                AND mine.is_retired AND NEW.service = 'retired')
        ) AND NOT EXISTS (
            SELECT 1 FROM leaders_rankword other
            WHERE other.phrase = ANY(string_to_array(mine.phrase, ' '))
            AND NOT string_to_array(lower(other.name), ' ')
                <@ string_to_array(lower(mine.name), ' ')
        );
        NEW.words := split_part(NEW.words, chr(10), 1)
            || coalesce(chr(10) || others, '');
        RETURN NEW;
    """,
)
