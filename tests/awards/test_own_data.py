"""What a person takes along of an award: only what they did, said or were asked themselves."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache

from awards import actions, own_data, result_letters
from awards.models import Portrait, PressReader
from initiatives.models import Letter, Local

from .. import evenings
from ..make import DAY, NOON, at

ADDRESS = "/konto/daten/herunterladen/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def parcel(client, user) -> zipfile.ZipFile:
    client.force_login(user)
    with at(NOON):
        answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))


def owner_of(application):
    return application.initiative.memberships.get().user


def test_who_had_nothing_to_do_with_an_award_finds_no_file(make, client):
    someone = make.user()
    assert own_data.of(someone) is None
    assert "auszeichnung.json" not in parcel(client, someone).namelist()


def test_an_agreement_with_its_words_and_time(make, client):
    won = make.decision(is_portrayed=False)
    portrait = make.portrait(won.application, asked=True, agreed=False)
    make.knows(won.application)
    her = owner_of(won.application)
    seen = actions.seen_by_laureate(portrait)
    actions.agree_to_portrait(portrait, seen=seen, remark="Danke.", by=her, at=NOON)
    said = json.loads(parcel(client, her).read("auszeichnung.json"))
    assert said["portraits"] == [
        {
            "application": won.application.number,
            "agreed_at": "2026-03-02T12:00:00+01:00",
            "sha256_of_the_words": Portrait.objects.get().approved_sha256,
            "suggested_at": None,
            "suggested_text": {},
            "suggested_summary": {},
            "remark": "Danke.",
        }
    ]
    assert (said["seals_accepted"], said["ceremonies"], said["press"]) == ([], [], [])


def test_what_somebody_suggested_is_theirs_and_not_who_agreed_later(make):
    won = make.decision(is_portrayed=False)
    one, other = owner_of(won.application), make.user()
    make.portrait(
        won.application,
        asked=True,
        suggested_by=one,
        suggested_at=NOON - DAY,
        suggestion=Local(de="Anders."),
        answered_at=NOON,
        approved_by=other,
        remark="Von der anderen.",
    )
    (hers,), (theirs,) = (own_data.of(who)["portraits"] for who in (one, other))
    assert (hers["suggested_text"], hers["agreed_at"], hers["remark"]) == (
        {"de": "Anders."},
        None,
        "",
    )
    assert (theirs["suggested_text"], theirs["remark"]) == ({}, "Von der anderen.")


def test_an_agreement_the_office_noted_is_nobodys_own(make):
    won = make.decision(is_portrayed=False)
    office = make.office()
    make.portrait(won.application, asked=True, approved_by=office, approval_note="Telefon.")
    assert own_data.of(office) is None


def test_the_terms_of_a_seal_in_full(make):
    laureate = make.laureate()
    her = owner_of(laureate.application)
    make.seal(laureate, accepted_by=her)
    (said,) = own_data.of(her)["seals_accepted"]
    assert (said["name"], said["terms_version"], said["withdrawn_at"]) == (laureate.name, 1, None)
    assert said["accepted_at"] == "2026-03-14T12:00:00+01:00"
    assert len(said["terms"]) > 200


def test_an_invitation_to_an_evening_goes_by_the_address(make):
    her = make.user()
    evening = evenings.ceremony()
    evenings.guest(evening, "Ganz Anders")
    mine = evenings.guest(
        evening,
        "Ada Gast",
        email=her.email.upper(),
        comes=True,
        diet="vegan",
        photo_consent_at=NOON,
        photo_consent_text="Ja, gern.",
    )
    evenings.guest(evening, "Kim Begleitung", brought_by=mine, comes=True)
    (said,) = own_data.of(her)["ceremonies"]
    assert (said["name"], said["answer"], said["companions"], said["diet"]) == (
        "Ada Gast",
        "yes",
        ["Kim Begleitung"],
        "vegan",
    )
    assert (said["consent_to_photos"], said["consent_to_photos_at"]) == (
        "Ja, gern.",
        "2026-03-02T12:00:00+01:00",
    )
    actions.forget_guests(evening, at=NOON + 99 * DAY)
    assert own_data.of(her) is None


def test_a_promise_of_the_press(make):
    her = make.user()
    release = make.release()
    PressReader.objects.create(release=release, name="Ada", medium="Bote", email=her.email)
    PressReader.objects.create(
        release=release, name="Bea", medium="Blatt", email="b@people.example"
    )
    (said,) = own_data.of(her)["press"]
    assert (said["medium"], said["embargo_promised_at"]) == ("Bote", None)


def test_letters_on_the_result_are_among_the_letters(make, client):
    won = make.decision(prize__call__meeting_at=NOON - 2 * DAY)
    release = make.release(call=won.prize.call, told=False)
    office = make.office()
    letter = result_letters.one(release, won.application.key)
    actions.see_result_letter(won.application, seen=letter.seal, by=office, at=NOON - DAY)
    actions.tell_laureates(release, by=office, at=NOON - DAY)
    her = owner_of(won.application)
    found = parcel(client, her)
    (name,) = [one for one in found.namelist() if "result_laureate" in one]
    assert Letter.objects.get(kind="result_laureate").text in found.read(name).decode()


def test_as_many_queries_for_one_as_for_three(make, django_assert_num_queries):
    her = make.user()
    for n in range(3):
        evenings.guest(evenings.ceremony(), f"Ada {n}", email=her.email)
    with django_assert_num_queries(6):
        assert len(own_data.of(her)["ceremonies"]) == 3
