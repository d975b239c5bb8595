"""Every letter on the result is read as it goes out; what changes afterwards is unread again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from awards import actions, result_letters
from awards.models import Ceremony, Prize, ResultLetter
from awards.outgoing import State
from initiatives import shown
from initiatives.models import JournalEntry, Letter, Local, Membership, User
from initiatives.refusals import Stale
from initiatives.statuses import Status

from ...make import DAY, NOON, refused
from .conftest import END, OTHERS, WINNERS, case, letter, read, told

READS = "Your role reads and does not decide."
CHANGED = "The letter has changed meanwhile. Read it once more."
GONE = "This letter has gone out already."


def text(release, name, language="de") -> str:
    return letter(release, name).written[language].text.replace("\xa0", " ")


# -- What stands in them -------------------------------------------------------------------------


def test_a_laureate_reads_what_when_where_and_that_it_is_confidential(release):
    said, number = text(release, "Ährenfeld"), case(release, "Ährenfeld").number
    subject = letter(release, "Ährenfeld").written["de"].subject
    assert subject == f"Vertraulich: Die Jury hat über Ihre Bewerbung entschieden ({number})"
    assert "Ährenfeld" not in subject
    for words in (
        "herzlichen Glückwunsch! „Ährenfeld“ wird ausgezeichnet:\n\n"
        "  Ausgezeichnete Initiative 2026\n",
        "Es gilt eine Sperrfrist:\n\n  bis 15. März 2026, 12:00 Uhr (MEZ)\n",
        "  Sonntag, 15. März 2026, 12:00 Uhr (MEZ)\n  Berlin\n",
        "Porträt:",
        "Fotos:",
        "Siegel:",
    ):
        assert words in said
    assert "\n\n\n" not in said


def test_all_others_read_thanks_and_the_day_of_the_feedback_and_no_reasons(release):
    said = text(release, "Birkenau")
    assert "„Birkenau“ ist leider nicht unter den Ausgezeichneten des Jahres 2026." in said
    assert "lesen Sie voraussichtlich am 23. März 2026." in said
    assert "/preistraeger/2026/" in said
    for word in ("Sperrfrist", "Glückwunsch", "Preis ", "Platz", "Punkte", "knapp", *WINNERS):
        assert word not in said.replace("/preistraeger/", "")
    assert "\n\n\n" not in said


def test_both_letters_are_written_in_english_as_well(release):
    assert "“Ährenfeld” receives the award:\n\n  Distinguished Initiative 2026" in text(
        release, "Ährenfeld", "en"
    )
    assert "“Birkenau” is not among the laureates of 2026." in text(release, "Birkenau", "en")
    assert letter(release, "Ährenfeld").languages == ["de", "en"]


@pytest.mark.parametrize(
    ("kind", "words", "has_seal"),
    [
        ("special", "„Ährenfeld“ erhält einen Sonderpreis:", True),
        ("commendation", "Die Jury spricht „Ährenfeld“ eine Anerkennung aus:", False),
        ("category", "„Ährenfeld“ wird ausgezeichnet:", True),
    ],
)
def test_each_kind_of_prize_is_named_as_such(release, kind, words, has_seal):
    Prize.objects.update(kind=kind)
    said = text(release, "Ährenfeld")
    assert words in said
    assert ("Siegel:" in said) == has_seal


def test_an_announcement_tied_to_the_stage_names_both_ends(release):
    release.opens = "stage"
    release.save()
    words = "bis auf der Bühne alle Namen genannt sind, spätestens bis 15. März 2026, 12:00"
    assert words in text(release, "Ährenfeld")


def test_the_evening_is_told_as_it_is_planned(release, make):
    planned(release)
    said = text(release, "Ährenfeld")
    assert (
        "  Sonntag, 15. März 2026, 19:00 Uhr (MEZ)\n  Einlass ab 18:00 Uhr (MEZ)\n"
        "  Gaslicht-Haus, Saal 2\n  Hafenstraße 1\n  10115 Berlin\n"
    ) in said


def planned(release, **fields) -> Ceremony:
    hour = DAY / 24
    basics = {
        "place": "Gaslicht-Haus",
        "room": "Saal 2",
        "address": "Hafenstraße 1\n10115 Berlin",
        "doors_at": END + 6 * hour,
        "starts_at": END + 7 * hour,
        "ends_at": END + 9 * hour,
        "answer_by": END.date(),
    }
    return Ceremony.objects.create(call=release.call, **basics | fields)


def test_without_a_place_the_letter_says_that_it_follows(release):
    release.place = ""
    release.save()
    assert "  Den Ort nennen wir Ihnen noch.\n" in text(release, "Ährenfeld")


# -- Whose letter is which -----------------------------------------------------------------------


def test_laureates_come_first_then_all_others_by_name(release):
    found = result_letters.of(release)
    names = [one.application.initiative.name for one in found]
    assert names == ["Ährenfeld", "Zinnwald", "Birkenau", "Moosgrund"]
    assert [one.kind for one in found] == ["laureate", "laureate", "other", "other"]


def test_it_goes_to_owners_and_editors_in_their_language(release):
    found = letter(release, "Ährenfeld").recipients
    assert [(one.name, one.language) for one in found][1:] == [("Kim Field", "en")]
    assert len(found) == 2


def test_who_has_no_members_is_written_to_as_the_contact(release):
    Membership.objects.all().delete()
    person = case(release, "Birkenau")
    (only,) = letter(release, "Birkenau").recipients
    assert (only.email, only.key) == (person.contact_email, "")
    type(person).objects.update(contact_email="")
    assert letter(release, "Birkenau").state == State.NOBODY


def test_who_left_gets_nothing(release):
    User.objects.filter(name="Kim Field").update(is_active=False)
    assert letter(release, "Ährenfeld").languages == ["de"]


@pytest.mark.parametrize("status", [Status.EXCLUDED, Status.SUBMITTED, Status.WITHDRAWN])
def test_who_was_not_judged_gets_no_letter(release, status):
    other = case(release, "Birkenau")
    type(other).objects.filter(pk=other.pk).update(status=status, exclusion_reason="Zu spät.")
    assert letter(release, "Birkenau") is None


def test_there_is_no_letter_until_the_list_is_confirmed(release, make, office):
    one = release.call.prizes.get().decisions.get(application=case(release, "Zinnwald"))
    actions.retract(one, by=office, at=NOON)
    assert result_letters.of(release) == []
    with refused("The list of decisions has not been confirmed by a second person yet."):
        actions.see_result_letter(case(release, "Birkenau"), seen="x", by=office, at=NOON)


def test_there_is_no_letter_without_an_announcement(make, office):
    won = make.decision()
    with refused("Prepare the announcement first: it names the end of the embargo."):
        actions.see_result_letter(won.application, seen="x", by=office, at=NOON)


def test_as_many_queries_for_two_as_for_twelve(release, make):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            result_letters.of(release)
        return len(queries)

    before = count()
    for _more in range(10):
        make.admitted(call=release.call)
    assert count() == before == 7


# -- Read ----------------------------------------------------------------------------------------


def test_what_was_read_is_noted_and_nothing_goes_out(release, office):
    read(release, "Ährenfeld", by=office)
    row = ResultLetter.objects.get()
    assert (row.kind, row.seen_at, row.seen_by, row.sent_at) == ("laureate", NOON, office, None)
    assert letter(release, "Ährenfeld").state == State.SEEN
    assert not Letter.objects.exists()
    entry = JournalEntry.objects.get(action="result_letter.seen")
    assert (entry.about_kind, entry.about_key) == ("awards.resultletter", str(row.key))
    assert entry.data == {"kind": "laureate", "sha256": row.seen_sha256}


def test_reading_twice_is_noted_once(release, office, make):
    read(release, "Ährenfeld", by=office)
    read(release, "Ährenfeld", by=make.office("lead"))
    assert ResultLetter.objects.get().seen_by == office
    assert JournalEntry.objects.filter(action="result_letter.seen").count() == 1


def test_what_was_read_must_be_what_stands_there(release, office):
    seal = letter(release, "Ährenfeld").seal
    release.embargo_until += DAY
    release.save()
    with refused(CHANGED):
        actions.see_result_letter(case(release, "Ährenfeld"), seen=seal, by=office, at=NOON)


def embargo(release):
    type(release).objects.update(embargo_until=END + DAY)


def place(release):
    type(release).objects.update(place="Bonn")


def feedback_day(release):
    type(release.call).objects.update(feedback_at=END + 30 * DAY)


def name(release):
    for row in ("Ährenfeld", "Birkenau"):
        initiative = case(release, row).initiative
        type(initiative).objects.filter(pk=initiative.pk).update(name=f"{row} neu")


@pytest.mark.parametrize(
    ("change", "unread"),
    [
        (embargo, ["Ährenfeld"]),
        (place, ["Ährenfeld"]),
        (feedback_day, ["Birkenau"]),
        (name, ["Ährenfeld neu", "Birkenau neu"]),
    ],
)
def test_a_letter_that_changes_is_unread_again(release, office, change, unread):
    read(release, "Ährenfeld", "Birkenau", by=office)
    change(release)
    seen = {one.application.initiative.name: one.is_seen for one in result_letters.of(release)}
    assert [one for one in seen if not one.startswith(("Z", "M")) and not seen[one]] == unread


def test_who_joins_or_reads_in_english_changes_no_letter(release, office, make):
    read(release, "Birkenau", by=office)
    make.member(case(release, "Birkenau").initiative, "editor", language="en")
    assert letter(release, "Birkenau").state == State.SEEN


def test_a_prize_makes_another_letter_that_nobody_has_read(release, office, make):
    read(release, "Birkenau", by=office)
    other = make.prize(call=release.call, name=Local(de="Sonderpreis"), kind="special")
    make.decision(prize=other, application=case(release, "Birkenau"))
    found = letter(release, "Birkenau")
    assert (found.kind, found.state) == ("laureate", State.UNSEEN)


# -- A paragraph of the office's own -------------------------------------------------------------


def write(release, who, by, de="Ihr Schaufenster hat uns gefallen.", **more) -> None:
    actions.write_addition(case(release, who), Local(de=de, **more), by=by, at=NOON)


def test_a_paragraph_stands_in_the_letter_which_is_unread_then(release, office):
    read(release, "Birkenau", by=office)
    write(release, "Birkenau", office, en="We liked your window.")
    found = letter(release, "Birkenau")
    assert found.state == State.UNSEEN
    assert "\n\nIhr Schaufenster hat uns gefallen.\n\n" in found.written["de"].text
    assert "\n\nWe liked your window.\n\n" in found.written["en"].text
    assert "\n\n\n" not in found.written["de"].text
    assert JournalEntry.objects.filter(action="result_letter.written").count() == 1


def test_without_english_the_paragraph_is_german_in_both(release, office):
    write(release, "Birkenau", office)
    assert "Ihr Schaufenster" in text(release, "Birkenau", "en")
    with refused("Write the paragraph in German as well: it is what everybody else reads."):
        write(release, "Birkenau", office, de=" ", en="Only this.")


def test_an_empty_paragraph_is_taken_out(release, office):
    before = text(release, "Birkenau")
    write(release, "Birkenau", office)
    write(release, "Birkenau", office, de="")
    assert text(release, "Birkenau") == before


def test_a_paragraph_for_one_letter_is_never_in_the_other(release, office, make):
    write(release, "Birkenau", office, de="Versuchen Sie es wieder.")
    other = make.prize(call=release.call)
    make.decision(prize=other, application=case(release, "Birkenau"))
    found = letter(release, "Birkenau")
    assert "Versuchen" not in found.written["de"].text
    assert found.addition_elsewhere == "Versuchen Sie es wieder."
    read(release, "Birkenau", by=office)
    assert ResultLetter.objects.get().addition == {}


def test_two_who_write_do_not_overwrite_each_other(release, office):
    seen = shown.digest(actions.stored_addition(letter(release, "Birkenau")))
    write(release, "Birkenau", office, de="Zuerst.")
    with pytest.raises(Stale) as refusal:
        actions.write_addition(
            case(release, "Birkenau"), Local(de="Danach."), by=office, at=NOON, seen=seen
        )
    assert refusal.value.stored == {"addition": {"de": "Zuerst."}}


def test_what_went_out_is_not_changed_any_more(release, office):
    told(release, by=office)
    seal = letter(release, "Ährenfeld").seal
    for change in (
        lambda: write(release, "Ährenfeld", office),
        lambda: actions.see_result_letter(
            case(release, "Ährenfeld"), seen=seal, by=office, at=NOON
        ),
    ):
        with refused(GONE):
            change()


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_changes_nothing(release, make, role):
    person, one = make.office(role), case(release, "Ährenfeld")
    for change in (
        lambda: write(release, "Birkenau", person),
        lambda: read(release, "Birkenau", by=person),
        lambda: actions.tell_laureates(release, by=person, at=NOON),
        lambda: actions.take_back_result(one, reason=Local(de="X"), by=person, at=NOON),
    ):
        with refused(READS):
            change()
    assert not ResultLetter.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"seen_at": NOON},
        {"seen_sha256": "ab"},
        {"sent_at": NOON},
        {"number": 1},
        {"taken_back_at": NOON, "taken_back_for": {"de": "X"}},
        {"taken_back_at": NOON, "sent_at": NOON, "number": 1},
    ],
)
def test_the_database_keeps_half_a_letter_out(release, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultLetter.objects.create(application=case(release, OTHERS[0]), kind="laureate", **fields)
