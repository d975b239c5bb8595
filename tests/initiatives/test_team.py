"""The team of an initiative: roles, leaving, handing over; one owner always stays."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives import actions
from initiatives.models import Initiative, JournalEntry, Letter, Membership
from initiatives.refusals import NotAllowed

from ..make import DAY, NOON, at, refused

LAST = "Somebody must own the initiative. Hand it over to another member first."
OWNERS_ONLY = "Only owners of the initiative can change its team."


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def talaue(make) -> Initiative:
    return make.initiative("Talaue")


@pytest.fixture
def anna(make, talaue):
    return make.member(talaue, name="Anna Ahl")


@pytest.fixture
def ben(make, talaue):
    return make.member(talaue, "editor", name="Ben Behn")


def seat(initiative: Initiative, person) -> Membership:
    return initiative.memberships.get(user=person)


def roles(initiative: Initiative) -> dict[str, str]:
    return dict(initiative.memberships.values_list("user__name", "role"))


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "to"))


def words() -> list[str]:
    return list(JournalEntry.objects.order_by("number").values_list("action", flat=True))


# -- Roles ---------------------------------------------------------------------------------------


def test_an_owner_changes_a_role_and_the_person_is_written_to(talaue, anna, ben):
    actions.change_role(seat(talaue, ben), "reader", by=anna, at=NOON)
    assert roles(talaue) == {"Anna Ahl": "owner", "Ben Behn": "reader"}
    assert letters() == [("role_changed", ben.email)]
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.about_key) == ("initiative.role_changed", str(talaue.key))
    assert entry.data == {"person": str(ben.key), "before": "editor", "role": "reader"}


def test_the_same_role_again_is_no_change(talaue, anna, ben):
    actions.change_role(seat(talaue, ben), "editor", by=anna, at=NOON)
    assert (letters(), words()) == ([], [])


def test_the_last_owner_keeps_the_role(talaue, anna, ben):
    with refused(LAST):
        actions.change_role(seat(talaue, anna), "editor", by=anna, at=NOON)


def test_one_of_two_owners_may_step_down_without_a_letter_to_oneself(make, talaue, anna):
    make.member(talaue, "owner", name="Carla")
    actions.change_role(seat(talaue, anna), "editor", by=anna, at=NOON)
    assert roles(talaue) == {"Anna Ahl": "editor", "Carla": "owner"}
    assert letters() == []


def test_an_owner_whose_account_is_closed_does_not_count(make, talaue, anna):
    make.member(talaue, "owner", is_active=False)
    with refused(LAST):
        actions.leave(talaue, by=anna, at=NOON)


@pytest.mark.parametrize("role", ["editor", "reader", ""])
def test_others_change_nothing(make, talaue, anna, role):
    other = make.member(talaue, role) if role else make.user()
    with refused(OWNERS_ONLY):
        actions.change_role(seat(talaue, anna), "reader", by=other, at=NOON)
    with refused(OWNERS_ONLY):
        actions.remove(seat(talaue, anna), by=other, at=NOON)
    with refused(OWNERS_ONLY):
        actions.hand_over(talaue, to=seat(talaue, anna), by=make.user(), at=NOON)


# -- Out of the team -----------------------------------------------------------------------------


def test_an_owner_takes_somebody_out_and_says_so_by_letter(make, talaue, anna, ben):
    draft = make.application(initiative=talaue, owner=anna)
    actions.remove(seat(talaue, ben), by=anna, at=NOON)
    assert roles(talaue) == {"Anna Ahl": "owner"}
    assert letters() == [("team_removed", ben.email)]
    assert words() == ["initiative.member_removed"]
    assert not type(draft).objects.visible_to(ben).exists()


def test_nobody_takes_out_oneself(talaue, anna, ben):
    with refused("To take yourself out, leave the team."):
        actions.remove(seat(talaue, anna), by=anna, at=NOON)


def test_who_is_gone_is_not_taken_out_twice(talaue, anna, ben):
    row = seat(talaue, ben)
    actions.remove(row, by=anna, at=NOON)
    with refused("This person is no longer in the team."):
        actions.remove(Membership(pk=row.pk or 0, initiative=talaue, user=ben), by=anna, at=NOON)


def test_who_leaves_is_out_and_the_owners_are_told(talaue, anna, ben):
    actions.leave(talaue, by=ben, at=NOON)
    actions.leave(talaue, by=ben, at=NOON)  # a second click
    assert roles(talaue) == {"Anna Ahl": "owner"}
    assert letters() == [("team_left", anna.email)]
    assert words() == ["initiative.left"]


def test_the_last_owner_cannot_leave(talaue, anna, ben):
    with refused(LAST):
        actions.leave(talaue, by=anna, at=NOON)
    assert roles(talaue) == {"Anna Ahl": "owner", "Ben Behn": "editor"}


def test_two_owners_leaving_at_once_leave_one_behind(make, transactional_db):
    initiative = make.initiative("Zwei")
    owners = [make.member(initiative), make.member(initiative)]
    start, refusals = Barrier(2), []

    def go(person) -> None:
        start.wait()
        try:
            actions.leave(initiative, by=person, at=NOON)
        except NotAllowed as refusal:
            refusals.append(str(refusal))
        finally:
            connections.close_all()

    threads = [Thread(target=go, args=[person]) for person in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert list(initiative.memberships.values_list("role", flat=True)) == ["owner"]


# -- Handing over --------------------------------------------------------------------------------


def test_handing_over_makes_one_the_owner_and_the_other_an_editor(talaue, anna, ben):
    actions.hand_over(talaue, to=seat(talaue, ben), by=anna, at=NOON)
    actions.hand_over(talaue, to=seat(talaue, ben), by=anna, at=NOON)  # a second click
    assert roles(talaue) == {"Anna Ahl": "editor", "Ben Behn": "owner"}
    assert letters() == [("handed_over", ben.email), ("handed_over_done", anna.email)]
    assert words() == ["initiative.handed_over"]


def test_nobody_hands_over_to_oneself_or_to_another_team(make, talaue, anna):
    with refused("Choose another person of the team."):
        actions.hand_over(talaue, to=seat(talaue, anna), by=anna, at=NOON)
    other = make.initiative()
    stranger = make.member(other)
    with refused("Choose another person of the team."):
        actions.hand_over(talaue, to=seat(other, stranger), by=anna, at=NOON)


def test_nobody_hands_over_to_a_closed_account(make, talaue, anna):
    gone = make.member(talaue, "editor", is_active=False)
    with refused("This account is closed."):
        actions.hand_over(talaue, to=seat(talaue, gone), by=anna, at=NOON)


# -- Pages ---------------------------------------------------------------------------------------


def url(initiative: Initiative, rest: str = "") -> str:
    return f"/en/bewerbungen/initiative/{initiative.key}/team/{rest}"


def test_the_page_names_everybody_and_what_they_may_do(client, talaue, anna, ben):
    client.force_login(anna)
    page = client.get(url(talaue))
    body = page.content.decode()
    assert [row.user.name for row in page.context["members"]] == ["Anna Ahl", "Ben Behn"]
    assert "2 March 2026" in body
    assert "Reads everything and changes nothing." in body
    assert ben.email in body
    assert f'href="{url(talaue, str(ben.key))}/"' in body


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_members_who_are_no_owners_read_and_change_nothing(client, make, talaue, anna, role):
    person = make.member(talaue, role)
    make.application(initiative=talaue, owner=anna)
    client.force_login(person)
    body = client.get(url(talaue)).content.decode()
    assert anna.email not in body
    assert "Send the invitation" not in body
    sent = client.post(url(talaue), {"email": "neu@example.org", "role": "reader"})
    assert (sent.status_code, talaue.invitations.count()) == (409, 0)
    for method in (client.get, client.post):
        assert method(url(talaue, f"{anna.key}/"), {"role": "reader"}).status_code == 404
    assert client.post(url(talaue, f"{anna.key}/entfernen/")).status_code == 404
    assert client.post(url(talaue, "uebergeben/"), {"to": anna.key}).url == url(talaue)
    assert roles(talaue)["Anna Ahl"] == "owner"


@pytest.mark.parametrize("who", ["stranger", "office", "anonymous"])
def test_to_everybody_else_the_team_does_not_exist(client, make, talaue, anna, who):
    if who != "anonymous":
        client.force_login(make.office("lead") if who == "office" else make.user())
    for rest in ("", "uebergeben/", "verlassen/", f"{anna.key}/"):
        answer = client.get(url(talaue, rest))
        if who == "anonymous":
            assert answer.url == f"/en/konto/login/code/?next={url(talaue, rest)}"
        else:
            assert answer.status_code == 404
    if who != "anonymous":
        assert client.post(url(talaue, f"{anna.key}/entfernen/")).status_code == 404


def test_an_owner_changes_a_role_on_the_page_of_the_person(client, talaue, anna, ben):
    client.force_login(anna)
    page = url(talaue, f"{ben.key}/")
    assert client.get(page).context["form"]["role"].value() == "editor"
    assert client.post(page, {"role": ""}).context["form"].errors == {"role": ["Choose a role"]}
    assert client.post(page, {"role": "reader"}).url == url(talaue)
    assert roles(talaue)["Ben Behn"] == "reader"
    assert client.post(url(talaue, f"{ben.key}/entfernen/")).url == url(talaue)
    assert roles(talaue) == {"Anna Ahl": "owner"}


def test_a_refused_role_says_why_on_the_same_page(client, talaue, anna):
    client.force_login(anna)
    answer = client.post(url(talaue, f"{anna.key}/"), {"role": "reader"})
    assert answer.status_code == 409
    assert LAST in answer.content.decode()


def test_handing_over_takes_two_steps(client, talaue, anna, ben):
    client.force_login(anna)
    page = url(talaue, "uebergeben/")
    asked = client.post(page, {"to": ben.key})
    assert "Hand over to Ben Behn?" in asked.content.decode()
    assert roles(talaue)["Anna Ahl"] == "owner"
    assert client.post(page, {"to": ben.key, "confirmed": "1"}).url == url(talaue)
    assert roles(talaue) == {"Anna Ahl": "editor", "Ben Behn": "owner"}
    assert client.post(page, {"to": ben.key, "confirmed": "1"}).url == url(talaue)  # second click
    assert "you go on as an editor" in client.get(url(talaue)).content.decode()


def test_alone_one_is_told_to_invite_somebody_first(client, talaue, anna):
    client.force_login(anna)
    assert (
        "Nobody there yet to take over" in client.get(url(talaue, "uebergeben/")).content.decode()
    )


def test_leaving_is_confirmed_first(client, talaue, anna, ben):
    client.force_login(ben)
    assert client.get(url(talaue, "verlassen/")).status_code == 200
    assert roles(talaue)["Ben Behn"] == "editor"
    assert client.post(url(talaue, "verlassen/")).url == "/en/bewerbungen/"
    assert client.get(url(talaue)).status_code == 404


def test_the_last_owner_is_shown_the_way_out(client, talaue, anna):
    client.force_login(anna)
    answer = client.post(url(talaue, "verlassen/"))
    assert answer.status_code == 409
    assert LAST in answer.content.decode()
    assert f'href="{url(talaue, "uebergeben/")}"' in answer.content.decode()


def test_the_team_stands_on_the_task_list_and_among_my_applications(client, make, talaue, anna):
    draft = make.application(initiative=talaue, owner=anna)
    client.force_login(anna)
    for page in (f"/en/bewerbungen/{draft.key}/", "/en/bewerbungen/"):
        assert f'href="{url(talaue)}"' in client.get(page).content.decode()


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_page_costs_the_same_for_two_and_for_ten(client, make, talaue, anna, ben):
    client.force_login(anna)
    actions.invite(talaue, "eins@example.org", "reader", by=anna, at=NOON)
    few = queries(client, url(talaue)), queries(client, "/en/bewerbungen/")
    for number in range(8):
        make.member(talaue, "reader")
        actions.invite(talaue, f"n{number}@example.org", "reader", by=anna, at=NOON - DAY)
    many = queries(client, url(talaue)), queries(client, "/en/bewerbungen/")
    assert few == many
    assert max(many) <= 10
