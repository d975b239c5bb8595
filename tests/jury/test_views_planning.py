"""The office's pages of the allocation: how it stands, dry run, applying it, tables, doors."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import JournalEntry
from jury import actions, plan_files
from jury.allotting import Wanted
from jury.models import Assignment, Plan

from ..make import DAY, NOON, at

HOME = "/verwaltung/jury/zuteilung/"
WISH = {"readers": "2", "keep": "begun", "overlap": "auto"}
TWO = Wanted(readers=2, keep_all=False)


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON, criteria={"dk": 2, "dg": 1})


@pytest.fixture
def jurors(make, call):
    return [make.juror(call=call, user__name=name) for name in ("Albers", "Brandt", "Cordes")]


@pytest.fixture
def cases(make, call):
    return [make.admitted(call=call, declared=("dk",)) for _ in range(3)]


@pytest.fixture
def seats(call, jurors, cases):
    return call, jurors, cases


@pytest.fixture
def boss(make):
    return make.office("editor")


@pytest.fixture
def office(client, boss):
    client.force_login(boss)
    return client


def read_now() -> set[tuple[int, int]]:
    return set(Assignment.objects.standing().values_list("juror", "application"))


def page(answer) -> str:
    """What stands on a page, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# -- Doors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["juror", "stranger", "anonymous"])
def test_for_others_the_allocation_does_not_exist(client, make, seats, boss, who):
    call, jurors, _cases = seats
    plan = actions.plan(call, TWO, by=boss, at=NOON)
    if who != "anonymous":
        client.force_login(jurors[0].user if who == "juror" else make.user())
    gone = 302 if who == "anonymous" else 404
    for path in ("", "stand.csv", f"{plan.key}/", f"{plan.key}/plan.csv"):
        assert client.get(HOME + path).status_code == gone, path
    for path in ("", "tabelle/", f"{plan.key}/uebernehmen/", f"{plan.key}/neu/"):
        answer = client.post(HOME + path, WISH)
        assert answer.status_code == (403 if who == "anonymous" else 404), path
    assert read_now() == set()


def test_who_only_reads_sees_and_changes_nothing(client, make, seats, boss):
    call, _jurors, _cases = seats
    plan = actions.plan(call, TWO, by=boss, at=NOON)
    client.force_login(make.office("auditor"))
    for path in ("", f"{plan.key}/"):
        answer = client.get(HOME + path)
        assert answer.status_code == 200
        assert "<form" not in answer.content.decode().split("<main")[1].split("</main")[0]
    assert client.post(HOME, WISH).status_code == 409
    client.post(f"{HOME}{plan.key}/uebernehmen/")
    client.post(f"{HOME}{plan.key}/neu/")
    assert read_now() == set()
    assert Plan.objects.count() == 1


# -- How it stands -------------------------------------------------------------------------------


def test_without_a_call_without_cases_and_without_jurors_it_says_what_is_next(office, make):
    assert "Noch nichts zuzuteilen" in page(office.get(HOME))
    call = make.call(judging_from=NOON)
    assert "Noch kein zugelassener Fall" in page(office.get(HOME))
    make.admitted(call=call)
    assert "Noch keine Jury" in page(office.get(HOME))


def test_how_it_stands(office, make, seats):
    _call, jurors, cases = seats
    for juror in jurors:
        make.assignment(juror=juror, application=cases[0])
    text = page(office.get(HOME))
    assert "Zwei Fälle haben zu wenige Lesende" in text
    assert "Fälle, die niemand liest 2" in text
    assert "Fälle mit 3 Bögen 1" in text
    assert "Noch keiner. Ein Probelauf legt den ersten an." in text


def test_a_finished_sheet_of_who_has_left_still_counts(office, make, seats, boss):
    call, _jurors, cases = seats
    gone = make.juror(call=call)
    make.sheet({"dk": 5}, juror=gone, application=cases[0])
    gone.left_at = NOON
    gone.save()
    made = actions.plan(call, TWO, by=boss, at=NOON)
    assert len(made.pairs) == 5
    assert made.figures["panels"] == {"2": 3}
    assert "Fälle mit 1 Bogen 1" in page(office.get(HOME))


def test_the_page_costs_the_same_however_many_rows(office, make, call, boss):
    jurors = [make.juror(call=call) for _ in range(2)]
    make.many_cases(call, 3, jurors)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert office.get(HOME).status_code == 200
        return len(found)

    actions.plan(call, TWO, by=boss, at=NOON)
    office.get(HOME)
    few = queries()
    make.many_cases(call, 40, [make.juror(call=call) for _ in range(5)])
    for _ in range(3):
        actions.plan(call, TWO, by=boss, at=NOON)
    assert queries() == few <= 24


# -- Dry run -------------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_change_and_changes_nothing(office, seats):
    answer = office.post(HOME, WISH, follow=True)
    text = page(answer)
    assert "3 Fälle, je 2 Bögen" in text
    assert "Alle Jurymitglieder lesen 2." in text
    assert "Neu zugeteilt 6 Weggenommen 0 Bleibt 0" in text
    assert "3 Jurymitglieder bekommen heute einen Brief" in text
    assert "Nachweislich bestmöglich" in text
    assert answer.content.decode().count('class="aw-meet--') == 6
    assert read_now() == set()


@pytest.mark.parametrize("readers", ["0", "51", "zwei", ""])
def test_a_number_off_the_scale_is_refused_and_stays(office, seats, readers):
    answer = office.post(HOME, WISH | {"readers": readers})
    assert answer.status_code == 409
    assert "Nennen Sie eine Zahl von 1 bis 50" in page(answer)
    assert f'value="{readers}"' in answer.content.decode() or not readers
    assert Plan.objects.count() == 0


def test_applying_it_does_what_the_page_said(office, seats, boss):
    plan = Plan.objects.get(key=office.post(HOME, WISH).url.split("/")[-2])
    answer = office.post(f"{HOME}{plan.key}/uebernehmen/", follow=True)
    assert "Übernommen: 6 neu zugeteilt, 0 weggenommen." in page(answer)
    assert len(read_now()) == 6
    assert f"Übernommen 2. März 2026, 12:00 Uhr (MEZ) · {boss}" in page(answer)
    assert f"2. März 2026, 12:00 Uhr (MEZ) · {boss}" in page(office.get(HOME))


def test_an_old_plan_says_so_is_refused_and_computed_anew(office, make, seats, boss):
    call, _jurors, _cases = seats
    plan = actions.plan(call, TWO, by=boss, at=NOON)
    make.admitted(call=call, declared=("dk",))
    assert "Er lässt sich nicht mehr übernehmen." in page(office.get(f"{HOME}{plan.key}/"))
    answer = office.post(f"{HOME}{plan.key}/uebernehmen/", follow=True)
    assert "Berechnen Sie ihn neu; zugeteilt ist nichts." in page(answer)
    assert read_now() == set()
    answer = office.post(f"{HOME}{plan.key}/neu/", follow=True)
    assert "4 Fälle, je 2 Bögen" in page(answer)


def test_what_cannot_be_filled_is_named_with_the_least_change(office, make, seats):
    _call, jurors, cases = seats
    for juror in jurors:
        juror.max_cases = 1
        juror.save()
    make.conflict(make.assignment(juror=jurors[0], application=cases[0], cleared=False))
    text = page(office.post(HOME, WISH, follow=True))
    assert "3 Fälle lassen sich nicht füllen" in text
    assert cases[0].initiative.name in text
    assert re.search("wer Höchstzahlen um zusammen 3 anhebt: .*Brandt \\+1", text)
    assert "Ohne Anheben: 1 weiteres Jurymitglied" in text


def test_begun_work_stays_and_the_page_counts_it(office, make, seats):
    _call, jurors, cases = seats
    make.sheet({"dk": 5}, finished=False, juror=jurors[0], application=cases[0])
    text = page(office.post(HOME, WISH, follow=True))
    assert "Begonnenes und Fertiges bleibt: 1 Bogen." in text
    assert "Neu zugeteilt 5 Weggenommen 0 Bleibt 1" in text


def test_a_plan_costs_the_same_however_many_rows(office, make, call, boss):
    jurors = [make.juror(call=call) for _ in range(2)]
    make.many_cases(call, 3, jurors)

    def queries(readers: int) -> int:
        plan = actions.plan(call, Wanted(readers, keep_all=False), by=boss, at=NOON)
        with CaptureQueriesContext(connection) as found:
            assert office.get(f"{HOME}{plan.key}/").status_code == 200
        return len(found)

    queries(2)
    few = queries(2)
    make.many_cases(call, 40, [make.juror(call=call) for _ in range(5)])
    assert queries(3) == few <= 22


@pytest.mark.parametrize("jurors", [41, 61])
def test_a_large_jury_has_no_table_of_meetings_and_counted_bars(office, make, call, boss, jurors):
    for number in range(jurors):
        make.juror(call=call, user__name=f"Mitglied {number}")
    make.many_cases(call, 8)
    plan = actions.plan(call, Wanted(5, keep_all=False), by=boss, at=NOON)
    html = office.get(f"{HOME}{plan.key}/").content.decode()
    assert "aw-meet" not in html
    assert html.count('class="t-name"') == (2 if jurors > 60 else 41)


def test_a_large_plan_is_waited_for_without_a_script(office, seats, monkeypatch):
    monkeypatch.setattr("jury.actions.planning.AT_ONCE", 0)
    answer = office.post(HOME, WISH, follow=True)
    assert answer["Refresh"] == "4"
    assert "Der Plan wartet auf die Berechnung" in page(answer)
    assert "3 Fälle und 3 Jurymitglieder" in page(answer)
    plan = Plan.objects.get()
    assert office.get(f"{HOME}{plan.key}/plan.csv").status_code == 404
    connection.cursor().execute("UPDATE procrastinate_jobs SET status = 'failed'")
    answer = office.get(f"{HOME}{plan.key}/")
    assert "Refresh" not in answer
    assert "Die Berechnung ist gescheitert" in page(answer)
    monkeypatch.undo()
    assert "je 2 Bögen" in page(office.post(f"{HOME}{plan.key}/neu/", follow=True))


# -- Tables --------------------------------------------------------------------------------------


def sent(office, text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("zuteilung.csv", content, content_type="text/csv")
    return office.post(f"{HOME}tabelle/", {"file": file}, follow=True)


def head(*lines: str) -> str:
    return "\r\n".join(["Fallnummer;E-Mail-Adresse", *lines])


def test_what_goes_out_comes_in_as_the_same_pairs(office, make, seats, boss):
    call, _jurors, _cases = seats
    plan = actions.plan(call, TWO, by=boss, at=NOON)
    table = office.get(f"{HOME}{plan.key}/plan.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbfFallnummer;Fall;E-Mail-Adresse;Jurymitglied\r\n")
    sent(office, table.content)
    again = Plan.objects.exclude(pk=plan.pk).get()
    assert (again.source, again.pairs) == (Plan.Source.FILE, plan.pairs)
    office.post(f"{HOME}{again.key}/uebernehmen/")
    assert office.get(f"{HOME}stand.csv").content == table.content
    assert plan_files.read(table.content, call, at=NOON).faults == []


def test_what_stands_comes_back_in_spite_of_an_open_concern(office, seats, make):
    _call, jurors, cases = seats
    make.assignment(juror=jurors[0], application=cases[0], cleared=False)
    jurors[0].concerns.create(application=cases[0], kind="domain", evidence="…", raised_at=NOON)
    text = page(sent(office, office.get(f"{HOME}stand.csv").content))
    assert "Es ist schon alles so zugeteilt." in text


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+49", "-1", "@SUM(A1)"])
def test_no_cell_runs_as_a_formula(office, make, call, name):
    juror = make.juror(call=call, user__name=name)
    case = make.admitted(call=call, initiative__name=name)
    make.assignment(juror=juror, application=case)
    line = office.get(f"{HOME}stand.csv").content.decode("utf-8-sig").splitlines()[1]
    assert line == f"{case.number};'{name};{juror.user.email};'{name}"


def test_every_fault_is_named_with_its_line_and_nothing_is_planned(office, make, seats):
    call, jurors, cases = seats
    raw = make.submitted(call=call)
    gone = make.juror(call=call, left_at=NOON, user__name="Dorn")
    make.conflict(make.assignment(juror=jurors[0], application=cases[0]))
    one, two = jurors[0].user.email, jurors[1].user.email
    answer = sent(
        office,
        head(
            f"XX-1;{one}",
            f"{cases[1].number};niemand@people.example",
            f"{cases[1].number};{two}",
            f"{cases[1].number};{two.upper()}",
            f"{raw.number};{two}",
            f"{cases[1].number};{gone.user.email}",
            f"{cases[0].number};{one}",
            f";{one}",
        ),
    )
    assert answer.status_code == 409
    text = page(answer)
    for words in (
        "Zeile 2: Eine Bewerbung „XX-1“ gibt es in dieser Auslobung nicht.",
        "Zeile 3: Niemand in der Jury hat die Adresse „niemand@people.example“.",
        "Zeile 5: ",
        f"Zeile 6: Die Bewerbung {raw.number} ist nicht zugelassen.",
        "Zeile 7: Dorn liest zurzeit keine Fälle",
        f"Zeile 8: Albers darf {cases[0].number} nicht lesen",
        "Zeile 9: Die Zelle „Fallnummer“ ist leer.",
    ):
        assert words in text
    assert "Zeile 4:" not in text
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer"),
        (b"Fallnummer;Adresse\r\n1;2", "Die Spalte „e-mail-adresse“ fehlt."),
        (head().encode(), "Unter der Kopfzeile steht nichts."),
        (head("F;Müller@x.de").encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04" + b"\x00" * 30, "Das ist eine Arbeitsmappe."),
        (head('"1;2').encode(), "Anführungszeichen"),
        (head("1;2;3").encode(), "Zeile 2:"),
    ],
)
def test_what_is_no_table_is_refused_in_words(office, seats, content, words):
    answer = sent(office, content)
    assert answer.status_code == 409
    assert words in page(answer)
    assert Plan.objects.count() == 0


def test_a_table_too_large_is_refused(office, seats, monkeypatch):
    monkeypatch.setattr("jury.planning_forms.LARGEST", 10)
    assert "Die Datei ist größer als 5 MB" in page(sent(office, head("1;2")))


def test_a_draft_s_number_is_as_unknown_as_any(office, make, seats):
    call, jurors, _cases = seats
    draft = make.application(call=call)
    text = page(sent(office, head(f"{draft.number};{jurors[0].user.email}")))
    assert f"Eine Bewerbung „{draft.number}“ gibt es in dieser Auslobung nicht." in text


def test_what_a_table_leaves_out_goes_and_what_is_begun_stays(office, make, seats):
    _call, jurors, cases = seats
    make.sheet({"dk": 5}, finished=False, juror=jurors[0], application=cases[0])
    make.assignment(juror=jurors[1], application=cases[0], cleared=False)
    answer = sent(office, head(f"{cases[1].number};{jurors[2].user.email}"))
    assert "Neu zugeteilt 1 Weggenommen 1 Bleibt 1" in page(answer)
    plan = Plan.objects.get()
    office.post(f"{HOME}{plan.key}/uebernehmen/")
    assert read_now() == {(jurors[0].pk, cases[0].pk), (jurors[2].pk, cases[1].pk)}
    assert JournalEntry.objects.filter(action="call.allocated").count() == 1


def test_a_plan_of_a_table_is_made_anew_without_who_has_left(office, make, seats):
    _call, jurors, cases = seats
    sent(office, head(*(f"{cases[0].number};{juror.user.email}" for juror in jurors)))
    jurors[2].left_at = NOON + DAY
    jurors[2].save()
    office.post(f"{HOME}{Plan.objects.get().key}/neu/")
    assert {juror for _case, juror in Plan.objects.order_by("-pk")[0].pairs} == {
        str(jurors[0].key),
        str(jurors[1].key),
    }
