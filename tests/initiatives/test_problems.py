"""What still hinders handing in, said all at once and in the order of the form."""

import pytest
from django.utils import translation

from initiatives import actions
from initiatives.models import Application, Attachment, Local

from ..make import NOON, refused
from .test_handing_in import submit


@pytest.fixture
def draft(make) -> Application:
    """Complete, in a call that closes at NOON."""
    return make.application(complete=True, call__closes_at=NOON)


def test_nothing_hinders_a_complete_application(draft):
    assert actions.problems(draft) == []


def test_problems_come_in_the_order_of_the_form(make):
    draft = make.application(
        declared=(),
        contact_email="",
        initiative__region="",
        initiative__states=[],
        initiative__carrier="",
    )
    picture = Attachment.objects.create(
        application=draft, kind="picture", name="a.jpg", size=1, uploaded_at=NOON
    )
    assert [(p.page, p.section, p.field) for p in actions.problems(draft)] == [
        ("initiative", "", "region"),
        ("initiative", "", "states"),
        ("initiative", "", "carrier"),
        ("contact", "", "contact_email"),
        ("themes", "", "criteria"),
        ("section", "project", "title"),
        ("section", "project", "summary"),
        ("files", "", f"{picture.key}-alt_text"),
        ("files", "", f"{picture.key}-rights"),
        ("declarations", "", ""),
    ]


def test_what_is_missing_is_said_when_handing_in(make, draft):
    draft.answers.filter(question__code="summary").update(text=" \n")
    draft.confirmations.all().delete()
    with refused("Something is still missing: Answer “Summary”; Confirm all declarations."):
        submit(make, draft)
    assert Application.objects.get().status == "draft"


def test_a_text_as_long_as_its_limit_is_handed_in(make, draft):
    draft.answers.filter(question__code="title").update(text="ü" * 119 + "\n")
    assert submit(make, draft).version == 1


def test_a_text_over_its_limit_says_by_how_much(make, draft):
    draft.answers.filter(question__code="title").update(text="x" * 123)
    with refused("Something is still missing: Shorten “Title” by 3 characters."):
        submit(make, draft)


def test_a_large_number_is_written_as_beside_the_field(make, draft):
    draft.answers.filter(question__code="title").update(text="x" * 5120)
    with translation.override("en"):
        [problem] = actions.problems(draft)
    assert problem.text == "Shorten “Title” by 5,000 characters"


def test_a_question_of_a_d_is_asked_of_those_who_declare_it(make, draft):
    for code in ("dk", "dm"):
        make.question(draft.call, f"{code}-frage", criterion=draft.call.criteria.get(code=code))
    assert [problem[:3] for problem in actions.problems(draft)] == [
        ("section", "project", "dk-frage")
    ]


def test_what_is_optional_hinders_nothing(make, draft):
    make.question(draft.call, "more", required=False)
    make.declaration(draft.call, "newsletter", required=False, text=Local(de="Schreiben Sie mir."))
    assert actions.problems(draft) == []


def test_looking_for_problems_takes_six_queries(make, draft, django_assert_num_queries):
    for number in range(10):
        make.question(draft.call, f"frage-{number}")
    draft = Application.objects.select_related("call", "initiative").get()
    with django_assert_num_queries(6):
        assert len(actions.problems(draft)) == 10
