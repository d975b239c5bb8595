"""Who sees which application, version and file: everybody, one matrix."""

import pytest
from django.contrib.auth.models import AnonymousUser

from initiatives import rules
from initiatives.models import Application, Attachment, Initiative, Snapshot, User
from initiatives.statuses import Status

from ..make import DAY, NOON

STATUSES = set(Status.values)
HANDED_IN = {"submitted", "admitted", "excluded"}
FROZEN = STATUSES - {"draft"}
MATRIX = {  # which applications, versions and files they see, by the application's status
    "anonymous": (set(), set(), set()),
    "stranger": (set(), set(), set()),
    "superuser": (set(), set(), set()),
    "owner": (STATUSES, FROZEN, STATUSES),
    "editor": (STATUSES, FROZEN, STATUSES),
    "reader": (STATUSES, FROZEN, STATUSES),
    "owner of another": (set(), set(), set()),
    "juror": (set(), set(), set()),
    "recused juror": (set(), set(), set()),
    "office reader": (HANDED_IN, HANDED_IN, HANDED_IN),
    "office editor": (HANDED_IN, HANDED_IN, HANDED_IN),
    "office lead": (HANDED_IN, HANDED_IN, HANDED_IN),
    "auditor": (HANDED_IN, HANDED_IN, HANDED_IN),
    "former office": (set(), set(), set()),
}


@pytest.fixture
def people(make) -> dict:
    """Everybody, around one application of each status; every one has a file."""
    call = make.call(judging_from=NOON - DAY)
    owner, editor, reader = make.user(), make.user(), make.user()
    for status in Status:
        build = make.application if status == "draft" else make.submitted
        application = build(call=call, status=status, owner=owner, exclusion_reason="Grund")
        make.member(application.initiative, "editor", user=editor)
        make.member(application.initiative, "reader", user=reader)
        Attachment.objects.create(
            application=application, kind="document", name="a.pdf", size=1, uploaded_at=NOON
        )
    admitted = Application.objects.get(status="admitted")
    recused = make.assignment(application=admitted)
    make.conflict(recused)
    return {
        "anonymous": AnonymousUser(),
        "stranger": make.user(),
        "superuser": make.user(is_superuser=True, is_staff=True),
        "owner": owner,
        "editor": editor,
        "reader": reader,
        "owner of another": make.member(make.initiative(), "owner"),
        "juror": make.assignment(application=admitted).juror.user,
        "recused juror": recused.juror.user,
        "office reader": make.office("reader"),
        "office editor": make.office("editor"),
        "office lead": make.office("lead"),
        "auditor": make.office("auditor"),
        "former office": make.office("lead", is_active=False),
    }


@pytest.mark.parametrize("role", MATRIX)
def test_who_sees_what(people, role):
    person = people[role]
    seen = (
        list(Application.objects.visible_to(person).values_list("status", flat=True)),
        list(Snapshot.objects.visible_to(person).values_list("application__status", flat=True)),
        list(Attachment.objects.visible_to(person).values_list("application__status", flat=True)),
    )
    assert tuple(sorted(statuses) for statuses in seen) == tuple(
        sorted(statuses) for statuses in MATRIX[role]
    )


def test_somebody_of_the_office_who_is_a_member_too_sees_each_once(make):
    application = make.submitted()
    person = make.office("reader")
    make.member(application.initiative, "reader", user=person)
    assert list(Application.objects.visible_to(person)) == [application]


# -- Roles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"), [("reader", False), ("auditor", False), ("editor", True), ("lead", True)]
)
def test_the_office_administers_or_only_reads(make, role, may):
    person = make.office(role)
    assert (rules.office_role(person), rules.is_office(person)) == (role, True)
    assert rules.may_administer(person) == may


def test_nobody_else_is_of_the_office(make):
    application = make.application()
    others = [
        AnonymousUser(),
        make.user(),
        make.user(is_superuser=True, is_staff=True),
        make.owner(application),
        make.office("lead", is_active=False),
    ]
    assert {(rules.office_role(other), rules.may_administer(other)) for other in others} == {
        ("", False)
    }


def test_the_role_is_looked_up_once(make, django_assert_num_queries):
    person = User.objects.get(pk=make.office("lead").pk)
    with django_assert_num_queries(1):
        assert {rules.office_role(person) for _ in range(3)} == {"lead"}
    stranger = User.objects.get(pk=make.user().pk)
    with django_assert_num_queries(1):
        assert {rules.office_role(stranger) for _ in range(3)} == {""}


def test_what_members_may_do(make):
    application = make.application()
    allowed = {
        "owner": make.owner(application),
        "editor": make.member(application.initiative, "editor"),
        "reader": make.member(application.initiative, "reader"),
        "stranger": make.user(),
        "office lead": make.office("lead"),
    }
    may = (rules.may_edit, rules.may_withdraw)
    assert {who: [ask(user, application) for ask in may] for who, user in allowed.items()} == {
        "owner": [True, True],
        "editor": [True, False],
        "reader": [False, False],
        "stranger": [False, False],
        "office lead": [False, False],
    }


# -- The directory and the lists -----------------------------------------------------------------


def test_the_directory_holds_what_is_listed(make):
    listed = make.initiative(is_listed=True)
    make.initiative()
    assert list(Initiative.objects.listed()) == [listed]


def test_an_initiative_of_two_states_is_found_in_both(make):
    one = make.initiative(states=["DE-BE", "DE-BB"])
    make.initiative(states=["DE-NW"])
    for code in ("DE-BE", "DE-BB"):
        assert list(Initiative.objects.in_state(code)) == [one]


def test_one_theme_of_several_is_enough(make):
    one, two = make.initiative(themes=["dk", "dm"]), make.initiative(themes=["dg"])
    make.initiative()
    assert set(Initiative.objects.on_themes(["dm", "dg"])) == {one, two}


@pytest.mark.parametrize(
    ("words", "found"),
    [("suedharz", 0), ("südharz", 1), ("SUDHARZ", 1), ("öfen harz", 1), ("öfen alb", 0), ("", 2)],
)
def test_every_word_must_be_found_and_accents_do_not_count(make, words, found):
    make.initiative("Über Öfen im Südharz")
    make.initiative("Alb & Donau")
    assert Initiative.objects.matching(words).count() == found


def test_every_status_is_counted(make):
    call = make.call()
    for status in ("draft", "draft", "admitted"):
        make.application(call=call, status=status)
    assert call.applications.counts() == {
        "draft": 2,
        "submitted": 0,
        "withdrawn": 0,
        "admitted": 1,
        "excluded": 0,
    }


@pytest.mark.parametrize("rows", [2, 20])
def test_cards_take_two_queries_however_many(make, rows, django_assert_num_queries):
    call = make.call()
    make.many_cases(call, rows)
    with django_assert_num_queries(2):
        cards = [
            (a.initiative.name, a.call.year, [str(c) for c in a.declared_rows])
            for a in Application.objects.handed_in().with_card()
        ]
    assert len(cards) == rows
