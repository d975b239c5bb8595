"""The pages on which the office says by what is judged, and the yardstick in everybody's hands."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pikepdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives import editions
from initiatives.models import Anchor, JournalEntry, Local
from jury import yardstick
from jury.models import Procedure

from ..initiatives.test_documents import structure, text_of
from ..make import DAY, NOON, at

YEAR = "/en/verwaltung/auslobungen/2026/"
BASE = f"{YEAR}kriterien/"
DK = f"{BASE}kriterium/dk/"
PAGES = [
    BASE,
    f"{BASE}neu/",
    f"{BASE}ansicht/",
    f"{BASE}zaehlweise/",
    f"{BASE}massstab.pdf",
    DK,
    f"{DK}entfernen/",
    f"{YEAR}jury/",
]
CRITERION = {
    "name_de": "Kooperation",
    "name_en": "Cooperation",
    "question_de": "Wie gut?",
    "weight": "1,5",
    "is_optional": "all",
    "anchor_0_de": "gar nicht",
    "anchor_10_de": "ganz",
}
COUNTING = {"points_max": "10", "reason_required": "on", "counting_rule_de": "So wird gezählt."}
PROCEDURE = {"readers": "5", "quorum": "3", "sees": "nameless"}
ACTS = {
    f"{BASE}neu/": CRITERION,
    DK: CRITERION,
    f"{DK}verschieben/": {"down": "1"},
    f"{DK}entfernen/": {},
    f"{BASE}vorlage/allgemein/": {},
    f"{BASE}zaehlweise/": COUNTING,
    f"{YEAR}jury/": PROCEDURE,
}
SKETCHES = [f"{BASE}vorschau/", f"{DK}vorschau/", f"{BASE}zaehlweise/vorschau/"]


@pytest.fixture(autouse=True)
def noon():
    """Documents are kept in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    """The call of the file; nobody has handed in yet."""
    moved = {
        name: then + 7 * DAY
        for name, then in editions.milestones(
            editions.read(editions.FOLDER / "call-2026.toml")
        ).items()
    }
    return editions.load_call(editions.FOLDER / "call-2026.toml", dates=moved)


@pytest.fixture
def office(client, make, call):
    client.force_login(make.office("editor"))
    return client


@pytest.fixture
def scored(make, call):
    """The same with the first score, on a sheet that is not finished."""
    make.sheet({"dk": 7}, finished=False, application__call=call)
    return call


def text(response) -> str:
    return response.content.decode()


def main(response) -> str:
    return text(response).split("<main")[1].split("</main")[0]


def squeezed(words: object) -> str:
    return " ".join(str(words).split())


# -- Doors ---------------------------------------------------------------------------------------


def test_others_sign_in_first(client, call):
    for page in PAGES:
        assert client.get(page).url.startswith("/en/konto/login/code/?next="), page


@pytest.mark.parametrize("who", ["applicant", "juror", "stranger"])
def test_for_everybody_else_these_pages_do_not_exist(client, make, call, who):
    people = {
        "applicant": lambda: make.owner(make.application(call=call)),
        "juror": lambda: make.juror(call=call).user,
        "stranger": make.user,
    }
    client.force_login(people[who]())
    assert {client.get(page).status_code for page in PAGES} == {404}
    assert {client.post(page).status_code for page in [*ACTS, *SKETCHES]} == {404}


@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
@pytest.mark.parametrize("when", ["call", "scored"])
def test_every_role_of_the_office_reads_every_page(client, make, request, role, when):
    request.getfixturevalue(when)
    client.force_login(make.office(role))
    assert {client.get(page).status_code for page in PAGES} == {200}


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_sees_no_way_to_change_and_is_refused(client, make, call, role):
    client.force_login(make.office(role))
    for page in PAGES[:3] + PAGES[3:4] + PAGES[5:]:
        seen = main(client.get(page))
        for word in ("Save", "Up", "Down", "Remove", "New criterion</span>", "Yes, remove it"):
            assert f">{word}<" not in seen, page
    for act, data in ACTS.items():
        answer = client.post(act, data, follow=True)
        assert "Your role reads and does not decide." in text(answer), act
    assert not JournalEntry.objects.exists()


def test_what_does_not_exist(office):
    for page in (f"{BASE}kriterium/nix/", f"{BASE}kriterium/nix/entfernen/"):
        assert office.get(page).status_code == 404
    assert office.post(f"{BASE}vorlage/nix/").status_code == 404
    assert office.get(f"{BASE}vorlage/allgemein/").status_code == 405
    assert office.get(f"{DK}verschieben/").status_code == 405
    assert office.get(f"{BASE}vorschau/").status_code == 405


# -- Criteria ------------------------------------------------------------------------------------


def test_a_criterion_is_made_and_stands_in_the_list(office, call):
    answer = office.post(f"{BASE}neu/", CRITERION, follow=True)
    assert "The criterion is saved." in text(answer)
    made = call.criteria.get(code="kooperation")
    assert (str(made.weight), made.is_optional) == ("1.500", False)
    assert "Weight 1.5, which is 27.3 % of all weights; for all applications" in main(answer)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("weight", "0", "Enter a weight above 0 and up to 100"),
        ("weight", "100,5", "Enter a weight above 0 and up to 100"),
        ("weight", "viel", "Enter the weight in digits, such as 1 or 1.5"),
        ("weight", "", "Enter the weight in digits, such as 1 or 1.5"),
        ("weight", "1,2345", "Enter at most three decimals"),
        ("weight", "NaN", "Enter the weight in digits, such as 1 or 1.5"),
        ("name_de", "", "Enter the name in German"),
        ("is_optional", "", "Choose who is judged by it"),
        ("anchor_5_en", "solid", "Enter the text in German"),
        ("code", "Ä!", "Use letters from a to z, digits and hyphens only"),
        ("code", "dk", "The code “dk” is taken already."),
    ],
)
def test_what_is_refused_loses_nothing_typed(office, call, field, value, error):
    answer = office.post(f"{BASE}neu/", {**CRITERION, field: value})
    assert answer.status_code in (200, 409)
    page = main(answer)
    assert error in page
    assert "ganz</textarea>" in page
    assert call.criteria.count() == 4


def test_what_somebody_else_changed_is_shown(office, call):
    page = text(office.get(DK))
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    office.post(DK, {**CRITERION, "is_optional": "chosen", "seen": seen, "weight": "3"})
    answer = office.post(DK, {**CRITERION, "is_optional": "chosen", "seen": seen, "weight": "4"})
    assert answer.status_code == 409
    assert "Stored meanwhile:" in main(answer)
    assert call.criteria.get(code="dk").weight == 3


def test_it_is_looked_at_as_a_juror_sees_it_and_nothing_is_stored(office, call):
    shown = text(office.post(f"{DK}vorschau/", CRITERION))
    assert shown.count('<div role="group" class="aw-crit') == 2
    assert "ganz" in shown
    assert "English is missing" in shown
    page = main(office.post(DK, {**CRITERION, "preview": "1"}))
    assert "gar nicht" in page
    assert "The preview appears once" in text(office.post(f"{BASE}vorschau/", {}))
    assert call.criteria.get(code="dk").weight == 1
    assert not JournalEntry.objects.exists()


def test_as_a_juror_every_criterion_is_there_and_no_points_are_chosen(office, call):
    page = main(office.get(f"{BASE}ansicht/"))
    assert page.count('<div role="group" class="aw-crit') == 4
    for anchor in Anchor.objects.filter(criterion__call=call):
        assert str(Local(anchor.text)["en"]) in page
    assert "checked" not in page


def test_templates_are_offered_for_what_is_missing(office, make, call):
    assert "Add the four D" not in main(office.get(BASE))
    answer = office.post(f"{BASE}vorlage/allgemein/", follow=True)
    assert "2 criteria are added." in text(answer)
    assert "Add Cooperation" not in main(answer)
    call.criteria.filter(code="dk").delete()
    assert "Add the four D" in main(office.get(BASE))


def test_an_empty_call_says_what_to_do(office, make, call):
    call.questions.update(criterion=None)
    call.criteria.all().delete()
    page = main(office.get(BASE))
    assert "There is no criterion yet." in page
    assert "The example appears once there is a criterion." in page
    assert "There is no criterion yet." in main(office.get(f"{BASE}ansicht/"))


def test_removing_asks_back_and_after_a_hand_in_for_the_reason(office, make, call):
    make.criterion(call, "allgemein", is_optional=False)
    make.submitted(call=call, declared=("dk",))
    path = f"{BASE}kriterium/allgemein/entfernen/"
    assert "Why do you change this" in main(office.get(path))
    assert office.post(path, {"reason": ""}).status_code == 409
    answer = office.post(path, {"reason": "doppelt"}, follow=True)
    assert "is removed. The journal keeps its wording." in text(answer)
    assert "This stays" in main(office.get(f"{DK}entfernen/"))


def test_what_is_missing_is_said_above_the_list(office, call):
    Anchor.objects.filter(criterion__code="dm", points=10).delete()
    page = main(office.get(BASE))
    assert "What 0 or 10 points mean is missing for: Demography." in page


# -- From the first score on ---------------------------------------------------------------------


def test_everything_is_shown_and_says_since_when(client, make, scored):
    client.force_login(make.office("editor"))
    page = main(client.get(BASE))
    assert "a juror began the first sheet with points" in page
    for word in ("Remove<", ">Up<", ">New criterion<", "Change scale"):
        assert word not in page
    counting = main(client.get(f"{BASE}zaehlweise/"))
    assert counting.count("disabled") >= 4
    assert ">Save<" not in counting
    assert "fixed since" in main(client.get(f"{YEAR}jury/"))


def test_who_gave_it_is_not_said(client, make, scored):
    client.force_login(make.office("editor"))
    juror = scored.jurors.get()
    for page in PAGES:
        if not page.endswith(".pdf"):
            assert str(juror.user) not in main(client.get(page)), page


def test_typing_mistakes_are_corrected_with_a_reason(client, make, scored):
    client.force_login(make.office("editor"))
    page = text(client.get(DK))
    assert "Correct a typing mistake in the criterion" in page
    assert 'name="weight"' not in page
    fields = dict(re.findall(r'name="(anchor_\d+_de)"[^>]*>([^<]*)</textarea>', page))
    given = {**fields, "name_de": "Dekarbonisierung!", "question_de": "Wie?"}
    assert client.post(DK, given).status_code == 200
    answer = client.post(DK, {**given, "reason": "Satzzeichen"}, follow=True)
    assert "The criterion is saved." in text(answer)
    assert str(scored.criteria.get(code="dk").name) == "Dekarbonisierung!"


def test_whatever_is_sent_then_is_refused_in_words(client, make, scored):
    client.force_login(make.office("editor"))
    for act in (f"{BASE}neu/", f"{BASE}zaehlweise/", f"{DK}verschieben/"):
        answer = client.post(act, {**ACTS[act], "reason": "weil"}, follow=True)
        assert "The first score has been given." in text(answer), act


# -- Scale, rule, procedure ----------------------------------------------------------------------


def test_scale_and_rule_are_saved_beside_what_the_system_counts(office, call):
    Anchor.objects.filter(criterion__call=call, points__gt=5).delete()
    shown = text(office.post(f"{BASE}zaehlweise/vorschau/", {**COUNTING, "points_max": "5"}))
    assert "4 points for Decarbonisation (weight 1) and 2 points for Demography (weight 1)" in shown
    assert "(1 × 4 + 1 × 2) ÷ 2 = 3.0" in shown
    answer = office.post(f"{BASE}zaehlweise/", {**COUNTING, "points_max": "5"}, follow=True)
    assert "Scale and rule of counting are saved." in text(answer)
    call.refresh_from_db()
    assert (call.points_max, call.counting_rule) == (5, {"de": "So wird gezählt."})


def test_a_level_that_would_be_cut_off_is_named(office, call):
    answer = office.post(f"{BASE}zaehlweise/", {**COUNTING, "points_max": "9"})
    assert answer.status_code == 409
    assert "Decarbonisation (10 points)" in main(answer)
    assert "So wird gezählt." in main(answer)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("readers", "0", "Enter 1 to 50 sheets on a case"),
        ("readers", "51", "Enter 1 to 50 sheets on a case"),
        ("quorum", "x", "Enter a quorum of 1 to 50"),
        ("quorum", "6", "The quorum is at most the number of sheets on a case"),
        ("sees", "", "Choose what jurors see"),
    ],
)
def test_a_procedure_that_cannot_be(office, field, value, error):
    assert error in main(office.post(f"{YEAR}jury/", {**PROCEDURE, field: value}))
    assert not Procedure.objects.exists()


def test_the_procedure_is_saved(office, call):
    answer = office.post(f"{YEAR}jury/", PROCEDURE, follow=True)
    assert "The procedure of the jury is saved." in text(answer)
    found = Procedure.objects.get(call=call)
    assert (found.readers, found.quorum, found.sees) == (5, 3, "nameless")


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize(
    ("path", "queries"), [(BASE, 8), (f"{BASE}ansicht/", 5), (DK, 7), (f"{BASE}zaehlweise/", 6)]
)
def test_pages_cost_the_same_however_many_criteria(office, make, call, path, queries, more):
    for n in range(more):
        row = make.criterion(call, f"further-{n}")
        Anchor.objects.create(criterion=row, points=0, text=Local(de="x"))
    with CaptureQueriesContext(connection) as captured:
        assert office.get(path).status_code == 200
    assert len(captured) == queries, [query["sql"][:90] for query in captured]


# -- The yardstick -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_holds_all_by_which_is_judged(call, language):
    with translation.override(language):
        told = text_of(yardstick.pdf(call))
        for row in call.criteria.all():
            assert squeezed(row.question) in told
            for anchor in row.anchors.all():
                assert squeezed(anchor.text) in told
        for paragraph in str(call.counting_rule).split("\n\n"):
            assert squeezed(paragraph) in told
    words = {"de": "(1 × 8 + 1 × 5) : 2 = 6,5", "en": "(1 × 8 + 1 × 5) ÷ 2 = 6.5"}
    if language == "en":  # the German of new texts is added with the catalogue
        assert words[language] in told
        assert "25.0 % of all weights; only for applications that choose this theme" in told
        assert "Counted as zero it would be 3.25; it is never counted so." in told


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_meets_pdf_ua_and_pdf_a_in_its_language(call, language):
    with translation.override(language):
        document = yardstick.pdf(call)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert bool(pdf.Root.MarkInfo.Marked)
        levels = [int(name[1]) for name in structure(pdf.Root.StructTreeRoot) if name[1:].isdigit()]
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
        with pdf.open_outline() as outline:
            (title,) = outline.root
            assert len(title.children) == 4
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_what_the_office_typed_stays_text(call):
    call.criteria.filter(code="dk").update(question=Local(de='#panic("x") *fett* $x$'))
    assert '#panic("x") *fett* $x$' in text_of(yardstick.pdf(call))


def test_a_call_without_criteria_has_one_too(make):
    assert yardstick.pdf(make.call(criteria={}))[:5] == b"%PDF-"


def test_it_says_nothing_of_what_was_scored(make, call):
    juror = make.juror(call=call)
    before = yardstick.content(call)
    make.sheet({"dk": 7}, juror=juror, application__declared=("dk",))
    assert yardstick.content(call) == before


def test_jurors_read_and_print_it_and_it_is_the_same_for_all(client, make, scored):
    pages = []
    for juror in (make.juror(call=scored), make.juror(call=scored, is_chair=True)):
        client.force_login(juror.user)
        answer = client.get("/en/jury/massstab.pdf")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'inline; filename="yardstick-2026.pdf"'
        screen = client.get("/en/jury/massstab/")
        assert "How the jury judges" in main(screen)
        pages.append((answer.content, main(screen)))
    assert pages[0] == pages[1]


def test_whoever_sits_in_no_jury_gets_none(client, make, call):
    for page in ("/en/jury/massstab.pdf", "/en/jury/massstab/"):
        assert client.get(page).url.startswith("/en/konto/login/code/")
    client.force_login(make.office("lead"))
    assert client.get("/en/jury/massstab.pdf").status_code == 404
    client.force_login(make.juror(call=call, left_at=NOON).user)
    answer = client.get("/en/jury/massstab/")
    assert answer.status_code == 403
    assert "Thank you for your work." in text(answer)
