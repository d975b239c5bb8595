"""The addresses of pictures: who gets one, when, how it may be kept, and by whom it is sent."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from awards import actions
from awards.models import Photo, Rendition

from ...make import DAY, NOON, SECOND, at
from .shots import addresses, announced, pictured

FOR_ALL = "public, max-age=0, must-revalidate"


@pytest.fixture
def people(make):
    roles = {role: make.office(role) for role in ("reader", "editor", "lead", "auditor")}
    roles |= {"stranger": make.user(), "juror": make.juror().user}
    found = {"anonymous": Client()}
    for role, person in roles.items():
        found[role] = Client()
        found[role].force_login(person)
    return found


def status(clients, path) -> dict[str, int]:
    return {role: client.get(path).status_code for role, client in clients.items()}


OFFICE = {"reader", "editor", "lead", "auditor"}


@pytest.mark.parametrize("early", [True, False])
def test_everybody_gets_it_from_the_second_on_and_the_office_before(people, early):
    release, photo = announced()
    owner = people["owner"] = Client()
    owner.force_login(photo.application.initiative.memberships.get().user)
    with at(release.embargo_until - early * SECOND):
        for path in addresses(photo)[:3]:
            wanted = {role: 404 if early and role not in OFFICE else 200 for role in people}
            assert status(people, path) == wanted


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
def test_it_is_what_its_ending_says_and_never_a_page(people, ending):
    release, photo = announced()
    copy = photo.renditions.filter(format=ending).first()
    with at(release.embargo_until):
        answer = people["anonymous"].get(f"/bilder/{copy.key}.{ending}")
        others = {"avif", "webp", "jpg"} - {ending}
        wrong = [people["anonymous"].get(f"/bilder/{copy.key}.{one}").status_code for one in others]
    with Image.open(io.BytesIO(answer.getvalue())) as picture:
        assert Image.MIME[picture.format] == answer.headers["Content-Type"]
        assert picture.size == (copy.width, copy.height)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{copy.key}.{ending}"'
    assert answer.cookies == {}
    assert wrong == [404, 404]


def test_it_is_asked_about_again_each_time_and_not_sent_twice(people):
    release, photo = announced()
    path = addresses(photo)[0]
    with at(release.embargo_until):
        first = people["anonymous"].get(path)
        again = people["anonymous"].get(path, headers={"If-None-Match": first.headers["ETag"]})
        other = people["anonymous"].get(path, headers={"If-None-Match": '"other"'})
        head = people["anonymous"].head(path)
    assert (first.headers["Cache-Control"], again.headers["Cache-Control"]) == (FOR_ALL, FOR_ALL)
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert (head.status_code, people["anonymous"].post(path).status_code) == (200, 405)


def test_before_the_embargo_ends_nothing_is_kept_and_no_etag_answers(people):
    release, photo = announced()
    path = addresses(photo)[0]
    with at(release.embargo_until - SECOND):
        shown = people["reader"].get(path)
        etag = shown.headers["ETag"]
        told = people["anonymous"].get(path, headers={"If-None-Match": etag})
        never = f"/bilder/{'0' * 32}{path[-5:]}"
        unknown = people["anonymous"].get(never)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert told.status_code == unknown.status_code == 404
    assert told.content == unknown.content.replace(never.encode(), path.encode())


def test_copies_have_random_names(make):
    _release, photo = announced()
    keys = list(photo.renditions.values_list("key", flat=True))
    assert len({key[:12] for key in keys}) == len(keys)
    assert {len(key) for key in keys} == {32}


def test_a_picture_of_the_whole_release_is_public_with_it(make, people):
    release, _photo = announced()
    group = pictured(release)
    with at(release.embargo_until):
        assert people["anonymous"].get(addresses(group)[0]).status_code == 200
        page = people["anonymous"].get(f"/preistraeger/{release.call.year}/").content.decode()
    assert [path for path in addresses(group) if path in page]


def test_a_picture_of_a_case_that_wins_nothing_never_is(make, people):
    release, _photo = announced()
    other = pictured(release)
    Photo.objects.filter(pk=other.pk).update(application=make.application(call=release.call))
    with at(release.embargo_until + DAY):
        assert people["anonymous"].get(addresses(other)[0]).status_code == 404
        page = people["anonymous"].get(f"/preistraeger/{release.call.year}/").content.decode()
    assert not [path for path in addresses(other) if path in page]


def test_of_a_release_that_was_stopped_no_picture_is_public(make, people):
    release, photo = announced()
    actions.revoke(release, by=make.office("lead"), at=NOON)
    with at(release.embargo_until + DAY):
        assert people["anonymous"].get(addresses(photo)[0]).status_code == 404


def test_a_file_that_is_lost_is_not_found(people):
    release, photo = announced()
    copy = photo.renditions.first()
    copy.file.storage.delete(copy.file.name)
    with at(release.embargo_until):
        assert people["anonymous"].get(f"/bilder/{copy.key}.{copy.format}").status_code == 404


def test_one_query_sends_a_picture(people, django_assert_num_queries):
    release, photo = announced()
    path = addresses(photo)[0]
    with at(release.embargo_until), django_assert_num_queries(1):
        people["anonymous"].get(path)


# -- By the web server ---------------------------------------------------------------------------


def test_the_web_server_is_told_what_to_send_and_only_after_the_rule(people, settings):
    release, photo = announced()
    copy = photo.renditions.first()
    path = f"/bilder/{copy.key}.{copy.format}"
    settings.FILES_HANDED_OVER_BY = "X-Accel-Redirect:/intern/"
    with at(release.embargo_until - SECOND):
        assert people["anonymous"].get(path).status_code == 404
    with at(release.embargo_until):
        answer = people["anonymous"].get(path)
    assert answer.headers["X-Accel-Redirect"] == f"/intern/{copy.file.name}"
    assert (answer.content, answer.headers["Cache-Control"]) == (b"", FOR_ALL)
    copy.file.storage.delete(copy.file.name)
    with at(release.embargo_until):
        assert people["anonymous"].get(path).status_code == 404


def test_apache_is_told_the_path(people, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "initiatives.storage.DurableStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    settings.FILES_HANDED_OVER_BY = "X-Sendfile"
    release, photo = announced()
    copy = Rendition.objects.first()
    assert FileSystemStorage(tmp_path).exists(copy.file.name)
    with at(release.embargo_until):
        answer = people["anonymous"].get(f"/bilder/{copy.key}.{copy.format}")
    assert answer.headers["X-Sendfile"] == str(tmp_path / copy.file.name)
    assert photo.file.name not in answer.headers["X-Sendfile"]


# -- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "/preistraeger/{year}/", "/preistraeger/{year}/{slug}/"])
def test_more_pictures_cost_a_page_no_query(page, client, db):
    release, photo = announced(names=("Mira Rehberg",))
    address = page.format(year=release.call.year, slug=photo.laureate.slug)
    with at(release.embargo_until):
        client.get(address)
        counts = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
            pictured(release, owner=str(photo.laureate.key), names=("A", "B"))
    assert counts[0] == counts[1] <= 6


def test_a_picture_stands_with_all_that_browsers_need(client, db):
    release, _photo = announced(names=("Mira Rehberg", "Jonas Olt"))
    with at(release.embargo_until):
        page = client.get(f"/preistraeger/{release.call.year}/").content.decode()
    picture = page[page.index("<picture>") : page.index("</picture>")]
    assert picture.count("<source") == 2
    assert picture.index("image/avif") < picture.index("image/webp") < picture.index("<img")
    assert 'width="480" height="270"' in picture
    assert 'alt="' in picture
