"""The page of a call: everything one wants to know before registering."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from initiatives import editions
from initiatives.models import Local

FILE = editions.FOLDER / "call-2026.toml"


@pytest.fixture
def call(make):
    return editions.load_call(FILE, announced_at=make.NOON - 30 * make.DAY)


def seen(client, address: str = "/auslobung/2026/") -> str:
    """What the page says, tags aside."""
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_question_stands_there_with_help_and_limit(client, call, language):
    text = seen(client, {"de": "", "en": "/en"}[language] + "/auslobung/2026/")
    for question in call.questions.all():
        assert question.prompt[language] in text
        assert question.help[language] in text.replace("&#x27;", "'")
    assert {"de": "höchstens 2.000 Zeichen", "en": "at most 2,000 characters"}[language] in text
    assert text.count({"de": "nur bei ", "en": "only for "}[language]) == 4


def test_dates_have_their_zone_on_both_sides_of_the_change(client, call):
    text = seen(client)
    assert "15. Mai 2026 23:59 Uhr (MESZ)" in text
    assert "2. März 2026, 09:00 Uhr (MEZ)" in text
    assert "3. November 2026, 16:00 Uhr (MEZ)" in text
    assert "17. September 2026" in text
    assert "10:00" not in text, "the hour of the meeting is the jury's"


@pytest.mark.parametrize(("days", "words"), [(1, "Noch 1 Tag"), (20, "Noch 20 Tage"), (0, "Heute")])
def test_the_server_counts_the_days_to_the_deadline(client, make, call, days, words):
    with make.at(call.closes_at - make.SECOND - days * make.DAY):
        aside = client.get("/auslobung/2026/").content.decode().split("<aside", 2)[2]
    assert f"<strong>{words}</strong>" in aside.split("</aside>")[0].replace("\u00a0", " ")


def test_the_minute_that_counts_in_full_leads_on_and_the_next_second_does_not(client, make, call):
    with make.at(call.closes_at - make.SECOND):
        assert 'href="/bewerbungen/neu/"' in client.get("/auslobung/2026/").content.decode()
    with make.at(call.closes_at):
        page = client.get("/auslobung/2026/").content.decode()
    assert 'href="/bewerbungen/neu/"' not in page
    assert "Bewerbungsschluss war am" in page


def test_what_belongs_to_the_call_is_one_click_away(client, make, call):
    with make.at(call.opens_at):
        page = client.get("/auslobung/2026/").content.decode()
    for address in [
        "/auslobung/2026/fragebogen.pdf",
        "/auslobung/2026/termine.ics",
        "/auslobung/2026/teilnahme-pruefen/",
        "/vorschlagen/",
        "/bewerbungen/neu/",
        "/bewerbungen/",
    ]:
        assert f'href="{address}"' in page, address


def test_all_that_the_preview_of_the_office_leads_to_is_there(client, make):
    call = make.call(announced_at=None, who_may_apply=Local(de="Bündnisse"))
    make.eligibility(call)
    client.force_login(make.office("reader"))
    with make.at(call.opens_at):
        preview = client.get(f"/verwaltung/auslobungen/{call.year}/oeffentlich/").content.decode()
    of_call = f"/auslobung/{call.year}/"
    for path in ("fragebogen.pdf", "termine.ics", "teilnahme-pruefen/"):
        assert f'href="{of_call}{path}"' in preview
        answer = client.get(of_call + path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        assert Client().get(of_call + path).status_code == 404
    assert client.get(of_call).url == f"/verwaltung/auslobungen/{call.year}/oeffentlich/"
    assert Client().get(of_call).status_code == 404
    client.force_login(make.user())
    assert client.get(f"{of_call}termine.ics").status_code == 404


def test_what_every_call_asks_is_said_too(client, call):
    text = seen(client)
    for label in ["Name der Initiative", "Träger", "Region", "E-Mail-Adresse", "Telefon"]:
        assert label in text
    assert "Bis zu 5 Bilder und 3 PDF-Dateien" in text


def test_criteria_stand_there_with_what_points_mean(client, call):
    text = seen(client)
    for criterion in call.criteria.all():
        for anchor in criterion.anchors.all():
            assert str(anchor.text) in text
    for declaration in call.declarations.all():
        assert str(declaration.text) in text


def test_a_voluntary_question_says_so(client, make):
    call = make.call()
    make.question(call, "mehr", prompt=Local(de="Noch etwas?"), required=False)
    assert "Mehr · höchstens 1.000 Zeichen · freiwillig" in seen(client, f"/auslobung/{call.year}/")


def test_the_page_costs_four_queries_however_much_is_asked(client, make, django_assert_num_queries):
    call = make.call()
    for number in range(30):
        make.question(call, f"frage-{number}")
        make.eligibility(call)
    with django_assert_num_queries(4):
        client.get(f"/auslobung/{call.year}/")
