"""The office's pages about portraits: list, letters, one portrait with what was suggested."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from awards import actions, todos
from awards.models import Portrait
from initiatives.models import Letter, Local

from ...make import DAY, NOON, SECOND, at

State = Portrait.State


@pytest.fixture(autouse=True)
def now():
    with at(NOON):
        yield


@pytest.fixture
def office(make, client):
    person = make.office("editor")
    client.force_login(person)
    return person


def text_of(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def page_of(case) -> str:
    return reverse("office:portrait", args=[case.key])


def form_of(answer, which: int) -> dict[str, str]:
    form = html.fromstring(answer.content).forms[which]
    return {name: (value or "").strip() for name, value in form.fields.items()}


def fields(client, case) -> dict[str, str]:
    """What the form of the texts would send back untouched."""
    for form in html.fromstring(client.get(page_of(case)).content).forms:
        if "text_de" in form.fields:
            return {name: (value or "").strip() for name, value in form.fields.items()}
    raise LookupError("no form")


def suggested(make, case, **given):
    by = case.initiative.memberships.first().user
    basics = {"suggestion": Local(de="Anders.", en="A portrait."), "remark": "Bitte."}
    basics |= {"suggested_summary": Local(de="Antwort summary", en="In short.")}
    return make.portrait(
        case, asked=True, agreed=False, suggested_at=NOON, suggested_by=by, **basics | given
    )


# -- The list ------------------------------------------------------------------------------------


LIST = "office:portraits"


def test_without_decisions_it_says_what_comes_first(make, client, office):
    make.call(meeting_at=NOON - DAY)
    answer = client.get(reverse(LIST, args=[2026]))
    assert "No portraits yet" in text_of(answer)
    assert reverse("office:decisions") in answer.content.decode()


def test_a_year_that_is_none_is_none(client, office):
    assert client.get(reverse(LIST, args=[1999])).status_code == 404


def test_each_case_stands_with_its_state(make, client, office, case):
    answer = client.get(reverse(LIST, args=[2026]))
    assert "0 of 1 have agreed to their portrait" in text_of(answer)
    assert "No text yet" in text_of(answer)
    make.portrait(case)
    answer = client.get(reverse(LIST, args=[2026]))
    assert "All have agreed to their portrait" in text_of(answer)


@pytest.mark.parametrize("n", [1, 4])
def test_the_list_takes_the_same_queries_however_many(make, client, office, case, n):
    make.portrait(case, agreed=False)
    for _n in range(n):
        other = make.admitted(call=case.call)
        make.decision(prize=make.prize(call=case.call), application=other, is_portrayed=False)
        make.portrait(other, agreed=False)
    client.get(reverse(LIST, args=[2026]))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST, args=[2026]))
    assert len(queries) == 10


def test_a_letter_is_seen_and_then_sent(make, client, office, case):
    portrait = make.portrait(case, agreed=False)
    answer = client.get(reverse(LIST, args=[2026]), {"bis": "12.03.2026"})
    assert case.initiative.memberships.first().user.email in text_of(answer)
    sending = form_of(answer, -1)
    assert sending["portrait"] == str(portrait.key)
    client.post(reverse("office:portraits_ask", args=[2026]), sending)
    assert Portrait.objects.get().state == State.ASKED
    assert Portrait.objects.get().answer_until.isoformat() == "2026-03-12"
    assert Letter.objects.count() == 1


def test_a_day_that_is_none_is_said(make, client, office, case):
    make.portrait(case, agreed=False)
    answer = client.get(reverse(LIST, args=[2026]), {"bis": "irgendwann"})
    assert "Enter the day like this: 31.10.2026" in text_of(answer)


def test_a_reminder_is_not_ticked(make, client, office, case):
    make.portrait(case, agreed=False, asked=True)
    answer = client.get(reverse(LIST, args=[2026]))
    assert "Bündnis Süd (reminder)" in text_of(answer)
    assert not html.fromstring(answer.content).xpath("//input[@name='portrait'][@checked]")


def test_a_letter_that_was_not_ticked_is_refused_in_words(make, client, office, case):
    make.portrait(case, agreed=False)
    answer = client.post(reverse("office:portraits_ask", args=[2026]), {}, follow=True)
    assert "Mark who gets the letter." in text_of(answer)


def test_before_the_decisions_are_confirmed_no_letter_is_offered(make, client, office, case):
    make.portrait(case, agreed=False)
    case.call.decision_list.delete()
    answer = client.get(reverse(LIST, args=[2026]))
    assert "has not been confirmed by a second person" in text_of(answer)
    assert not html.fromstring(answer.content).xpath("//input[@name='portrait']")


def test_who_reads_is_offered_no_form(make, client, case):
    make.portrait(case, agreed=False)
    client.force_login(make.office("reader"))
    answer = client.get(reverse(LIST, args=[2026]))
    assert "Your role reads and does not decide." in text_of(answer)
    assert not html.fromstring(answer.content).xpath("//main//form[@method='post']//button")


# -- One portrait --------------------------------------------------------------------------------


def test_it_begins_with_the_summary_that_was_handed_in(client, office, case):
    assert fields(client, case)["summary_de"] == "Antwort summary"


def test_a_case_without_a_prize_has_no_page(make, client, office, case):
    other = make.admitted(call=case.call)
    assert client.get(page_of(other)).status_code == 404


def test_it_is_saved(client, office, case):
    typed = fields(client, case) | {"text_de": "Ein Text.\r\n\r\nNoch einer."}
    answer = client.post(page_of(case), typed, follow=True)
    assert "The portrait is saved." in text_of(answer)
    assert Portrait.objects.get().text == {"de": "Ein Text.\n\nNoch einer."}


def test_it_says_that_an_agreement_was_lost(make, client, office, case):
    make.portrait(case)
    typed = fields(client, case) | {"text_de": "Neu."}
    answer = client.post(page_of(case), typed, follow=True)
    assert "The agreement was to the earlier text and is gone" in text_of(answer)


def test_what_was_typed_stays_when_a_colleague_was_faster(make, client, office, case):
    make.portrait(case, agreed=False)
    typed = fields(client, case) | {"text_de": "Meins."}
    Portrait.objects.update(text=Local(de="Ihres.", en="A portrait."))
    answer = client.post(page_of(case), typed)
    assert answer.status_code == 409
    assert "Ihres." in text_of(answer)
    again = next(
        dict(form.fields)
        for form in html.fromstring(answer.content).forms
        if "text_de" in form.fields
    )
    assert again["text_de"].strip() == "Meins."
    assert client.post(page_of(case), again).status_code == 302
    assert Portrait.objects.get().text["de"] == "Meins."


def test_once_the_release_is_confirmed_it_is_read_only(make, client, office, case):
    typed = fields(client, case) | {"text_de": "Neu."}
    make.release(call=case.call, confirmed=True)
    answer = client.get(page_of(case))
    assert "The release is confirmed." in text_of(answer)
    assert html.fromstring(answer.content).xpath("//textarea[@name='text_de'][@disabled]")
    assert client.post(page_of(case), typed).status_code == 409
    assert Portrait.objects.get().text["de"] == "Ein Porträt."


def test_a_suggestion_is_shown_with_its_changes_and_taken_over(make, client, office, case):
    suggested(make, case)
    root = html.fromstring(client.get(page_of(case)).content)
    assert [one.text_content().strip() for one in root.xpath("//ins")] == ["new: Anders."]
    (form,) = [one for one in root.forms if one.action.endswith("uebernehmen/")]
    answer = client.post(form.action, dict(form.fields), follow=True)
    assert "The suggestion is taken over" in text_of(answer)
    assert Portrait.objects.get().text["de"] == "Anders."


def test_a_suggestion_that_changed_is_refused_in_words(make, client, office, case):
    suggested(make, case)
    address = reverse("office:portrait_take_over", args=[case.key])
    answer = client.post(address, {"seen": "older"}, follow=True)
    assert "The suggestion changed meanwhile." in text_of(answer)


def test_a_suggestion_is_loaded_into_the_form(make, client, office, case):
    suggested(make, case)
    answer = client.get(page_of(case), {"vorschlag": "1"})
    assert "it is not saved yet" in text_of(answer)
    root = html.fromstring(answer.content)
    (form,) = [one for one in root.forms if "text_de" in one.fields]
    assert form.fields["text_de"].strip() == "Anders."
    typed = dict(form.fields) | {"text_de": "Fast anders."}
    client.post(page_of(case), typed)
    assert Portrait.objects.get().text["de"] == "Fast anders."
    assert Portrait.objects.get().state == State.SUGGESTED


def test_an_answer_leads_to_the_letters(make, client, office, case):
    suggested(make, case)
    address = reverse("office:portrait_answer", args=[case.key])
    refused = client.post(address, {"antwort-answer": ""})
    assert "Write what has become of the suggestion" in text_of(refused)
    answer = client.post(address, {"antwort-answer": "Fast ganz."})
    assert answer.url == reverse(LIST, args=[2026]) + "#ask"
    assert "Fast ganz." in text_of(client.get(reverse(LIST, args=[2026])))


def test_an_agreement_by_telephone_is_noted_and_struck_out(make, client, office, case):
    make.portrait(case, agreed=False)
    address = reverse("office:portrait_note", args=[case.key])
    (form,) = [
        one
        for one in html.fromstring(client.get(page_of(case)).content).forms
        if one.action.endswith("vermerk/")
    ]
    refused = client.post(address, dict(form.fields))
    assert "Write who agreed, when and how" in text_of(refused)
    client.post(address, dict(form.fields) | {"vermerk-note": "Am Telefon"})
    assert Portrait.objects.get().approval_note == "Am Telefon"
    assert "Am Telefon" in text_of(client.get(page_of(case)))
    client.post(address, {"strike": "1"})
    assert Portrait.objects.get().approved_at is None


# -- What there is to do -------------------------------------------------------------------------


def told(case, person, moment=NOON) -> list[str]:
    found = todos.of(case.call, at=moment, user=person, sheets={"expected": 0, "finished": 0})
    return [todo.what for todo in found if "ortrait" in todo.what]


def test_the_next_step_stands_on_the_first_page(make, office, case):
    assert told(case, office) == ["Write 1 portrait"]
    portrait = make.portrait(case, agreed=False)
    assert told(case, office) == ["Ask 1 initiative to agree to its portrait"]
    (written,) = actions.portrait_letters([portrait], NOON.date()).values()
    seen = {str(portrait.key): actions.seal_of_portrait_letters(portrait, written)}
    actions.ask_laureates(case.call, seen, until=NOON.date(), by=office, at=NOON)
    assert told(case, office) == []
    assert told(case, office, NOON + DAY) == ["Remind 1 initiative of its portrait"]
    Portrait.objects.update(suggested_at=NOON)
    assert told(case, office) == ["Answer 1 suggestion on a portrait"]


def test_nothing_is_to_do_before_the_decisions_are_confirmed(office, case):
    case.call.decision_list.delete()
    assert told(case, office) == []


def test_a_suggestion_after_the_confirmation_is_to_be_answered(make, office, case):
    release = make.release(call=case.call, confirmed=True)
    assert told(case, office) == []
    Portrait.objects.update(approved_at=None, approved_sha256="", suggested_at=NOON)
    assert told(case, office) == ["Answer 1 suggestion on a portrait"]
    assert told(case, office, release.embargo_until) == []


@pytest.mark.parametrize(
    ("days", "day"), [(20, "09.03.2026"), (7, "08.03.2026"), (1, "02.03.2026"), (0, "02.03.2026")]
)
def test_the_day_asked_for_lies_before_the_announcement(make, client, office, case, days, day):
    make.portrait(case, agreed=False)
    make.release(call=case.call, embargo_until=NOON + days * DAY + SECOND)
    client.force_login(office)
    with at(NOON):
        shown = client.get(reverse(LIST, args=[2026])).context["form"]["bis"].value()
    assert shown.strftime("%d.%m.%Y") == day
