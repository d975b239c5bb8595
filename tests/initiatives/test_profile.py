"""The profile of the initiative, the themes chosen, the declarations confirmed."""

import pytest

from initiatives import actions
from initiatives.models import Application, Confirmation, JournalEntry, Local

from ..make import DAY, NOON, SECOND, refused


@pytest.fixture
def draft(make) -> Application:
    return make.application(call__closes_at=NOON + SECOND)


def test_the_profile_is_stored_and_found_under_its_new_name(make, draft):
    values = {"name": "Über Öfen", "region": "Süd", "states": ["DE-BW"], "founded": 1999}
    actions.save_initiative(draft, values, by=make.owner(draft), at=NOON)
    initiative = Application.objects.get().initiative
    assert (initiative.name, initiative.sort_name) == ("Über Öfen", "uber ofen")
    assert (initiative.region, initiative.states, initiative.founded) == ("Süd", ["DE-BW"], 1999)
    assert initiative.carrier == "Kammer Talaue"
    assert initiative.search_text == "uber ofen sud kammer talaue"


def test_the_longest_name_can_be_stored(make, draft):
    actions.save_initiative(draft, {"name": "ß" * 200}, by=make.owner(draft), at=NOON)
    assert Application.objects.get().initiative.name == "ß" * 200


def test_the_profile_of_a_listed_initiative_is_not_changed_here(make):
    draft = make.application(initiative__is_listed=True)
    with refused("The profile of a listed initiative is changed by the office; write to it."):
        actions.save_initiative(draft, {"name": "Neu"}, by=make.owner(draft), at=NOON)


def test_themes_are_chosen_anew_and_answers_to_a_dropped_one_kept(make, draft):
    question = make.question(draft.call, "dk-frage", criterion=draft.call.criteria.get(code="dk"))
    make.answer(draft, question, "Text")
    actions.declare(draft, ["dm", "dg"], by=make.owner(draft), at=NOON)
    assert [row.criterion.code for row in draft.declared.all()] == ["dg", "dm"]
    assert list(draft.answers.values_list("text", flat=True)) == ["Text"]
    assert JournalEntry.objects.get().data == {"criteria": ["dg", "dm"]}


@pytest.mark.parametrize("codes", [[], ["unknown"]])
def test_one_theme_at_least_is_chosen(make, draft, codes):
    with refused("Choose at least one theme."):
        actions.declare(draft, codes, by=make.owner(draft), at=NOON)
    assert [row.criterion.code for row in draft.declared.all()] == ["dk"]


def test_a_general_criterion_is_not_chosen(make, draft):
    make.criterion(draft.call, "quality", is_optional=False)
    with refused("Choose at least one theme."):
        actions.declare(draft, ["quality"], by=make.owner(draft), at=NOON)


def test_a_confirmation_keeps_person_time_and_language(make, draft):
    actions.confirm(draft, ["terms"], by=make.owner(draft), at=NOON)
    row = Confirmation.objects.get()
    assert (row.declaration.code, row.user, row.at) == ("terms", make.owner(draft), NOON)
    assert row.language == "de"
    assert JournalEntry.objects.get().data == {"declarations": ["terms 3"]}


def test_confirming_again_keeps_the_first_time(make, draft):
    for moment in (NOON - DAY, NOON):
        actions.confirm(draft, ["terms"], by=make.owner(draft), at=moment)
    assert Confirmation.objects.get().at == NOON - DAY


def test_a_confirmation_can_be_taken_back(make, draft):
    make.declaration(draft.call, "pictures", text=Local(de="Die Bilder gehören uns."))
    actions.confirm(draft, ["terms", "pictures"], by=make.owner(draft), at=NOON)
    actions.confirm(draft, ["pictures"], by=make.owner(draft), at=NOON)
    assert [row.declaration.code for row in draft.confirmations.all()] == ["pictures"]
