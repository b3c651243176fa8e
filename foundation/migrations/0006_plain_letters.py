"""Functions that read text without accents and marks, for search.

`foundation.fulltext` does the same to what people type. PostgreSQL's own functions
only (`normalize`), so that no extension is needed; bodies in the standard's form, so
that a restored copy finds one function from the other.
"""

from django.db import migrations

#: Letters that Unicode does not take apart, and typographic marks.
SINGLE = (
    "\u00f8\u00d8\u0142\u0141\u0111\u0110\u00f0\u00d0\u0131\u0127\u0126\u0167\u0166"
    "\u2018\u2019\u02bc\u2032\u201c\u201d\u201e\u2010\u2012\u2013\u2014\u2015\u2212"
)
PLAIN = "oOlLdDdDihHtT''''''''\"\"\"-     "
DOUBLE = {
    "\u00df": "ss",
    "\u1e9e": "SS",
    "\u00e6": "ae",
    "\u00c6": "AE",
    "\u0153": "oe",
    "\u0152": "OE",
    "\u00fe": "th",
    "\u00de": "TH",
}


def _folded():
    text = r"regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g')"
    for letter, letters in DOUBLE.items():
        text = f"replace({text}, '{letter}', '{letters}')"
    return f"translate({text}, '{SINGLE}', '{PLAIN}')"


# The first line of the choice keeps plain ASCII, most of what there is, cheap.
FOLD = f"""
CREATE FUNCTION foundation_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN octet_length(value) = char_length(value) THEN value
    ELSE {_folded()}
END
"""

PLAIN_TEXT = """
CREATE FUNCTION foundation_plain(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(foundation_fold(value), '-/_.''"', '   ')
"""

# Words that a hyphen or an apostrophe joins are kept apart and, at the end, as one.
SEARCH_TEXT = r"""
CREATE FUNCTION foundation_search_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT regexp_replace(spelled, '[[:punct:]]', ' ', 'g') || coalesce(
        (
            SELECT string_agg(' ' || translate(joined[1], '-''', ''), '')
            FROM regexp_matches(
                spelled,
                '([^[:space:][:punct:]]+(?:[-''][^[:space:][:punct:]]+)+)',
                'g'
            ) AS joined
        ),
        ''
    )
    FROM (
        SELECT regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        foundation_fold(value) COLLATE "C",
                        '\y(?:[Uu]\. ?[Ss](?:\.? ?[Aa])?\y|US\y)\.?', 'USA', 'g'
                    ),
                    '\y([A-Za-z])\.(?=[A-Za-z]\y)', '\1', 'g'
                ),
                '''[Ss]\y', '', 'g'
            ),
            '\y([Rr]oll)-?([Cc]all)', '\1 \2', 'g'
        ) AS spelled
    ) AS text
)
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_kept_forms")]

    operations = [
        migrations.RunSQL([FOLD], "DROP FUNCTION foundation_fold(text)"),
        migrations.RunSQL([PLAIN_TEXT], "DROP FUNCTION foundation_plain(text)"),
        migrations.RunSQL([SEARCH_TEXT], "DROP FUNCTION foundation_search_text(text)"),
    ]
