"""What is public is put right with a note, and taken back with one; never silently."""

from __future__ import annotations

import json

import pytest
from lxml import etree, html

from awards import actions
from awards.models import Correction, Laureate, Photo, Release
from initiatives.models import JournalEntry, Local

from ..make import DAY, NOON, SECOND, at, refused

NOTE = Local(de="Wir hatten uns verschrieben.")
PAGE = "/verwaltung/veroeffentlichung/2026/berichtigen/"


@pytest.fixture
def release(make) -> Release:
    """Public since NOON, with two laureates."""
    call = make.call(year=2026, meeting_at=NOON - DAY)
    prize = make.prize(call=call, places=2)
    for name in ("Bündnis Anfang", "Allianz Ende"):
        case = make.admitted(call=call, initiative__name=name)
        type(case.initiative).objects.filter(pk=case.initiative_id).update(is_listed=True)
        make.decision(prize=prize, application=case)
    return make.release(call=call, confirmed=True, embargo_until=NOON)


@pytest.fixture
def office(make):
    return make.office()


@pytest.fixture
def first(release) -> Laureate:
    return release.laureates.get(name="Bündnis Anfang")


def body(client, path, *, status=200, moment=NOON) -> str:
    with at(moment):
        answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_text_is_corrected_with_a_note_for_everybody(client, release, office):
    text = Local(de="Zwei Preise, besser gesagt", en="Two prizes")
    made = actions.correct(release, "headline", text, note=NOTE, by=office, at=NOON)
    assert (made.before["de"], made.after) == ("Zwei Preise", text)
    shown = body(client, "/preistraeger/2026/")
    assert "Zwei Preise, besser gesagt" in shown
    assert "Wir hatten uns verschrieben." in shown
    entry = JournalEntry.objects.get(action="release.corrected")
    assert entry.data["field"] == "headline"
    assert "Zwei Preise" not in str(entry.data)


def test_a_laureate_is_corrected_by_name(client, release, first, office):
    actions.correct(
        release, "name", Local(de="Bündnis Neu"), laureate=first, note=NOTE, by=office, at=NOON
    )
    assert Laureate.objects.get(pk=first.pk).name == "Bündnis Neu"
    assert NOTE["de"] in body(client, f"/preistraeger/2026/{first.slug}/")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": Local(de=" ")}, "Write what is to stand there afterwards."),
        ({"text": Local(de="Zwei Preise")}, "The text has not changed."),
        (
            {"note": Local(en="Only English.")},
            "Write what everybody reads about it. Nothing is changed silently.",
        ),
    ],
)
def test_what_says_nothing_is_refused(release, office, change, words):
    given = {"text": Local(de="Anders"), "note": NOTE} | change
    with refused(words):
        actions.correct(release, "headline", by=office, at=NOON, **given)
    assert not Correction.objects.exists()


def test_before_it_is_public_it_is_stopped_instead(release, office):
    with refused("The announcement is not public yet. Stop it, then change it."):
        actions.correct(release, "lead", Local(de="Neu"), note=NOTE, by=office, at=NOON - SECOND)


def test_who_reads_corrects_nothing(make, release, first):
    reader = make.office("auditor")
    words = "Your role reads and does not decide."
    with refused(words):
        actions.correct(release, "lead", Local(de="Neu"), note=NOTE, by=reader, at=NOON)
    with refused(words):
        actions.withdraw_laureate(first, note=NOTE, by=reader, at=NOON)
    with refused(words):
        actions.withdraw_release(release, note=NOTE, by=reader, at=NOON)


def test_a_prize_taken_back_is_gone_but_for_its_note(client, release, first, office):
    Photo.objects.create(release=release, laureate=first, file="x.jpg", credit="Foto")
    assert Photo.objects.public(NOON).count() == 1
    actions.withdraw_laureate(first, note=NOTE, by=office, at=NOON)
    assert [one.name for one in Laureate.objects.public(NOON)] == ["Allianz Ende"]
    assert not Photo.objects.public(NOON).exists()
    gone = body(client, f"/preistraeger/2026/{first.slug}/", status=410)
    assert NOTE["de"] in gone
    assert first.jury_statement["de"] not in gone
    year = body(client, "/preistraeger/2026/")
    assert f"/preistraeger/2026/{first.slug}/" not in year
    assert NOTE["de"] in year
    for path in ("/", "/preistraeger/", "/initiativen/", f"/initiativen/{first.initiative.slug}/"):
        assert f"/preistraeger/2026/{first.slug}/" not in body(client, path), path
    with refused("This prize has been taken back already."):
        actions.withdraw_laureate(first, note=NOTE, by=office, at=NOON)


def test_a_withdrawn_announcement_leaves_its_note_only(client, release, first, office):
    actions.withdraw_release(release, note=NOTE, by=office, at=NOON)
    assert not Release.objects.public(NOON).exists()
    assert not Laureate.objects.public(NOON).exists()
    for path in ("/preistraeger/2026/", f"/preistraeger/2026/{first.slug}/"):
        gone = body(client, path, status=410)
        assert NOTE["de"] in gone
        assert "Allianz Ende" not in gone
    with refused("The announcement has been withdrawn."):
        actions.correct(release, "lead", Local(de="Neu"), note=NOTE, by=office, at=NOON)


def test_a_second_before_the_embargo_ends_a_withdrawal_tells_nothing(client, release, first):
    Release.objects.update(withdrawn_at=NOON)
    body(client, "/preistraeger/2026/", status=404, moment=NOON - SECOND)
    body(client, f"/preistraeger/2026/{first.slug}/", status=404, moment=NOON - SECOND)


# -- What else tells of it -------------------------------------------------------------------------

FEED, API = "/preistraeger/feed.atom", "/api/v1/preistraeger/2026/"
BOTH = Local(de="Wir hatten uns verschrieben.", en="We had mistyped.")


@pytest.mark.parametrize(
    ("before", "note"), [("", "Wir hatten uns verschrieben."), ("/en", "We had mistyped.")]
)
def test_each_page_and_the_feed_tell_a_correction_in_both_languages(
    client, release, first, office, before, note
):
    actions.correct(
        release, "region", Local(de="Nordland"), laureate=first, note=BOTH, by=office, at=NOON
    )
    for path in ("/preistraeger/2026/", f"/preistraeger/2026/{first.slug}/", FEED):
        assert note in body(client, before + path), path
    (linked,) = html.fromstring(body(client, f"{before}/preistraeger/2026/")).xpath(
        "//script[@type='application/ld+json']/text()"
    )
    (article,) = [one for one in json.loads(linked)["@graph"] if one["@type"] == "NewsArticle"]
    assert article["correction"][0]["text"] == note
    assert article["dateModified"] == article["correction"][0]["datePublished"]


def test_open_data_tell_a_correction_in_the_language_asked_for(client, release, first, office):
    actions.correct(release, "lead", Local(de="Neu."), note=BOTH, by=office, at=NOON)
    actions.correct(
        release, "region", Local(de="Nordland"), laureate=first, note=BOTH, by=office, at=NOON
    )
    told = json.loads(body(client, f"{API}{first.slug}/?sprache=en", moment=NOON + SECOND))
    assert (told["region"], [one["note"] for one in told["corrections"]]) == (
        "Nordland",
        ["We had mistyped."],
    )
    call = json.loads(body(client, "/api/v1/auslobungen/2026/", moment=NOON + SECOND))
    assert [one["field"] for one in call["announcement"]["corrections"]] == ["region", "lead"]


def test_the_map_of_the_site_says_when_it_was_put_right(client, release, first, office):
    actions.correct(
        release,
        "region",
        Local(de="Nordland"),
        laureate=first,
        note=NOTE,
        by=office,
        at=NOON + 3 * DAY,
    )
    found = etree.fromstring(body(client, "/sitemap.xml", moment=NOON + 4 * DAY).encode())
    changed = {
        url.findtext("{*}loc").partition("/preistraeger/")[2]: url.findtext("{*}lastmod")
        for url in found
        if "/preistraeger/2026/" in url.findtext("{*}loc")
    }
    later, unchanged = (NOON + 3 * DAY).date().isoformat(), NOON.date().isoformat()
    assert {path: moment[:10] for path, moment in changed.items()} == {
        "2026/": later,
        "2026/buendnis-anfang/": later,
        "2026/allianz-ende/": unchanged,
    }


def test_a_name_put_right_stands_where_it_belongs(release, first, office):
    name = Local(de="Zirkel Anfang")
    actions.correct(release, "name", name, laureate=first, note=NOTE, by=office, at=NOON)
    assert [one.name for one in release.laureates.all()] == ["Allianz Ende", "Zirkel Anfang"]


def test_what_was_taken_back_is_told_to_readers_of_feed_and_data(client, release, first, office):
    actions.withdraw_laureate(first, note=BOTH, by=office, at=NOON)
    told = json.loads(body(client, f"{API}{first.slug}/", status=410))
    assert (told["title"], told["detail"]) == ("Zurückgenommen", BOTH["de"])
    feed = body(client, FEED)
    assert BOTH["de"] in feed
    assert first.name not in feed


def test_a_withdrawn_announcement_is_told_everywhere_it_stood(client, release, first, office):
    actions.withdraw_release(release, note=BOTH, by=office, at=NOON + SECOND)
    later = {"moment": NOON + SECOND}
    words = "Diese Bekanntgabe wurde zurückgezogen"
    feed = body(client, FEED, **later)
    assert f"2026: {words}" in feed
    assert BOTH["de"] in feed
    years = body(client, "/preistraeger/", **later)
    assert words in years
    for said in (feed, years):
        assert "Zwei Preise" not in said
        assert first.name not in said
    told = json.loads(body(client, f"{API}{first.slug}/?sprache=en", status=410, **later))
    assert (told["title"], told["detail"]) == ("Taken back", BOTH["en"])
    assert "2026" not in body(client, "/sitemap.xml", **later).replace("/auslobung/2026", "")


# -- The office's pages --------------------------------------------------------------------------


def test_the_office_corrects_on_a_page(client, release, office):
    client.force_login(office)
    assert f"{PAGE}?was=headline" in body(client, PAGE)
    form = body(client, f"{PAGE}?was=headline")
    assert "Zwei Preise" in form
    with at(NOON):
        sent = {"text_de": "Drei Preise", "note_de": "Es waren drei."}
        answer = client.post(f"{PAGE}?was=headline", sent, follow=True)
    assert "Es waren drei." in answer.content.decode()
    assert Release.objects.get().headline["de"] == "Drei Preise"


def test_what_is_refused_stays_in_the_form(client, release, office):
    client.force_login(office)
    with at(NOON):
        answer = client.post(f"{PAGE}?was=headline", {"text_de": "Drei Preise"})
    said = answer.content.decode()
    assert "Drei Preise" in said
    assert "Schreiben Sie, was alle dazu lesen" in said
    assert Release.objects.get().headline["de"] == "Zwei Preise"


def test_a_name_that_is_too_long_is_refused_where_it_was_typed(client, release, first, office):
    client.force_login(office)
    page = f"{PAGE}?was={first.slug}.name"
    with at(NOON):
        answer = client.post(page, {"text_de": "Bündnis " * 30, "note_de": "Grund."})
    said = answer.content.decode()
    assert "Kürzen Sie auf 200\xa0Zeichen; jetzt sind es 239" in said
    assert "Grund." in said
    assert not Correction.objects.exists()


def test_two_correct_the_same_text(client, release, office):
    client.force_login(office)
    with at(NOON):
        shown = client.get(f"{PAGE}?was=headline").context["form"]["seen"].value()
        actions.correct(
            release, "headline", Local(de="Von anderer Hand"), note=NOTE, by=office, at=NOON
        )
        sent = {"text_de": "Meine", "note_de": "Grund.", "seen": shown}
        answer = client.post(f"{PAGE}?was=headline", sent)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Von anderer Hand" in said
    assert "Meine" in said


def test_the_office_takes_a_prize_back_on_a_page(client, release, first, office):
    client.force_login(office)
    sent = {"preis": first.slug, "note_de": "Angaben waren falsch."}
    with at(NOON):
        answer = client.post(PAGE.replace("berichtigen", "zuruecknehmen"), sent, follow=True)
    assert "Angaben waren falsch." in answer.content.decode()
    assert Laureate.objects.get(pk=first.pk).withdrawn_at == NOON


def test_the_office_is_told_which_texts_still_name_who_is_no_laureate(
    client, release, first, office
):
    named = Local(de="Bündnis Anfang und Allianz Ende")
    actions.correct(release, "subline", named, note=NOTE, by=office, at=NOON)
    client.force_login(office)
    notes = "//*[contains(@class, 'aw-note--warn')]//a/@href"
    assert html.fromstring(body(client, PAGE)).xpath(notes) == []
    actions.withdraw_laureate(first, note=NOTE, by=office, at=NOON)
    assert html.fromstring(body(client, PAGE)).xpath(notes) == [f"{PAGE}?was=subline"]


def test_without_a_note_nothing_is_taken_back(client, release, office):
    client.force_login(office)
    with at(NOON):
        answer = client.post(PAGE.replace("berichtigen", "zuruecknehmen"), {"note_de": ""})
    assert answer.status_code == 400
    assert Release.objects.get().withdrawn_at is None


@pytest.mark.parametrize("asked", ["nichts", "buendnis-anfang.lead", "niemand.name", "name"])
def test_what_is_no_text_is_not_there(client, release, office, asked):
    client.force_login(office)
    body(client, f"{PAGE}?was={asked}", status=404)


def test_a_year_that_is_not_announced_has_nothing_to_correct(client, make, office):
    make.call(year=2026)
    client.force_login(office)
    assert "Für 2026 gibt es noch keine Bekanntgabe." in body(client, PAGE)
    assert client.post(PAGE.replace("berichtigen", "zuruecknehmen")).url == PAGE
    body(client, PAGE.replace("2026", "1999"), status=404)
