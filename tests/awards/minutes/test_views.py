"""The pages of the minutes: who gets in, what a form does, what is handed out."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from awards.models import Meeting, Minutes
from initiatives import shown

from ... import make
from ...initiatives.test_documents import text_of
from ...make import NOON
from .sat import HOUR


def office_page(sat, more: str = "/") -> str:
    return f"/verwaltung/sitzungen/{sat.meeting.key}/niederschrift{more}"


def jury_page(sat, more: str = "/") -> str:
    return f"/jury/sitzung/{sat.meeting.key}/niederschrift{more}"


def text(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def signed_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def office(client, sat):
    return signed_in(client, sat.taker)


# -- The office writes ---------------------------------------------------------------------------


def test_the_office_reads_the_draft_and_finds_a_form_for_each_text(office, sat):
    answer = office.get(office_page(sat))
    page = html.fromstring(answer.content)
    slugs = page.xpath("//form//input[@name='section']/@value")
    keys = [str(item.key) for item in sat.meeting.items.all()]
    assert slugs == [*keys, "closing", "remarks"]  # the opening is an item of this agenda
    said = text(answer)
    assert "Entwurf, Fassung 1" in said
    assert "TOP 4 – Beratung der Fälle" in said
    assert "Weil es den Süden verbindet." in said


def test_a_section_is_saved_and_the_page_comes_back_to_it(office, sat):
    seen = shown.digest({"text": ""})
    answer = office.post(office_page(sat), {"section": "closing", "text": "Bis Mai.", "seen": seen})
    assert answer.status_code == 302
    assert answer.url == f"{office_page(sat)}#closing"
    assert Minutes.objects.get().texts["closing"] == "Bis Mai."


def test_of_two_windows_the_older_one_overwrites_nothing_and_keeps_what_was_typed(office, sat):
    seen = shown.digest({"text": "Die Technik lief."})
    sent = {"section": "remarks", "seen": seen}
    office.post(office_page(sat), {**sent, "text": "Sie lief nicht."})
    answer = office.post(office_page(sat), {**sent, "text": "Sie lief gut."})
    assert answer.status_code == 409
    page = html.fromstring(answer.content)
    form = next(f for f in page.forms if f.fields.get("section") == "remarks")
    assert form.fields["text"].strip() == "Sie lief gut."
    assert "Sie lief nicht." in " ".join(form.text_content().split())
    assert Minutes.objects.get().texts["remarks"] == "Sie lief nicht."
    office.post(
        office_page(sat), {**sent, "seen": form.fields["seen"], "text": form.fields["text"]}
    )
    assert Minutes.objects.get().texts["remarks"] == "Sie lief gut."


def test_a_text_too_long_comes_back_whole(office, sat):
    typed = "x" * 20_001
    answer = office.post(office_page(sat), {"section": "closing", "text": typed, "seen": ""})
    page = html.fromstring(answer.content)
    form = next(f for f in page.forms if f.fields.get("section") == "closing")
    assert form.fields["text"].strip() == typed
    assert page.xpath("//*[contains(@class, 'kern-error-summary')]")


def test_what_was_typed_for_an_item_that_is_gone_comes_back(office, sat):
    item = sat.items["Bündnis Nord"]
    item.delete()
    answer = office.post(
        office_page(sat), {"section": str(item.key), "text": "Mein Text", "seen": "x"}
    )
    assert answer.status_code == 409
    assert "Mein Text" in answer.content.decode()


def test_whoever_only_reads_is_offered_no_form(client, sat):
    answer = signed_in(client, make.office("reader")).get(office_page(sat))
    assert answer.status_code == 200
    assert not html.fromstring(answer.content).xpath("//textarea")
    assert not html.fromstring(answer.content).xpath("//a[contains(@href,'unterzeichnen')]")


def test_that_a_change_takes_signatures_away_is_said_before(office, sat, digest):
    said = "Jede Änderung nimmt die Unterschrift weg"
    assert said not in text(office.get(office_page(sat)))
    office.post(office_page(sat, "/unterzeichnen/"), {"seen": digest()})
    assert said in text(office.get(office_page(sat)))


def test_the_page_costs_the_same_whatever_the_rows(office, sat):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(office_page(sat)).status_code == 200
        return len(found)

    before = queries()
    for _number in range(3):
        make.agenda_item(sat.meeting, application=make.admitted(call=sat.call))
        make.attendance(sat.meeting, juror=make.juror(call=sat.call))
        make.vote(sat.meeting, motion="Noch etwas?")
    assert queries() == before


# -- Signing -------------------------------------------------------------------------------------


def test_the_page_to_sign_shows_the_digest_and_what_it_means(office, sat, digest):
    said = text(office.get(office_page(sat, "/unterzeichnen/")))
    assert digest()[:8] in said
    assert "Sie unterzeichnen als Protokollführung." in said


def test_both_sign_and_then_it_is_frozen(office, client, sat, digest):
    seen = digest()
    answer = office.post(office_page(sat, "/unterzeichnen/"), {"seen": seen})
    assert (answer.status_code, answer.url) == (302, office_page(sat))
    signed_in(client, sat.chair)
    page = client.get(jury_page(sat, "/unterzeichnen/"))
    assert "Unterzeichnen und einfrieren" in text(page)
    assert client.post(jury_page(sat, "/unterzeichnen/"), {"seen": seen}).url == jury_page(sat)
    assert Minutes.objects.get().frozen_at == NOON + 4 * HOUR
    assert "von beiden unterzeichnet und eingefroren" in text(client.get(jury_page(sat)))
    assert client.get(jury_page(sat, "/unterzeichnen/")).url == jury_page(sat)


def test_what_changed_meanwhile_is_refused_with_the_new_digest(office, sat, digest):
    seen = digest()
    Meeting.objects.update(place="Bonn")
    answer = office.post(office_page(sat, "/unterzeichnen/"), {"seen": seen})
    assert answer.status_code == 409
    said = text(answer)
    assert "unterzeichnet ist nichts" in said
    assert digest()[:8] in said


def test_a_signature_that_no_longer_counts_is_not_shown_as_one(office, sat, digest):
    office.post(office_page(sat, "/unterzeichnen/"), {"seen": digest()})
    assert "unterzeichnet am" in text(office.get(office_page(sat)))
    Meeting.objects.update(place="Bonn")
    said = text(office.get(office_page(sat)))
    assert "unterzeichnet am" not in said
    assert "Sie gilt nicht mehr; beide unterzeichnen neu." in said


def test_an_open_meeting_says_why_nobody_signs(office, sat):
    Meeting.objects.update(closed_at=None)
    said = text(office.get(office_page(sat, "/unterzeichnen/")))
    assert "Unterzeichnet wird, wenn die Sitzung geschlossen ist." in said
    assert "Prüfsumme" not in said


def test_who_does_not_sign_finds_no_such_page(client, sat):
    for person, page in (
        (make.office("lead"), office_page),
        (sat.jurors["Bernd Brandt"].user, jury_page),
    ):
        assert signed_in(client, person).get(page(sat, "/unterzeichnen/")).status_code == 404


# -- Who reads -----------------------------------------------------------------------------------


def test_a_draft_is_read_by_the_chair_and_no_other_juror(client, sat):
    assert signed_in(client, sat.chair).get(jury_page(sat)).status_code == 200
    other = signed_in(client, sat.jurors["Bernd Brandt"].user)
    assert other.get(jury_page(sat)).status_code == 404
    assert other.get(jury_page(sat, ".pdf")).status_code == 404


def test_frozen_minutes_are_read_by_those_who_attended_only(client, sat, frozen):
    assert signed_in(client, sat.jurors["Bernd Brandt"].user).get(jury_page(sat)).status_code == 200
    excused = signed_in(client, sat.jurors["Emil Ernst"].user)
    assert excused.get(jury_page(sat)).status_code == 404
    assert signed_in(client, make.user()).get(jury_page(sat)).status_code == 404


def test_a_barred_juror_reads_the_rest(client, sat, frozen):
    signed_in(client, sat.jurors["Dora Dietz"].user)
    said = text(client.get(jury_page(sat)))
    assert "Bündnis Nord" in said
    assert "Bündnis West" not in said
    assert "Über Fälle, an denen Sie nicht mitwirken, sagt diese Ausfertigung nichts" in said
    document = client.get(jury_page(sat, ".pdf")).content
    assert "Bündnis West" not in text_of(document)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        (file,) = pdf.attachments.values()
        assert "Bündnis West" not in file.get_file().read_bytes().decode()


def test_a_barred_chair_signs_what_she_may_read(client, sat):
    seat = sat.jurors["Öznur Albers"]
    make.conflict(seat.assignments.get(application=sat.cases["Bündnis Süd"]))
    signed_in(client, sat.chair)
    assert "Bündnis Süd" not in text(client.get(jury_page(sat)))
    said = text(client.get(jury_page(sat, "/unterzeichnen/")))
    assert "Sie unterzeichnen für das, woran Sie mitgewirkt haben." in said


# -- What is handed out --------------------------------------------------------------------------


def test_the_files_of_the_office(office, sat, frozen):
    whole = office.get(office_page(sat, ".json"))
    assert json.loads(whole.content) == frozen.content
    assert whole.headers["Cache-Control"] == "private, no-store"
    assert whole.headers["Content-Disposition"].startswith("attachment;")
    assert office.get(office_page(sat, ".pdf")).content.startswith(b"%PDF")
    redacted = json.loads(office.get(office_page(sat, "-geschwaerzt.json")).content)
    assert redacted["remarks"] == "[geschwärzt: Beratung]"
    assert "[geschwärzt" in text_of(office.get(office_page(sat, "-geschwaerzt.pdf")).content)


def test_of_a_draft_nothing_but_its_pdf_is_handed_out(office, sat):
    assert office.get(office_page(sat, ".pdf")).status_code == 200
    for more in (".json", "-geschwaerzt.json", "-geschwaerzt.pdf"):
        assert office.get(office_page(sat, more)).status_code == 404


def test_frozen_minutes_offer_no_form_but_give_back_what_was_typed(office, sat, frozen):
    answer = office.get(office_page(sat))
    assert not html.fromstring(answer.content).xpath("//textarea")
    assert frozen.sha256[:8] in text(answer)
    sent = {"section": "closing", "text": "Zu spät.", "seen": ""}
    refused = office.post(office_page(sat), sent)
    assert refused.status_code == 409
    assert "Zu spät." in refused.content.decode()
