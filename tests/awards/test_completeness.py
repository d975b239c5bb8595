"""What hinders the confirmation of an announcement, what is only worth a look, and where it is."""

import pytest
from django.utils import translation

from awards import actions, announcing, completeness, photos, result_letters
from awards.models import Release
from initiatives.models import Application, Local

from ..make import DAY, NOON, at
from .photos.shots import pictured

WHOLE = {
    name: Local(de="Deutsch.", en="English.")
    for name in (
        "headline",
        "subline",
        "lead",
        "call_text",
        "presenters_text",
        "background",
        "occasion",
    )
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def decision(make):
    call = make.call(meeting_at=NOON - DAY)
    case = make.admitted(call=call, initiative__name="Bündnis Süd")
    reasons = Local(de="Weil es wirkt.", en="Because it works.")
    return make.decision(prize=make.prize(call=call), application=case, jury_statement=reasons)


@pytest.fixture
def release(make, decision):
    """All is there but a picture."""
    return make.release(call=decision.prize.call, place="Berlin", **WHOLE)


def chapter(release, title):
    (found,) = [one for one in completeness.chapters(release) if one.title == title]
    return found


def said(gaps):
    return [(gap.words, gap.url) for gap in gaps]


def test_a_whole_announcement_lacks_nothing(release):
    chapters = completeness.chapters(release)
    titles = ["Texts", "Decisions and reasons", "Portraits", "Photos", "Letters on the result"]
    assert [one.title for one in chapters] == titles
    assert [one.gaps for one in chapters] == [[]] * 5
    assert [one.hints for one in chapters[:3]] == [[], [], []]
    assert completeness.gaps(release) == []


@pytest.mark.parametrize("name", ["headline", "lead"])
def test_a_text_that_is_needed_hinders(release, name):
    setattr(release, name, Local())
    assert said(chapter(release, "Texts").gaps) == [
        (f"The announcement has no {name}.", f"/en/verwaltung/veroeffentlichung/#id_{name}")
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("subline", "Subline"),
        ("call_text", "About the call"),
        ("presenters_text", "Who presented"),
        ("background", "Background"),
        ("occasion", "Occasion"),
        ("place", "Place of the ceremony"),
    ],
)
def test_a_text_that_may_be_left_out_is_a_hint(release, name, label):
    setattr(release, name, "" if name == "place" else Local())
    words = f"{label}: no text. The announcement goes without it."
    found = chapter(release, "Texts")
    assert said(found.hints) == [(words, f"/en/verwaltung/veroeffentlichung/#id_{name}")]
    assert found.gaps == []


def test_who_takes_part_stands_for_a_text_about_it(release):
    release.presenters_text = Local()
    release.roles.create(kind="patron", name="Ada Falk")
    assert chapter(release, "Texts").hints == []


# -- English, promised by the headline ----------------------------------------------------------

ONLY = ": in German only. The English page shows it like that, too."
MISSING = ": the English version is missing."


def german(release):
    """The same without English in its headline."""
    release.headline = Local(de="Deutsch.")
    release.save()
    return release


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"headline"}))
def test_with_an_english_headline_a_text_without_english_hinders(release, name):
    setattr(release, name, Local(de="Deutsch."))
    found = chapter(release, "Texts")
    (gap,) = found.gaps
    assert gap.words.endswith(MISSING)
    assert gap.url == f"/en/verwaltung/veroeffentlichung/#id_{name}"
    assert found.hints == []


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_without_an_english_headline_each_is_a_hint(release, name):
    setattr(german(release), name, Local(de="Deutsch."))
    found = chapter(release, "Texts")
    assert len(found.hints) == len({"headline", name})
    assert {hint.words.endswith(ONLY) for hint in found.hints} == {True}
    assert found.hints[-1].url == f"/en/verwaltung/veroeffentlichung/#id_{name}"
    assert found.gaps == []


def test_a_headline_of_spaces_promises_nothing(release):
    release.headline = Local(de="Deutsch.", en="  ")
    assert release.is_in_english is False


def test_reasons_in_german_only(make, release, decision):
    decision.jury_statement = Local(de="Weil es wirkt.")
    decision.save()
    make.decisions_confirmed(release.call)
    found = chapter(release, "Decisions and reasons")
    page = "/en/verwaltung/beschluesse/"
    assert said(found.gaps) == [(f"Bündnis Süd, The jury's reasons{MISSING}", page)]
    assert found.hints == []
    found = chapter(german(release), "Decisions and reasons")
    assert said(found.hints) == [(f"Bündnis Süd, The jury's reasons{ONLY}", page)]
    assert found.gaps == []


def test_a_portrait_in_german_only(release, decision):
    portrait = decision.application.portrait
    portrait.text = Local(de="Ein Porträt.")
    portrait.approved_sha256 = "a" * 64
    portrait.save()
    page = f"/en/verwaltung/veroeffentlichung/portraets/{decision.application.key}/"
    found = chapter(release, "Portraits")
    assert said(found.gaps) == [(f"Bündnis Süd, Portrait{MISSING}", page)]
    assert found.hints == []
    found = chapter(german(release), "Portraits")
    assert (said(found.hints), found.gaps) == ([(f"Bündnis Süd, Portrait{ONLY}", page)], [])


def test_a_description_in_german_only(make, release):
    photo = pictured(release, names=(), by=make.office())
    type(photo).objects.update(alt_text=Local(de="Ein Kran."), credit="Wir")
    page = f"/en/verwaltung/veroeffentlichung/fotos/{photo.key}/"
    found = chapter(release, "Photos")
    assert said(found.gaps) == [(f"Description of photo 1{MISSING}", page)]
    assert photos.lacking(photo.__class__.objects.get(), in_english=True) == [
        "The description in English is missing."
    ]
    found = chapter(german(release), "Photos")
    assert found.gaps == []
    assert (f"Description of photo 1{ONLY}", page) in said(found.hints)


def test_it_is_not_confirmed_before_all_is_in_english(make, release):
    release.lead = Local(de="Deutsch.")
    release.save()
    with pytest.raises(Exception, match="Lead: the English version is missing"):
        actions.confirm(release, by=make.office(), at=NOON)
    german(release)
    make.results_told(release)
    actions.confirm(release, by=make.office(), at=NOON)


def test_without_a_decision_there_is_nothing_to_announce(make):
    release = make.release(**WHOLE)
    found = chapter(release, "Decisions and reasons")
    assert said(found.gaps) == [("No decision has been recorded.", "/en/verwaltung/beschluesse/")]


def test_a_case_that_is_no_longer_admitted_hinders(release, decision):
    Application.objects.update(status="excluded", exclusion_reason="Falsche Angaben.")
    number = decision.application.number
    assert [gap.words for gap in chapter(release, "Decisions and reasons").gaps] == [
        f"{number} is no longer admitted. Take the decision back."
    ]


def test_places_of_which_nothing_is_recorded_are_a_hint(make, release):
    prize = make.prize(call=release.call, places=2, name=Local(de="Sonderpreis"))
    assert [hint.words for hint in chapter(release, "Decisions and reasons").hints] == [
        "Sonderpreis: 0 of 2 given, nothing is recorded of the rest."
    ]
    actions.withhold(prize, 2, reasons=Local(de="Keine."), by=make.office(), at=NOON)
    assert chapter(release, "Decisions and reasons").hints == []


def test_pictures_are_asked_about(make, release):
    photo = pictured(release, names=("Ada Falk",), by=make.office())
    type(photo).objects.update(credit="")
    photo.persons.update(consent_on=None)
    found = chapter(release, "Photos")
    assert found.gaps[: len(photos.gaps(release))] == photos.gaps(release)
    assert found.hints == photos.hints(release)
    assert completeness.gaps(release) == found.gaps != []


def test_the_stage_is_asked_about_where_it_opens_the_announcement(make, release):
    release.opens = Release.Opens.STAGE
    assert said(chapter(release, "Stage").gaps) == [
        (
            "The announcement opens with the stage, but not all prizes stand on it.",
            "/en/verwaltung/buehne/",
        )
    ]
    actions.propose_steps(release, by=make.office(), at=NOON)
    assert chapter(release, "Stage").gaps == []


def test_a_picture_without_consent_is_not_confirmed(make, release):
    photo = pictured(release, names=("Ada Falk",), by=make.office())
    photo.persons.update(consent_on=None)
    with pytest.raises(Exception, match="The consent of Ada Falk is missing"):
        actions.confirm(release, by=make.office(), at=NOON)
    release.refresh_from_db()
    assert release.confirmed_at is None


@pytest.mark.parametrize("more", [1, 4])
def test_it_takes_the_same_queries_however_many_there_are(
    make, release, decision, more, django_assert_num_queries
):
    office = make.office()
    for _ in range(more):
        make.decision(
            prize=make.prize(call=release.call), application=make.admitted(call=release.call)
        )
        pictured(release, names=("Ada Falk",), by=office)
    release = Release.objects.select_related("call").get()
    with django_assert_num_queries(19):
        completeness.chapters(release)


# -- The page ------------------------------------------------------------------------------------

PATH = "/en/verwaltung/veroeffentlichung/pruefen/"


def page(client, make, role="lead"):
    client.force_login(make.office(role))
    with at(NOON):
        return client.get(PATH).content.decode()


def test_the_page_tells_gaps_from_hints(client, make, release):
    release.headline, release.subline = Local(), Local()
    release.save()
    found = page(client, make)
    assert '<h1 class="aw-h1">1 more gap</h1>' in _on_one_line(found)
    assert found.count("aw-st--overdue") == 1
    assert found.count("aw-st--begun") == 2  # the subline, and a laureate without a picture
    assert "You can confirm as soon as nothing is missing any more." in found


def test_the_page_says_that_all_is_complete(client, make, release):
    photo = pictured(release, names=("Ada Falk",), by=make.office())
    case = release.call.prizes.get().decisions.get().application
    said = {"credit": "Wir", "alt_text": Local(de="A", en="B"), "width": 4000}
    type(photo).objects.update(application=case, **said)
    photo.persons.update(consent_on=NOON.date())
    found = page(client, make)
    assert '<h1 class="aw-h1">All is complete</h1>' in _on_one_line(found)
    assert found.count("aw-st--done") == 5
    assert "Confirm the release" in found


def _on_one_line(html):
    return html.replace("\n    ", "")


def test_who_prepared_it_reads_that_another_confirms(client, make, release):
    client.force_login(release.prepared_by)
    with at(NOON):
        found = client.get(PATH).content.decode()
    assert "You have prepared it" in found
    assert "Confirm the release" not in found


def test_who_reads_sees_what_is_missing_and_confirms_nothing(client, make, release):
    found = page(client, make, "reader")
    assert "Nothing hinders the confirmation." in found
    assert "Confirm the release" not in found


def test_an_embargo_that_is_over_is_said_before_somebody_confirms(client, make, release):
    release.embargo_until = NOON - DAY
    release.save()
    make.results_told(release)
    words = "with your confirmation the announcement is public at once."
    assert words in page(client, make)


def test_without_an_announcement_the_page_says_what_to_do(client, make):
    make.call(meeting_at=NOON - DAY)
    assert "Prepare the announcement" in page(client, make)


def test_a_confirmation_that_is_refused_leads_back_to_what_is_missing(client, make, release):
    seen = announcing.seal(release)
    Application.objects.update(status="excluded", exclusion_reason="Falsche Angaben.")
    client.force_login(make.office("lead"))
    with at(NOON):
        answer = client.post(f"{PATH[:-8]}bestaetigen/", {"seen": seen}, follow=True)
    assert answer.redirect_chain == [(PATH, 302)]
    assert "is no longer admitted. Take the decision back." in answer.content.decode()


def test_all_that_is_confirmed_can_be_read_in_both_languages(client, make, release):
    release.links = [{"url": "https://eins.example/", "label": {"de": "Bericht"}}]
    release.save()
    found = page(client, make)
    for words in ("Deutsch.", "English.", "Weil es wirkt.", "Because it works.", "Bericht"):
        assert words in found


def test_letters_on_the_result_are_asked_about(make, release):
    make.admitted(call=release.call)
    found = chapter(release, "Letters on the result")
    assert found.gaps == result_letters.gaps(release)
    assert [gap.words for gap in found.gaps] == [
        "1 letter to an application without a prize has not been read yet."
    ]
    with pytest.raises(Exception, match="has not been read yet"):
        actions.confirm(release, by=make.office(), at=NOON)
