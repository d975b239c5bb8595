"""What is public is put right with a note, and taken back with one; never silently."""

from __future__ import annotations

import pytest

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
