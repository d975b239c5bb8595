"""The directory's table: what is read, what is refused and in which line, what is stored."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from initiatives import directory
from initiatives.directory import COLUMNS, read, store
from initiatives.management.commands.load_initiatives import DATA
from initiatives.models import Initiative, JournalEntry
from tests.moments import DAY, NOON

THEMES = {"Wasserstoff": ["dk"], "Robotik": ["dg", "dv"], "Dialog": []}


def row(**cells):
    return {"name": "Bündnis Talaue", "region": "Talaue", "topics": "Wasserstoff", **cells}


def table(*rows, delimiter=",", columns=COLUMNS):
    text = StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def faults(file):
    with translation.override("en"):
        return [str(fault) for fault in read(file, THEMES).faults]


def only(file):
    reading = read(file, THEMES)
    assert reading.faults == []
    (found,) = reading.rows
    return found


def test_a_row_is_read():
    found = only(
        table(
            row(
                state="Niedersachsen",
                website="https://talaue.example",
                founded="2022",
                members="44",
                summary_de="Sieben Gießereien.",
            )
        )
    )
    assert found == directory.Row(
        line=2,
        slug="buendnis-talaue",
        name="Bündnis Talaue",
        region="Talaue",
        states=["DE-NI"],
        carrier="",
        website="https://talaue.example",
        founded=2022,
        members=44,
        topics=["Wasserstoff"],
        themes=["dk"],
        summary="Sieben Gießereien.",
        source_url="",
    )


def test_land_website_and_figures_may_be_empty():
    found = only(table(row()))
    assert (found.states, found.website, found.founded, found.members) == ([], "", None, None)


def test_two_laender_in_one_cell_are_two():
    assert only(table(row(state="Bayern; Baden-Württemberg"))).states == ["DE-BY", "DE-BW"]


def test_topics_lead_to_the_themes_in_their_order():
    found = only(table(row(topics="Robotik; Wasserstoff; Dialog")))
    assert found.topics == ["Robotik", "Wasserstoff", "Dialog"]
    assert found.themes == ["dk", "dg", "dv"]


def test_semicolons_and_a_bom_are_read_as_well():
    file = b"\xef\xbb\xbf" + table(row(state="Berlin; Brandenburg"), delimiter=";")
    assert only(file).states == ["DE-BE", "DE-BB"]


def test_line_breaks_of_another_system_are_read():
    assert only(table(row()).replace(b"\n", b"\r\n")).name == "Bündnis Talaue"


def test_empty_lines_are_passed_over():
    assert only(table(row()) + b"\n,,,,,,,,,\n").line == 2


def test_addresses_in_print_stay():
    slugs = [
        only(table(row(name=name))).slug
        for name in (*directory.SLUGS, "Kunststoff-Initiative Bonn/Rhein-Sieg")
    ]
    assert slugs == [
        "in4climate-rr",
        "retrason",
        "transformotive",
        "h2non",
        "kunststoff-initiative-bonn-rhein-sieg",
    ]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"state": "Bayernn"}, "There is no Land “Bayernn”."),
        ({"name": " "}, "The name is missing."),
        ({"founded": "20x2"}, "“20x2” is no whole number."),
        ({"members": "-3"}, "“-3” is no whole number."),
        (
            {"website": "ftp://talaue.example"},
            "“ftp://talaue.example” is no address that begins with https:// or http://.",
        ),
        (
            {"source_url": "talaue.example"},
            "“talaue.example” is no address that begins with https:// or http://.",
        ),
        (
            {"founded": "1066"},
            "founded in: Ensure this value is greater than or equal to 1850.",
        ),
        (
            {"region": "x" * 161},
            "region: Ensure this value has at most 160 characters (it has 161).",
        ),
        ({"name": "!?"}, "address: This field cannot be blank."),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(cells, fault):
    assert faults(table(row(), row(**{"name": "Zweite", **cells}))) == [f"Line 3: {fault}"]


def test_lines_are_counted_through_cells_of_several_lines():
    file = table(row(summary_de="Eins.\nZwei."), row(name="Zweite", state="Bayernn"))
    assert faults(file) == ["Line 4: There is no Land “Bayernn”."]


def test_all_faults_are_named_at_once():
    file = table(row(state="Bayernn", founded="neu"), row(name="Zweite", state="Hesse"))
    assert faults(file) == [
        "Line 2: There is no Land “Bayernn”.",
        "Line 2: “neu” is no whole number.",
        "Line 3: There is no Land “Hesse”.",
    ]


def test_the_same_name_twice_is_a_fault():
    file = table(row(), row(name="Andere"), row(name="bündnis TALAUE"))
    assert faults(file) == ["Line 4: “bündnis TALAUE” stands in line 2 already."]


def test_a_line_with_too_few_cells_is_a_fault():
    file = table(row()) + b"Zweite,Talaue\n"
    assert faults(file) == ["Line 3: The line has 2 cells; the first line has 10."]


def test_a_missing_column_is_a_fault():
    file = table({"name": "Bündnis"}, columns=[name for name in COLUMNS if name != "topics"])
    assert faults(file) == ["Line 1: The column “topics” is missing."]


def test_an_empty_file_lacks_every_column():
    assert len(faults(b"")) == len(COLUMNS)


def test_an_open_quotation_mark_is_a_fault():
    file = table(row()) + b'"Zweite,Talaue\n'
    assert faults(file) == [
        "Line 3: A cell that begins with a quotation mark does not end with one."
    ]


def test_another_encoding_is_a_fault():
    file = table(row(name="A"), row(name="Bündnis")).decode().encode("latin-1")
    assert faults(file) == ["Line 3: The file is not written in UTF-8."]


def test_an_unknown_topic_is_a_doubt_and_no_fault():
    with translation.override("en"):
        reading = read(table(row(topics="Wasserstoff; Weltfrieden")), THEMES)
        assert [str(doubt) for doubt in reading.doubts] == [
            "Line 2: The topic “Weltfrieden” is not among the known ones."
        ]
    assert reading.faults == []
    assert reading.rows[0].topics == ["Wasserstoff", "Weltfrieden"]


# -- Storing --------------------------------------------------------------------------------------


def load(*rows, at=NOON):
    reading = read(table(*rows), THEMES)
    assert reading.faults == []
    return store(reading.rows, at=at)


def test_what_is_stored_can_be_sorted_searched_and_seen(db):
    load(row(name="Öfen für Südwest", carrier="IHK", summary_de="Gießereien an der Lahn."))
    initiative = Initiative.objects.listed().get()
    assert initiative.sort_name == "ofen fur sudwest"
    assert initiative.summary == {"de": "Gießereien an der Lahn."}
    for words in ("ofen", "talaue", "ihk", "wasserstoff", "giessereien lahn"):
        assert Initiative.objects.matching(words).get() == initiative


def test_loaded_again_nothing_is_doubled_and_nothing_written(db):
    assert load(row(), row(name="Zweite"))[:3] == (2, 0, 0)
    assert load(row(), row(name="Zweite"), at=NOON + DAY)[:3] == (0, 0, 2)
    assert Initiative.objects.count() == 2
    assert JournalEntry.objects.filter(action="initiative.loaded").count() == 2


def test_a_changed_row_changes_the_initiative(db):
    load(row())
    key = Initiative.objects.get().key
    assert load(row(region="Mittlere Talaue"))[:3] == (0, 1, 0)
    assert Initiative.objects.get(key=key).region == "Mittlere Talaue"


def test_a_name_may_be_corrected_as_long_as_the_address_stays(db):
    load(row(name="Bündnis Talaue"))
    key = Initiative.objects.get().key
    load(row(name="Bündnis  „Talaue“"))
    assert Initiative.objects.get().key == key


def test_who_left_the_file_is_reported_and_stays(db):
    load(row(), row(name="Zweite"))
    stored = load(row())
    assert [initiative.name for initiative in stored.missing] == ["Zweite"]
    assert Initiative.objects.listed().count() == 2


def test_what_an_applicant_founded_is_left_alone(make):
    make.initiative(name="Eigene", is_listed=False)
    assert load(row()).missing == []


# -- The command ----------------------------------------------------------------------------------


def test_the_58_of_the_repository_are_loaded_without_a_doubt(db):
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("load_initiatives", stdout=out, stderr=err)
        call_command("load_initiatives", stdout=out, stderr=err)
    assert out.getvalue() == "58 new, 0 changed, 0 as before.\n0 new, 0 changed, 58 as before.\n"
    assert err.getvalue() == ""
    assert Initiative.objects.listed().count() == 58
    both = Initiative.objects.get(name__startswith="ReTraNetz-BB")
    assert both.states == ["DE-BE", "DE-BB"]


def test_with_one_fault_nothing_is_stored(db, tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes(table(row(), row(name="Zweite", state="Bayernn")))
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("load_initiatives", file)
    assert str(refusal.value) == "Nothing was loaded.\nLine 3: There is no Land “Bayernn”."
    assert refusal.value.returncode == 1
    assert not Initiative.objects.exists()


def test_who_left_the_file_is_named_on_the_screen(db, tmp_path):
    load(row(name="Ehemalige"))
    out = StringIO()
    with translation.override("en"):
        call_command("load_initiatives", DATA / "initiatives.csv", stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "Not in the file any more, but still listed: Ehemalige"
    ]


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match=r"none\.csv"):
        call_command("load_initiatives", tmp_path / "none.csv")
