"""What people paste without seeing it: hidden marks go, faults are shown in words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from foundation import formfields
from foundation.text import many_lines, one_line, plain, tidy, tidy_line

#: Text in which the marks that matter are common.
_MARKS = (
    "\x00\x07\x0b\x0c\x1f\x85\u00a0\u00ad\u0301\u05d0\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u202a\u202c\u202e\u2066\u2069\u2126\u3000\u3164\ufe0f\ufeff\uff11\ud800"
    "\U000e0041 \t\r\nae1-👍"
)
_TEXT = st.text(st.one_of(st.sampled_from(_MARKS), st.characters(codec=None)))


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one\x0btwo\x0cthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\ufeffHello", "Hello"),
        ("com\u00admu\u200bnity", "community"),
        ("at 7\u00a0pm\u202ftoday", "at 7 pm today"),
        ("\uf0b7 Bring water", "• Bring water"),
        ("Call \u202a(555) 010-0100\u202c now", "Call (555) 010-0100 now"),
        ("\u2066Ana\u2069 Ruiz", "Ana Ruiz"),
        ("Ana\u200e Ruiz", "Ana Ruiz"),
        ("Ana\u200d Ru\u200ciz\ufe0f", "Ana Ruiz"),
        ("\u3164\u200b", ""),
        ("👩\u200d⚕\ufe0f", "👩\u200d⚕\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u05d0\u200f!\u05d1", "\u05d0\u200f!\u05d1"),
    ],
)
def test_tidy_drops_what_nobody_sees(pasted, kept):
    assert tidy(pasted) == kept


def test_line_has_single_spaces_instead_of_tabs():
    assert formfields.Line().clean("Ana\tMaría \u2003 Ruiz\t") == "Ana María Ruiz"


def test_prose_keeps_tabs_and_indents():
    assert formfields.Prose().clean("one\n\ttwo\n  three") == "one\n\ttwo\n  three"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("５３１５４", "53154"), ("a–b—c−d‑e", "a-b-c-d-e"), ("7\u202fｐｍ", "7 pm")],
)
def test_plain_reads_wide_letters_and_every_dash(typed, read):
    assert plain(typed) == read


@pytest.mark.parametrize(
    ("check", "text", "sentence"),
    [
        pytest.param(
            many_lines,
            "We meet at the\x07 town hall",
            "Use letters, numbers and punctuation only. Take out the hidden character "
            "(bell, U+0007) here: “We meet at the▯ town hall”.",
            id="a bell among several lines",
        ),
        pytest.param(
            many_lines,
            "a long beginning that nobody needs to see abc\u202etxt.exe and a long end "
            "as well",
            "Use letters, numbers and punctuation only. Take out the hidden character "
            "(right-to-left override, U+202E) here: “…nobody needs to see "
            "abc▯txt.exe and a long end…”.",
            id="a mark of direction in a long text",
        ),
        pytest.param(
            one_line,
            "First\nSecond",
            "Use letters, numbers and punctuation only, on one line. There is a line "
            "break here: “First▯Second”.",
            id="a line break in one line",
        ),
        pytest.param(
            one_line,
            "a\ud800b",
            "Use letters, numbers and punctuation only. Take out the hidden character "
            "(U+D800) here: “a▯b”.",
            id="half a character",
        ),
    ],
)
def test_refusal_shows_the_words_around_the_fault(check, text, sentence):
    with pytest.raises(ValidationError) as refusal:
        check(text)

    assert refusal.value.messages == [sentence]


def test_null_character_is_refused_with_one_sentence():
    with pytest.raises(ValidationError) as refusal:
        formfields.Line().clean("a\x00b")

    assert len(refusal.value.messages) == 1
    assert "(null, U+0000)" in refusal.value.messages[0]


@given(_TEXT)
def test_tidying_twice_changes_nothing(text):
    for way in (tidy, tidy_line, plain):
        assert way(way(text)) == way(text)


@pytest.mark.parametrize(
    "field",
    [
        formfields.Line(required=False),
        formfields.Prose(required=False),
        formfields.Web(required=False),
        formfields.Count(required=False),
        formfields.Day(required=False),
        formfields.Clock(required=False),
    ],
    ids=lambda field: type(field).__name__,
)
@given(text=_TEXT)
def test_field_keeps_what_it_would_keep_again_or_refuses(field, text):
    try:
        kept = field.clean(text)
    except ValidationError:
        return

    assert field.clean("" if kept is None else str(kept)) == kept
