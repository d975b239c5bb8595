"""Writing: nothing typed is lost, nobody overwrites anybody, the last second counts."""

import pytest

from initiatives import actions
from initiatives.actions import AnswerConflict
from initiatives.models import Answer, Application

from ..make import NOON, SECOND, refused

CLOSED = "The deadline has passed. What was saved before stays readable; nothing new is stored."
NOT_YOURS = "Only owners and editors can change the application."
HANDED_IN = (
    "This application has been handed in. Before the deadline you can open it again and change it."
)


@pytest.fixture
def draft(make) -> Application:
    return make.application(call__closes_at=NOON + SECOND)


def save(make, application, *, at=NOON, by=None, **answers):
    """Save texts: `summary=("Text", 0)` is a text and the version its writer saw."""
    return actions.save_answers(application, answers, by=by or make.owner(application), at=at)


def stored(application) -> dict[str, tuple[str, int]]:
    rows = application.answers.values_list("question__code", "text", "version")
    return {code: (text, version) for code, text, version in rows}


# -- Answers -------------------------------------------------------------------------------------


def test_answers_are_stored_with_who_and_when(make, draft):
    saved = save(make, draft, title=("Talaue", 0), summary=("", 0))
    assert saved == ({"title": 1, "summary": 0}, [])
    assert stored(draft) == {"title": ("Talaue", 1)}  # what was left empty makes no row
    answer = Answer.objects.get()
    assert (answer.saved_at, answer.saved_by) == (NOON, make.owner(draft))
    assert Application.objects.get().saved_at == NOON


def test_the_next_save_counts_up(make, draft):
    save(make, draft, title=("Tal", 0))
    assert save(make, draft, title=("Talaue", 1)).versions == {"title": 2}
    assert stored(draft) == {"title": ("Talaue", 2)}


def test_the_same_text_again_changes_nothing(make, draft):
    save(make, draft, title=("Talaue", 0))
    assert save(make, draft, at=NOON - SECOND, title=("Talaue", 0)) == ({"title": 1}, [])
    assert Answer.objects.get().saved_at == NOON


def test_text_is_stored_clean(make, draft):
    typed = "Mu\u0308ll\u00ader\r\nTal"
    save(make, draft, title=(typed, 0), summary=(typed, 0))
    assert stored(draft) == {"title": ("Müller Tal", 1), "summary": ("Müller\nTal", 1)}


def test_a_text_over_its_limit_is_stored_whole(make, draft):
    save(make, draft, title=("x" * 5000, 0))
    assert stored(draft) == {"title": ("x" * 5000, 1)}


def test_an_older_form_overwrites_nothing_and_brings_both_texts_back(make, draft):
    anna, ben = make.owner(draft), make.member(draft.initiative, "editor", name="Ben Behn")
    save(make, draft, title=("Erster", 0), by=anna)
    save(make, draft, title=("Von Ben", 1), by=ben, at=NOON - SECOND)
    saved = save(make, draft, title=("Von Anna", 1), summary=("Neu", 0), by=anna)
    question = draft.call.questions.get(code="title")
    assert saved.conflicts == [
        AnswerConflict(question, "Von Ben", "Von Anna", "Ben Behn", NOON - SECOND, 2)
    ]
    assert saved.versions == {"title": 2, "summary": 1}
    assert stored(draft) == {"title": ("Von Ben", 2), "summary": ("Neu", 1)}


def test_a_first_text_from_two_windows_is_a_conflict_too(make, draft):
    save(make, draft, title=("Fenster 1", 0))
    (conflict,) = save(make, draft, title=("Fenster 2", 0)).conflicts
    assert (conflict.theirs, conflict.yours, conflict.version) == ("Fenster 1", "Fenster 2", 1)
    assert stored(draft) == {"title": ("Fenster 1", 1)}


def test_a_conflict_is_solved_by_saving_on_the_newer_version(make, draft):
    save(make, draft, title=("Fenster 1", 0))
    (conflict,) = save(make, draft, title=("Fenster 2", 0)).conflicts
    assert save(make, draft, title=("Beide", conflict.version)) == ({"title": 2}, [])


def test_saving_takes_few_queries_however_many_answers(make, draft, django_assert_max_num_queries):
    for number in range(20):
        make.question(draft.call, f"frage-{number}")
    codes = [question.code for question in draft.call.questions.all()]
    save(make, draft, **dict.fromkeys(codes, ("Alt", 0)))
    with django_assert_max_num_queries(10):
        save(make, draft, **dict.fromkeys(codes, ("Alt", 1)))


def test_an_unknown_question_stops_the_save_whole(make, draft):
    with refused("This question is not part of the call."):
        save(make, draft, title=("Talaue", 0), unknown=("x", 0))
    assert stored(draft) == {}


def test_a_question_of_another_call_is_unknown(make, draft):
    make.question(make.call(), "elsewhere")
    with refused("This question is not part of the call."):
        save(make, draft, elsewhere=("x", 0))


# -- Who and when: the same for everything that is written ---------------------------------------

WRITES = {
    "answers": lambda a, **who: actions.save_answers(a, {"title": ("Neu", 0)}, **who),
    "initiative": lambda a, **who: actions.save_initiative(a, {"name": "Neu"}, **who),
    "contact": lambda a, **who: actions.save_contact(
        a, {"contact_name": "Neu", "contact_email": "n@b.example", "contact_phone": ""}, **who
    ),
    "themes": lambda a, **who: actions.declare(a, ["dm"], **who),
    "declarations": lambda a, **who: actions.confirm(a, ["terms"], **who),
}
writes = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())


def everything(application) -> list:
    """All that writing can change."""
    application.refresh_from_db()
    return [
        application.contact_name,
        application.initiative.name,
        stored(application),
        list(application.declared.values_list("criterion__code", flat=True)),
        application.confirmations.count(),
        application.saved_at,
    ]


@writes
@pytest.mark.parametrize("role", ["owner", "editor"])
def test_owners_and_editors_write_up_to_the_last_second(make, draft, write, role):
    before, writer = everything(draft), make.member(draft.initiative, role)
    write(draft, by=writer, at=draft.call.closes_at - SECOND)
    after = everything(draft)
    assert after[-1] == NOON
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 2


@writes
def test_nothing_is_written_at_the_deadline(make, draft, write):
    before = everything(draft)
    with refused(CLOSED):
        write(draft, by=make.owner(draft), at=draft.call.closes_at)
    assert everything(draft) == before


@writes
def test_nothing_is_written_before_the_call_opens(make, draft, write):
    with refused(CLOSED):
        write(draft, by=make.owner(draft), at=draft.call.opens_at - SECOND)


@writes
def test_a_reader_writes_nothing(make, draft, write):
    before, reader = everything(draft), make.member(draft.initiative, "reader")
    with refused(NOT_YOURS):
        write(draft, by=reader, at=NOON)
    assert everything(draft) == before


@writes
@pytest.mark.parametrize("stranger", ["user", "office"])
def test_nobody_else_writes_anything(make, draft, write, stranger):
    with refused(NOT_YOURS):
        write(draft, by=getattr(make, stranger)(), at=NOON)


@writes
def test_nothing_is_written_once_it_is_handed_in(make, write):
    application = make.submitted()
    before = everything(application)
    with refused(HANDED_IN):
        write(application, by=make.owner(application), at=NOON)
    assert everything(application) == before
