"""The office's pages of pictures: what each form does, what is refused in words, what they cost."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions
from awards.models import Photo

from ...hostile_pdfs import pdf
from ...make import NOON, at
from .shots import announced, pictured, upload

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def moment():
    """Limits count in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def release(make):
    return make.release()


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


def listed(release) -> str:
    return f"/en/verwaltung/veroeffentlichung/{release.call.year}/fotos/"


def page(photo) -> str:
    return f"/en/verwaltung/veroeffentlichung/fotos/{photo.key}/"


def of(person) -> str:
    return f"/en/verwaltung/veroeffentlichung/fotos/personen/{person.key}/"


def test_a_photo_is_added_and_its_page_comes_next(office, release):
    answer = office.post(listed(release), {"file": upload(), "owner": ""})
    photo = Photo.objects.get()
    assert (answer.status_code, answer.url) == (302, page(photo))
    shown = office.get(listed(release)).content.decode()
    assert "Being processed" in shown
    assert "data-working" in shown


def test_the_script_is_told_what_was_stored_and_what_refused(office, release):
    answer = office.post(listed(release), {"file": upload()}, **JSON)
    photo = Photo.objects.get()
    told = {"field": f"id_{photo.key}-edit", "name": "Talaue.jpg"}
    assert (answer.status_code, answer.json()) == (201, told)
    answer = office.post(listed(release), {"file": upload(pdf(), "Plan.pdf")}, **JSON)
    refusal = {"errors": {"file": ["A photo is a file in JPEG, PNG or WebP."]}}
    assert (answer.status_code, answer.json()) == (409, refusal)
    answer = office.post(listed(release), {}, **JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"file": ["Choose a file"]}})


def test_a_year_without_an_announcement_says_what_to_do(office, make):
    call = make.call()
    address = f"/en/verwaltung/veroeffentlichung/{call.year}/fotos/"
    assert "No announcement yet" in office.get(address).content.decode()
    assert office.post(address, {"file": upload()}).status_code == 409


def test_the_focus_is_set_by_two_numbers(office, release):
    photo = pictured(release, drawn=False)
    answer = office.post(f"{page(photo)}bildmitte/", {"x": "30", "y": "100"})
    photo.refresh_from_db()
    assert (answer.status_code, photo.focus_x, photo.focus_y) == (302, 300, 1000)


@pytest.mark.parametrize("wrong", ["101", "-1", "", "Mitte"])
def test_a_focus_outside_is_refused_and_stays_typed(office, release, wrong):
    photo = pictured(release, drawn=False)
    shown = office.post(f"{page(photo)}bildmitte/", {"x": wrong, "y": "77"}).content.decode()
    assert "Enter a number from 0 to 100" in shown
    assert 'value="77"' in shown
    assert Photo.objects.get().focus_y == 500


def test_details_are_stored_without_what_stands_before_a_credit_anyway(office, release):
    photo = pictured(release, drawn=False)
    said = {"credit": "Foto: © A. Berg", "licence": "cc-by", "alt_text_de": "Eine Hand"}
    assert office.post(page(photo), said).status_code == 302
    photo.refresh_from_db()
    assert (photo.credit, photo.licence, photo.alt_text) == (
        "A. Berg",
        "cc-by",
        {"de": "Eine Hand"},
    )


def test_who_types_into_an_older_page_loses_nothing(office, release):
    photo = pictured(release, drawn=False)
    first = office.get(page(photo)).context["form"].initial["seen"]
    assert office.post(page(photo), {"credit": "A. Berg", "seen": first}).status_code == 302
    answer = office.post(page(photo), {"credit": "C. Dorn", "seen": first})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Stored meanwhile:" in shown
    assert 'value="C. Dorn"' in shown
    again = answer.context["form"].data["seen"]
    assert office.post(page(photo), {"credit": "C. Dorn", "seen": again}).status_code == 302
    assert Photo.objects.get().credit == "C. Dorn"


def test_persons_are_added_described_moved_and_removed(office, release):
    photo = pictured(release, drawn=False)
    for name in ("Mira Rehberg", "Jonas Olt"):
        said = {"new-name": name, "new-consent_on": "1.3.2026", "new-consent_text": "Liste"}
        assert office.post(f"{page(photo)}personen/", said).status_code == 302
    first, second = photo.persons.all()
    answer = office.post(f"{of(second)}verschieben/", {"up": "1"})
    assert answer.url == f"{page(photo)}#id_{second.key}-up"
    assert list(photo.persons.all()) == [second, first]
    said = {f"{first.key}-name": "Mira Albers", f"{first.key}-consent_on": "2.3.2026"}
    assert office.post(of(first), said).status_code == 302
    first.refresh_from_db()
    assert (first.name, str(first.consent_on)) == ("Mira Albers", "2026-03-02")
    office.post(f"{of(second)}entfernen/")
    assert photo.persons.get() == first


def test_a_consent_that_lies_ahead_is_refused_beside_its_field(office, release):
    photo = pictured(release, drawn=False)
    said = {"new-name": "Mira Rehberg", "new-consent_on": "1.3.2099"}
    answer = office.post(f"{page(photo)}personen/", said)
    assert answer.status_code == 409
    assert "The consent cannot lie ahead." in answer.content.decode()
    assert 'value="Mira Rehberg"' in answer.content.decode()


def test_a_withdrawal_is_one_click_behind_a_question(office, release):
    photo = pictured(release, drawn=False, names=("Mira Rehberg",))
    person = photo.persons.get()
    shown = office.get(page(photo)).content.decode()
    assert f'action="{of(person)}widerruf/"' in shown
    assert office.post(f"{of(person)}widerruf/").status_code == 302
    shown = office.get(page(photo)).content.decode()
    assert "Withdrawn on" in shown
    assert "Taken down on" in shown
    assert f"{of(person)}widerruf/" not in shown


def test_a_photo_is_replaced_and_removed(office, release):
    photo = pictured(release, drawn=False)
    new = {"replace-file": upload(name="Neu.png")}
    assert office.post(f"{page(photo)}ersetzen/", new).status_code == 302
    assert Photo.objects.get().name == "Neu.jpg"
    shown = office.post(f"{page(photo)}ersetzen/", {}).content.decode()
    assert "Choose a file" in shown
    assert office.post(f"{page(photo)}entfernen/").url == listed(release)
    assert not Photo.objects.exists()


def test_a_photo_that_failed_offers_one_more_try(office, release):
    photo = pictured(release, drawn=False)
    Photo.objects.update(failed_at=NOON)
    assert "The picture could not be processed." in office.get(page(photo)).content.decode()
    assert office.post(f"{page(photo)}verarbeiten/").status_code == 302
    assert Photo.objects.get().failed_at is None


def test_who_only_reads_is_offered_no_form(client, make, release):
    photo = pictured(release, names=("Mira Rehberg",), drawn=False)
    client.force_login(make.office("reader"))
    for address in (listed(release), page(photo)):
        main = client.get(address).content.decode().partition("<main")[2]
        assert 'type="submit"' not in main
        assert "Your role reads and does not decide." in main


def test_the_list_costs_the_same_with_more_photos(office, make):
    release, photo = announced(names=("Mira Rehberg",))
    office.get(listed(release))
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(listed(release)).status_code == 200
        counts.append(len(asked))
        for _photo in range(3):
            pictured(release, owner=str(photo.laureate.key), names=("A", "B"))
    assert counts[0] == counts[1]


def test_the_private_picture_is_the_offices_alone(office, client, make, release):
    photo = pictured(release, drawn=False)
    answer = office.get(f"{page(photo)}bild/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.getvalue()[:3] == b"\xff\xd8\xff"
    client.force_login(make.user())
    assert client.get(f"{page(photo)}bild/").status_code == 404
    actions.remove_photo(photo, by=make.office("lead"), at=NOON)
    client.force_login(make.office("reader"))
    assert client.get(f"{page(photo)}bild/").status_code == 404
