"""Names as they are compared: what is the same however it is spelt, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury import spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hochschule Talaue", "Hochschule Talaue gGmbH"),
        ("Hochschule Talaue", "HS Talaue"),
        ("Müller & Söhne GmbH & Co. KG", "Mueller und Soehne"),
        ("MÜLLER GUSS AG", "Müller-Guss"),
        ("Stahlbogen e. V.", "Stahlbogen e.V."),
        ("Stahlbogen eV", "Stahlbogen, eingetragener Verein"),
        ("IHK Talaue", "Industrie- und Handelskammer zu Talaue"),
        ("HWK für die Region Talaue", "Handwerkskammer Talaue"),
        ("Wirtschaftsförderung Oberheide AöR", "Wirtschaftsförderung Oberheide"),
        ("Landratsamt Moorland", "Landkreis Moorland"),
        ("Kreis Moorland", "Landkreis Moorland"),
        ("TU Elstertal", "Technische Universität Elstertal"),
        ("Stadtverwaltung Talaue", "Stadt Talaue"),
        ("Café Ångström SE", "Cafe Angström"),
    ],
)
def test_these_are_one_organisation(one, other):
    assert spelling.organisation(one).words == spelling.organisation(other).words != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stadt Talaue", "Landkreis Talaue"),
        ("IHK Talaue", "HWK Talaue"),
        ("IHK Talaue", "IHK Elstertal"),
        ("Talaue Guss AG", "Talaue Stahl AG"),
        ("H2-Kreis Moorland", "Landkreis Moorland"),
        ("Hochschule Talaue", "Universität Talaue"),
    ],
)
def test_these_are_two(one, other):
    assert spelling.organisation(one).words != spelling.organisation(other).words


@pytest.mark.parametrize("name", ["", "  ", "GmbH", "IHK", "Stadt", "e. V.", "Hochschule", "–"])
def test_these_tell_nothing(name):
    own = spelling.organisation(name)
    assert (own.is_telling and own.phrase) in ("", False)


def test_one_word_stands_in_a_text_with_its_legal_form_only():
    assert spelling.organisation("Talaue AG").phrase == " talaue ag "
    assert spelling.organisation("Talaue").phrase == ""


def test_carriers_in_one_field():
    named = "Landkreis Moorland; IHK Talaue, Guss AG mit Hochschule Talaue"
    assert spelling.several(named) == [
        "Landkreis Moorland",
        "IHK Talaue",
        "Guss AG",
        "Hochschule Talaue",
    ]


FOUND = [
    ("Erika Muster", "geleitet von Erika Muster und anderen"),
    ("Prof. Dr. Erika Muster", "mit Frau Dr.-Ing. Erika Muster."),
    ("Dr. h. c. Erika Muster", "ERIKA MUSTER"),
    ("Erika Muster, M. A.", "Erika Muster"),
    ("Muster, Erika", "Erika Muster"),
    ("Erika Maria Muster", "Erika Muster"),
    ("Erika Maria Muster", "Erika M. Muster"),
    ("Erika Muster", "Erika M. Muster"),
    ("Jörg Groß", "Joerg Gross"),
    ("Erika von der Muster", "Erika Muster"),
    ("Anna Müller-Lüdenscheid", "Anna Mueller Luedenscheid"),
    ("Hans-Peter Muster", "Hans Peter Muster"),
    ("Erika Muster", "Erika Musters Beitrag"),
    ("Erika Muster", "(Erika\nMuster)".replace("\n", " ")),
]
NOT_FOUND = [
    ("Erika Muster", "Erika leitet das Vorhaben."),
    ("Erika Muster", "Frau Muster leitet das Vorhaben."),
    ("Erika Muster", "E. Muster"),
    ("Erika Muster", "Erika Berg, Hans Muster"),
    ("Erika Muster", "Das sagt Erika. Muster gibt es viele."),
    ("Erika Muster", "Erika Musterfrau"),
    ("Erika Muster", "Frederika Muster"),
    ("Erika Maria Muster", "Erika Hanna Muster"),
]


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_the_full_name_is_found(name, text):
    assert spelling.pattern(spelling.person(name)).search(spelling.running(text))


@pytest.mark.parametrize(("name", "text"), NOT_FOUND)
def test_less_than_the_full_name_is_not(name, text):
    assert not spelling.pattern(spelling.person(name)).search(spelling.running(text))


@pytest.mark.parametrize("name", ["", "Erika", "Dr. Muster", "Prof. Dr.", "E. M.", "Herr"])
def test_without_first_and_last_name_nothing_is_looked_for(name):
    assert spelling.person(name) is None


LETTERS = st.text("abcdefghijklmnoprstuwäöüßéABCÄÖÜ", min_size=3, max_size=12)


@given(st.lists(LETTERS, min_size=1, max_size=4), st.sampled_from(["GmbH", "AG", "e. V.", "AöR"]))
def test_case_umlauts_punctuation_and_legal_form_never_matter(words, form):
    name = " ".join(words)
    spelt = name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").upper()
    plain = spelling.organisation(f"Werk {name}")
    assert spelling.organisation(f"WERK {spelt} {form}").words == plain.words
    assert spelling.organisation(f"Werk {'-'.join(words)}, {form}").words == plain.words


@given(LETTERS, LETTERS, st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_found_wherever_it_stands(first, last, before, after):
    name = spelling.person(f"{first} {last}")
    if name is not None:
        text = spelling.running(f"{before} – {first} {last} – {after}")
        words = spelling.words_of(f"{first} {last}")
        if words == [*name.first, *name.last]:  # none is an abbreviation
            assert spelling.pattern(name).search(text)


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text):
    spelling.running(text)
    spelling.person(text)
    assert all(spelling.organisation(text).words)
