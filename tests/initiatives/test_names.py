"""Names as Germans sort them (DIN 5007-1), and as they stand in the address bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.names import slug, sort_key

GERMAN = st.text("abcxyzABCXYZäöüÄÖÜßéèčñ 0129-–„“.&", max_size=40)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Müller", "muller"),
        ("MÜLLER", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Café Łódź", "cafe lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Œuvre & Cæsar", "oeuvre caesar"),
        ("„IN4climate.RR“", "in4climate rr"),
        ("  Harz–Börde  e. V. ", "harz borde e v"),
        ("ﬁt 4.0", "fit 4 0"),
        ("!?", ""),
    ],
)
def test_the_key_of(name, key):
    assert sort_key(name) == key


def test_names_stand_in_the_order_of_din_5007_1():
    names = ["Zwickau", "Örtze", "Ostsee", "Äpfel", "Apolda", "Strasse", "Straße A", "Ulm", "Über"]
    assert sorted(names, key=sort_key) == [
        "Äpfel",
        "Apolda",
        "Örtze",
        "Ostsee",
        "Strasse",
        "Straße A",
        "Über",
        "Ulm",
        "Zwickau",
    ]


@given(GERMAN)
def test_case_never_counts(name):
    assert sort_key(name.upper()) == sort_key(name.lower()) == sort_key(name)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name):
    assert sort_key(sort_key(name)) == sort_key(name)


@given(st.text(max_size=60))
def test_a_key_holds_small_letters_figures_and_single_spaces(name):
    key = sort_key(name)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert key == " ".join(key.split())


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Bündnis für Südwest", "buendnis-fuer-suedwest"),
        ("Bu\u0308ndnis", "buendnis"),
        ("Große Straße ÄÖÜ", "grosse-strasse-aeoeue"),
        ("IN4climate.RR", "in4climate-rr"),
        ("Café Łódź", "cafe-lodz"),
        ("a" * 79 + " b", "a" * 79),
        ("Завод", ""),
    ],
)
def test_the_address_of(name, address):
    assert slug(name) == address
