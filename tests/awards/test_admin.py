"""The admin: nothing of drafts, nothing unjournalled, accounts that can sign in."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from initiatives.models import JournalEntry, OfficeMember, User
from initiatives.records import letters

from ..make import NOON, at

PEOPLE, OFFICE = "/admin/initiatives/user/", "/admin/initiatives/officemember/"
PERSON = {"email": "Nora@people.example", "name": "Nora Neu", "language": "de", "is_active": "on"}


@pytest.fixture
def admin(client, make):
    """A client signed in as somebody who leads the office and may use the whole admin."""
    person = make.office("lead")
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


def journalled() -> list[tuple[str, dict]]:
    return list(JournalEntry.objects.order_by("number").values_list("action", "data"))


# -- What is not handed in is not there ----------------------------------------------------------


def test_applications_are_there_once_handed_in(admin, make):
    draft, handed_in = make.application(), make.submitted()
    page = admin.get("/admin/initiatives/application/").content.decode()
    assert (handed_in.number in page, draft.number in page) == (True, False)
    here = "/admin/initiatives/application/{}/change/"
    assert admin.get(here.format(handed_in.pk)).status_code == 200
    assert admin.get(here.format(draft.pk)).status_code == 302


def test_letters_about_drafts_are_not_there(admin, make):
    for kind in ("receipt", "reminder_draft"):
        letters.post(kind, to=f"{kind}@people.example", subject="Süd", text="Da.", at=NOON)
    page = admin.get("/admin/initiatives/letter/").content.decode()
    assert "receipt@people.example" in page
    assert "reminder_draft@people.example" not in page


def test_initiatives_are_there_when_listed_or_handed_in(admin, make):
    make.application(initiative__name="Entwurf Nord")
    make.initiative(name="Bekannte Runde", is_listed=True)
    make.submitted(initiative__name="Bündnis Süd")
    page = admin.get("/admin/initiatives/initiative/").content.decode()
    assert ["Entwurf Nord" in page, "Bekannte Runde" in page, "Bündnis Süd" in page] == [
        False,
        True,
        True,
    ]


# -- People --------------------------------------------------------------------------------------


def test_a_person_is_added_with_an_address_that_can_sign_in(admin):
    assert admin.post(PEOPLE + "add/", PERSON).status_code == 302
    person = User.objects.get(name="Nora Neu")
    assert person.email == "nora@people.example"
    assert not person.has_usable_password()
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == (person.email, True, True)


@pytest.mark.parametrize("email", ["", "NORA@people.example", "nora"])
def test_without_an_address_of_its_own_nobody_is_added(admin, make, email):
    make.user(email="nora@people.example")
    before = User.objects.count()
    answer = admin.post(PEOPLE + "add/", {**PERSON, "email": email})
    assert answer.status_code == 200
    assert User.objects.count() == before


def test_an_address_stays_and_a_person_is_not_deleted(admin, make):
    person = make.user(email="nora@people.example")
    admin.post(f"{PEOPLE}{person.pk}/change/", {**PERSON, "email": "other@people.example"})
    person.refresh_from_db()
    assert (person.email, person.name) == ("nora@people.example", "Nora Neu")
    assert admin.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_database_refuses_an_account_without_an_address(db):
    with pytest.raises(IntegrityError, match="account_has_an_address"), transaction.atomic():
        User.objects.create_user("")


# -- The office ----------------------------------------------------------------------------------


def test_giving_changing_and_taking_a_role_is_journalled(admin, make):
    person = make.user()
    admin.post(OFFICE + "add/", {"user": person.pk, "role": "reader"})
    member = OfficeMember.objects.get(user=person)
    admin.post(f"{OFFICE}{member.pk}/change/", {"role": "editor"})
    member.refresh_from_db()
    assert member.role == "editor"
    admin.post(f"{OFFICE}{member.pk}/delete/", {"post": "yes"})
    assert not OfficeMember.objects.filter(user=person).exists()
    assert journalled() == [
        ("office.appointed", {"role": "reader"}),
        ("office.appointed", {"role": "editor"}),
        ("office.dismissed", {"role": "editor"}),
    ]


def test_taking_several_roles_at_once_is_journalled_too(admin, make):
    members = [make.office("reader").office, make.office("auditor").office]
    chosen = [member.pk for member in members]
    admin.post(OFFICE, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert OfficeMember.objects.count() == 1
    assert [action for action, _data in journalled()] == ["office.dismissed"] * 2


def test_who_judges_in_the_current_call_is_not_of_the_office(admin, make):
    juror = make.juror()
    answer = admin.post(OFFICE + "add/", {"user": juror.user.pk, "role": "reader"})
    assert answer.status_code == 200
    assert not OfficeMember.objects.filter(user=juror.user).exists()
    make.call(year=juror.call.year + 1)
    admin.post(OFFICE + "add/", {"user": juror.user.pk, "role": "reader"})
    assert OfficeMember.objects.filter(user=juror.user).exists()


# -- The first of the office ---------------------------------------------------------------------


def test_the_first_of_the_office_is_made_by_a_command(db, capsys):
    call_command("make_office_member", "Ruth@award.example", name="Ruth Thiel", admin=True)
    person = User.objects.get()
    assert (person.email, person.name) == ("ruth@award.example", "Ruth Thiel")
    assert (person.office.role, person.is_staff, person.is_superuser) == ("lead", True, True)
    assert EmailAddress.objects.get(user=person).verified
    assert not person.has_usable_password()
    assert journalled() == [("office.appointed", {"role": "lead"})]


def test_a_known_person_keeps_the_account_and_no_more_rights(make):
    person = make.user(email="ruth@award.example", name="Ruth Thiel")
    call_command("make_office_member", "ruth@award.example", role="reader")
    person.refresh_from_db()
    assert (person.office.role, person.name, person.is_staff) == ("reader", "Ruth Thiel", False)


@pytest.mark.parametrize(
    ("email", "message"),
    [("ruth", "is no e-mail address"), ("ruth@award.example", "give it a name: --name")],
)
def test_the_command_says_what_is_missing(db, email, message):
    with pytest.raises(CommandError, match=message):
        call_command("make_office_member", email)
    assert not User.objects.exists()


def test_the_command_makes_no_juror_of_the_current_call_a_member(make):
    juror = make.juror()
    message = "This person is in the jury of the current call"
    with translation.override("en"), pytest.raises(CommandError, match=message):
        call_command("make_office_member", juror.user.email)
