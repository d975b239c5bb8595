"""What was handed in stays as it was handed in."""

import pytest
from django.db import IntegrityError, connection

from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import Answer, Attachment, Initiative, Local, Question, Snapshot
from initiatives.records import canonical

from ..make import DAY, NOON

TABLE = "initiatives_snapshot"


@pytest.fixture
def application(make):
    """Declares one D of two; each D has a question of its own."""
    call = make.call(criteria={"dk": 1, "dm": 1}, closes_at=NOON)
    for code in ("dk", "dm"):
        make.question(call, f"{code}-frage", criterion=call.criteria.get(code=code))
    return make.application(
        complete=True,
        declared=("dk",),
        call=call,
        owner=make.user("Erika Berg"),
        initiative__name="Bündnis Süd",
        number="B-26-00001",
        contact_phone="030 1",
    )


def freeze(application, make) -> Snapshot:
    return snapshots.freeze(application, by=make.owner(application), at=NOON - DAY, once=uuid7())


def test_all_that_was_handed_in_is_in_it(application, make):
    file = Attachment.objects.create(
        application=application,
        kind="picture",
        name="Werk.jpg",
        size=9,
        sha256="f" * 64,
        caption="Werk",
        credit="Foto: A. B.",
        alt_text="Ein Werk.",
        position=7,
        rights_at=NOON,
        uploaded_at=NOON,
    )

    def answer(code):
        title = code.title()
        return {
            "code": code,
            "section": "project",
            "section_title": {"de": "Ihr Vorhaben"},
            "label": {"de": title},
            "prompt": {},
            "text": f"Antwort {code}",
        }

    assert freeze(application, make).content == {
        "format": 1,
        "number": "B-26-00001",
        "year": 2026,
        "submitted_at": "2026-03-01T11:00:00.000000+00:00",
        "initiative": {
            "name": "Bündnis Süd",
            "region": "Talaue",
            "states": ["DE-ST"],
            "carrier": "Kammer Talaue",
            "carrier_type": "",
            "website": "",
            "founded": None,
            "members": None,
        },
        "contact": {
            "name": "Erika Berg",
            "email": "erika-berg@people.example",
            "phone": "030 1",
        },
        "criteria": [{"code": "dk", "name": {"de": "Dekarbonisierung"}}],
        "answers": [answer("title"), answer("summary"), answer("dk-frage")],
        "files": [
            {
                "key": str(file.key),
                "kind": "picture",
                "name": "Werk.jpg",
                "size": 9,
                "sha256": "f" * 64,
                "caption": "Werk",
                "credit": "Foto: A. B.",
                "alt_text": "Ein Werk.",
                "position": 1,
                "rights_at": "2026-03-02T11:00:00.000000+00:00",
            }
        ],
        "declarations": [
            {
                "code": "terms",
                "version": "3",
                "text": "Ich habe die Bedingungen gelesen.",
                "at": "2026-03-01T11:00:00.000000+00:00",
                "language": "de",
            }
        ],
    }


def test_its_hash_can_be_checked_by_anybody_later(application, make):
    freeze(application, make)
    stored = Snapshot.objects.get()
    assert canonical.sha256(stored.content) == stored.sha256


def test_an_answer_to_a_d_that_was_dropped_is_not_in_it(application, make):
    dropped = Question.objects.get(code="dm-frage")
    make.answer(application, dropped, "Geheim")
    assert "Geheim" not in str(freeze(application, make).content)


def test_later_changes_do_not_reach_it(application, make):
    frozen = freeze(application, make)
    Initiative.objects.update(name="Anders")
    Answer.objects.update(text="Anders")
    assert Snapshot.objects.get().content == frozen.content
    assert "Anders" not in str(frozen.content)


def test_versions_count_up(application, make):
    assert [freeze(application, make).version for _ in range(3)] == [1, 2, 3]


def test_freezing_takes_few_queries(application, make, django_assert_max_num_queries):
    person = make.owner(application)
    with django_assert_max_num_queries(8):
        snapshots.freeze(application, by=person, at=NOON, once=uuid7())


def test_the_valid_one_is_the_newest_of_each(application, make):
    freeze(application, make)
    newest, other = freeze(application, make), make.submitted().snapshots.get()
    assert set(Snapshot.objects.valid()) == {newest, other}


def test_it_cannot_be_updated(application, make):
    freeze(application, make)
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: UPDATE refused"):
        Snapshot.objects.update(sha256="0" * 64)


def test_it_cannot_be_deleted(application, make):
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: DELETE refused"):
        freeze(application, make).delete()


def test_the_table_cannot_be_emptied(application, make):
    freeze(application, make)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER snapshots_are_never_emptied")
        with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: TRUNCATE refused"):
            cursor.execute(f"TRUNCATE {TABLE} CASCADE")


def test_a_click_makes_one(application, make):
    once, person = uuid7(), make.owner(application)
    snapshots.freeze(application, by=person, at=NOON, once=once)
    with pytest.raises(IntegrityError, match="snapshot_once_a_click"):
        snapshots.freeze(application, by=person, at=NOON, once=once)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Ich stimme zu."), ("en", "I agree."), ("fr", "Ich stimme zu.")]
)
def test_a_declaration_is_frozen_in_the_words_that_were_confirmed(
    application, make, language, text
):
    confirmation = application.confirmations.get()
    confirmation.declaration.text = Local(de="Ich stimme zu.", en="I agree.")
    confirmation.declaration.save()
    application.confirmations.update(language=language)
    (frozen,) = freeze(application, make).content["declarations"]
    assert (frozen["text"], frozen["language"]) == (text, language)
