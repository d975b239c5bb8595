"""The pages of the seal: proof for everybody, files for members, a list for the office."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
import segno
from django.urls import reverse
from PIL import Image

from awards import actions
from awards.models import Seal
from awards.seals import kit, validity
from awards.seals.drawing import Style
from initiatives.models import Local

from .. import make as builders
from ..make import DAY, NOON, SECOND, at

HELD = NOON + 12 * DAY  # the ceremony of `make.laureate`
END = validity.end_of(date(2027, 3, 14))
PICTURES = ["seal_svg", "seal_png", "seal_dark_svg", "seal_dark_png"]
EVERYBODYS = ["seal", "seal_qr", *PICTURES]


@pytest.fixture
def laureate(make):
    return make.laureate(application__initiative__name="Bündnis Süd")


@pytest.fixture
def seal(make, laureate):
    return make.seal(laureate)


def ask(client, name, seal, **given):
    return client.get(reverse(name, args=[seal.code]), **given)


def read(svg: str) -> ElementTree.Element:
    """Of our own making; raises if it is not well-formed."""
    return ElementTree.fromstring(svg)  # noqa: S314


# -- The proof -----------------------------------------------------------------------------------


def test_it_says_who_what_when_and_by_whom(client, seal):
    with at(HELD):
        page = ask(client, "seal", seal).content.decode()
    for words in (
        "Bündnis Süd",
        "Nachweis des Siegels 2026",
        "Dieses Siegel gilt.",
        "Es darf bis einschließlich 14.\u00a0März 2027 geführt werden.",
        "14.\u00a0März 2026 bis 14.\u00a0März 2027",
        "Weil es wirkt.",
        "Geschäftsstelle der Auszeichnung",
        f"/siegel/{seal.code}/",
    ):
        assert words in page
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("name", EVERYBODYS)
def test_nothing_is_there_before_the_terms_are_accepted(client, laureate, name):
    with at(HELD + DAY):
        assert ask(client, name, laureate.seal).status_code == 404


@pytest.mark.parametrize("name", EVERYBODYS)
def test_nothing_is_there_a_second_before_the_embargo_ends(client, make, laureate, name):
    """Even if somebody had accepted by then, which the action refuses."""
    seal = make.seal(laureate, accepted_at=NOON)
    with at(HELD - SECOND):
        early = ask(client, name, seal)
        unknown = client.get(reverse(name, args=["nichtsda1"]))
    assert early.status_code == unknown.status_code == 404
    assert "ETag" not in early.headers
    assert early.content.replace(seal.code.encode(), b"nichtsda1") == unknown.content
    with at(HELD):
        assert ask(client, name, seal).status_code == 200


def test_it_has_expired_at_midnight_in_berlin(client, seal):
    with at(END - SECOND):
        assert "Dieses Siegel gilt." in ask(client, "seal", seal).content.decode()
    with at(END):
        page = ask(client, "seal", seal).content.decode()
    assert "Dieses Siegel ist abgelaufen." in page
    assert "Es galt bis einschließlich 14.\u00a0März 2027." in page
    assert "Die Auszeichnung des Jahres 2026 bleibt." in page


def test_a_withdrawal_is_visible_with_its_day_and_reason(client, make, seal):
    withdraw(seal)
    with at(HELD + DAY - SECOND):
        assert "Dieses Siegel gilt." in ask(client, "seal", seal).content.decode()
    with at(HELD + DAY):
        page = ask(client, "seal", seal).content.decode()
    assert "Dieses Siegel ist entzogen." in page
    assert "Falsche &lt;Angaben&gt;." in page
    assert "Seit dem 15.\u00a0März 2026, 12:00" in page


def withdraw(seal):
    reason = Local(de="Falsche <Angaben>.")
    actions.withdraw_seal(seal, reason=reason, by=builders.office(), at=HELD + DAY)


# -- The picture others embed --------------------------------------------------------------------


def picture(client, seal, name="seal_svg", **given):
    answer = ask(client, name, seal, **given)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    return answer


@pytest.mark.parametrize("name", PICTURES)
def test_it_turns_at_the_second_it_expires(client, seal, name):
    with at(END - SECOND):
        valid = picture(client, seal, name)
    with at(END):
        over = picture(client, seal, name)
    assert valid.content != over.content
    assert valid.headers["ETag"] != over.headers["ETag"]


def test_it_turns_at_the_second_it_is_withdrawn(client, seal):
    withdraw(seal)
    with at(HELD + DAY - SECOND):
        valid = picture(client, seal)
    with at(HELD + DAY):
        over = picture(client, seal, headers={"If-None-Match": valid.headers["ETag"]})
    assert over.status_code == 200
    assert "nicht gültig" in over.content.decode()


def test_asking_again_is_cheap(client, seal, django_assert_num_queries):
    with at(HELD):
        first = picture(client, seal)
        with django_assert_num_queries(1):
            again = picture(client, seal, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_words_are_those_of_the_address(client, seal):
    with at(END):
        german = ask(client, "seal_svg", seal).content.decode()
        english = client.get(f"/en/siegel/{seal.code}/bild.svg").content.decode()
    assert "abgelaufen" in german
    assert "expired" in english


def test_only_the_picture_may_be_shown_elsewhere(client, seal):
    with at(HELD):
        for name in ("seal", "seal_qr"):
            answer = ask(client, name, seal)
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_svg_is_alone_in_the_world(client, seal):
    with at(HELD):
        drawn = [ask(client, name, seal).content.decode() for name in ("seal_svg", "seal_dark_svg")]
    for svg in drawn:
        root = read(svg)
        names = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert names <= {"svg", "title", "desc", "path", "circle", "g"}
        assert not re.search(r"href|url\(|style|font|@import|<!", svg)
        assert re.findall(r"https?://[^\"']+", svg) == ["http://www.w3.org/2000/svg"]
        assert root.get("aria-label") == "Ausgezeichnete regionale Industrieinitiative 2026"
    assert drawn[0] != drawn[1]


def test_the_png_is_square_and_clear_outside(client, seal):
    with at(HELD):
        image = Image.open(io.BytesIO(ask(client, "seal_png", seal).content))
    assert (image.size, image.mode) == ((512, 512), "RGBA")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((256, 256 + 60))[3] == 255


# -- The QR code ---------------------------------------------------------------------------------


def matrix_of(svg: bytes, pixels: int) -> list[list[int]]:
    """Dark and light as a reader would see them, from the picture."""
    image = Image.open(io.BytesIO(kit.raster.png(svg.decode(), pixels))).convert("L")
    count = int(re.search(rb'viewBox="0 0 (\d+)', svg)[1])
    step = pixels / count
    return [
        [
            int(image.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) < 128)
            for x in range(count)
        ]
        for y in range(count)
    ]


def test_the_qr_code_is_that_of_the_address(client, settings, seal):
    settings.BASE_URL = "https://auszeichnung.example"
    with at(HELD):
        svg = ask(client, "seal_qr", seal).content
    address = f"https://auszeichnung.example/siegel/{seal.code}/"
    made = segno.make(address, error="m", micro=False)
    assert svg == kit.qr(address)
    wanted = [[int(dark) for dark in row] for row in made.matrix_iter(border=4)]
    assert matrix_of(svg, 1024) == wanted


# -- All who carry it ----------------------------------------------------------------------------


def test_the_public_list_costs_one_query(client, make, django_assert_num_queries):
    for _ in range(3):
        make.seal(make.laureate())
    make.laureate()  # has not accepted
    with at(HELD), django_assert_num_queries(1):
        page = client.get("/siegel/").content.decode()
    assert page.count('<th scope="row">') == 3


def test_the_public_list_is_empty_before(client, make, laureate):
    with at(HELD):
        page = client.get("/siegel/").content.decode()
    assert "Noch führt niemand das Siegel" in page
    assert "Bündnis Süd" not in page


# -- What members take away ----------------------------------------------------------------------


def page_of(client, laureate, person=None):
    client.force_login(person or builders.owner(laureate.application))
    return client.get(reverse("honours", args=[laureate.application.key]))


def file_of(client, laureate, name):
    return client.get(reverse("seal_file", args=[laureate.application.key, name]))


def test_the_owner_reads_the_terms_and_accepts(client, laureate):
    with at(HELD):
        page = page_of(client, laureate)
        assert "Nutzungsbedingungen, Fassung 1" in page.content.decode()
        assert "Alle Dateien" not in page.content.decode()
        address = reverse("honours", args=[laureate.application.key])
        answer = client.post(address, {"version": 1, "accepted": "on"})
        assert (answer.status_code, answer.url) == (302, f"{address}#siegel")
        page = client.get(address).content.decode()
    assert "Alle Dateien (ZIP)" in page
    assert "Sie dürfen es bis einschließlich 14.\u00a0März 2027 führen." in page
    assert f"/siegel/{Seal.objects.get().code}/bild.svg" in page


def test_who_does_not_tick_is_told(client, laureate):
    with at(HELD):
        page_of(client, laureate)
        address = reverse("honours", args=[laureate.application.key])
        page = client.post(address, {"version": 1}).content.decode()
    assert "Nehmen Sie die Nutzungsbedingungen an, um das Siegel zu erhalten" in page
    assert Seal.objects.get().accepted_at is None


def test_terms_of_another_version_are_refused_on_the_page(client, laureate):
    with at(HELD):
        page_of(client, laureate)
        address = reverse("honours", args=[laureate.application.key])
        answer = client.post(address, {"version": 7, "accepted": "on"})
    assert answer.status_code == 409
    assert "Die Nutzungsbedingungen haben sich geändert." in answer.content.decode()


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_other_members_see_who_may(client, make, laureate, role):
    member = make.member(laureate.application.initiative, role)
    with at(HELD):
        page = page_of(client, laureate, member).content.decode()
        address = reverse("honours", args=[laureate.application.key])
        answer = client.post(address, {"version": 1, "accepted": "on"})
    assert "nimmt an, wer für die Initiative verantwortlich ist." in page
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]
    assert answer.status_code == 409
    assert Seal.objects.get().accepted_at is None


def test_there_is_no_page_before_the_embargo_ends(client, laureate):
    with at(HELD - SECOND):
        assert page_of(client, laureate).status_code == 404
        tasks = client.get(reverse("apply:tasks", args=[laureate.application.key]))
        assert (
            "ausgezeichnet"
            not in tasks.content.decode().partition("<main")[2].partition("<foot")[0]
        )
    with at(HELD):
        assert page_of(client, laureate).status_code == 200
        tasks = client.get(reverse("apply:tasks", args=[laureate.application.key]))
        assert "Ihre Initiative ist ausgezeichnet" in tasks.content.decode()


def test_neither_strangers_nor_the_office_come_in(client, make, seal):
    laureate = seal.laureate
    with at(HELD):
        for person in (make.user(), make.office("lead")):
            assert page_of(client, laureate, person).status_code == 404
            assert file_of(client, laureate, "siegel-2026.zip").status_code == 404


def test_all_files_are_what_they_are_called(client, seal):
    with at(HELD):
        page = page_of(client, seal.laureate).content.decode()
        links = re.findall(r'auszeichnung/siegel/([^"]+)"', page)
        answer = file_of(client, seal.laureate, "siegel-2026.zip")
        assert file_of(client, seal.laureate, "siegel-2025-hell.svg").status_code == 404
        one = file_of(client, seal.laureate, "siegel-2026-dunkel-256.png")
    assert Image.open(io.BytesIO(one.content)).size == (256, 256)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert set(links) | {"siegel-2026-qr.svg", "LIESMICH.txt"} == {*names, "siegel-2026.zip"}
        for name in names:
            if name.endswith(".png"):
                pixels = int(name.rpartition("-")[2].removesuffix(".png"))
                assert Image.open(io.BytesIO(archive.read(name))).size == (pixels, pixels)
            elif name.endswith(".svg"):
                read(archive.read(name).decode())
        note = archive.read("LIESMICH.txt").decode()
    assert len(names) == len(Style) * 6 + 2
    assert "Gültig bis einschließlich: 14.03.2027" in note
    assert f"/siegel/{seal.code}/" in note
    assert "### 1. Was das Siegel ist" in note


def test_the_same_seal_gives_the_same_bytes(client, seal):
    with at(HELD):
        page_of(client, seal.laureate)
        first = file_of(client, seal.laureate, "siegel-2026.zip").content
        kit.raster.png.cache_clear()
        assert file_of(client, seal.laureate, "siegel-2026.zip").content == first


def test_after_the_last_day_there_are_no_files(client, seal):
    with at(END - SECOND):
        page_of(client, seal.laureate)
        assert file_of(client, seal.laureate, "siegel-2026-hell.svg").status_code == 200
    with at(END):
        page = page_of(client, seal.laureate).content.decode()
        assert file_of(client, seal.laureate, "siegel-2026-hell.svg").status_code == 404
    assert "Ihr Siegel galt bis einschließlich 14.\u00a0März 2027." in page
    assert "Alle Dateien" not in page


def test_after_a_withdrawal_there_are_no_files(client, seal):
    withdraw(seal)
    with at(HELD + DAY):
        page = page_of(client, seal.laureate).content.decode()
        assert file_of(client, seal.laureate, "siegel-2026-hell.svg").status_code == 404
    assert "Dieses Siegel ist entzogen." in page
    assert "Falsche &lt;Angaben&gt;." in page


def test_without_the_terms_there_are_no_files(client, laureate):
    with at(HELD):
        page_of(client, laureate)
        assert file_of(client, laureate, "siegel-2026-hell.svg").status_code == 404


# -- The office ----------------------------------------------------------------------------------


def test_the_office_sees_all_in_the_same_queries(client, make, django_assert_num_queries):
    client.force_login(make.office("reader"))
    make.seal(make.laureate(), accepted_by=make.user())
    with at(HELD):
        client.get("/verwaltung/siegel/")
        with django_assert_num_queries(3):
            client.get("/verwaltung/siegel/")
        for _ in range(3):
            make.seal(make.laureate(), accepted_by=make.user())
        with django_assert_num_queries(3):
            page = client.get("/verwaltung/siegel/").content.decode()
    assert page.count('<th scope="row">') == 4
    assert "Entziehen" not in page


def test_the_list_says_how_far_each_is(client, make):
    client.force_login(make.office("editor"))
    states = {"gültig": make.seal(make.laureate())}
    states["noch nicht angenommen"] = make.laureate().seal
    states["entzogen"] = make.seal(make.laureate())
    withdraw(states["entzogen"])
    with at(HELD + DAY):
        page = client.get("/verwaltung/siegel/").content.decode()
    for word, seal in states.items():
        row = page.partition(seal.laureate.name)[2].partition("</tr>")[0]
        assert word in row
    with at(HELD - SECOND):
        page = client.get("/verwaltung/siegel/").content.decode()
    assert "unter Sperrfrist" in page


def test_the_office_withdraws_by_the_page(client, make, seal):
    client.force_login(make.office("editor"))
    address = f"/verwaltung/siegel/{seal.code}/entziehen/"
    with at(HELD + DAY):
        assert "Endgültig entziehen" in client.get(address).content.decode()
        typed = {"reason_de": "Falsche Angaben."}
        page = client.post(address, typed).content.decode()
        assert "Bestätigen Sie, dass das Siegel endgültig entzogen wird" in page
        assert "Falsche Angaben." in page
        assert client.post(address, typed | {"sure": "on"}).url == "/verwaltung/siegel/"
        again = client.post(address, typed | {"sure": "on"})
    seal.refresh_from_db()
    assert (seal.withdrawn_at, seal.reason) == (HELD + DAY, {"de": "Falsche Angaben."})
    assert again.status_code == 409
