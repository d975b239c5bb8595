"""Deleting a draft and an account: what goes, what stays, and who may not go yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives import actions, snapshots
from initiatives.actions import leaving
from initiatives.keys import uuid7
from initiatives.models import (
    Answer,
    Application,
    Attachment,
    Claim,
    Initiative,
    Invitation,
    JournalEntry,
    Letter,
    Membership,
    Snapshot,
    User,
)
from initiatives.records import letters, proof

from ..make import DAY, NOON, SECOND, at, refused
from .test_uploads import pdf, picture

OWNERS_ONLY = "Only owners of the initiative can delete the draft."
NEVER = (
    "An application that was handed in cannot be deleted, so that the procedure can be "
    "verified. You can withdraw it."
)
HAND_OVER = "Hand the initiative over to another person of the team first."
WITHDRAW = (
    "Your application is handed in, and nobody but you acts for it. Withdraw the application, "
    "or invite somebody and hand the initiative over."
)
DECIDED = (
    "Your application has been decided on, and nobody but you acts for it. Invite somebody and "
    "hand the initiative over."
)
OFFICE = (
    "Your account belongs to the award office. Ask those who lead it to take your role away first."
)


@pytest.fixture
def draft(make) -> Application:
    return make.application(
        complete=True, owner=make.user("Olga Owner"), initiative__name="Bündnis Öfen"
    )


def address(application: Application, page: str = "loeschen/") -> str:
    return f"/en/bewerbungen/{application.key}/{page}"


def told() -> list[tuple[str, str]]:
    return sorted(Letter.objects.values_list("kind", "to"))


# -- A draft -------------------------------------------------------------------------------------


def test_a_draft_goes_with_everything_in_it_and_the_journal_keeps_that_it_was_there(make, draft):
    actions.delete_draft(draft, by=make.owner(draft), at=NOON)
    assert not Application.objects.exists()
    assert not Answer.objects.exists()
    entry = JournalEntry.objects.get(action="application.deleted")
    assert (entry.about_key, entry.actor, entry.at) == (
        str(draft.key),
        make.owner(draft).key,
        NOON,
    )
    assert entry.data == {"number": draft.number}
    assert Initiative.objects.get().memberships.count() == 1


def test_its_files_are_gone_from_the_disk_and_not_before_the_commit(
    make, draft, django_capture_on_commit_callbacks
):
    for name, content in (("Plan.pdf", pdf()), ("Werk.png", picture("PNG"))):
        upload = SimpleUploadedFile(name, content)
        actions.attach(draft, upload, by=make.owner(draft), at=NOON)
    names = [
        file.name
        for attachment in Attachment.objects.all()
        for file in (attachment.file, attachment.medium, attachment.small)
        if file
    ]
    assert len(names) >= 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(draft, by=make.owner(draft), at=NOON)
        assert all(default_storage.exists(name) for name in names)
    assert not any(default_storage.exists(name) for name in names)


def test_everybody_in_the_team_is_told(make, draft):
    reader = make.member(draft.initiative, "reader", language="en")
    actions.delete_draft(draft, by=make.owner(draft), at=NOON)
    assert told() == sorted(
        ("draft_deleted", person.email) for person in (make.owner(draft), reader)
    )
    letter = Letter.objects.get(to=reader.email)
    assert letter.subject == f"Draft deleted: Bündnis Öfen ({draft.number})"
    assert "Olga Owner has deleted the draft" in letter.text


def test_after_the_deadline_too(make, draft):
    actions.delete_draft(draft, by=make.owner(draft), at=draft.call.ceremony_at)
    assert not Application.objects.exists()


def test_one_withdrawn_that_was_never_handed_in_can_be_deleted(make, draft):
    actions.withdraw(draft, by=make.owner(draft), at=NOON)
    actions.delete_draft(draft, by=make.owner(draft), at=NOON)
    assert not Application.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "withdrawn", "admitted", "excluded"])
def test_what_was_handed_in_stays(make, status):
    case = make.submitted(status=status, exclusion_reason="Grund")
    with refused(NEVER):
        actions.delete_draft(case, by=make.owner(case), at=NOON)
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_an_owner_deletes_it(make, draft, role):
    with refused(OWNERS_ONLY):
        actions.delete_draft(draft, by=make.member(draft.initiative, role), at=NOON)
    assert Application.objects.exists()


@pytest.mark.parametrize("stranger", ["user", "office"])
def test_nobody_else_deletes_it(make, draft, stranger):
    with refused(OWNERS_ONLY):
        actions.delete_draft(draft, by=getattr(make, stranger)(), at=NOON)


def test_the_page_says_what_goes_and_the_button_does_it(client, make, draft):
    client.force_login(make.owner(draft))
    page = client.get(address(draft)).content.decode()
    assert f"Delete draft {draft.number}?" in page
    assert "2 texts" in page
    assert "0 pictures" not in page
    answer = client.post(address(draft), follow=True)
    assert f"The draft {draft.number} is deleted." in answer.content.decode()
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft)).status_code == 404  # a second click


def test_who_may_not_sees_no_button_and_is_refused_in_words(client, make, draft):
    client.force_login(make.member(draft.initiative, "editor"))
    page = client.get(address(draft)).content.decode()
    assert OWNERS_ONLY in page
    assert 'type="submit"' not in page.split("<main")[1]
    assert OWNERS_ONLY in client.post(address(draft), follow=True).content.decode()
    assert Application.objects.exists()


def test_to_strangers_the_page_does_not_exist(client, make, draft):
    assert client.get(address(draft)).status_code == 302
    for person in (make.user(), make.owner(make.application()), make.office("lead")):
        client.force_login(person)
        assert client.get(address(draft)).status_code == 404
        assert client.post(address(draft)).status_code == 404


def test_of_what_was_handed_in_there_is_no_such_page(client, make):
    case = make.submitted()
    client.force_login(make.owner(case))
    assert client.get(address(case)).url == address(case, "")
    assert "Delete the draft" not in client.get(address(case, "")).content.decode()


def test_its_history_and_letters_break_nothing(client, make, draft):
    actions.delete_draft(draft, by=make.owner(draft), at=NOON)
    client.force_login(make.office("lead"))
    assert "Draft deleted" in client.get("/en/verwaltung/journal/").content.decode()
    assert client.get("/en/verwaltung/briefe/").status_code == 200
    letter = Letter.objects.first()
    assert client.get(f"/en/verwaltung/briefe/{letter.key}/").status_code == 200


# -- An account ----------------------------------------------------------------------------------


def delete(person: User, moment=NOON) -> User:
    actions.delete_account(by=person, at=moment)
    return User.objects.get(pk=person.pk)


def test_the_person_is_forgotten_and_the_key_stays(make):
    person = make.user("Gerda Gone", language="en")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Schlüssel"})
    gone = delete(person)
    assert (gone.name, gone.email) == ("", f"geloescht-{person.key}@geloescht.invalid")
    assert (gone.is_active, gone.deleted_at, gone.last_login) == (False, NOON, None)
    assert gone.key == person.key
    assert str(gone) == "Gelöschtes Konto"
    assert gone.has_usable_password() is False
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.about_key, entry.actor, entry.data) == (
        "account.deleted",
        str(person.key),
        person.key,
        {},
    )


def test_a_last_letter_goes_to_the_old_address_in_its_language(make):
    delete(make.user("Gerda Gone", email="gerda@people.example", language="en"))
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("account_deleted", "gerda@people.example")
    assert letter.subject == "Your account is deleted"


def test_a_second_click_changes_nothing(make):
    person = make.user()
    delete(person)
    delete(person, NOON + SECOND)
    assert (JournalEntry.objects.count(), Letter.objects.count()) == (1, 1)


def test_drafts_of_this_person_alone_go_with_their_initiative(make, draft):
    withdrawn = make.application(owner=make.owner(draft), status="withdrawn")
    delete(make.owner(draft))
    assert not Application.objects.exists()
    assert not Initiative.objects.exists()
    numbers = JournalEntry.objects.filter(action="application.deleted").order_by("number")
    assert [entry.data["number"] for entry in numbers] == [draft.number, withdrawn.number]


def test_a_listed_initiative_stays_in_the_directory(make):
    draft = make.application(initiative__is_listed=True)
    delete(make.owner(draft))
    assert not Application.objects.exists()
    assert Initiative.objects.get().memberships.count() == 0


def test_open_invitations_of_an_initiative_without_anybody_are_withdrawn(make):
    draft = make.application(initiative__is_listed=True)
    invited = Invitation.objects.create(
        initiative=draft.initiative,
        email="neu@people.example",
        role="owner",
        invited_at=NOON,
        expires_at=NOON + DAY,
    )
    delete(make.owner(draft))
    invited.refresh_from_db()
    assert invited.withdrawn_at == NOON


def test_drafts_of_others_stay_with_a_nameless_hand(make, draft):
    editor = make.member(draft.initiative, "editor", name="Edda Editor")
    draft.answers.update(saved_by=editor)
    Application.objects.update(
        contact_name="Edda Editor", contact_email=editor.email.upper(), contact_phone="030 1"
    )
    delete(editor)
    draft.refresh_from_db()
    assert (draft.contact_name, draft.contact_email, draft.contact_phone) == ("", "", "")
    assert {str(answer.saved_by) for answer in draft.answers.all()} == {"Gelöschtes Konto"}
    assert list(draft.initiative.memberships.values_list("user", flat=True)) == [
        make.owner(draft).pk
    ]
    assert ("team_left", make.owner(draft).email) in told()
    assert "Edda Editor" in Letter.objects.get(kind="team_left").subject


def test_somebody_else_as_contact_stays_so(make, draft):
    editor = make.member(draft.initiative, "editor")
    delete(editor)
    draft.refresh_from_db()
    assert draft.contact_name == "Olga Owner"


def test_what_was_handed_in_stays_as_it_was(make):
    case = make.submitted()
    make.member(case.initiative, "owner")
    snapshot = case.snapshots.get()
    person = make.owner(case)
    delete(person)
    case.refresh_from_db()
    assert case.snapshots.get().content == snapshot.content
    assert case.contact_email == person.email
    assert str(case.snapshots.get().submitted_by) == "Gelöschtes Konto"
    assert proof.check().broken is None


def test_requests_and_codes_go_and_decided_claims_lose_their_words(make):
    person = make.user(email="gerda@people.example")
    for granted in (None, True):
        Claim.objects.create(
            initiative=make.initiative(),
            user=person,
            reason="Vorstand",
            made_at=NOON,
            decided_at=NOON if granted else None,
            granted=granted,
        )
    for email in ("Gerda@people.example", "andere@people.example"):
        Invitation.objects.create(
            initiative=make.initiative(),
            email=email,
            role="editor",
            invited_at=NOON,
            expires_at=NOON + DAY,
        )
    plain = {"to": person.email, "subject": "Code", "text": "ABCDEF", "at": NOON}
    letters.post("code", **plain, is_secret=True)
    delete(person)
    assert [(claim.granted, claim.reason) for claim in Claim.objects.all()] == [(True, "")]
    assert [one.email for one in Invitation.objects.all()] == ["andere@people.example"]
    assert Letter.objects.get(kind="code").text == ""


# -- Who may not go yet --------------------------------------------------------------------------


def hindered(person: User, initiative: Initiative, reason: str, moment=NOON) -> None:
    with refused(f"{initiative.name}: {reason}"):
        actions.delete_account(by=person, at=moment)
    person.refresh_from_db()
    assert (person.deleted_at, person.is_active) == (None, True)
    assert Membership.objects.filter(user=person).exists()


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_the_only_owner_hands_a_team_over_first(make, draft, role):
    make.member(draft.initiative, role)
    hindered(make.owner(draft), draft.initiative, HAND_OVER)


def test_an_owner_whose_account_is_gone_is_none(make, draft):
    delete(make.member(draft.initiative, "owner"))
    make.member(draft.initiative, "editor")
    hindered(make.owner(draft), draft.initiative, HAND_OVER)


def test_a_second_owner_lets_one_go(make, draft):
    make.member(draft.initiative, "owner")
    assert delete(make.owner(draft)).deleted_at == NOON
    assert Application.objects.exists()


def test_who_alone_handed_in_withdraws_or_hands_over_first(make):
    case = make.submitted()
    hindered(make.owner(case), case.initiative, WITHDRAW)
    actions.withdraw(case, by=make.owner(case), at=NOON)
    assert delete(make.owner(case)).deleted_at == NOON
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("status", ["admitted", "excluded"])
def test_who_alone_was_decided_on_hands_over_first(make, status):
    case = make.submitted(status=status, exclusion_reason="Grund")
    hindered(make.owner(case), case.initiative, DECIDED)


def test_once_the_year_is_over_nothing_holds_one_back(make):
    case = make.admitted()
    over = case.call.feedback_at
    hindered(make.owner(case), case.initiative, DECIDED, over - SECOND)
    assert delete(make.owner(case), over).deleted_at == over
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
def test_the_office_asks_its_lead(make, role):
    person = make.office(role)
    with refused(OFFICE):
        actions.delete_account(by=person, at=NOON)
    person.refresh_from_db()
    assert person.deleted_at is None


def test_who_keeps_the_admin_asks_too(make):
    with refused(OFFICE):
        actions.delete_account(by=make.user(is_staff=True), at=NOON)


def test_what_hinders_is_the_whole_list(make, draft):
    person = make.owner(draft)
    make.member(draft.initiative, "reader")
    case = make.submitted(owner=person)
    found = leaving.hindrances(person, at=NOON)
    assert [one.initiative for one in found] == [draft.initiative, case.initiative]


def test_somebody_handing_in_meanwhile_is_not_deleted(make, draft):
    """What the page promised to delete was handed in before the button was pressed."""
    person = make.owner(draft)
    assert leaving.drafts_of(person) == [draft]
    snapshots.freeze(draft, by=person, at=NOON, once=uuid7())
    Application.objects.update(status="submitted")
    hindered(person, draft.initiative, WITHDRAW)


def test_lists_and_pages_of_others_show_a_nameless_account(client, make):
    case = make.submitted()
    make.member(case.initiative, "owner")
    delete(make.owner(case))
    with at(NOON + timedelta(hours=1)):
        client.force_login(make.office("lead"))
        for path in ("", "bewerbungen/", f"bewerbungen/{case.key}/", "journal/", "briefe/"):
            assert client.get(f"/verwaltung/{path}").status_code == 200
        page = client.get(f"/verwaltung/bewerbungen/{case.key}/").content.decode()
        assert "geloescht.invalid" not in page
