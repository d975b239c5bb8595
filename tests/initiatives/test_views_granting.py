"""The office grants a later deadline and asks for changes; each letter is read, then sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import actions
from initiatives.keys import uuid7
from initiatives.models import Application, ChangeRequest, JournalEntry, Letter

from ..make import DAY, NOON, at

READS = "Your role reads and does not decide."
EXTEND = "/en/verwaltung/bewerbungen/frist/"
LATER = {"day": "2026-03-04", "time": "23:59", "reason": "Krankheit"}  # before the judging begins


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still, a day after the deadline."""
    with at(NOON):
        yield


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


@pytest.fixture
def handed_in(make) -> Application:
    return make.submitted(
        call__closes_at=NOON - DAY,
        initiative__name="Bündnis Süd",
        owner=make.user("Erika Berg", language="en"),
    )


@pytest.fixture
def draft(make) -> Application:
    return make.application(
        complete=True, call__closes_at=NOON - DAY, owner=make.user(language="en")
    )


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def dossier(application, page: str = "") -> str:
    return f"/en/verwaltung/bewerbungen/{application.key}/{page}"


def seen(answer) -> str:
    return str(answer.context["form"]["seen"].value())


def read_and_send(client, url: str, data: dict) -> tuple:
    """Both steps: the letter, then the button below it."""
    letter = client.post(url, data)
    return letter, client.post(url, data | {"seen": seen(letter)}, follow=True)


# -- A later deadline ----------------------------------------------------------------------------


def test_the_letter_is_shown_first_and_nothing_stored(office, draft):
    page = office.post(EXTEND, LATER | {"number": draft.number})
    assert page.status_code == 200
    for part in (
        draft.initiative.name,
        "1 March 2026, 11:59 h (CET)",
        "4 March 2026, 23:59 h (CET)",
        "Your application has a later deadline",
        "Grant the deadline and send the letter",
    ):
        assert part in text(page), part
    assert not Letter.objects.exists()
    assert not JournalEntry.objects.exists()
    assert Application.objects.get().own_closes_at is None


def test_the_minute_named_counts_in_full(office, draft):
    _letter, page = read_and_send(office, EXTEND, LATER | {"number": draft.number.lower()})
    found = Application.objects.get()
    assert found.own_closes_at.isoformat() == "2026-03-04T23:00:00+00:00"
    assert found.own_closes_reason == "Krankheit"
    assert f"{draft.initiative.name} has a later deadline." in text(page)
    assert Letter.objects.get().kind == "extended"
    assert page.redirect_chain == [("/en/verwaltung/bewerbungen/", 302)]


def test_of_a_draft_the_office_still_sees_nothing_else(office, draft):
    read_and_send(office, EXTEND, LATER | {"number": draft.number})
    assert office.get(dossier(draft)).status_code == 404


def test_a_letter_that_is_not_the_one_read_is_shown_again(office, draft):
    first = office.post(EXTEND, LATER | {"number": draft.number})
    other = LATER | {"number": draft.number, "time": "22:00", "seen": seen(first)}
    page = office.post(EXTEND, other)
    assert "4 March 2026, 22:00 h (CET)" in text(page)
    assert not Letter.objects.exists()
    assert office.post(EXTEND, other | {"seen": seen(page)}).status_code == 302


def test_a_double_click_grants_it_once(office, draft):
    sent = LATER | {"number": draft.number}
    sent["seen"] = seen(office.post(EXTEND, sent))
    assert [office.post(EXTEND, sent).status_code for _click in "12"] == [302, 302]
    assert (Letter.objects.count(), JournalEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"number": "B-26-XXXXX"}, "There is no application with this number."),
        ({"day": "2026-02-20"}, "The later deadline must lie after the present one"),
        ({"day": "2026-05-20"}, "It must end before the judging begins."),
        ({"reason": " "}, "Give the reason for the later deadline"),
        ({"day": ""}, "Enter the day"),
        ({"number": ""}, "Enter the number of the application"),
    ],
)
def test_a_refusal_comes_before_the_letter_and_keeps_what_was_typed(office, draft, said, why):
    sent = LATER | {"number": draft.number, "reason": "Ein langer Grund"} | said
    page = office.post(EXTEND, sent)
    assert why in text(page)
    assert "The letter as it goes out" not in text(page)
    if "reason" not in said:
        assert "Ein langer Grund" in text(page)
    assert Application.objects.get().own_closes_at is None


def test_an_hour_that_exists_twice_is_asked_for(office, make):
    draft = make.application(call__closes_at=datetime(2026, 10, 24, 22, tzinfo=UTC))
    sent = {"number": draft.number, "day": "2026-10-25", "time": "02:30", "reason": "Krankheit"}
    assert "This time exists twice" in text(office.post(EXTEND, sent))
    read_and_send(office, EXTEND, sent | {"season": "winter"})
    assert Application.objects.get().own_closes_at.isoformat() == "2026-10-25T01:31:00+00:00"


def test_an_hour_that_does_not_exist_is_refused(office, draft):
    sent = LATER | {"number": draft.number, "day": "2026-03-29", "time": "02:30"}
    assert "This time does not exist" in text(office.post(EXTEND, sent))


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_gets_no_form_and_no_letter(client, make, draft, role):
    client.force_login(make.office(role))
    assert "<form" not in text(client.get(EXTEND)).split("<main")[1]
    answer = client.post(EXTEND, LATER | {"number": draft.number})
    assert READS in text(answer)
    assert not Letter.objects.exists()


# -- Asking for changes --------------------------------------------------------------------------

ASKED = {
    "section-summary": "on",
    "section-summary-note": "Nennen Sie Zahlen.",
    "contact": "on",
    "contact-note": "Wer ist es jetzt?",
    "day": "2026-03-06",
    "time": "23:59",
    "message": "Vielen Dank.",
}


def test_the_letter_is_read_then_sent_and_the_points_are_open(office, handed_in):
    url = dossier(handed_in, "aenderungen/")
    letter, page = read_and_send(office, url, ASKED)
    for part in ("1. Contact person\n   Wer ist es jetzt?", "2. Summary", "Vielen Dank."):
        assert part in text(letter), part
    assert "The request for changes has been sent." in text(page)
    request = ChangeRequest.objects.get()
    assert request.until.isoformat() == "2026-03-06T23:00:00+00:00"
    assert [(point.page, point.note) for point in request.points.all()] == [
        ("contact", "Wer ist es jetzt?"),
        ("section", "Nennen Sie Zahlen."),
    ]
    assert Letter.objects.count() == 1


def test_every_page_and_every_question_of_the_version_can_be_named(office, make, handed_in):
    dm = handed_in.call.criteria.get(code="dm")
    make.question(handed_in.call, "people", criterion=dm)  # not asked of this application
    form = office.get(dossier(handed_in, "aenderungen/")).context["form"]
    assert [place.key for place in form.places] == [
        "initiative",
        "contact",
        "themes",
        "section-title",
        "section-summary",
        "files",
        "declarations",
    ]


def test_the_profile_of_a_listed_initiative_is_not_asked_for(office, handed_in):
    type(handed_in.initiative).objects.update(is_listed=True)
    form = office.get(dossier(handed_in, "aenderungen/")).context["form"]
    assert "initiative" not in [place.key for place in form.places]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"section-summary-note": " "}, "Say what should change here: Summary"),
        ({"section-summary": ""}, "Tick the place, or empty the text: Summary"),
        ({"day": "2026-03-01"}, "The date must lie in the future."),
        ({"day": "2026-05-01"}, "It must end before the judging begins."),
        ({"day": ""}, "Enter the day"),
    ],
)
def test_a_refusal_keeps_what_was_typed(office, handed_in, said, why):
    page = office.post(dossier(handed_in, "aenderungen/"), ASKED | said)
    assert why in text(page)
    assert "Wer ist es jetzt?" in text(page)
    assert "Vielen Dank." in text(page)
    assert not ChangeRequest.objects.exists()
    assert not Letter.objects.exists()


def test_at_least_one_place_must_be_named(office, handed_in):
    nothing = {name: ASKED[name] for name in ("day", "time", "message")}
    page = office.post(dossier(handed_in, "aenderungen/"), nothing)
    assert "Choose at least one place" in text(page)


def test_a_double_click_asks_once(office, handed_in):
    url = dossier(handed_in, "aenderungen/")
    sent = ASKED | {"seen": seen(office.post(url, ASKED))}
    assert [office.post(url, sent).status_code for _click in "12"] == [302, 302]
    assert (ChangeRequest.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_second_request_waits_for_the_first(office, handed_in):
    url = dossier(handed_in, "aenderungen/")
    read_and_send(office, url, ASKED)
    assert "A request for changes is open already" in text(office.get(url))
    page = office.post(url, ASKED | {"message": "Noch etwas"})
    assert page.status_code == 409
    assert "Noch etwas" in text(page)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_asks_for_nothing(client, make, handed_in, role):
    client.force_login(make.office(role))
    url = dossier(handed_in, "aenderungen/")
    assert "<form" not in text(client.get(url)).split("<main")[1]
    assert READS in text(client.post(url, ASKED))
    assert not ChangeRequest.objects.exists()
    taken = client.post(dossier(handed_in, "aenderungen/zuruecknehmen/"), follow=True)
    assert taken.status_code == 200


def test_a_draft_and_a_stranger_find_no_page(client, make, draft, handed_in):
    client.force_login(make.office("lead"))
    for page in ("aenderungen/", "fassungen/"):
        assert client.get(dossier(draft, page)).status_code == 404
    client.force_login(make.owner(handed_in))
    for page in ("aenderungen/", "fassungen/"):
        assert client.get(dossier(handed_in, page)).status_code == 404
    assert client.get(EXTEND).status_code == 404
    assert client.post(dossier(handed_in, "aenderungen/zuruecknehmen/")).status_code == 404


# -- The dossier ---------------------------------------------------------------------------------


def ask(office, application) -> None:
    read_and_send(office, dossier(application, "aenderungen/"), ASKED)


def answer(make, application, words: str = "Zwölf Prozent.") -> None:
    owner = make.owner(application)
    actions.save_answers(application, {"summary": (words, 1)}, by=owner, at=NOON + DAY)
    actions.submit(application, by=owner, at=NOON + DAY, once=uuid7())


def test_while_it_is_asked_nobody_decides_and_the_page_says_why(office, handed_in):
    ask(office, handed_in)
    page = text(office.get(dossier(handed_in)))
    assert "The initiative has until 6 March 2026, 23:59 h (CET) for the changes." in page
    assert "Nennen Sie Zahlen." in page
    assert dossier(handed_in, "zulassen/") not in page
    assert dossier(handed_in, "ausschliessen/") not in page
    assert dossier(handed_in, "aenderungen/zuruecknehmen/") in page


def test_what_is_being_typed_is_nobody_elses_business(office, make, handed_in):
    ask(office, handed_in)
    owner = make.owner(handed_in)
    actions.save_answers(handed_in, {"summary": ("Halb fertig", 1)}, by=owner, at=NOON)
    assert "Halb fertig" not in text(office.get(dossier(handed_in)))


def test_the_answer_is_shown_with_what_changed(office, make, handed_in):
    ask(office, handed_in)
    answer(make, handed_in)
    page = text(office.get(dossier(handed_in)))
    assert "Answer to your request of 2 March 2026" in page
    assert re.search(r"<del>.*removed: .*Antwort summary</del>", page)
    assert re.search(r"<ins>.*new: .*Zwölf Prozent.</ins>", page)
    assert dossier(handed_in, "zulassen/") in page
    assert "answered on 3 March 2026 with version 2" in page


def test_it_is_taken_back_and_a_second_click_does_not_matter(office, handed_in):
    ask(office, handed_in)
    for _click in "12":
        page = office.post(dossier(handed_in, "aenderungen/zuruecknehmen/"), follow=True)
        assert "The request for changes has been taken back." in text(page)
    assert dossier(handed_in, "zulassen/") in text(page)
    assert Letter.objects.filter(kind="changes_taken_back").count() == 1


def test_before_the_deadline_and_while_it_is_written_again_the_page_says_why(office, make):
    application = make.submitted(call__closes_at=NOON + DAY)
    page = text(office.get(dossier(application)))
    assert "Until 3 March 2026, 11:59 h (CET) the initiative can still change" in page
    actions.reopen(application, by=make.owner(application), at=NOON)
    page = text(office.get(dossier(application)))
    assert "The initiative is writing again, until 3 March 2026, 11:59 h (CET) at most." in page
    assert "Still being changed" in page
    assert "Still being changed" in text(office.get("/en/verwaltung/bewerbungen/"))


def test_lateness_and_an_own_deadline_stand_in_the_dossier(office, make, handed_in):
    person = make.office()
    actions.extend(handed_in, until=NOON + DAY, reason="Krankheit", by=person, at=NOON)
    snapshot = make.submitted(call=handed_in.call).snapshots.get()
    assert "Krankheit" in text(office.get(dossier(handed_in)))
    late = make.application(complete=True, call=handed_in.call)
    type(late.call).objects.update(grace_minutes=10)
    closed = late.call.closes_at
    actions.submit(late, by=make.owner(late), at=closed + DAY / 720, once=uuid7())
    assert "2 minutes after the deadline, within the period of grace" in text(
        office.get(dossier(late))
    )
    assert "after the deadline" not in text(office.get(dossier(snapshot.application)))


def test_every_version_can_be_compared_with_the_one_before(office, make, handed_in):
    ask(office, handed_in)
    answer(make, handed_in)
    page = text(office.get(dossier(handed_in, "fassungen/")))
    assert "What changed in version 2" in page
    assert "Zwölf Prozent." in page
    first = text(office.get(dossier(handed_in, "fassungen/?fassung=1")))
    assert "What changed in version" not in first
    assert office.get(dossier(handed_in, "fassungen/?fassung=3")).status_code == 404
    assert office.get(dossier(handed_in, "fassungen/?fassung=x")).status_code == 404


def test_the_dossier_costs_the_same_however_many_versions_and_requests(office, make, handed_in):
    ask(office, handed_in)
    answer(make, handed_in)
    few = cost(office, dossier(handed_in))
    for number in range(5):
        actions.request_changes(
            handed_in,
            [actions.Point("contact", None, f"Bitte {number}")],
            until=NOON + 2 * DAY,
            by=make.office(),
            at=NOON + DAY,
        )
        actions.submit(handed_in, by=make.owner(handed_in), at=NOON + DAY, once=uuid7())
    assert cost(office, dossier(handed_in)) <= few
    assert few <= 25


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
