"""The page of files: what its script is told, who gets in, and that it grows by rows alone."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Attachment, Scan

from ..hostile_pdfs import opens_a_script, pdf
from ..hostile_pictures import picture
from ..make import NOON, SECOND, at

JSON = {"headers": {"Accept": "application/json"}}
ACTS = "The PDF file holds scripts or other files. Print it to a new PDF file."


@pytest.fixture(autouse=True)
def moment():
    """Limits count in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def draft(make):
    return make.application(call__closes_at=NOON + SECOND)


@pytest.fixture
def owner(client, make, draft):
    client.force_login(make.owner(draft))
    return client


def page(draft) -> str:
    return f"/en/bewerbungen/{draft.key}/anlagen/"


def send(client, draft, content: bytes, name: str = "Werk.png", **more):
    said = more.pop("said", {})
    return client.post(page(draft), {"file": SimpleUploadedFile(name, content), **said}, **more)


def stored(draft, name: str = "a.jpg", **fields) -> Attachment:
    basics = {"kind": "picture", "size": 1, "sha256": "0" * 64, "uploaded_at": NOON}
    return draft.attachments.create(name=name, **basics | fields)


def test_the_script_is_told_where_to_go_on(owner, draft):
    answer = send(owner, draft, picture("PNG"), **JSON)
    (file,) = draft.attachments.all()
    assert (answer.status_code, answer.json()) == (
        201,
        {"field": f"id_{file.key}-alt_text", "name": "Werk.jpg"},
    )
    answer = send(owner, draft, pdf(), "Plan.pdf", **JSON)
    assert answer.json()["field"].endswith("-file")


def test_the_script_is_told_what_was_refused(owner, draft):
    answer = send(owner, draft, pdf(opens_a_script), "Plan.pdf", **JSON)
    assert (answer.status_code, answer.json()) == (409, {"errors": {"file": [ACTS]}})
    answer = send(owner, draft, picture(), said={"caption": "x" * 301}, **JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["caption"])
    answer = owner.post(page(draft), {}, **JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"file": ["Choose a file"]}})


def test_the_script_is_told_that_time_is_over(owner, draft):
    with at(NOON + SECOND):
        answer = send(owner, draft, picture(), **JSON)
    assert answer.status_code == 409
    assert answer.json()["errors"]["__all__"][0].startswith("The deadline has passed.")


def test_who_is_not_signed_in_is_told_so(client, draft):
    assert send(client, draft, picture(), **JSON).status_code in (302, 403)
    assert not draft.attachments.exists()


def test_a_hundred_files_a_day_and_person_are_enough(owner, draft, settings):
    settings.ACCOUNT_RATE_LIMITS = {"upload": "2/d/user"}
    for _ in range(2):
        assert send(owner, draft, b"no picture", **JSON).status_code == 409
    answer = send(owner, draft, picture(), **JSON)
    refusal = "You have uploaded very many files today. Go on tomorrow."
    assert (answer.status_code, answer.json()) == (409, {"errors": {"file": [refusal]}})
    assert not draft.attachments.exists()


@pytest.mark.parametrize("act", ["verschieben", "beschreiben", "entfernen"])
@pytest.mark.parametrize("who", ["stranger", "office", "anonymous"])
def test_to_others_a_file_of_a_draft_does_not_exist(client, make, draft, act, who):
    file = stored(draft)
    if who != "anonymous":
        client.force_login(make.user() if who == "stranger" else make.office())
    answer = client.post(f"/en/bewerbungen/anlage/{file.key}/{act}/", {"up": "1"})
    assert answer.status_code == (302 if who == "anonymous" else 404)
    assert client.get(f"/en/bewerbungen/anlage/{file.key}/{act}/").status_code in (302, 405)


def test_a_reader_is_told_why_nothing_moves(client, make, draft):
    first, second = stored(draft, "a.jpg", position=1), stored(draft, "b.jpg", position=2)
    client.force_login(make.member(draft.initiative, "reader"))
    target = f"/en/bewerbungen/anlage/{second.key}/verschieben/"
    told = client.post(target, {"up": "1"}, follow=True).content.decode()
    assert "Only owners and editors can change the application." in told
    assert list(draft.attachments.current()) == [first, second]
    assert "verschieben/" not in client.get(page(draft)).content.decode()


def test_after_a_move_the_focus_comes_back_to_the_button(owner, draft):
    stored(draft, "a.jpg", position=1)
    second = stored(draft, "b.jpg", position=2)
    target = f"/en/bewerbungen/anlage/{second.key}/verschieben/"
    answer = owner.post(target, {"up": "1"})
    assert answer.url == f"{page(draft)}#id_{second.key}-up"
    shown = owner.get(page(draft)).content.decode()
    assert "“b.jpg” now comes in place 1." in shown
    assert f'id="id_{second.key}-up" aria-disabled="true"' in shown
    assert owner.post(target, {"down": "1"}).url == f"{page(draft)}#id_{second.key}-down"


def test_previews_are_the_small_size(owner, draft):
    file = stored(draft)
    shown = owner.get(page(draft)).content.decode()
    assert f'src="/en/bewerbungen/anlage/{file.key}/?groesse=klein"' in shown
    assert f'href="/en/bewerbungen/anlage/{file.key}/?groesse=mittel"' in shown


def test_an_infected_picture_is_named_and_neither_shown_nor_linked(owner, draft):
    file = stored(draft, scan=Scan.INFECTED)
    for address in (page(draft), page(draft).replace("anlagen", "pruefen")):
        shown = owner.get(address).content.decode()
        assert "a.jpg" in shown
        assert f"/anlage/{file.key}/?groesse" not in shown
        assert f'href="/en/bewerbungen/anlage/{file.key}/"' not in shown


def test_a_picture_from_before_there_were_sizes_has_one(owner, draft):
    file = stored(draft, media_type="image/jpeg")
    file.file.save("alt.jpg", SimpleUploadedFile("alt.jpg", b"large"))
    answer = owner.get(f"/bewerbungen/anlage/{file.key}/?groesse=klein")
    assert b"".join(answer.streaming_content) == b"large"


def test_a_file_that_is_lost_on_the_disk_is_not_found(owner, draft):
    file = stored(draft, file="fort.jpg")
    assert owner.get(f"/bewerbungen/anlage/{file.key}/").status_code == 404


@pytest.mark.parametrize("name", ["anlagen", "pruefen"])
def test_more_files_take_no_more_queries(owner, draft, name):
    address = page(draft).replace("anlagen", name)
    stored(draft, rights_at=NOON)
    owner.get(address)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert owner.get(address).status_code == 200
        counts.append(len(asked))
        for number in range(4):
            stored(draft, f"{number}.jpg", rights_at=NOON)
    assert counts[0] == counts[1]
