"""Fields: one form of a text before it is counted, one line where a line is asked for."""

import pytest

from awards.release_forms import ReleaseForm
from initiatives.accounts import NameForm
from initiatives.application_forms import ContactForm, InitiativeForm
from initiatives.file_forms import DescriptionForm
from initiatives.forms import TextField
from initiatives.office_forms import ExclusionForm

BROKEN = " Erika\r\nBerg\tund\u2028Söhne  GmbH "
JOINED = "Erika Berg und Söhne GmbH"


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (InitiativeForm, ["name", "carrier", "region"]),
        (ContactForm, ["contact_name", "contact_phone"]),
        (DescriptionForm, ["caption", "credit", "alt_text"]),
        (NameForm, ["name"]),
        (ReleaseForm, ["place"]),
    ],
)
def test_lines_hold_no_line_break(form, names):
    for name in names:
        assert form.base_fields[name].clean(BROKEN) == JOINED, name


def test_a_space_that_must_not_break_stays():
    assert InitiativeForm.base_fields["region"].clean("10\u00a0km") == "10\u00a0km"


def test_text_is_cleaned_before_its_length_is_counted():
    field = TextField(max_length=5)
    assert field.clean("a\r\nb\r\nc") == "a\nb\nc"
    assert field.clean("Tu\u0308\u00adren") == "Türen"
    assert ExclusionForm({"reason": "x\r\n" * 499 + "x"}).is_valid()


def test_an_invisible_name_is_no_name():
    assert not InitiativeForm({"name": "\u200b\r\n"}).is_valid()
    assert "name" in InitiativeForm({"name": "\u200b\r\n"}).errors
