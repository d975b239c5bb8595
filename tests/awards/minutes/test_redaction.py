"""What is taken out for whom, and that it is nowhere in the file."""

from __future__ import annotations

import io
import json
from itertools import count
from typing import Any

import pikepdf
import pytest

from awards import minutes
from awards.minutes.redaction import FIELDS, GROUNDS, Class, Reader
from awards.models import AgendaItem, Decision
from initiatives.models import Local

from ... import make
from ...initiatives.test_documents import text_of
from ...make import NOON
from .sat import HOUR

WITHHELD = frozenset({Class.CASE, Class.RESULT, Class.PERSON, Class.DELIBERATION})
PUBLIC = Reader(WITHHELD)
AFTER = NOON + 4 * HOUR


def leaves(value: Any, shape: Any):
    """Every field with its class, as (class, value)."""
    if isinstance(shape, list):
        for row in value:
            yield from leaves(row, shape[0])
    elif isinstance(shape, dict):
        for name, part in (value or {}).items():
            yield from leaves(part, shape[name])
    else:
        yield shape, value


def with_canaries(content: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The content with a word of its own in each field that is not public, and these words."""
    words, numbers = set(), count(100)

    def fly(value: Any, shape: Any) -> Any:
        if isinstance(shape, list):
            return [fly(row, shape[0]) for row in value]
        if isinstance(shape, dict):
            return value and {name: fly(part, shape[name]) for name, part in value.items()}
        if shape == Class.PUBLIC or isinstance(value, bool | None) or is_moment(value):
            return value
        word = f"kanari{next(numbers)}x"
        words.add(word)
        return word

    return {name: fly(value, FIELDS[name]) for name, value in content.items()}, words


def is_moment(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("2026-") and "T" in value


def every_byte(document: bytes) -> bytes:
    """All that is in a PDF: the file itself, each stream unpacked, strings, attached files."""
    found = [document, text_of(document).encode()]
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for thing in pdf.objects:
            found.append(bytes(repr(thing), "utf-8"))
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes())
                found.append(repr(thing.stream_dict).encode())
            if isinstance(thing, pikepdf.String):
                found.append(str(thing).encode())
        found += [one.get_file().read_bytes() for one in pdf.attachments.values()]
        with pdf.open_metadata() as metadata:
            found.append(str(metadata).encode())
        found.append(repr(dict(pdf.docinfo)).encode())
    return b"\n".join(found)


# -- Classes -------------------------------------------------------------------------------------


def test_every_field_has_a_class(sat, frozen):
    assert len(list(leaves(frozen.content, FIELDS))) > 100
    with pytest.raises(KeyError):
        minutes.redacted({**frozen.content, "new": "x"}, PUBLIC)


def test_every_class_that_is_taken_out_has_its_ground():
    assert set(GROUNDS) == set(Class) - {Class.PUBLIC, Class.JOINT}
    assert len({ground.word for ground in GROUNDS.values()}) == len(GROUNDS)


def test_each_class_goes_by_itself(sat, frozen):
    for kind in WITHHELD:
        left, taken = minutes.redacted(frozen.content, Reader(frozenset({kind})))
        assert set(taken) == {kind, Class.SALT}
        gone = {value for what, value in leaves(frozen.content, FIELDS) if what == kind}
        said = json.dumps(left, ensure_ascii=False)
        others = {value for what, value in leaves(frozen.content, FIELDS) if what != kind}
        for value in gone - others:
            assert not (isinstance(value, str) and value) or f'"{value}"' not in said


# -- For whoever asks by right -------------------------------------------------------------------


def test_the_public_reads_what_is_no_secret_and_why_the_rest_is(sat, frozen):
    left, taken = minutes.redacted(frozen.content, PUBLIC)
    assert left["head"]["place"] == "Berlin, Scharnhorststraße"
    assert left["attendance"]["quorum"] == frozen.content["attendance"]["quorum"]
    assert left["method"]["plain"] == frozen.content["method"]["plain"]
    assert left["journal"] == frozen.content["journal"]
    assert left["remarks"] == "[geschwärzt: Beratung]"
    assert left["head"]["chair"] == "[geschwärzt: personenbezogen]"
    assert {row["class"]: row["times"] for row in left["redactions"]} == {
        kind.value: n for kind, n in taken.items()
    }
    assert "§ 5 IFG" in next(row["why"] for row in left["redactions"] if row["class"] == "person")


def test_a_result_is_read_once_it_is_announced_and_only_that(sat, frozen):
    before = minutes.redacted(frozen.content, PUBLIC).content["reasons"][0]
    assert before["statement"] == before["case"]["laureate"] == "[geschwärzt: Sperrfrist]"
    left = minutes.redacted(frozen.content, PUBLIC._replace(announced=True)).content
    (row,) = left["reasons"]
    assert (row["case"]["name"], row["statement"]) == (
        "Bündnis Süd",
        "Weil es den Süden verbindet.",
    )
    names = [row["case"]["name"] for row in left["consultation"]]
    assert names == ["[geschwärzt: vertraulich]", "Bündnis Süd", "[geschwärzt: vertraulich]"]
    assert {row["yes"] for row in left["votes"]} == {"[geschwärzt: Beratung]"}


def test_announced_is_what_a_release_says(sat):
    assert not minutes.for_public(sat.meeting, at=AFTER).announced
    make.decisions_confirmed(sat.call)
    make.release(call=sat.call, confirmed=True, embargo_until=AFTER)
    assert minutes.for_public(sat.meeting, at=AFTER).announced
    assert not minutes.for_public(sat.meeting, at=AFTER - HOUR).announced


def test_nothing_that_was_taken_out_is_anywhere_in_the_file(sat, frozen):
    content, words = with_canaries(frozen.content)
    assert len(words) > 60
    whole = every_byte(minutes.as_pdf(sat.meeting, frozen, content, at=AFTER))
    assert sum(word.encode() in whole for word in words) == len(words)  # so it finds them
    left = minutes.redacted(content, PUBLIC).content
    document = every_byte(minutes.as_pdf(sat.meeting, frozen, left, at=AFTER))
    assert b"kanari" not in document
    assert b"kanari" not in minutes.as_json(left)


def test_names_texts_and_figures_are_not_in_the_file_either(sat, frozen):
    left = minutes.redacted(frozen.content, PUBLIC).content
    document = every_byte(minutes.as_pdf(sat.meeting, frozen, left, at=AFTER)).decode(
        "utf-8", "ignore"
    )
    secrets = [
        *sat.jurors,
        *sat.cases,
        "Paul Protokoll",
        "Gerda Gast",
        "Süd wirkt breiter",
        "verbindet",
        "über die Wirkung",
        "Technik",
        "7,33",
        "7.33",
        "13:20",
    ]
    assert [secret for secret in secrets if secret in document] == []


def test_the_reader_is_told_in_the_document(sat, frozen):
    left = minutes.redacted(frozen.content, PUBLIC).content
    text = text_of(minutes.as_pdf(sat.meeting, frozen, left, at=AFTER))
    for part in (
        "Ausfertigung mit Schwärzungen",
        "[geschwärzt: Beratung]",
        "Schutz personenbezogener Daten (§ 5 IFG)",
        "Vertraulichkeit der Beratung der Jury (§ 3 Nr. 3 Buchst. b IFG)",
    ):
        assert part in text
    assert "Vertraulich ·" not in text


# -- For a juror who has nothing to do with a case -----------------------------------------------


@pytest.fixture
def barred(sat):
    return minutes.for_juror(sat.meeting, sat.jurors["Dora Dietz"].user)


def test_only_the_cases_a_juror_is_barred_from_are_taken_out(sat, barred):
    case = sat.cases["Bündnis West"]
    assert barred.barred == {(case.number, "Bündnis West")}
    assert not minutes.for_juror(sat.meeting, sat.jurors["Bernd Brandt"].user).barred


def test_a_barred_juror_learns_nothing_of_the_case(sat, frozen, barred):
    left = minutes.redacted(frozen.content, barred).content
    said = json.dumps(left, ensure_ascii=False)
    number = sat.cases["Bündnis West"].number
    assert "Bündnis West" not in said
    assert number not in said
    assert "4.67" not in said
    assert [row["case"]["name"] for row in left["consultation"]] == [
        "Bündnis Nord",
        "Bündnis Süd",
        "[geschwärzt: Fall ohne Sie]",
    ]
    assert left["impartiality"]["rows"] == []
    assert len(left["votes"]) == len(frozen.content["votes"]) - 1
    document = every_byte(minutes.as_pdf(sat.meeting, frozen, left, at=AFTER)).decode(
        "utf-8", "ignore"
    )
    assert "Bündnis West" not in document
    assert number not in document


def test_a_barred_juror_does_not_learn_whether_the_case_won(sat, digest):
    """The same bytes, be it given a prize or not, but for the digest of the whole."""
    reader = minutes.for_juror(sat.meeting, sat.jurors["Dora Dietz"].user)

    def read() -> bytes:
        return minutes.as_json(minutes.redacted(minutes.content_of(sat.meeting), reader).content)

    before = read()
    Decision.objects.create(
        prize=sat.call.prizes.get(kind="equal"),
        application=sat.cases["Bündnis West"],
        jury_statement=Local(de="Doch."),
        decided_at=NOON + HOUR,
        recorded_by=sat.taker,
    )
    AgendaItem.objects.filter(application=sat.cases["Bündnis West"]).update(notes="Lang beraten.")
    assert read() == before


def test_a_text_that_names_the_case_is_taken_out_too(sat, barred):
    sat.meeting.minutes.texts = {"remarks": "Auch bei BÜNDNIS WEST lief die Technik."}
    sat.meeting.minutes.save()
    left = minutes.redacted(minutes.content_of(sat.meeting), barred).content
    assert left["remarks"] == "[geschwärzt: Fall ohne Sie]"
    assert left["opening"] == "Die Leitung begrüßt."


def test_corrected_means_hang_on_all_cases_and_are_taken_out(sat, frozen, barred):
    left = minutes.redacted(frozen.content, barred).content
    assert {row["corrected"] for row in left["consultation"]} == {"[geschwärzt: Fall ohne Sie]"}
    assert left["method"]["corrected"] == "[geschwärzt: Fall ohne Sie]"
    assert left["consultation"][0]["mean"] == "9.00"


def test_the_salt_leaves_the_house_with_the_whole_only(sat, frozen, barred):
    """Without it what was taken out cannot be guessed at until the digest fits."""
    salt = frozen.content["salt"]
    for reader in (barred, PUBLIC):
        left = minutes.redacted(frozen.content, reader).content
        assert salt not in json.dumps(left)
    other = make.meeting()
    assert minutes.content_of(other)["salt"] != salt
