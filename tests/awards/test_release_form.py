"""The form of an announcement: every text in both languages, links in rows, nothing typed lost."""

from datetime import UTC, datetime

import pytest

from awards import actions
from awards.models import Release
from awards.release_forms import MOST_LINKS, ReleaseForm
from initiatives.models import JournalEntry, Local

from .. import evenings
from ..make import NOON, at

PATH = "/en/verwaltung/veroeffentlichung/"
LOCAL = ("headline", "subline", "lead", "call_text", "occasion", "presenters_text", "background")
EMBARGO = {"embargo_date": "2026-11-03", "embargo_time": "17:00"}
TYPED = {
    **{f"{name}_{language}": f"{name} {language}" for name in LOCAL for language in ("de", "en")},
    "place": "Berlin",
    **EMBARGO,
    "opens": "stage",
    "link1_url": "https://eins.example/",
    "link1_label_de": "Eins",
    "link1_label_en": "One",
    "link2_url": "",
    "link3_url": "drei.example/bericht",
    "link3_label_de": "Drei",
}
LINKS = [
    {"url": "https://eins.example/", "label": {"de": "Eins", "en": "One"}},
    {"url": "https://drei.example/bericht", "label": {"de": "Drei"}},
]


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.decision().prize.call


@pytest.fixture
def office(client, make, call):
    client.force_login(make.office("lead"))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_all_that_is_typed_is_stored_and_shown_again(office):
    assert office.post(PATH, TYPED).status_code == 302
    release = Release.objects.get()
    assert {name: dict(getattr(release, name)) for name in LOCAL} == {
        name: {"de": f"{name} de", "en": f"{name} en"} for name in LOCAL
    }
    assert (release.place, release.opens, release.links) == ("Berlin", "stage", LINKS)
    assert release.embargo_until == datetime(2026, 11, 3, 16, tzinfo=UTC)
    page = text(office.get(PATH))
    for value in [f"{name} {language}" for name in LOCAL for language in ("de", "en")]:
        assert value in page
    assert "https://drei.example/bericht" in page


def test_half_an_announcement_is_stored(office):
    assert office.post(PATH, {**EMBARGO, "subline_de": "Erst die Unterzeile"}).status_code == 302
    release = Release.objects.get()
    assert (release.headline, release.subline) == ({}, {"de": "Erst die Unterzeile"})


def test_a_row_of_links_that_is_emptied_is_dropped(office):
    office.post(PATH, TYPED)
    rows = office.get(PATH).context["form"].link_rows()
    assert [row.url.initial for row in rows] == [LINKS[0]["url"], LINKS[1]["url"], "", ""]
    office.post(PATH, TYPED | {"link1_url": "", "link1_label_de": "", "link1_label_en": ""})
    assert Release.objects.get().links == LINKS[1:]


def test_rows_of_links_come_to_an_end(call, make):
    release = make.release(call=call, links=LINKS * (MOST_LINKS // 2))
    assert len(ReleaseForm.of(call, release).link_rows()) == MOST_LINKS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"link1_url": ""}, "Link 1: enter the address"),
        ({"link1_label_de": ""}, "Link 1: say where it leads"),
        (
            {"link1_url": "keine Adresse"},
            "Link 1: enter the address like https://beispiel.de",
        ),
        ({"link1_url": "javascript:alert(1)"}, "enter the address like https://beispiel.de"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_and_all_else_stays_typed(office, typed, words):
    answer = office.post(PATH, TYPED | typed)
    page = text(answer)
    assert words in page
    for value in ("headline en", "background de", "Drei"):
        assert value in page
    assert not Release.objects.exists()


def test_a_text_too_long_for_its_place_stays_in_the_form(office):
    answer = office.post(PATH, TYPED | {"headline_en": "x" * 121})
    assert "x" * 121 in text(answer)
    assert not Release.objects.exists()


def test_saving_without_a_change_does_not_make_one_the_preparer(client, make, call):
    release = make.release(call=call)
    second = make.office("editor")
    client.force_login(second)
    form = client.get(PATH).context["form"]
    typed = {"seen": form.initial["seen"], "headline_de": "Zwei Preise"}
    typed |= {"lead_de": "Die Jury hat entschieden.", "opens": "embargo"}
    local = form.initial["embargo_date"], form.initial["embargo_time"]
    typed |= {"embargo_date": local[0].isoformat(), "embargo_time": local[1].isoformat("minutes")}
    assert client.post(PATH, typed).status_code == 302
    stored = Release.objects.get()
    assert stored.prepared_by == release.prepared_by
    assert not JournalEntry.objects.filter(action="release.prepared").exists()


def test_what_another_stored_meanwhile_stands_beside_what_was_typed(office, make, call):
    release = make.release(call=call)
    seen = office.get(PATH).context["form"].initial["seen"]
    actions.prepare(
        call,
        embargo_until=release.embargo_until,
        texts={"background": Local(de="Von der anderen", en="By the other"), "links": LINKS[:1]},
        by=make.office(name="Quirin Quick"),
        at=NOON,
    )
    answer = office.post(PATH, TYPED | {"seen": seen})
    page = text(answer)
    assert answer.status_code == 409
    assert "Quirin Quick changed the announcement meanwhile." in page
    assert "Von der anderen / By the other" in page
    labels = [label for label, _value in answer.context["meanwhile"]]
    assert labels[-3:] == ["Embargo until", "The announcement opens", "Further links"]
    assert "background en" in page
    again = office.post(PATH, TYPED | {"seen": answer.context["form"].data["seen"]})
    assert again.status_code == 302
    assert Release.objects.get().background == {"de": "background de", "en": "background en"}


def test_a_new_form_knows_the_evening(office, call):
    evening = evenings.ceremony(call=call)
    form = office.get(PATH).context["form"]
    assert form.initial["place"] == evening.place
    answer = office.post(
        PATH,
        {
            "headline_de": "x",
            "embargo_date": form.initial["embargo_date"].isoformat(),
            "embargo_time": form.initial["embargo_time"].isoformat(),
        },
    )
    assert answer.status_code == 302
    assert Release.objects.get().embargo_until == evening.starts_at


@pytest.mark.parametrize("hour", [0, 1])
def test_a_time_that_exists_twice_is_shown_as_the_one_it_is(office, make, call, hour):
    moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    make.release(call=call, embargo_until=moment)
    initial = office.get(PATH).context["form"].initial
    assert initial["embargo_season"] == ("summer", "winter")[hour]
    said = {name: str(initial[name]) for name in ("embargo_date", "embargo_time", "embargo_season")}
    office.post(PATH, {**said, "seen": initial["seen"], "headline_de": "Neu"})
    assert Release.objects.get().embargo_until == moment


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_gets_no_form(client, make, call, role):
    make.release(call=call)
    client.force_login(make.office(role))
    assert "Save the announcement" not in text(client.get(PATH))
    answer = client.post(PATH, TYPED)
    assert answer.status_code == 409
    assert "Your role reads and does not decide." in text(answer)


def test_what_was_typed_without_a_session_is_handed_back_with_its_names(client, call):
    answer = client.post(PATH, TYPED)
    assert answer.status_code == 403
    page = text(answer)
    assert "presenters_text de" in page
    assert "Who presented" in page
