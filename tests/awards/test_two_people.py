"""Two people publish, and the second one publishes exactly what that person read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from awards import actions, announcing
from awards.models import Laureate, Release
from initiatives import shown
from initiatives.models import JournalEntry, Local
from initiatives.refusals import Stale

from ..make import DAY, NOON, SECOND, refused

TEXTS = {"headline": Local(de="Neu"), "lead": Local(de="Neuer Vorspann")}


@pytest.fixture
def draft(make) -> Release:
    """A draft with one decision, prepared by somebody."""
    return make.release(call=make.decision().prize.call)


def test_who_records_a_decision_has_prepared_what_is_announced(make, draft):
    second = make.office("lead")
    make.prize(call=draft.call, kind="special")
    actions.decide(
        draft.call.prizes.get(kind="special"),
        make.admitted(call=draft.call),
        jury_statement={"de": "Weil."},
        by=second,
        at=NOON,
    )
    with refused("You prepared this release. Somebody else of the office must confirm it."):
        actions.confirm(draft, by=second, at=NOON)


def test_who_takes_a_decision_back_has_prepared_it_too(make):
    draft = make.release(call=make.decision().prize.call, told=False)
    second = make.office("lead")
    actions.retract(draft.call.prizes.get().decisions.get(), by=second, at=NOON)
    draft.refresh_from_db()
    assert draft.prepared_by == second


def test_the_seal_of_the_preview_is_what_is_confirmed(make, draft):
    seen = announcing.seal(draft)
    actions.prepare(
        draft.call, embargo_until=draft.embargo_until, texts=TEXTS, by=make.office(), at=NOON
    )
    with refused("The announcement changed meanwhile. Read the preview again, then confirm it."):
        actions.confirm(draft, by=make.office("lead"), at=NOON, seen=seen)
    draft.refresh_from_db()
    actions.confirm(draft, by=make.office("lead"), at=NOON, seen=announcing.seal(draft))
    assert Release.objects.get().confirmed_at == NOON


@pytest.mark.parametrize("change", ["embargo", "reasons"])
def test_the_seal_covers_embargo_and_reasons(make, draft, change):
    before = announcing.seal(draft)
    if change == "embargo":
        draft.embargo_until += SECOND
    else:
        draft.call.prizes.get().decisions.update(jury_statement=Local(de="Anders."))
    assert announcing.seal(draft) != before


def test_the_preview_is_what_gets_published(make, draft):
    expected = announcing.drafts(draft)[0].published
    actions.confirm(draft, by=make.office("lead"), at=NOON)
    laureate = Laureate.objects.get()
    assert {name: getattr(laureate, name) for name in expected} == expected


def test_an_older_form_does_not_overwrite_the_announcement(make, draft):
    seen = shown.digest(announcing.said(draft))
    embargo, by = draft.embargo_until, make.office()
    actions.prepare(draft.call, embargo_until=embargo, texts=TEXTS, by=by, at=NOON, seen=seen)
    late = {"headline": Local(de="Veraltet")}
    with pytest.raises(Stale):
        actions.prepare(draft.call, embargo_until=embargo, texts=late, by=by, at=NOON, seen=seen)
    assert str(Release.objects.get().headline) == "Neu"


def test_the_older_form_keeps_its_text_and_says_who_was_quicker(client, make, draft):
    person = make.office("lead")
    client.force_login(person)
    form = client.get("/verwaltung/veroeffentlichung/").context["form"]
    typed = {
        "headline_de": "Mein Titel",
        "lead_de": "Mein Vorspann",
        "embargo_date": "2026-11-03",
        "embargo_time": "17:00",
        "seen": form.initial["seen"],
    }
    quicker = make.office(name="Quirin Quick")
    actions.prepare(draft.call, embargo_until=draft.embargo_until, texts=TEXTS, by=quicker, at=NOON)
    answer = client.post("/verwaltung/veroeffentlichung/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mein Titel" in page
    assert "Quirin Quick" in page
    assert str(Release.objects.get().headline) == "Neu"
    again = client.post(
        "/verwaltung/veroeffentlichung/",
        {**typed, "seen": answer.context["form"].data["seen"]},
    )
    assert again.status_code == 302
    assert str(Release.objects.get().headline) == "Mein Titel"


def test_what_was_typed_stays_when_somebody_confirmed_meanwhile(client, make, draft):
    actions.confirm(draft, by=make.office("lead"), at=NOON)
    client.force_login(make.office())
    release = {"headline_de": "Nie gedruckt", "lead_de": "x"}
    release |= {"embargo_date": "2026-11-03", "embargo_time": "17:00"}
    answer = client.post("/verwaltung/veroeffentlichung/", release)
    assert (answer.status_code, "Nie gedruckt" in answer.content.decode()) == (409, True)
    decision = {"statement_de": "Begründung, die bleibt", "deviation": ""}
    page = client.post("/verwaltung/beschluesse/", decision).content.decode()
    assert "Begründung, die bleibt" in page


def test_a_confirmed_release_is_stopped_until_the_second_of_its_embargo(client, make, draft):
    actions.confirm(draft, by=make.office("lead"), at=NOON)
    with refused("The announcement is public already; it can no longer be stopped."):
        actions.revoke(draft, by=make.office(), at=draft.embargo_until)
    stopper = make.office()
    actions.revoke(draft, by=stopper, at=draft.embargo_until - SECOND)
    draft.refresh_from_db()
    assert (draft.confirmed_at, draft.prepared_by) == (None, stopper)
    assert not Laureate.objects.exists()
    assert JournalEntry.objects.latest("number").action == "release.revoked"
    with make.at(draft.embargo_until + DAY):
        assert client.get(f"/preistraeger/{draft.call.year}/").status_code == 404


def test_who_reads_stops_nothing(make, draft):
    actions.confirm(draft, by=make.office("lead"), at=NOON)
    with refused("Your role reads and does not decide."):
        actions.revoke(draft, by=make.office("auditor"), at=NOON)


def test_an_excluded_case_about_to_be_announced_is_the_first_thing_to_do(client, make, draft):
    actions.confirm(draft, by=make.office("lead"), at=NOON)
    draft.laureates.get().application.__class__.objects.update(
        status="excluded", exclusion_reason="Grund"
    )
    client.force_login(make.office())
    with make.at(draft.embargo_until - timedelta(hours=1)):
        todos = client.get("/en/verwaltung/").context["todos"]
    assert (todos[0].mark, todos[0].what) == ("overdue", "Stop the release")


@pytest.mark.parametrize("half", [{"confirmed_at": NOON}, {"confirmed_by": True}])
def test_half_a_confirmation_is_none(make, draft, half):
    values = {"confirmed_by": make.office()} if "confirmed_by" in half else half
    with (
        pytest.raises(IntegrityError, match="confirmation_has_person_and_time"),
        transaction.atomic(),
    ):
        Release.objects.filter(pk=draft.pk).update(**values)
