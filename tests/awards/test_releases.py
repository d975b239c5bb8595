"""The announcement: two people, one second, and copies that nothing changes later."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from awards import actions
from awards.decision_list import unconfirmed
from awards.models import Laureate, Release
from initiatives.models import Application, Initiative, JournalEntry, Local

from ..make import DAY, NOON, SECOND, at, refused

READS = "Your role reads and does not decide."
SAME = "You prepared this release. Somebody else of the office must confirm it."
TEXTS = {"headline": Local(de="Zwei Preise"), "lead": Local(de="Die Jury."), "place": "Berlin"}


@pytest.fixture
def decision(make):
    """A prize for a case that declared dm and dk."""
    call = make.call(meeting_at=NOON - DAY)
    case = make.admitted(
        call=call,
        declared=("dm", "dk"),
        initiative__name="Bündnis Süd",
        initiative__website="https://sued.example/",
    )
    return make.decision(prize=make.prize(call=call), application=case)


def prepare(call, by, *, embargo=NOON + DAY, **texts) -> Release:
    return actions.prepare(call, embargo_until=embargo, texts={**TEXTS, **texts}, by=by, at=NOON)


# -- Preparing -----------------------------------------------------------------------------------


def test_a_draft_is_written_and_written_over(make, decision):
    anna, ben = make.office("editor"), make.office("lead")
    prepare(decision.prize.call, anna)
    changed = prepare(decision.prize.call, ben, embargo=NOON + 2 * DAY, place="Bonn")
    assert Release.objects.get() == changed
    assert (changed.place, changed.embargo_until) == ("Bonn", NOON + 2 * DAY)
    assert (changed.prepared_by, changed.prepared_at, changed.confirmed_at) == (ben, NOON, None)
    assert [entry.action for entry in JournalEntry.objects.all()] == ["release.prepared"] * 2


def test_a_text_that_is_not_given_stays(make, decision):
    office = make.office()
    prepare(decision.prize.call, office)
    changed = actions.prepare(
        decision.prize.call, embargo_until=NOON, texts={"place": "Bonn"}, by=office, at=NOON
    )
    assert (changed.headline, changed.place) == ({"de": "Zwei Preise"}, "Bonn")


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_prepares_nothing(make, decision, role):
    with refused(READS):
        prepare(decision.prize.call, make.office(role))


def test_what_is_confirmed_is_not_prepared_again(make, decision):
    release = make.release(call=decision.prize.call, confirmed=True)
    with refused("The release is confirmed; it can no longer change."):
        prepare(release.call, make.office())


# -- Confirming ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_a_second_person_confirms(make, decision, role):
    release, person = make.release(call=decision.prize.call), make.office(role)
    actions.confirm(release, by=person, at=NOON)
    found = Release.objects.get()
    assert (found.confirmed_by, found.confirmed_at) == (person, NOON)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("release.confirmed", person.key)
    assert entry.data == {
        "laureates": ["buendnis-sued"],
        "embargo_until": release.embargo_until.isoformat(),
    }


def test_the_same_person_cannot_confirm(make, decision):
    release = make.release(call=decision.prize.call)
    with refused(SAME):
        actions.confirm(release, by=release.prepared_by, at=NOON)
    assert not Laureate.objects.exists()


def test_the_last_to_prepare_cannot_confirm_but_the_first_can(make, decision):
    anna, ben = make.office("editor"), make.office("lead")
    prepare(decision.prize.call, anna)
    release = prepare(decision.prize.call, ben)
    make.results_told(release)
    with refused(SAME):
        actions.confirm(release, by=ben, at=NOON)
    assert actions.confirm(release, by=anna, at=NOON).confirmed_by == anna


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_does_not_confirm(make, decision, role):
    with refused(READS):
        actions.confirm(make.release(call=decision.prize.call), by=make.office(role), at=NOON)


def test_the_database_refuses_the_same_person_too(make, decision):
    release = make.release(call=decision.prize.call)
    with pytest.raises(IntegrityError, match="release_needs_two_people"):
        Release.objects.update(confirmed_by=release.prepared_by, confirmed_at=NOON)


def test_it_is_confirmed_once(make, decision):
    release = make.release(call=decision.prize.call, confirmed=True)
    with refused("This release is confirmed already."):
        actions.confirm(release, by=make.office(), at=NOON)
    assert Laureate.objects.count() == 1


def test_all_that_is_missing_is_said_at_once(make):
    release = make.release(headline=Local(), lead=Local())
    with refused(
        "The announcement has no headline. The announcement has no lead. "
        "No decision has been recorded."
    ):
        actions.confirm(release, by=make.office(), at=NOON)


def test_a_case_that_was_excluded_after_the_decision_stops_the_release(make, decision):
    release = make.release(call=decision.prize.call, told=False)
    Application.objects.update(status="excluded", exclusion_reason="Falsche Angaben.")
    with refused(f"{decision.application.number} is no longer admitted. Take the decision back."):
        actions.confirm(release, by=make.office(), at=NOON)
    assert not Laureate.objects.exists()


# -- Laureates -----------------------------------------------------------------------------------


def frozen() -> dict:
    laureate = Laureate.objects.get()
    columns = Laureate.objects.values().get()
    return columns | {"criteria": [criterion.code for criterion in laureate.criteria.all()]}


def test_a_laureate_is_a_copy_of_what_was_handed_in(make, decision):
    make.release(call=decision.prize.call, confirmed=True)
    laureate = Laureate.objects.get()
    assert (laureate.name, laureate.sort_name) == ("Bündnis Süd", "bundnis sud")
    assert (laureate.slug, laureate.prize) == ("buendnis-sued", decision.prize)
    assert laureate.entry == "Antwort title"
    assert laureate.summary == {"de": "Antwort summary", "en": "In short."}
    assert (laureate.region, laureate.states) == ("Talaue", ["DE-ST"])
    assert (laureate.carrier, laureate.jury_statement) == (
        "Kammer Talaue",
        {"de": "Weil es wirkt."},
    )
    assert [criterion.code for criterion in laureate.criteria.all()] == ["dk", "dm"]
    assert laureate.links == [{"url": "https://sued.example/", "label": {"de": "Bündnis Süd"}}]


def test_later_changes_do_not_reach_a_laureate(make, decision):
    make.release(call=decision.prize.call, confirmed=True)
    before = frozen()
    Initiative.objects.update(name="Anders", sort_name="anders", region="Anders", website="")
    decision.application.answers.update(text="Anders")
    type(decision).objects.update(jury_statement=Local(de="Anders."))
    assert frozen() == before


def test_changes_between_handing_in_and_release_do_not_reach_it_either(make, decision):
    Initiative.objects.update(name="Anders", sort_name="anders", region="Anders")
    make.release(call=decision.prize.call, confirmed=True)
    laureate = Laureate.objects.get()
    assert (laureate.name, laureate.sort_name) == ("Bündnis Süd", "bundnis sud")
    assert laureate.region == "Talaue"


def test_two_laureates_of_one_name_have_two_addresses(make, decision):
    call = decision.prize.call
    namesake = make.admitted(call=call, initiative__name="Bündnis Süd", initiative__slug="sued-2")
    make.decision(prize=make.prize(call=call), application=namesake)
    make.release(call=call, confirmed=True)
    slugs = sorted(Laureate.objects.values_list("slug", flat=True))
    assert slugs == ["buendnis-sued", f"buendnis-sued-{namesake.number.lower()}"]


def test_a_laureate_named_like_the_press_page_has_an_address_of_its_own(client, make):
    case = make.admitted(initiative__name="Presse", initiative__slug="presse")
    make.decision(prize=make.prize(call=case.call), application=case)
    release = make.release(call=case.call, confirmed=True)
    laureate = Laureate.objects.get()
    assert laureate.slug == f"presse-{case.number.lower()}"
    with at(release.embargo_until):
        page = client.get(f"/preistraeger/{case.call.year}/{laureate.slug}/")
    assert "Presse" in page.content.decode()


def test_a_laureate_whose_name_has_no_latin_letter_has_an_address(make):
    case = make.admitted(initiative__name="Завод", initiative__slug="zavod")
    make.decision(prize=make.prize(call=case.call), application=case)
    make.release(call=case.call, confirmed=True)
    assert Laureate.objects.get().slug == case.number.lower()


@pytest.mark.django_db(transaction=True)
def test_who_confirms_while_somebody_decides_waits(make, decision):
    call, confirmer = decision.prize.call, make.office("lead")
    second = make.admitted(call=call)
    prize, decider, release = make.prize(call=call), make.office(), make.release(call=call)
    failures = []

    def confirm() -> None:
        try:
            actions.confirm(release, by=confirmer, at=NOON)
        except Exception as failure:  # shown by the assertion below
            failures.append(failure)
        finally:
            connection.close()

    with transaction.atomic():
        actions.decide(
            prize, second, jury_statement={"de": "Auch."}, deviation="Gut.", by=decider, at=NOON
        )
        thread = threading.Thread(target=confirm)
        thread.start()
        time.sleep(0.3)
    thread.join()
    (refusal,) = failures
    assert str(refusal).startswith(unconfirmed())
    assert not Laureate.objects.exists()


# -- The second ----------------------------------------------------------------------------------


def test_at_the_second_and_not_before_it_is_public(make, decision):
    release = make.release(call=decision.prize.call, confirmed=True, embargo_until=NOON)
    laureate = Laureate.objects.get()
    for moment, found in ((NOON - SECOND, False), (NOON, True)):
        assert list(Release.objects.public(moment)) == [release] * found
        assert list(Laureate.objects.public(moment)) == [laureate] * found
        assert list(Laureate.objects.newest(moment)) == [laureate] * found
