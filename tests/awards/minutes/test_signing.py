"""Writing, signing, freezing: who may, in which order, and what a change takes away."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from awards import actions, minutes
from awards.models import AgendaItem, Meeting, Minutes, RankVote, Vote
from initiatives import shown
from initiatives.models import JournalEntry, Letter
from initiatives.records import canonical, proof
from initiatives.refusals import Stale

from ... import make
from ...make import NOON, SECOND, refused
from .sat import HOUR

AFTER = NOON + 4 * HOUR
ONLY_TWO = "Only the chair of the meeting and the minute taker sign."
CHANGED = "The minutes changed since you read them. Please read them again; nothing is signed."
FROZEN = "Both have signed the minutes; they no longer change."


def write(sat, section, text, **fields):
    return actions.write_minutes(
        sat.meeting, section, text, **{"by": sat.taker, "at": AFTER} | fields
    )


def sign(sat, who, seen, at=AFTER):
    return actions.sign_minutes(sat.meeting, seen=seen, by=who, at=at)


# -- Writing -------------------------------------------------------------------------------------


def test_a_text_is_stored_and_makes_a_new_version(sat):
    row = write(sat, "closing", " Bis Mai.\r\n")
    assert (row.texts["closing"], row.version) == ("Bis Mai.", 2)
    entry = JournalEntry.objects.get(action="minutes.written")
    assert entry.data == {"section": "closing", "version": 2, "signatures_taken": 0}


def test_the_notes_of_an_item_are_written_where_they_stand(sat):
    item = sat.items["Bündnis Nord"]
    before = Meeting.objects.get(pk=sat.meeting.pk).revision
    write(sat, str(item.key), "Neu gefasst.")
    assert AgendaItem.objects.get(pk=item.pk).notes == "Neu gefasst."
    assert Meeting.objects.get(pk=sat.meeting.pk).revision == before + 1
    assert JournalEntry.objects.get(action="minutes.written").data["section"] == "case"


def test_the_same_text_again_is_no_news(sat):
    assert write(sat, "remarks", "Die Technik lief.").version == 1
    assert not JournalEntry.objects.filter(action="minutes.written").exists()


def test_a_text_that_somebody_else_changed_meanwhile_is_not_overwritten(sat):
    seen = shown.digest({"text": "Die Technik lief."})
    write(sat, "remarks", "Sie lief nicht.")
    with pytest.raises(Stale) as refusal:
        write(sat, "remarks", "Sie lief gut.", seen=seen)
    assert refusal.value.stored == {"text": "Sie lief nicht."}


def test_two_sections_do_not_stand_in_each_others_way(sat):
    seen = shown.digest({"text": "Die Technik lief."})
    write(sat, "closing", "Bis Mai.", seen=shown.digest({"text": ""}))
    assert write(sat, "remarks", "Sie lief nicht.", seen=seen).version == 3


def test_opening_and_closing_are_written_where_the_agenda_has_them(sat):
    slugs = [one.slug for one in minutes.sections_of(sat.meeting)]
    assert ("opening" in slugs, "closing" in slugs) == (False, True)
    make.agenda_item(sat.meeting, kind="closing")
    assert "closing" not in [one.slug for one in minutes.sections_of(sat.meeting)]
    sat.meeting.minutes.texts = {"opening": "Vor der Tagesordnung geschrieben."}
    sat.meeting.minutes.save()
    assert minutes.sections_of(sat.meeting)[0].slug == "opening"


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_whoever_only_reads_writes_nothing(sat, role):
    with refused("Your role reads and does not decide."):
        write(sat, "closing", "Nein.", by=make.office(role))


def test_a_juror_writes_nothing(sat):
    with refused("Your role reads and does not decide."):
        write(sat, "closing", "Nein.", by=sat.chair)


def test_a_section_that_is_gone_is_refused(sat):
    key = str(sat.items["Bündnis Nord"].key)
    AgendaItem.objects.filter(key=key).delete()
    with refused("This section is no longer there."):
        write(sat, key, "Text")


def test_a_text_has_a_length(sat):
    assert write(sat, "closing", "x" * 20_000).version == 2
    with refused("Shorten the text to 20000 characters."):
        write(sat, "closing", "x" * 20_001)


def test_a_change_takes_the_signature_away(sat, digest):
    sign(sat, sat.chair, digest())
    row = write(sat, "closing", "Doch noch etwas.")
    assert (row.chair_signed_at, row.chair_signed_by, row.sha256) == (None, None, "")
    entry = JournalEntry.objects.get(action="minutes.written")
    assert entry.data["signatures_taken"] == 1


# -- Signing -------------------------------------------------------------------------------------


def test_one_signature_freezes_nothing(sat, digest):
    row = sign(sat, sat.chair, digest())
    assert (row.chair_signed_at, row.chair_signed_by) == (AFTER, sat.chair)
    assert (row.taker_signed_at, row.frozen_at) == (None, None)
    assert not Letter.objects.filter(kind="minutes_frozen").exists()


@pytest.mark.parametrize("order", [("chair", "taker"), ("taker", "chair")])
def test_the_second_signature_freezes_whichever_comes_first(sat, digest, order):
    seen = digest()
    for who in order:
        row = sign(sat, getattr(sat, who), seen)
    stored = Minutes.objects.get(pk=row.pk)
    assert stored.frozen_at == AFTER
    assert stored.sha256 == canonical.sha256(stored.content)
    assert stored.content["signed_sha256"] == seen
    assert [row["name"] for row in stored.content["signatures"]] == [
        "Öznur Albers",
        "Paul Protokoll",
    ]


def test_signing_twice_is_signing_once(sat, digest):
    seen = digest()
    sign(sat, sat.chair, seen)
    row = sign(sat, sat.chair, seen, at=AFTER + SECOND)
    assert (row.chair_signed_at, row.frozen_at) == (AFTER, None)


def test_the_head_of_the_journal_is_that_of_the_second_signature(frozen):
    head = frozen.content["journal"]
    entry = JournalEntry.objects.get(number=head["number"])
    assert (entry.action, entry.hash) == ("minutes.signed", head["hash"])
    assert entry.data["digest"] == frozen.content["signed_sha256"]
    last = JournalEntry.objects.get(action="minutes.frozen")
    assert (last.number, last.data) == (head["number"] + 1, {"digest": frozen.sha256})
    assert proof.check().broken is None


def test_both_get_the_digest_and_the_head_by_letter(sat, frozen):
    letters = Letter.objects.filter(kind="minutes_frozen")
    assert {letter.to for letter in letters} == {sat.chair.email, sat.taker.email}
    for letter in letters:
        text = letter.text.replace(" ", "")
        assert frozen.sha256 in text
        assert frozen.content["journal"]["hash"] in text


def test_the_rest_of_what_was_signed_is_what_was_frozen(sat, frozen):
    signed = {
        name: value
        for name, value in frozen.content.items()
        if name not in ("signatures", "signed_sha256", "journal")
    }
    assert canonical.sha256(signed) == frozen.content["signed_sha256"]
    assert signed == minutes.content_of(sat.meeting)


def test_data_that_changed_take_the_first_signature_away(sat, digest):
    sign(sat, sat.chair, digest())
    Vote.objects.filter(chair_says=True).update(entitled=5, abstained=1)
    row = sign(sat, sat.taker, digest())
    assert (row.chair_signed_at, row.taker_signed_at, row.frozen_at) == (None, AFTER, None)
    assert sign(sat, sat.chair, digest()).frozen_at == AFTER


def test_what_changed_since_it_was_read_is_not_signed(sat, digest):
    seen = digest()
    write(sat, "closing", "Noch etwas.")
    with refused(CHANGED):
        sign(sat, sat.chair, seen)


def test_nobody_else_signs(sat, digest):
    for who in (make.office("lead"), sat.jurors["Bernd Brandt"].user):
        with refused(ONLY_TWO):
            sign(sat, who, digest())


def test_a_chair_who_left_the_jury_does_not_sign(sat, digest):
    seat = sat.jurors["Öznur Albers"]
    seat.left_at = NOON
    seat.save()
    with refused(ONLY_TWO):
        actions.sign_minutes(
            Meeting.objects.get(pk=sat.meeting.pk), seen=digest(), by=sat.chair, at=AFTER
        )


def test_nobody_signs_before_the_meeting_is_closed(sat, digest):
    Meeting.objects.update(closed_at=None)
    with refused("Minutes are signed once the meeting is closed."):
        sign(sat, sat.chair, digest())


@pytest.mark.parametrize("kind", [Vote, RankVote])
def test_nobody_signs_while_a_vote_is_open(sat, digest, kind):
    kind.objects.update(closed_at=None)
    with refused("A vote of this meeting is still open."):
        sign(sat, sat.chair, digest())


def test_nobody_signs_alone(sat, digest):
    Meeting.objects.update(minute_taker=None)
    with refused("Who chaired the meeting or who took the minutes is not named yet."):
        sign(sat, sat.chair, digest())


def test_one_person_does_not_sign_for_both(sat, digest):
    Meeting.objects.update(minute_taker=sat.chair)
    with refused("Chair and minute taker each sign for themselves."):
        sign(sat, sat.chair, digest())


# -- Frozen --------------------------------------------------------------------------------------


def test_frozen_minutes_are_neither_written_nor_signed_any_more(sat, frozen):
    with refused(FROZEN):
        write(sat, "closing", "Zu spät.")
    with refused(FROZEN):
        sign(sat, sat.chair, frozen.content["signed_sha256"])


def test_the_database_refuses_any_change_of_frozen_minutes(frozen):
    for change in (
        lambda: Minutes.objects.update(sha256="0" * 64),
        lambda: Minutes.objects.update(frozen_at=None),
        lambda: Minutes.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256 FROM awards_minutes")
        assert cursor.fetchone() == (frozen.sha256,)


def test_nothing_is_frozen_without_two_signatures(sat):
    with pytest.raises(IntegrityError, match="frozen_minutes_are_signed"), transaction.atomic():
        Minutes.objects.update(frozen_at=AFTER, content={})


def test_the_two_signatures_are_of_two_people(sat):
    with pytest.raises(IntegrityError, match="minutes_need_two_people"), transaction.atomic():
        Minutes.objects.update(chair_signed_by=sat.taker, taker_signed_by=sat.taker)


def test_what_changes_later_changes_no_byte_of_what_is_frozen(sat, frozen):
    before = minutes.as_json(Minutes.objects.get().content)
    AgendaItem.objects.update(notes="Ganz anders.")
    Vote.objects.filter(motion="").update(motion="x")
    assert minutes.as_json(Minutes.objects.get().content) == before


def test_the_file_can_be_checked_with_any_program(frozen):
    made = minutes.as_json(frozen.content)
    read = json.loads(made)
    again = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == made
    assert set(read["journal"]) == {"number", "hash"}
