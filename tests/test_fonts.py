"""The fonts of the screen: what lies there is what the tool cut."""

import hashlib

from django.conf import settings

from tools import subset_fonts

FOLDER = settings.BASE_DIR / "static" / "vendor" / "fonts"


def test_the_style_sheet_names_the_files_that_were_cut_for_the_letters_they_hold():
    assert subset_fonts.font_faces() in subset_fonts.TOKENS.read_text(encoding="utf-8")
    assert {path.name for path in FOLDER.glob("*.woff2")} == {
        cut.file for cut in subset_fonts.cuts()
    }


def test_each_file_has_its_sum():
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.woff2")
    }
    lines = (FOLDER / "SHA256SUMS").read_text().splitlines()
    assert found == {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_no_letter_stands_in_two_files_of_a_face():
    near, west, far = (set(signs) for _script, signs in subset_fonts.PARTS.values())
    assert not near & west
    assert not near & far
    assert not west & far


def test_german_and_english_need_one_file_of_a_face():
    words = (
        "„Zwölf Bündnisse“ – größer, Äpfel & Öl · Übergänge; “Twelve alliances’” … 5 × 3 €, 20 °C"
    )
    assert set(map(ord, words)) <= subset_fonts.NEAR
    near = [cut.file for cut in subset_fonts.cuts() if cut.signs <= subset_fonts.NEAR]
    assert sum((FOLDER / name).stat().st_size for name in near) < 80_000
