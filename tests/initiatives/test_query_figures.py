"""How often a page asks the database: bounds for each step, whatever number of others apply."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from initiatives import editions
from initiatives.models import Call

from ..make import DAY, at
from .applicant import ANSWER, Applicant

STEP, SECTION, SAVE = 40, 10, 6


@pytest.fixture
def call(db, settings) -> Call:
    """That of 2026, with limits counted in the database as they are in production."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
    cache.clear()
    made = editions.load_call(editions.FOLDER / "call-2026.toml")
    Call.objects.update(announced_at=made.opens_at - DAY)
    return Call.objects.get()


def test_no_step_of_a_whole_application_asks_more_often_when_others_apply(make, call):
    asked = []
    with at(call.closes_at - DAY):
        for others, email in ((20, "neu@people.example"), (300, "neuer@people.example")):
            make.many_cases(call, others - call.applications.count())
            newcomer = Applicant(email)
            newcomer.apply()
            asked.append(newcomer.asked)
    few, many = asked
    assert many == few
    assert [(step, count) for step, count in few if count > STEP] == []
    sections = [(step, count) for step, count in few if step.startswith("GET apply:section")]
    assert len(sections) == call.sections.count()
    assert [(step, count) for step, count in sections if count > SECTION] == []


@pytest.mark.parametrize(
    "page", ["abschnitt/evidence/", "initiative/", "ansprechperson/", "themen/"]
)
@pytest.mark.parametrize("state", ["draft", "reopened", "asked for changes", "too late"])
def test_a_page_asks_few_times_in_every_state(make, call, page, state):
    draft = make.application(call=call, complete=True)
    newcomer = Applicant("")
    newcomer.client.force_login(make.owner(draft))
    moment = call.closes_at - DAY
    if state in ("reopened", "asked for changes"):
        make.many_cases(call, 1)
        handed_in = make.submitted(call=call)
        newcomer.client.force_login(make.owner(handed_in))
        draft = handed_in
    if state == "reopened":
        type(draft).objects.filter(pk=draft.pk).update(reopened_at=moment)
    if state == "asked for changes":
        moment = call.closes_at + DAY
        draft.change_requests.create(asked_at=moment, until=moment + DAY)
    if state == "too late":
        moment = call.closes_at + DAY
    with at(moment):
        assert newcomer.get(f"/bewerbungen/{draft.key}/{page}").status_code == 200
    assert [(step, count) for step, count in newcomer.asked if count > SECTION] == []


def test_saving_one_answer_asks_few_times(make, call, settings):
    draft = make.application(call=call, declared=("dk", "dg", "dv", "dm"))
    newcomer = Applicant("")
    newcomer.client.force_login(make.owner(draft))
    code = call.questions.filter(kind="text").first().code
    address = f"/bewerbungen/{draft.key}/speichern/"
    # The clock of the database is asked too, so it must not stand still.
    settings.CLOCK_OFFSET = call.closes_at - DAY - timezone.now()
    for version in range(2):  # the first one, and one that replaces it
        sent = {"page": "section", "field": code, "text": f"{ANSWER} {version}"}
        sent |= {"version": version, "writer": make.owner(draft).key}
        assert newcomer.noted("POST", address, sent).json()["version"] == version + 1
    assert [count for _step, count in newcomer.asked if count > SAVE] == []
