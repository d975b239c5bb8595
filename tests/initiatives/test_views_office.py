"""The office's lists, the formal check, letters and the journal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from initiatives.models import JournalEntry
from initiatives.models.records import SEALED
from initiatives.records import journal, letters
from initiatives.records.words import WORDS
from initiatives.statuses import Status

from ..make import NOON, SECOND, at

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def office(client, make):
    """A client signed in as somebody who edits."""
    client.force_login(make.office("editor"))
    return client


def text(response) -> str:
    return response.content.decode()


def dossier(application) -> str:
    return f"/en/verwaltung/bewerbungen/{application.key}/"


def letter(**fields):
    basics = {"to": "a@people.example", "subject": "Ihre Bewerbung", "text": "Da.", "at": NOON}
    return letters.post("receipt", **basics | fields)


# -- The list ------------------------------------------------------------------------------------


def names(page) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', text(page))


def test_without_applications_the_list_says_what_comes(office, make):
    make.call()
    assert "Applications will be here" in text(office.get("/en/verwaltung/bewerbungen/"))


def test_drafts_are_counted_and_not_shown(office, make):
    call = make.call()
    make.application(call=call, initiative__name="Entwurf Nord")
    make.submitted(call=call, initiative__name="Bündnis Süd")
    page = office.get("/en/verwaltung/bewerbungen/")
    assert names(page) == ["Bündnis Süd"]
    assert "One more draft is being written." in text(page)


def test_filter_and_search_narrow_the_list(office, make):
    call = make.call()
    one = make.submitted(call=call, initiative__name="Bündnis Süd")
    make.admitted(call=call, initiative__name="Bündnis Nord")
    make.admitted(call=call, initiative__name="Äußere Runde")
    ask = "/en/verwaltung/bewerbungen/"
    assert names(office.get(ask)) == ["Äußere Runde", "Bündnis Nord", "Bündnis Süd"]
    assert names(office.get(ask + "?stand=submitted")) == ["Bündnis Süd"]
    assert names(office.get(ask + "?stand=admitted&suche=bundnis")) == ["Bündnis Nord"]
    assert names(office.get(ask + f"?suche={one.number.lower()}")) == ["Bündnis Süd"]
    assert "Nothing found" in text(office.get(ask + "?suche=xyz"))
    assert names(office.get(ask + "?stand=draft")) == names(office.get(ask))


def test_pages_of_the_list_keep_the_filter(office, make):
    make.many_cases(make.call(), 60)
    page = office.get("/en/verwaltung/bewerbungen/?stand=admitted")
    assert len(names(page)) == 50
    assert 'href="?stand=admitted&amp;seite=2"' in text(page)
    assert len(names(office.get("/en/verwaltung/bewerbungen/?stand=admitted&seite=2"))) == 10


@pytest.mark.parametrize("cases", [20, 200])
def test_the_list_costs_the_same_however_many_cases(office, make, cases):
    make.many_cases(make.call(), cases)
    with CaptureQueriesContext(connection) as queries:
        page = office.get("/en/verwaltung/bewerbungen/")
    assert len(names(page)) == min(cases, 50)
    assert len(queries) == 6


def test_the_list_shows_the_themes_handed_in_not_those_of_the_draft_behind(office, make):
    application = make.submitted(declared=("dk",))
    application.declared.all().delete()
    dm = application.call.criteria.get(code="dm")
    application.declared.create(criterion=dm)
    page = text(office.get("/en/verwaltung/bewerbungen/"))
    assert '<abbr title="Dekarbonisierung">' in page
    assert '<abbr title="Demografie">' not in page


# -- One application -----------------------------------------------------------------------------


def test_a_draft_does_not_exist_for_the_office(office, make):
    draft = make.application()
    assert office.get(dossier(draft)).status_code == 404
    assert office.post(dossier(draft) + "zulassen/").status_code == 404


def test_the_dossier_shows_contact_answers_and_history(office, make):
    application = make.submitted(call__closes_at=NOON)
    with at(NOON + SECOND):
        journal.record("application.submitted", about=application, by=None, at=NOON)
        page = text(office.get(dossier(application)))
    assert application.contact_email in page
    assert "Antwort summary" in page
    assert "Application handed in" in page
    assert "Admit the application" in page


def test_the_office_admits(office, make):
    application = make.submitted(call__closes_at=NOON)
    answer = office.post(dossier(application) + "zulassen/", follow=True)
    application.refresh_from_db()
    assert application.status == Status.ADMITTED
    assert f"{application.initiative.name} is admitted." in text(answer)


def test_the_office_excludes_for_a_ground(office, make):
    application = make.submitted(call__closes_at=NOON)
    answer = office.post(
        dossier(application) + "ausschliessen/", {"reason": "Kein Industriebetrieb."}, follow=True
    )
    application.refresh_from_db()
    assert (application.status, application.exclusion_reason) == (
        Status.EXCLUDED,
        "Kein Industriebetrieb.",
    )
    assert "Kein Industriebetrieb." in text(answer)
    assert "Admit after all" in text(answer)


def test_an_exclusion_without_a_ground_is_refused(office, make):
    application = make.submitted(call__closes_at=NOON)
    answer = office.post(dossier(application) + "ausschliessen/", {"reason": " "})
    application.refresh_from_db()
    assert (answer.status_code, application.status) == (409, Status.SUBMITTED)
    assert "Name the ground of the exclusion" in text(answer)


def test_a_ground_that_was_refused_comes_back(office, make):
    application = make.submitted(call__closes_at=NOON)
    too_long = "Ein langer Grund. " * 60
    answer = office.post(dossier(application) + "ausschliessen/", {"reason": too_long})
    assert answer.status_code == 409
    assert too_long.strip() in text(answer)
    application.status = Status.EXCLUDED  # a colleague was faster
    application.exclusion_reason = "Vom Kollegen."
    application.save()
    answer = office.post(dossier(application) + "ausschliessen/", {"reason": "Mein Grund."})
    assert answer.status_code == 409
    assert "An application that is excluded cannot become excluded." in text(answer)
    assert "Mein Grund." in text(answer).split("<textarea")[1]


def test_a_line_break_of_a_ground_is_one_character(office, make):
    application = make.submitted(call__closes_at=NOON)
    reason = "x\r\n" * 499 + "x"
    office.post(dossier(application) + "ausschliessen/", {"reason": reason})
    application.refresh_from_db()
    assert application.exclusion_reason == reason.replace("\r\n", "\n")


@pytest.mark.parametrize("role", ["auditor", "reader"])
@pytest.mark.parametrize(
    ("path", "data"), [("zulassen/", {}), ("ausschliessen/", {"reason": "Grund"})]
)
def test_who_only_reads_decides_nothing(client, make, role, path, data):
    application = make.submitted(call__closes_at=NOON)
    client.force_login(make.office(role))
    page = text(client.get(dossier(application)))
    assert "<form" not in page.split("<main")[1]
    answer = client.post(dossier(application) + path, data, follow=True)
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert "Your role reads and does not decide." in text(answer)
    assert not JournalEntry.objects.exists()


def test_doing_it_twice_is_refused_in_words(office, make):
    application = make.admitted()
    answer = office.post(dossier(application) + "zulassen/", follow=True)
    assert "An application that is admitted cannot become admitted." in text(answer)


# -- Letters -------------------------------------------------------------------------------------


def test_letters_with_codes_are_never_shown(office):
    secret = letter(is_secret=True, subject="Ihr Code")
    shown = letter()
    page = text(office.get("/en/verwaltung/briefe/"))
    assert "Ihr Code" not in page
    assert "Ihre Bewerbung" in page
    assert office.get(f"/en/verwaltung/briefe/{secret.key}/").status_code == 404
    assert "Da." in text(office.get(f"/en/verwaltung/briefe/{shown.key}/"))


@pytest.mark.parametrize("kind", sorted(SEALED))
def test_of_letters_about_drafts_teams_and_proposals_only_the_status_is_shown(office, kind):
    assert (ROOT / f"templates/mail/{kind}.txt").exists()
    found = letters.post(
        kind, to="vogt@people.example", subject="Bündnis Süd", text="Der Verweis.", at=NOON
    )
    found.status, found.attempts, found.error = "failed", 11, "554 <vogt@people.example>"
    found.save()
    page = text(office.get("/en/verwaltung/briefe/"))
    one = text(office.get(f"/en/verwaltung/briefe/{found.key}/"))
    words = "Letter about a draft, a team or a proposal"
    if kind == "press_invitation":
        words = "Letter with a personal link"
    for seen in (page, one):
        assert words in seen
        assert "Failed" in seen
        for hidden in ("vogt@people.example", "Bündnis Süd", "Der Verweis."):
            assert hidden not in seen
    assert again(found) in one
    assert "The letter is on its way again." in text(office.post(again(found), follow=True))


def test_letters_by_status(office):
    letter()
    assert "Ihre Bewerbung" in text(office.get("/en/verwaltung/briefe/?stand=queued"))
    assert "No letter of this status" in text(office.get("/en/verwaltung/briefe/?stand=failed"))


def failed(attempts: int = 11, **fields):
    made = letter(**fields)
    made.status, made.attempts = "failed", attempts
    made.save()
    return made


def again(found) -> str:
    return f"/en/verwaltung/briefe/{found.key}/erneut/"


def test_a_failed_letter_is_sent_again_once(office):
    found = failed()
    before = ProcrastinateJob.objects.count()
    assert again(found) in text(office.get(f"/en/verwaltung/briefe/{found.key}/"))
    for told in ("The letter is on its way again.", "This letter did not fail"):
        assert told in text(office.post(again(found), follow=True))
    found.refresh_from_db()
    assert (found.attempts, ProcrastinateJob.objects.count()) == (0, before + 1)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.about_key) == ("letter.sent_again", str(found.key))


def test_letters_that_wait_and_secret_ones_are_not_sent_again(office):
    waiting, secret = letter(), failed(is_secret=True)
    assert again(waiting) not in text(office.get(f"/en/verwaltung/briefe/{waiting.key}/"))
    assert "This letter did not fail" in text(office.post(again(waiting), follow=True))
    assert office.post(again(secret)).status_code == 404
    assert office.get(again(waiting)).status_code == 405


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_sends_nothing_again(client, make, role):
    found = failed()
    client.force_login(make.office(role))
    assert again(found) not in text(client.get(f"/en/verwaltung/briefe/{found.key}/"))
    answer = text(client.post(again(found), follow=True))
    assert "Your role in the office reads and changes nothing." in answer
    found.refresh_from_db()
    assert found.attempts == 11


# -- Journal -------------------------------------------------------------------------------------


def test_the_journal_tells_who_did_what_and_whether_the_chain_holds(office, make):
    application = make.submitted(call__closes_at=NOON)
    person = make.office("lead", name="Ruth Thiel")
    journal.record("application.admitted", about=application, by=person, at=NOON)
    journal.record("demo.filled", about=application.call, by=None, at=NOON)
    page = text(office.get("/en/verwaltung/journal/?pruefen=1"))
    assert "Application admitted" in page
    assert "Ruth Thiel" in page
    assert "the application itself" in page
    assert "The chain holds" in page
    assert "2 entries, from" in page
    assert "The chain" not in text(office.get("/en/verwaltung/journal/"))


def test_a_broken_chain_is_named(office, make):
    call = make.call()
    for _ in range(3):
        journal.record("standings.viewed", about=call, by=None, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_journalentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE initiatives_journalentry SET action = 'x' WHERE number = 2")
        cursor.execute("ALTER TABLE initiatives_journalentry ENABLE TRIGGER USER")
    page = text(office.get("/en/verwaltung/journal/?pruefen=1"))
    assert "The chain is broken at entry 2" in page
    assert "It was changed after it was written:" in page


@pytest.mark.parametrize("entries", [20, 200])
def test_the_journal_costs_the_same_however_long(office, make, entries):
    call, people = make.call(), [make.user() for _ in range(5)]
    for n in range(entries):
        journal.record("standings.viewed", about=call, by=people[n % 5], at=NOON)
    with CaptureQueriesContext(connection) as queries:
        assert office.get("/en/verwaltung/journal/").status_code == 200
    assert len(queries) == 8


def test_every_action_of_the_house_has_words():
    sources = "".join(
        path.read_text(encoding="utf-8")
        for app in ("initiatives", "jury", "awards")
        for path in (ROOT / app).rglob("*.py")
        if path.name != "words.py"
    )
    kinds = {word.partition(".")[0] for word in WORDS}
    used = set(re.findall(rf'"((?:{"|".join(kinds)})\.[a-z_]+)"', sources))
    # The addresses and files of the jury look alike, and the file of the journal.
    assert used - {"jury.urls", "jury.csv", "jury.json", "journal.jsonl"} == set(WORDS)
