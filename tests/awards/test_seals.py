"""The seal's life: made with the release, accepted by an owner, valid for a year to the second."""

from datetime import UTC, date, datetime
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from awards import actions
from awards.models import Laureate, Release, Seal
from awards.seals import terms, validity
from awards.seals.validity import State
from initiatives.models import JournalEntry, Letter, Local

from .. import make as builders
from ..make import DAY, NOON, SECOND, refused

HELD = NOON + 12 * DAY  # the ceremony of `make.laureate`: 14 March 2026, noon in Berlin


@pytest.fixture
def laureate(make):
    return make.laureate()


def owner_of(laureate):
    return builders.owner(laureate.application)


def accept(laureate, *, by=None, at=HELD, version=terms.CURRENT) -> Seal:
    return actions.accept_terms(laureate, version=version, by=by or owner_of(laureate), at=at)


# -- Whose prize carries it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "carries"),
    [("equal", True), ("category", True), ("special", True), ("commendation", False)],
)
def test_a_commendation_carries_no_seal(make, kind, carries):
    laureate = make.laureate(prize__kind=kind)
    assert Seal.objects.filter(laureate=laureate).exists() == carries
    assert laureate.prize.carries_seal == carries


def test_nobody_accepts_terms_of_a_seal_there_is_not(client, make):
    laureate = make.laureate(prize__kind="commendation")
    with refused("There is no seal to this award."):
        accept(laureate)
    with builders.at(HELD):
        client.force_login(owner_of(laureate))
        path = f"/en/bewerbungen/{laureate.application.key}/auszeichnung/"
        page = client.get(path)
        assert "There is no seal to this award." in page.content.decode()
        refusal = client.post(path, {"version": terms.CURRENT, "accepted": "on"})
    assert refusal.status_code == 409


# -- How long it counts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 3), date(2027, 11, 3)),
        (date(2027, 12, 31), date(2028, 12, 31)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_last_day_is_the_same_day_a_year_later(first, last):
    assert validity.last_day(first) == last


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (date(2027, 11, 3), datetime(2027, 11, 3, 23, tzinfo=UTC)),  # winter
        (date(2027, 6, 1), datetime(2027, 6, 1, 22, tzinfo=UTC)),  # summer
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),  # the clocks went forward
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, tzinfo=UTC)),  # they went back
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),  # they go that night
    ],
)
def test_it_ends_with_midnight_in_berlin(last, end):
    assert validity.end_of(last) == end
    holder = Laureate(release=Release())
    seal = Seal(laureate=holder, valid_until=last, accepted_at=NOON)
    assert seal.state(end - SECOND) == State.VALID
    assert seal.state(end) == State.EXPIRED


def test_the_day_of_a_ceremony_is_that_of_berlin():
    assert validity.day_of(datetime(2026, 11, 2, 23, 30, tzinfo=UTC)) == date(2026, 11, 3)


# -- Made with the release -----------------------------------------------------------------------


def test_a_release_that_is_confirmed_makes_one_seal_a_laureate(make, laureate):
    seal = Seal.objects.get()
    assert (seal.laureate, seal.accepted_at, seal.valid_until) == (laureate, None, None)
    assert len(seal.code) == 8
    assert not Seal.objects.public(HELD + DAY).exists()


def test_a_release_that_is_stopped_leaves_no_seal(make, laureate):
    before = Seal.objects.get().code
    lead = make.office("lead")
    actions.revoke(laureate.release, by=lead, at=HELD - SECOND)
    assert not Seal.objects.exists()
    release = laureate.release
    release.refresh_from_db()
    actions.confirm(release, by=make.office(), at=HELD - SECOND)
    seal = Seal.objects.get()
    assert seal.laureate == Laureate.objects.get()
    assert seal.code != before


def test_the_archive_has_no_seals(db):
    call_command("load_initiatives", stdout=StringIO())
    call_command("load_archive", stdout=StringIO())
    assert Laureate.objects.count() == 5
    assert not Seal.objects.exists()


# -- Accepting -----------------------------------------------------------------------------------


def test_an_owner_accepts(settings, laureate):
    settings.ISSUER = "Bundesamt für Erfundenes"
    owner = owner_of(laureate)
    accept(laureate, by=owner)
    seal = Seal.objects.get()
    assert (seal.terms_version, seal.accepted_at, seal.accepted_by) == (1, HELD, owner)
    assert (seal.valid_from, seal.valid_until) == (date(2026, 3, 14), date(2027, 3, 14))
    assert seal.issuer == "Bundesamt für Erfundenes"
    assert list(Seal.objects.public(HELD)) == [seal]
    entry = JournalEntry.objects.get(action="seal.accepted")
    assert entry.actor == owner.key
    assert entry.about_key == str(laureate.key)
    assert entry.data == {"code": seal.code, "version": 1, "valid_until": "2027-03-14"}


def test_accepting_twice_changes_nothing(settings, laureate):
    accept(laureate)
    settings.ISSUER = "Anderes Haus"
    accept(laureate, at=HELD + DAY)
    seal = Seal.objects.get()
    assert (seal.accepted_at, seal.issuer) == (HELD, "Geschäftsstelle der Auszeichnung")
    assert JournalEntry.objects.filter(action="seal.accepted").count() == 1


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_other_members_do_not_accept(make, laureate, role):
    member = make.member(laureate.application.initiative, role)
    with refused("The terms are accepted by the owners of the initiative."):
        accept(laureate, by=member)


def test_neither_strangers_nor_the_office_accept(make, laureate):
    for person in (make.user(), make.office("lead")):
        with refused("The terms are accepted by the owners of the initiative."):
            accept(laureate, by=person)


def test_nobody_accepts_before_the_embargo_ends(laureate):
    with refused("The award has not been announced yet."):
        accept(laureate, at=HELD - SECOND)
    accept(laureate, at=HELD)


def test_nobody_accepts_before_the_day_of_the_ceremony(make, laureate):
    call = laureate.release.call
    call.ceremony_at = HELD + DAY
    call.save()
    midnight = datetime(2026, 3, 14, 23, tzinfo=UTC)
    with refused("The seal is given from the day of the ceremony on, 15 March 2026."):
        accept(laureate, at=midnight - SECOND)
    assert accept(laureate, at=midnight).valid_from == date(2026, 3, 15)


def test_terms_that_were_not_read_are_not_accepted(laureate):
    with refused("The terms have changed. Please read the new version."):
        accept(laureate, version=0)


def test_terms_once_published_never_change():
    """A change of a word is a new version: a new file, and its number in `terms.CURRENT`."""
    assert {v: sha256(terms.text(v).encode()).hexdigest()[:16] for v in (1,)} == {1: TERMS_1}


TERMS_1 = "b3125b08dae4c298"


# -- Withdrawing ---------------------------------------------------------------------------------


def test_the_office_withdraws_for_a_reason(make, laureate):
    accept(laureate)
    office, reason = make.office("editor"), Local(de="Falsche Angaben.", en="False statements.")
    seal = actions.withdraw_seal(Seal.objects.get(), reason=reason, by=office, at=HELD + DAY)
    seal.refresh_from_db()
    assert (seal.withdrawn_at, seal.withdrawn_by, seal.reason) == (HELD + DAY, office, reason)
    assert seal.state(HELD + DAY - SECOND) == State.VALID
    assert seal.state(HELD + DAY) == State.WITHDRAWN
    assert seal.state(HELD + 800 * DAY) == State.WITHDRAWN
    entry = JournalEntry.objects.get(action="seal.withdrawn")
    assert (entry.actor, entry.data) == (office.key, {"code": seal.code})


def test_those_who_act_for_the_initiative_are_told(make, laureate):
    editor = make.member(laureate.application.initiative, "editor", language="en")
    make.member(laureate.application.initiative, "reader")
    accept(laureate)
    reason = Local(de="Falsche Angaben.", en="False statements.")
    actions.withdraw_seal(Seal.objects.get(), reason=reason, by=make.office(), at=HELD + DAY)
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="seal_withdrawn")}
    assert set(letters) == {owner_of(laureate).email, editor.email}
    assert "False statements." in letters[editor.email].text
    assert "Falsche Angaben." in letters[owner_of(laureate).email].text


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_withdraws_nothing(make, laureate, role):
    accept(laureate)
    with refused("Your role reads and does not decide."):
        withdraw(make.office(role))


def withdraw(by, *, de="Grund", at=HELD + DAY):
    return actions.withdraw_seal(Seal.objects.get(), reason=Local(de=de), by=by, at=at)


def test_what_is_not_in_use_is_not_withdrawn(make, laureate):
    with refused("This seal is not in use yet."):
        withdraw(make.office())


def test_it_is_withdrawn_once(make, laureate):
    accept(laureate)
    withdraw(make.office())
    with refused("This seal has been withdrawn already."):
        withdraw(make.office("lead"))


def test_without_a_reason_it_stays(make, laureate):
    accept(laureate)
    with refused("Give the reason."):
        withdraw(make.office(), de=" ")


def test_the_database_asks_for_a_reason_too(make, laureate):
    accept(laureate)
    with (
        pytest.raises(IntegrityError, match="seal_is_withdrawn_for_a_reason"),
        transaction.atomic(),
    ):
        Seal.objects.update(withdrawn_at=HELD)


@pytest.mark.parametrize("lacking", ["terms_version", "valid_from", "valid_until"])
def test_the_database_wants_all_of_an_acceptance(make, laureate, lacking):
    accept(laureate)
    name = "seal_counts_once_its_terms_are_accepted"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Seal.objects.update(**{lacking: None})


@pytest.mark.parametrize("what", ["laureate", "release"])
def test_a_prize_taken_back_takes_the_seal_along(make, laureate, what):
    seal = accept(laureate)
    row = {"laureate": laureate, "release": laureate.release}[what]
    type(row).objects.filter(pk=row.pk).update(withdrawn_at=HELD + DAY)
    seal = Seal.objects.public(HELD + DAY).with_holder().get()
    assert seal.state(HELD + DAY - SECOND) == State.VALID
    assert seal.state(HELD + DAY) == State.WITHDRAWN
    assert to_remind(REMINDED) == []


def test_who_lost_the_prize_accepts_nothing(make, laureate):
    Laureate.objects.update(withdrawn_at=HELD)
    with refused("The award has not been announced yet."):
        accept(laureate)


# -- Reminding -----------------------------------------------------------------------------------

REMINDED = datetime(2027, 2, 12, 8, tzinfo=UTC)  # nine in Berlin, thirty days before 14 March


def to_remind(at) -> list[Seal]:
    return list(actions.seals_to_remind(at=at))


def test_it_is_due_thirty_days_before_at_nine(make, laureate):
    seal = accept(laureate)
    assert to_remind(REMINDED - SECOND) == []
    assert to_remind(REMINDED) == [seal]
    end = validity.end_of(date(2027, 3, 14))
    assert to_remind(end - SECOND) == [seal]
    assert to_remind(end) == []


def test_those_who_act_for_it_are_reminded_once(make, laureate, django_assert_num_queries):
    make.member(laureate.application.initiative, "reader")
    seal = accept(laureate)
    actions.remind_of_seal(seal, at=REMINDED)
    actions.remind_of_seal(seal, at=REMINDED + DAY)
    assert to_remind(REMINDED + DAY) == []
    letter = Letter.objects.get(kind="seal_ends")
    assert letter.to == owner_of(laureate).email
    assert letter.subject == "Ihr Siegel 2026 gilt noch bis zum 14. März 2027"
    assert f"/siegel/{seal.code}/" in letter.text
    seal.refresh_from_db()
    assert seal.reminded_at == REMINDED


def test_a_withdrawn_seal_is_not_spoken_of(make, laureate):
    seal = accept(laureate)
    withdraw(make.office())
    assert to_remind(REMINDED) == []
    actions.remind_of_seal(seal, at=REMINDED)
    assert not Letter.objects.filter(kind="seal_ends").exists()


def test_one_query_finds_them_all(make, django_assert_num_queries):
    for _ in range(3):
        accept(make.laureate())
    with django_assert_num_queries(1):
        assert len(to_remind(REMINDED)) == 3
