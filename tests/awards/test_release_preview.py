"""The preview is the page that everybody reads later, and nobody but the office sees it."""

import re

import pytest

from awards import actions, announcing
from awards.models import Laureate
from initiatives.models import Local

from ..make import DAY, NOON, SECOND, at
from .photos.shots import pictured

PATH = "/verwaltung/veroeffentlichung/vorschau/"
TEXTS = {
    "headline": Local(de="Zwei Regionen", en="Two regions"),
    "subline": Local(de="Unterzeile hier", en="Subline here"),
    "lead": Local(de="Vorspann hier", en="Lead here"),
    "call_text": Local(de="Gesucht war viel", en="Much was looked for"),
    "presenters_text": Local(de="Eine überreichte", en="One presented"),
    "background": Local(de="Dahinter steht viel", en="Much stands behind it"),
    "occasion": Local(de="Sitzung am See", en="Meeting by the lake"),
    "links": [{"url": "https://eins.example/", "label": {"de": "Bericht", "en": "Report"}}],
    "place": "Berlin",
}
PARTS = (  # in the order of a press release
    ("Zwei Regionen", "Two regions"),
    ("Unterzeile hier", "Subline here"),
    ("Vorspann hier", "Lead here"),
    ("Sitzung am See", "Meeting by the lake"),
    ("Gesucht war viel", "Much was looked for"),
    ("Bündnis Süd", "Bündnis Süd"),
    ("Weil es wirkt", "Because it works"),
    ("Eine überreichte", "One presented"),
    ("Dahinter steht viel", "Much stands behind it"),
    ("Bericht", "Report"),
)


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def release(make):
    call = make.call(meeting_at=NOON - DAY)
    case = make.admitted(call=call, initiative__name="Bündnis Süd", declared=("dk",))
    reasons = Local(de="Weil es wirkt.", en="Because it works.")
    make.decision(prize=make.prize(call=call), application=case, jury_statement=reasons)
    return make.release(call=call, embargo_until=NOON + DAY, **TEXTS)


@pytest.fixture
def office(client, make, release):
    client.force_login(make.office("reader"))
    return client


def article(answer) -> str:
    return re.search(
        r"<article class=.aw-announced.*</article>", answer.content.decode(), re.DOTALL
    )[0]


@pytest.mark.parametrize(("language", "column"), [("", 0), ("/en", 1)])
def test_all_parts_stand_in_order_in_the_language_of_the_address(office, language, column):
    page = article(office.get(language + PATH))
    places = [page.index(part[column]) for part in PARTS]
    assert places == sorted(places)
    for part in PARTS:
        other = part[1 - column]
        assert other == part[column] or other not in page


def test_it_says_that_it_is_a_preview(office):
    page = office.get("/en" + PATH).content.decode()
    assert "Preview. This is how everybody reads the announcement from" in page
    assert "Until then only the office sees this page." in page


@pytest.mark.parametrize("confirmed", [False, True])
def test_it_is_the_page_that_becomes_public(client, office, make, release, confirmed):
    photo = pictured(release, names=("Ada Falk",), by=make.office())
    case = release.call.prizes.get().decisions.get().application
    type(photo).objects.update(application=case, credit="Wir", alt_text=Local(de="A", en="B"))
    photo.persons.update(consent_on=NOON.date())
    if confirmed:
        actions.confirm(release, by=make.office("editor"), at=NOON)
    before = office.get(PATH)
    if not confirmed:
        actions.confirm(release, by=make.office("editor"), at=NOON)
    client.logout()
    with at(release.embargo_until):
        after = client.get(f"/preistraeger/{release.call.year}/")
    assert _without_ways(article(before)) == _without_ways(article(after))
    assert "<picture>" in article(after)


def _without_ways(page: str) -> str:
    """Without what a preview links to in another place."""
    page = re.sub(r'<a class="aw-link-next".*?</a>', "", page, flags=re.DOTALL)
    page = re.sub(r'aria-labelledby="press">.*?</section>', "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", page)


def test_each_laureate_has_a_page_of_its_own(office, release):
    case = release.call.prizes.get().decisions.get().application
    way = f"{PATH}{case.key}/"
    assert way in office.get(PATH).content.decode()
    page = office.get(way).content.decode()
    assert "Bündnis Süd" in page
    assert "Weil es wirkt." in page
    assert "Antwort summary" in page


def test_a_laureate_has_a_page_after_the_confirmation_too(office, make, release):
    actions.confirm(release, by=make.office("editor"), at=NOON)
    case = Laureate.objects.get().application
    assert "Weil es wirkt." in office.get(f"{PATH}{case.key}/").content.decode()


def test_a_case_without_a_prize_has_none(office, make, release):
    other = make.admitted(call=release.call)
    assert office.get(f"{PATH}{other.key}/").status_code == 404


def test_parts_of_the_evening_stand_where_there_is_no_text(office, release):
    release.presenters_text = Local()
    release.save()
    for kind, name in (("patron", "Ada Falk"), ("presenter", "Bo Rau"), ("signatory", "Cy Uhl")):
        release.roles.create(kind=kind, name=name, office=Local(de="Amt"))
    page = article(office.get("/en" + PATH))
    assert page.index("Bo Rau") < page.index("Ada Falk")
    assert '<span lang="de">Amt</span>' in page
    assert "Cy Uhl" not in page


def test_a_text_in_german_only_is_read_aloud_in_german(office, release):
    release.lead = Local(de="Nur deutsch")
    release.save()
    assert 'lang="de">Nur deutsch' in article(office.get("/en" + PATH))
    assert 'lang="de"' not in article(office.get(PATH))


def test_once_public_it_leads_to_the_page_itself(office, make, release):
    actions.confirm(release, by=make.office("editor"), at=NOON)
    with at(release.embargo_until - SECOND):
        office.force_login(make.office())
        assert office.get(PATH).status_code == 200
    with at(release.embargo_until):
        assert office.get(PATH).url == f"/preistraeger/{release.call.year}/"


def test_without_an_announcement_there_is_nothing_to_see(client, make):
    make.call(meeting_at=NOON - DAY)
    client.force_login(make.office())
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "owner", "juror"])
def test_nobody_else_sees_it(client, make, release, who):
    case = release.call.prizes.get().decisions.get().application
    people = {
        "owner": lambda: make.member(case.initiative, "owner"),
        "juror": lambda: make.juror(call=release.call).user,
    }
    if who in people:
        client.force_login(people[who]())
    for path in (PATH, f"{PATH}{case.key}/", "/verwaltung/veroeffentlichung/pruefen/"):
        answer = client.get(path)
        assert answer.status_code in (302, 404)
        assert "Zwei Regionen" not in answer.content.decode()


@pytest.mark.parametrize("more", [0, 5])
def test_it_takes_the_same_queries_however_many_there_are(
    office, make, release, more, django_assert_num_queries
):
    for _ in range(more):
        case = make.admitted(call=release.call, declared=("dk", "dm"))
        make.decision(prize=make.prize(call=release.call), application=case)
    with django_assert_num_queries(11):
        office.get(PATH)


@pytest.mark.parametrize("change", ["part", "credit", "focus", "person"])
def test_the_seal_covers_parts_and_pictures(make, release, change):
    photo = pictured(release, names=("Ada Falk",), by=make.office())
    before = announcing.seal(release)
    if change == "part":
        release.roles.create(kind="patron", name="Ada Falk")
    elif change == "credit":
        type(photo).objects.update(credit="Anders")
    elif change == "focus":
        type(photo).objects.update(focus_x=1)
    else:
        photo.persons.update(name="Bo Rau")
    assert announcing.seal(release) != before


def test_who_signs_certificates_is_not_part_of_it(make, release):
    before = announcing.seal(release)
    make.signatories(release)
    assert announcing.seal(release) == before
