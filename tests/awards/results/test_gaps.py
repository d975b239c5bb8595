"""What the check before the release says of the letters on the result, each with where it leads."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions, result_letters
from awards.models import Release
from initiatives.models import Membership
from initiatives.statuses import Status

from ...make import DAY, NOON
from .conftest import END, OTHERS, WINNERS, case, read, told

ALL = "/verwaltung/veroeffentlichung/2026/ergebnisbriefe/"
DAY_OF_FEEDBACK = (
    "Für die Rückmeldungen ist ein Tag vor der Bekanntgabe genannt. Nennen Sie einen späteren.",
    "/verwaltung/auslobungen/2026/termine/",
)


def one(release, name) -> str:
    return f"/verwaltung/veroeffentlichung/ergebnisbriefe/{case(release, name).key}/"


def found(release) -> list[tuple[str, str]]:
    release.refresh_from_db()
    return [(gap.words, gap.url) for gap in result_letters.gaps(release)]


def test_each_unread_letter_to_a_laureate_and_the_number_of_the_others(release):
    assert found(release) == [
        ("Der Brief an Ährenfeld ist noch nicht gelesen.", one(release, "Ährenfeld")),
        ("Der Brief an Zinnwald ist noch nicht gelesen.", one(release, "Zinnwald")),
        (
            "2 Briefe an Bewerbungen ohne Preis sind noch nicht gelesen.",
            one(release, "Birkenau"),
        ),
    ]


def test_a_letter_to_a_laureate_must_be_sent_too(release, office):
    read(release, *WINNERS, "Birkenau", by=office)
    assert found(release) == [
        ("Der Brief an Ährenfeld ist gelesen, aber nicht gesendet.", ALL),
        ("Der Brief an Zinnwald ist gelesen, aber nicht gesendet.", ALL),
        (
            "1 Brief an eine Bewerbung ohne Preis ist noch nicht gelesen.",
            one(release, "Moosgrund"),
        ),
    ]


def test_nothing_is_missing_once_laureates_are_told_and_all_else_is_read(release, office):
    told(release, by=office)
    read(release, *OTHERS, by=office)
    assert found(release) == []


def test_a_letter_that_is_no_longer_right_is_replaced(release, office):
    told(release, by=office)
    read(release, *OTHERS, by=office)
    Release.objects.update(embargo_until=END + DAY)
    told_wrong = "Der Brief an %s stimmt nicht mehr. Lesen Sie den neuen."
    assert found(release) == [(told_wrong % name, one(release, name)) for name in WINNERS]
    read(release, "Ährenfeld", by=office)
    assert found(release)[0] == (
        "Der Brief an Ährenfeld ist gelesen, aber nicht gesendet.",
        ALL,
    )


def test_who_knows_of_a_prize_that_is_gone_is_named(release, office):
    told(release, by=office)
    read(release, *OTHERS, by=office)
    out = case(release, "Zinnwald")
    type(out).objects.filter(pk=out.pk).update(status=Status.EXCLUDED, exclusion_reason="Träger.")
    assert found(release) == [
        (
            "Zinnwald weiß von einem Preis, den es nicht mehr gibt. Nehmen Sie den Brief zurück.",
            one(release, "Zinnwald"),
        )
    ]


def test_who_cannot_be_written_to_is_named(release, office):
    read(release, *OTHERS, by=office)
    Membership.objects.filter(initiative=case(release, "Zinnwald").initiative).delete()
    case(release, "Zinnwald").__class__.objects.update(contact_email="")
    read(release, "Ährenfeld", by=office)
    actions.tell_laureates(release, by=office, at=NOON)
    assert found(release) == [
        (
            "Für Zinnwald gibt es niemanden, an den der Brief gehen kann.",
            one(release, "Zinnwald"),
        )
    ]


def test_the_day_of_the_feedback_lies_after_the_announcement(release, office):
    told(release, by=office)
    read(release, *OTHERS, by=office)
    day = release.call.feedback_at
    Release.objects.update(embargo_until=day)
    assert DAY_OF_FEEDBACK in found(release)
    Release.objects.update(embargo_until=day - DAY)
    assert DAY_OF_FEEDBACK not in found(release)


def test_as_many_queries_for_four_as_for_twenty(release, make):
    def count() -> int:
        fresh = Release.objects.select_related("call").get(pk=release.pk)
        with CaptureQueriesContext(connection) as queries:
            result_letters.gaps(fresh)
        return len(queries)

    before = count()
    prize = make.prize(call=release.call, places=8)
    for turn in range(16):
        another = make.admitted(call=release.call)
        if turn % 2:
            make.decision(prize=prize, application=another)
    assert count() == before == 7
