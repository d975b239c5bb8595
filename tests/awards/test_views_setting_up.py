"""The pages of a call: every door by role, dates typed, questions looked at, lists put in order."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.editions import load_prizes
from initiatives import editions, milestones, shown
from initiatives.actions.setting_up import rows
from initiatives.models import Call, FrequentQuestion, JournalEntry, Letter, Local
from initiatives.set_up_forms import DatesForm

from ..make import DAY, NOON, at

BASE = "/en/verwaltung/auslobungen/"
YEAR = f"{BASE}2027/"
PAGES = [
    BASE,
    f"{BASE}neu/",
    f"{BASE}neu/termine/?vorlage=2027&jahr=2028&termine=weeks",
    f"{BASE}neu/termine/?vorlage=leer&jahr=2028&termine=years",
    YEAR,
    f"{YEAR}bekannt-machen/",
    f"{YEAR}oeffentlich/",
    f"{YEAR}formular/",
    f"{YEAR}termine/",
    f"{YEAR}texte/",
    f"{YEAR}kriterien/",
    f"{YEAR}fragen/",
    f"{YEAR}fragen/neu/?abschnitt=effect",
    f"{YEAR}fragen/frage/situation/",
    f"{YEAR}fragen/frage/situation/entfernen/",
    f"{YEAR}abschnitte/neu/",
    f"{YEAR}abschnitte/abschnitt/effect/",
    f"{YEAR}abschnitte/abschnitt/effect/entfernen/",
    *(
        f"{YEAR}{name}/{page}"
        for name in ("erklaerungen", "haeufige-fragen", "selbsteinschaetzung", "preise")
        for page in ("", "neu/", "1/", "1/entfernen/")
    ),
]
LOCAL = {"_de": "Text", "_en": "Text"}


def both(*names: str, **more) -> dict[str, str]:
    """A text in both languages for each of the fields."""
    return {f"{name}{end}": f"{name} {end}" for name in names for end in ("_de", "_en")} | more


ACTS = {
    f"{BASE}neu/termine/?vorlage=2027&jahr=2028&termine=weeks": "dates",
    f"{YEAR}bekannt-machen/": {},
    f"{YEAR}termine/": "dates",
    f"{YEAR}texte/": both("title"),
    f"{YEAR}fragen/neu/": both("label", "prompt", section="effect", kind="text", limit=99, rows=3),
    f"{YEAR}fragen/frage/situation/": both(
        "label", "prompt", section="effect", kind="text", limit=99, rows=3
    ),
    f"{YEAR}fragen/frage/situation/verschieben/": {"down": "1"},
    f"{YEAR}fragen/frage/situation/entfernen/": {},
    f"{YEAR}abschnitte/neu/": both("title"),
    f"{YEAR}abschnitte/abschnitt/effect/": both("title"),
    f"{YEAR}abschnitte/abschnitt/effect/verschieben/": {"down": "1"},
    f"{YEAR}abschnitte/abschnitt/effect/entfernen/": {},
    f"{YEAR}haeufige-fragen/neu/": both("question", "answer"),
    f"{YEAR}haeufige-fragen/1/": both("question", "answer"),
    f"{YEAR}haeufige-fragen/1/verschieben/": {"down": "1"},
    f"{YEAR}haeufige-fragen/1/entfernen/": {},
    f"{YEAR}erklaerungen/neu/": both("text", version="1", code="other"),
    f"{YEAR}selbsteinschaetzung/neu/": both("question", "reason", wanted="ja"),
    f"{YEAR}preise/neu/": both("name", kind="special", places=1),
    f"{YEAR}preise/1/": both("name", kind="equal", places=3),
}


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make) -> Call:
    """The call of 2027 in preparation, like that of the file; nothing blocks it."""
    data = editions.read(editions.FOLDER / "call-2026.toml")
    moved = {name: then + 364 * DAY for name, then in editions.milestones(data).items()}
    data["call"]["year"] = 2027
    made = editions.load_call(data, dates=moved)
    load_prizes(made, data["prizes"])
    make.office("lead")
    basics = {"to": "a@people.example", "subject": "Brief", "text": "Text", "written_at": NOON}
    Letter.objects.create(kind="note", status="sent", sent_at=NOON, **basics)
    return made


@pytest.fixture
def office(client, make, call):
    client.force_login(make.office("editor"))
    return client


@pytest.fixture
def later(client, make):
    """Sign in at another moment: sessions end before it."""

    def sign_in(moment):
        with at(moment):
            client.force_login(make.office("editor"))
        return at(moment)

    return sign_in


def text(response) -> str:
    return response.content.decode()


def main(response) -> str:
    return text(response).split("<main")[1].split("</main")[0]


def typed_dates(call: Call, **changed: str) -> dict[str, str]:
    """The form of the dates as it is shown, with what is changed."""
    shown = {name: milestones.wall(name, then) for name, then in milestones.of(call).items()}
    form = DatesForm.initial_of(shown)
    return {
        **{
            name: value
            if isinstance(value, str)
            else f"{value:%H:%M}"
            if name.endswith("_time")
            else f"{value:%d.%m.%Y}"
            for name, value in form.items()
        },
        "grace_minutes": "10",
        **changed,
    }


def sent(call: Call, path: str) -> dict:
    data = ACTS[path]
    return typed_dates(call, feedback_at_day="20.12.2027") if data == "dates" else data


# -- Doors ---------------------------------------------------------------------------------------


def test_others_sign_in_first(client, call):
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 302, page
        assert answer.url.startswith("/en/konto/login/code/?next="), page


@pytest.mark.parametrize("who", ["applicant", "juror", "stranger"])
def test_for_everybody_else_these_pages_do_not_exist(client, make, call, who):
    people = {
        "applicant": lambda: make.owner(make.application(call=call)),
        "juror": lambda: make.juror(call=call).user,
        "stranger": make.user,
    }
    client.force_login(people[who]())
    assert {client.get(page).status_code for page in PAGES} == {404}


@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
def test_every_role_of_the_office_reads_every_page(client, make, call, role):
    client.force_login(make.office(role))
    assert {client.get(page).status_code for page in PAGES} == {200}


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_sees_no_way_to_change(client, make, call, role):
    client.force_login(make.office(role))
    for page in PAGES:
        seen = main(client.get(page))
        for word in ("Save", "Up", "Down", "Remove", "Announce it", "Yes, remove it"):
            assert f">{word}<" not in seen, page
        assert "fragen/neu/?abschnitt" not in seen, page


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_is_refused_in_words_and_changes_nothing(client, make, call, role):
    client.force_login(make.office(role))
    for act in ACTS:
        data = sent(call, act)
        if re.search(r"/\d+/(verschieben|entfernen)/$", act):
            data = {**data, "seen": digest_of(call.faq.first())}
        answer = client.post(act, data, follow=True)
        assert "Your role reads and does not decide." in text(answer), act
    assert not JournalEntry.objects.exists()
    assert Call.objects.count() == 1


@pytest.mark.parametrize("who", ["applicant", "nobody"])
def test_nobody_else_acts(client, make, call, who):
    if who == "applicant":
        client.force_login(make.owner(make.application(call=call)))
    for act in ACTS:
        answer = client.post(act, sent(call, act))
        assert answer.status_code in ((302, 403) if who == "nobody" else (404,)), act
    assert not JournalEntry.objects.exists()


def digest_of(row) -> str:
    return shown.digest(rows.said(row))


@pytest.mark.parametrize("act", ACTS)
def test_the_office_acts(office, call, act):
    before = JournalEntry.objects.count()
    data = sent(call, act)
    if re.search(r"/\d+/(verschieben|entfernen)/$", act):
        data = {**data, "seen": digest_of(call.faq.first())}
    office.post(act, data)
    refused = {f"{YEAR}abschnitte/abschnitt/effect/entfernen/"}  # it has questions
    assert JournalEntry.objects.count() == before + (act not in refused)


@pytest.mark.parametrize("path", ["termine/", "fragen/", "preise/", ""])
def test_a_year_of_the_archive_or_none_is_not_there(office, make, path):
    assert office.get(f"{BASE}2022/{path}").status_code == 404
    dates = dict.fromkeys(milestones.LABELS)
    make.call(year=2022, is_archive=True, **dates)
    assert office.get(f"{BASE}2022/{path}").status_code == 404
    assert "2022" in text(office.get(BASE)) or path


# -- Making a call -------------------------------------------------------------------------------


def test_without_any_call_one_begins_from_scratch(client, make):
    client.force_login(make.office())
    assert "Nothing in preparation" in text(client.get(BASE))
    page = text(client.get(f"{BASE}neu/"))
    assert 'value="leer"' in page
    assert 'value="2027"' in page, "the year after this one is proposed"


def test_the_dates_are_proposed_and_confirmed(office, call):
    path = f"{BASE}neu/termine/?vorlage=2027&jahr=2028&termine=weeks"
    page = text(office.get(path))
    assert 'value="28.02.2028"' in page, "1 March 2027 and 28 February 2028 are Mondays"
    assert "Monday, 28 February 2028" in page
    office.post(
        path,
        typed_dates(
            call,
            **{
                f"{name}_day": f"{then.day:%d.%m.}2028"
                for name, then in (
                    (name, milestones.wall(name, at)) for name, at in milestones.of(call).items()
                )
            },
        ),
    )
    made = Call.objects.get(year=2028)
    assert (made.announced_at, made.questions.count()) == (None, call.questions.count())


def test_a_year_that_has_a_call_is_refused_at_its_field(office, call):
    page = text(office.get(f"{BASE}neu/?vorlage=2027&jahr=2027&termine=weeks"))
    assert "There is a call for 2027 already." in page


def test_without_a_choice_one_chooses_first(office):
    assert office.get(f"{BASE}neu/termine/").url == f"{BASE}neu/"


# -- Dates ---------------------------------------------------------------------------------------


def test_a_last_minute_is_stored_as_the_moment_after_it(office, call):
    office.post(f"{YEAR}termine/", typed_dates(call, closes_at_day="21.05.2027"))
    call.refresh_from_db()
    assert (
        milestones.wall("closes_at", call.closes_at)[:2]
        == tuple(milestones.wall("closes_at", call.closes_at))[:2]
    )
    assert call.closes_at.isoformat() == "2027-05-21T22:00:00+00:00"
    assert "Friday, 21 May 2027, 23:59" in text(office.get(f"{YEAR}termine/"))


def test_old_dates_stay_on_the_page(office, call):
    office.post(f"{YEAR}termine/", typed_dates(call, closes_at_day="21.05.2027"))
    page = text(office.get(f"{YEAR}termine/"))
    assert "14 May 2027, 23:59" in page
    assert "then Friday, 21 May 2027" in page


def test_a_time_that_does_not_exist_is_refused_at_its_field(office, call):
    page = office.post(
        f"{YEAR}termine/",
        typed_dates(call, opens_at_day="28.03.2027", opens_at_time="02:30"),
    )
    words = "Opening of applications: This time does not exist: the clocks go forward that night."
    assert words in text(page)
    assert 'href="#id_opens_at_time"' in text(page)
    assert 'value="28.03.2027"' in text(page), "what was typed comes back"


def test_a_time_that_exists_twice_is_asked_back_and_then_stored(office, call):
    typed = typed_dates(
        call, ceremony_at_day="31.10.2027", ceremony_at_time="02:30", meeting_at_day="01.10.2027"
    )
    page = text(office.post(f"{YEAR}termine/", typed))
    assert "This time exists twice" in page
    assert 'name="ceremony_at_season" value="winter"' in page
    assert 'name="opens_at_season"' not in page
    office.post(f"{YEAR}termine/", {**typed, "ceremony_at_season": "winter"})
    call.refresh_from_db()
    assert call.ceremony_at.isoformat() == "2027-10-31T01:30:00+00:00"
    assert 'value="winter" ' in text(office.get(f"{YEAR}termine/")).replace('"winter"', '"winter" ')


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opens_at_day": "31.02.2027"}, "Opening of applications: enter the day like 31.03.2027"),
        ({"opens_at_time": "25:00"}, "Opening of applications: enter the time like 23:59"),
        ({"opens_at_day": ""}, "Opening of applications: enter the day"),
        ({"closes_at_day": "01.01.2027"}, "The deadline must lie after the opening."),
        ({"grace_minutes": "61"}, "Enter 0 to 60 minutes"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, call, typed, words):
    page = office.post(f"{YEAR}termine/", typed_dates(call, **typed))
    assert words in text(page)
    assert not JournalEntry.objects.exists()


def test_the_preview_draws_the_year_and_stores_nothing(office, call):
    typed = typed_dates(call, opens_at_day="08.03.2027", opens_at_time="8.30")
    for page in (
        office.post(f"{YEAR}termine/vorschau/", typed),
        office.post(f"{YEAR}termine/", {**typed, "preview": "1"}),
        office.post(f"{BASE}neu/vorschau/", typed),
    ):
        assert "Monday, 8 March 2027, 08:30" in text(page)
        assert "aw-phase" in text(page)
    assert not JournalEntry.objects.exists()
    assert "aw-phase" not in text(office.post(f"{YEAR}termine/vorschau/", {}))


def test_an_earlier_deadline_is_asked_back_on_a_page_of_its_own(office, call, make, later):
    Call.objects.update(announced_at=NOON)
    make.application(call=call)
    typed = typed_dates(call, closes_at_day="10.05.2027")
    with later(call.opens_at + DAY):
        page = office.post(f"{YEAR}termine/", typed)
        assert "Make the deadline earlier?" in text(page)
        assert "1 application is being written." in text(page)
        assert not Letter.objects.filter(kind="deadline_moved").exists()
        again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(page)))
        office.post(f"{YEAR}termine/", {**again, "sure": "1"})
    call.refresh_from_db()
    assert milestones.wall("closes_at", call.closes_at).day.day == 10
    assert Letter.objects.filter(kind="deadline_moved").count() == 1


def test_what_is_past_is_shown_and_cannot_be_typed(office, call, later):
    Call.objects.update(announced_at=NOON)
    with later(call.opens_at):
        page = text(office.get(f"{YEAR}termine/"))
        field = re.search(r'<input[^>]*name="opens_at_day"[^>]*>', page)[0]
        assert "disabled" in field
        assert "This date has passed and stays as it is." in page
        office.post(f"{YEAR}termine/", typed_dates(call, opens_at_day="08.03.2027"))
    after = Call.objects.get()
    assert after.opens_at == call.opens_at


def test_a_colleague_who_was_faster_is_shown(office, call):
    page = text(office.get(f"{YEAR}termine/"))
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]
    office.post(f"{YEAR}termine/", typed_dates(call, closes_at_day="21.05.2027", seen=seen))
    answer = office.post(
        f"{YEAR}termine/", typed_dates(call, closes_at_day="22.05.2027", seen=seen)
    )
    assert answer.status_code == 409
    assert "Stored meanwhile:" in text(answer)
    assert "Friday, 21 May 2027" in text(answer)
    assert 'value="22.05.2027"' in text(answer)


# -- Questions -----------------------------------------------------------------------------------


def question(**changed) -> dict:
    basics = {"section": "situation", "kind": "text", "limit": "1200", "rows": "8"}
    return {**both("label", "prompt", "help"), **basics, "required": "on", **changed}


def test_the_preview_is_the_question_as_the_form_shows_it(office, call):
    typed = question(prompt_de="Wie groß ist „die Sache“?", limit="777", required="")
    for page in (
        office.post(f"{YEAR}fragen/vorschau/", typed),
        office.post(f"{YEAR}fragen/frage/situation/vorschau/", typed),
        office.post(f"{YEAR}fragen/frage/situation/", {**typed, "preview": "1"}),
    ):
        shown = text(page).split("su-sketch", 1)[1]
        assert "Wie groß ist „die Sache“?" in shown
        assert "0 von 777 Zeichen" in shown
        assert "– optional" in shown
        assert "prompt _en" in shown
    assert not JournalEntry.objects.exists()
    asked = call.questions.get(code="situation")
    assert asked.limit == 1200


def test_the_preview_bears_whatever_is_typed(office, call):
    shown = text(office.post(f"{YEAR}fragen/vorschau/", {"prompt_de": "<b>Was?</b>", "limit": "x"}))
    assert "&lt;b&gt;Was?&lt;/b&gt;" in shown
    assert "0 von 1.000 Zeichen" in shown
    assert "English is missing" in shown
    empty = text(office.post(f"{YEAR}fragen/vorschau/", {}))
    assert "The preview appears once you enter the question in German." in empty


def test_a_preview_is_no_link(office):
    assert office.get(f"{YEAR}fragen/vorschau/").status_code == 405


def test_german_is_asked_for_and_english_is_not(office, call):
    page = office.post(f"{YEAR}fragen/frage/situation/", question(prompt_de="", prompt_en=""))
    assert "Enter the question in German" in text(page)
    assert 'href="#id_prompt_de"' in text(page) or 'href="#id_prompt_0"' in text(page)
    office.post(f"{YEAR}fragen/frage/situation/", question(prompt_en="", seen=""))
    assert dict(call.questions.get(code="situation").prompt) == {"de": "prompt _de"}
    assert "English is missing" in main(office.get(f"{YEAR}fragen/"))


def test_after_the_first_hand_in_only_words_can_be_typed(office, call, make):
    make.submitted(call=call)
    path = f"{YEAR}fragen/frage/situation/"
    page = main(office.get(path))
    assert "Correct a typing mistake" in page
    assert 'name="limit"' not in page
    refused = office.post(path, question(limit="5"))
    assert "Name the typing mistake that you correct" in text(refused)
    office.post(path, question(limit="5", reason="Ein Wort fehlte"))
    asked = call.questions.get(code="situation")
    assert (asked.prompt["de"], asked.limit) == ("prompt _de", 1200)
    for path in ("fragen/neu/", "abschnitte/neu/"):
        answer = office.post(f"{YEAR}{path}", {**question(), **both("title")})
        assert answer.status_code == 409
    shown = main(office.get(f"{YEAR}fragen/"))
    assert "New question" not in shown
    assert ">Remove<" not in shown


def test_what_cannot_be_removed_says_why_instead_of_asking(office, call):
    page = main(office.get(f"{YEAR}fragen/frage/title/entfernen/"))
    assert "This stays" in page
    assert "Yes, remove it" not in page


def test_moving_leads_back_to_what_was_moved(office, call):
    answer = office.post(f"{YEAR}fragen/frage/approach/verschieben/", {"up": "1"})
    assert answer.url == f"{YEAR}fragen/#question-approach"


@pytest.mark.parametrize("questions", [0, 60])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 17), ("fragen/", 6), ("formular/", 8), ("fragen/frage/situation/", 8)],
)
def test_pages_cost_the_same_however_many_questions(office, make, call, path, queries, questions):
    for n in range(questions):
        make.question(call, f"further_{n}")
    with CaptureQueriesContext(connection) as captured:
        assert office.get(f"{YEAR}{path}").status_code == 200
    assert len(captured) == queries, [q["sql"][:90] for q in captured]


@pytest.mark.parametrize("more", [0, 40])
def test_lists_cost_the_same_however_long(office, call, more):
    for n in range(more):
        FrequentQuestion.objects.create(call=call, question=Local(de=str(n)), position=n + 50)
    with CaptureQueriesContext(connection) as captured:
        assert office.get(f"{YEAR}haeufige-fragen/").status_code == 200
    assert len(captured) == 5


# -- Lists ---------------------------------------------------------------------------------------


def test_an_entry_that_moved_meanwhile_is_not_mistaken_for_another(office, call):
    digest = digest_of(call.faq.first())
    path = f"{YEAR}haeufige-fragen/1/"
    office.post(f"{path}verschieben/", {"down": "1", "seen": digest})
    first = [str(row.question) for row in call.faq.all()][:2]
    answer = office.post(f"{path}entfernen/", {"seen": digest}, follow=True)
    assert "The list has changed meanwhile. Look at it once more." in text(answer)
    assert [str(row.question) for row in call.faq.all()][:2] == first


def test_a_declaration_of_another_kind_gets_a_name_of_its_own(office, call):
    for _ in range(2):
        office.post(f"{YEAR}erklaerungen/neu/", both("text", version="1", code="other"))
    codes = list(call.declarations.values_list("code", flat=True))
    assert codes[-2:] == ["other", "other-2"]


def test_a_number_that_is_not_in_the_list_is_not_there(office):
    assert office.get(f"{YEAR}haeufige-fragen/99/").status_code == 404
    assert office.get(f"{YEAR}haeufige-fragen/0/").status_code == 404


# -- Previews, the check list, today -------------------------------------------------------------


def test_the_whole_form_depends_on_the_themes_chosen(office, call):
    both_themes = main(office.get(f"{YEAR}formular/?thema=dk&thema=dm"))
    asked = str(call.questions.get(code="dm").prompt["en"])
    assert asked in both_themes
    assert asked not in main(office.get(f"{YEAR}formular/?thema=dk"))
    assert "Preview." in both_themes
    assert 'method="post"' not in both_themes


def test_the_public_page_is_shown_to_the_office_before_anybody_else(office, call):
    page = text(office.get(f"{YEAR}oeffentlich/"))
    assert "Until then only the office sees this page." in page
    assert str(call.headline["en"]) in page
    assert Client().get("/en/auslobung/2027/").status_code == 404


def test_announcing_is_asked_back_and_then_public(office, call):
    assert "Announce it" in main(office.get(YEAR))
    page = main(office.get(f"{YEAR}bekannt-machen/"))
    assert "Yes, announce it" in page
    answer = office.post(f"{YEAR}bekannt-machen/", follow=True)
    assert "The call 2027 is announced." in text(answer)
    assert office.get("/en/auslobung/2027/").status_code == 200
    assert office.get(f"{YEAR}bekannt-machen/").status_code == 302


def test_what_blocks_is_shown_in_place_of_the_button(office, call):
    call.prizes.all().delete()
    assert ">Announce it<" not in main(office.get(YEAR))
    page = main(office.get(f"{YEAR}bekannt-machen/"))
    assert "No prize is offered yet." in page
    assert "Yes, announce it" not in page
    assert "Something is still missing" in text(office.post(f"{YEAR}bekannt-machen/", follow=True))


@pytest.mark.parametrize(("days", "mark"), [(14, "aw-st--begun"), (13, "aw-st--overdue")])
def test_today_reminds_of_a_call_in_preparation(office, call, later, days, mark):
    with later(call.opens_at - days * DAY):
        page = main(office.get("/en/verwaltung/"))
    todo = page.split("Announce the call 2027")[0].rsplit("<li>", 1)[1]
    assert mark in todo


def test_today_says_how_much_is_missing(office, call):
    call.prizes.all().delete()
    page = main(office.get("/en/verwaltung/"))
    assert "Prepare the call 2027" in page
    assert "1 thing is missing before you can announce it." in page
