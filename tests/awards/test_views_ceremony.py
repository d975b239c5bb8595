"""The office's pages of the evening: who sees and changes what, and that they cost the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Ceremony, Invitee, Role

from .. import evenings
from ..make import DAY, NOON, at
from .test_views_office import text

PAGES = (
    "ceremony",
    "ceremony_edit",
    "ceremony_programme",
    "ceremony_parts",
    "run_sheet",
    "ceremony_laudations",
    "guests",
    "guest_new",
    "guests_file",
    "guests_invite",
    "seating",
    "seating_plan",
    "door",
)


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY)


@pytest.fixture
def evening(call):
    return evenings.ceremony(call=call)


@pytest.fixture
def office(make, client):
    person = make.office()
    client.force_login(person)
    return person


@pytest.fixture
def reader(make, client):
    person = make.office("reader")
    client.force_login(person)
    return person


def get(client, name, *args):
    return client.get(reverse(f"office:{name}", args=args))


def post(client, route, *args, **data):
    return client.post(reverse(f"office:{route}", args=args), data, follow=True)


def test_without_an_evening_the_page_says_where_to_begin(client, call, office):
    assert "Noch keine Preisverleihung geplant" in text(get(client, "ceremony"))
    for name in PAGES[2:]:
        assert get(client, name).status_code == 404


def test_the_form_proposes_the_dates_of_the_call(client, call, office):
    page = get(client, "ceremony_edit").content.decode()
    day = call.ceremony_at.date().isoformat()
    assert f'value="{day}"' in page


def test_an_evening_is_planned_in_berlin_time(client, call, office):
    data = {
        "begins_on": "2026-10-31",
        "doors": "17:00",
        "starts": "18:00",
        "ends": "00:30",
        "place": "Haus der Beispiele",
        "answer_by": "2026-10-20",
    }
    assert "18:00\xa0Uhr (MEZ)" in text(post(client, "ceremony_edit", **data))
    made = Ceremony.objects.get()
    assert made.starts_at.isoformat() == "2026-10-31T17:00:00+00:00"
    assert made.ends_at.isoformat() == "2026-10-31T23:30:00+00:00"


def test_a_time_that_does_not_exist_is_refused_and_nothing_typed_is_lost(client, call, office):
    data = {
        "begins_on": "2027-03-28",
        "doors": "02:30",
        "starts": "03:30",
        "ends": "05:00",
        "place": "Haus der Beispiele",
        "answer_by": "2027-03-01",
    }
    page = text(post(client, "ceremony_edit", **data))
    assert "Diese Uhrzeit gibt es nicht" in page or "die Uhren werden vorgestellt" in page
    assert (
        'value="Haus der Beispiele"'
        in client.post(reverse("office:ceremony_edit"), data).content.decode()
    )
    assert not Ceremony.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_readers_see_and_have_no_form_to_change_things(client, evening, reader, name):
    evenings.guest(evening, comes=True)
    evenings.table(evening)
    page = get(client, name)
    assert page.status_code == 200
    assert 'method="post"' not in page.content.decode()


def test_readers_change_nothing(client, evening, reader):
    guest = evenings.guest(evening, invited=True)
    refused = "Ihre Rolle darf lesen"
    item = evenings.item(evening)
    for name, args, data in (
        ("ceremony_programme", (), {"do": "add", "kind": "welcome", "minutes": "5"}),
        ("ceremony_programme", (), {"do": f"remove:{item.key}"}),
        ("ceremony_parts", (), {"do": "add", "kind": "patron", "name": "Ada"}),
        (
            "guest_new",
            (),
            {"name": "Neu", "kind": "other", "language": "de", "companions_allowed": "0"},
        ),
        ("guest_withdraw", (guest.key,), {}),
        ("guest_invite_again", (guest.key,), {}),
        ("guest_answer", (guest.key,), {"comes": "yes"}),
        ("seating", (), {"do": "set", "name": "Tisch", "seats": "8", "how_many": "1"}),
        ("door", (), {"guest": str(guest.key)}),
    ):
        assert refused in text(post(client, name, *args, **data)), name
    guest.refresh_from_db()
    assert (guest.answer, guest.withdrawn_at) == ("", None)
    assert (Invitee.objects.count(), Role.objects.count(), evening.items.count()) == (1, 0, 1)


def test_items_stand_with_their_times_and_are_put_in_order_by_buttons(client, evening, office):
    post(client, "ceremony_programme", do="add", kind="welcome", minutes="10")
    post(client, "ceremony_programme", do="add", kind="music", minutes="5", title="Quartett")
    page = text(get(client, "ceremony_programme"))
    begins = evenings.EVENING.astimezone().astimezone(evening.starts_at.tzinfo)
    first, second = evening.items.all()
    assert page.index("Begrüßung") < page.index("Quartett")
    assert begins == evening.starts_at
    post(client, "ceremony_programme", do=f"up:{second.key}")
    assert [one.title for one in evening.items.all()] == ["Quartett", ""]
    page = text(get(client, "run_sheet"))
    assert page.index("Quartett") < page.index("Begrüßung")
    post(client, "ceremony_item", second.key, kind="music", minutes="7", title="Trio")
    post(client, "ceremony_programme", do=f"remove:{first.key}")
    assert [(one.title, one.minutes, one.position) for one in evening.items.all()] == [
        ("Trio", 7, 1)
    ]


def test_a_longer_programme_than_planned_is_told(client, evening, office):
    evenings.item(evening, minutes=200)
    assert "20 Minuten mehr als geplant" in text(get(client, "ceremony_programme"))


def test_a_part_stands_on_the_release_before_and_after_it_is_prepared(
    client, make, evening, office
):
    post(client, "ceremony_parts", do="add", kind="presenter", name="Dr. Ada Falk", office_de="Amt")
    role = Role.objects.get()
    assert (role.release, role.ceremony, role.office["de"]) == (None, evening, "Amt")
    post(client, "ceremony_parts", do=f"remove:{role.pk}")
    assert not Role.objects.exists()


@pytest.mark.parametrize("name", ["ceremony", "guests", "seating", "seating_plan", "door_list"])
def test_pages_cost_the_same_with_20_and_300_guests(client, evening, office, name):
    tables = [evenings.table(evening, f"Tisch {n}", 10) for n in range(30)]
    came = {"answer": "yes", "answered_at": NOON, "invited_at": NOON}

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert get(client, name).status_code == 200
        return len(found)

    rows = evenings.many_guests(evening, 20, **came)
    few = cost()
    Invitee.objects.all().delete()
    rows = evenings.many_guests(evening, 300, **came)
    for place, row in enumerate(rows[:290]):
        row.table = tables[place % 29]
    Invitee.objects.bulk_update(rows, ["table"])
    assert cost() == few


def test_strangers_find_nothing(client, make, evening):
    client.force_login(make.user())
    for name in PAGES:
        assert get(client, name).status_code == 404


@pytest.mark.parametrize(("confirmed", "later"), [(False, 0), (True, 0), (True, 1)])
def test_who_changes_parts_reads_what_a_confirmed_announcement_keeps(
    make, client, office, evening, confirmed, later
):
    make.decision(prize=make.prize(call=evening.call))
    release = make.release(call=evening.call, confirmed=confirmed)
    with at(release.embargo_until if later else NOON):
        client.force_login(office)
        page = text(client.get("/en" + reverse("office:ceremony_parts")))
    words = "The announcement is confirmed and names who took part then."
    assert (words in page) == (confirmed and not later)
