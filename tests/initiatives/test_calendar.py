"""The dates of a call as iCalendar, read back by another's eyes: those of a calendar."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import pytest
from django.utils import translation
from icalendar import Calendar

from initiatives.models import Local
from initiatives.records import calendar, journal

# On both sides of the changes to summer time and back in 2026.
DATES = {
    "opens_at": datetime(2026, 3, 28, 8, tzinfo=UTC),  # 9 h, the last day of winter time
    "closes_at": datetime(2026, 5, 15, 22, tzinfo=UTC),
    "checked_until": datetime(2026, 5, 29, 22, tzinfo=UTC),
    "judging_from": datetime(2026, 6, 7, 22, tzinfo=UTC),
    "judging_until": datetime(2026, 7, 31, 22, tzinfo=UTC),
    "meeting_at": datetime(2026, 10, 24, 8, tzinfo=UTC),
    "ceremony_at": datetime(2026, 10, 25, 15, tzinfo=UTC),  # 16 h, the first day of winter time
    "feedback_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
}


def read(call) -> Calendar:
    return Calendar.from_ical(calendar.of(call))


def entries(call) -> dict:
    return {str(event["UID"]).partition("@")[0]: event for event in read(call).walk("VEVENT")}


def test_the_deadline_is_the_minute_that_is_said_and_counts_in_full(make):
    found = entries(make.call(year=2026, title=Local(de="Auslobung 2026"), **DATES))
    deadline = found["2026-closes"]
    assert deadline.start.isoformat() == "2026-05-15T23:59:00+02:00"
    assert deadline.end.isoformat() == "2026-05-16T00:00:00+02:00"
    assert str(deadline["SUMMARY"]) == "Bewerbungsschluss – Auslobung 2026"
    assert "15. Mai 2026, 23:59 Uhr (MESZ)" in str(deadline["DESCRIPTION"]).replace("\u00a0", " ")


def test_a_week_and_a_day_before_the_deadline_the_calendar_reminds(make):
    found = entries(make.call(year=2026, **DATES))
    reminders = {code: [a.TRIGGER for a in event.walk("VALARM")] for code, event in found.items()}
    week, day = timedelta(days=-7), timedelta(days=-1)
    assert reminders.pop("2026-closes") == [week, day]
    assert set(map(tuple, reminders.values())) == {()}


def test_all_dates_of_the_page_are_there_and_no_hour_that_it_does_not_show(make):
    found = entries(make.call(year=2026, **DATES))
    assert {code: event["DTSTART"].dt for code, event in found.items() if "-c" not in code} == {
        "2026-opens": datetime(2026, 3, 28, 9, tzinfo=found["2026-opens"].start.tzinfo),
        "2026-judging": date(2026, 6, 8),
        "2026-meeting": date(2026, 10, 24),
    }
    assert found["2026-checked"]["DTSTART"].dt == date(2026, 5, 29)
    assert found["2026-judging"]["DTEND"].dt == date(2026, 8, 1)  # exclusive: the last is 31 July


def test_summer_and_winter_time_are_right_on_both_sides(make):
    found = entries(make.call(year=2026, **DATES))
    assert found["2026-opens"].start.utcoffset() == timedelta(hours=1)
    assert found["2026-closes"].start.utcoffset() == timedelta(hours=2)
    assert found["2026-ceremony"].start.isoformat() == "2026-10-25T16:00:00+01:00"


def test_the_zone_that_comes_along_says_the_same_as_ours(make):
    (zone,) = read(make.call(year=2026, **DATES)).walk("VTIMEZONE")
    berlin = zone.to_tz(lookup_tzid=False)
    for day, hour in ((date(2026, 3, 29), 1), (date(2026, 3, 29), 4), (date(2026, 10, 25), 4)):
        walls = [datetime.combine(day, clock(hour), tz) for tz in (berlin, calendar.BERLIN)]
        assert walls[0].utcoffset() == walls[1].utcoffset(), walls


def test_a_change_of_the_call_is_a_later_revision_under_the_same_names(make):
    call = make.call(year=2026, **DATES)
    before = entries(call)["2026-closes"]
    changed = make.NOON + make.DAY
    journal.record("call.dates_changed", about=call, by=None, at=changed)
    after = entries(call)["2026-closes"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["LAST-MODIFIED"].dt == call.announced_at
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == changed
    assert before["UID"] == after["UID"]


def test_what_the_office_looks_at_is_no_revision(make):
    call = make.call(year=2026, **DATES)
    journal.record("standings.viewed", about=call, by=None, at=make.NOON)
    assert calendar.revision(call).number == 0


def test_lines_are_folded_and_signs_escaped_as_the_standard_wants(make):
    title = (
        "Größe; Maß, Übermut\\Zeile\nund eine Überschrift von ungewöhnlicher Länge für Industrie"
    )
    written = calendar.of(make.call(year=2026, title=Local(de=title), **DATES))
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75  # octets
    event = entries(make.call(year=2027, title=Local(de=title), **DATES))["2027-opens"]
    assert str(event["SUMMARY"]) == f"Ab jetzt können Sie sich bewerben – {title}"


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Preisverleihung"), ("en", "Award ceremony")]
)
def test_entries_are_in_the_language_of_the_page(make, language, word):
    call = make.call(year=2026, title=Local(de="Auslobung", en="Call"), **DATES)
    with translation.override(language):
        summary = str(entries(call)["2026-ceremony"]["SUMMARY"])
    assert summary == f"{word} – {call.title[language]}"


def test_the_same_call_gives_the_same_file_and_is_sent_once(client, make):
    call = make.call()
    address = f"/auslobung/{call.year}/termine.ics"
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'inline; filename="termine-{call.year}.ics"'
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.cookies == {}
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address).content == answer.content


def test_a_call_that_is_not_announced_has_no_calendar(client, make):
    call = make.call(announced_at=None)
    assert client.get(f"/auslobung/{call.year}/termine.ics").status_code == 404
