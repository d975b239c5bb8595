"""The journal: append-only at the database, and a chain that tells who went round that."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from initiatives.models import JournalEntry
from initiatives.records import journal, proof
from initiatives.records.verify_journal import GENESIS, Broken

from ..make import NOON, SECOND

TABLE = "initiatives_journalentry"


def record(about, action="thing.done", **data) -> JournalEntry:
    return journal.record(action, about=about, by=None, at=NOON, **data)


@pytest.fixture
def chain(make) -> list[JournalEntry]:
    """Five entries that follow one another."""
    initiative = make.initiative()
    return [record(initiative, place=place) for place in range(1, 6)]


def round_the_triggers(sql: str, *values: object) -> None:
    """What only somebody can do who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


# -- Writing -------------------------------------------------------------------------------------


def test_an_entry_says_who_did_what_when_and_about_what(make):
    application, person = make.application(), make.user()
    journal.record("application.read", about=application, by=person, at=NOON, pages=["a", 2, None])
    entry = JournalEntry.objects.get()
    assert (entry.number, entry.previous_hash) == (1, GENESIS)
    assert (entry.at, entry.action, entry.actor) == (NOON, "application.read", person.key)
    assert (entry.about_kind, entry.about_key) == ("initiatives.application", str(application.key))
    assert entry.data == {"pages": ["a", 2, None]}
    assert entry.hash == journal.seal(entry)


def test_what_the_system_does_has_no_actor(chain):
    assert {entry.actor for entry in chain} == {None}


def test_each_entry_holds_the_hash_of_the_one_before(chain):
    assert [entry.number for entry in chain] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in chain] == [GENESIS, *(e.hash for e in chain[:-1])]


def test_a_float_is_not_let_in(make):
    with pytest.raises(TypeError, match="is a float"):
        record(make.initiative(), points=7.5)
    assert not JournalEntry.objects.exists()


def test_an_entry_is_gone_with_the_transaction_it_belongs_to(make):
    initiative = make.initiative()
    with transaction.atomic():
        record(initiative)
        transaction.set_rollback(True)
    assert record(initiative).number == 1
    assert proof.check().broken is None


def test_the_entries_about_a_thing_oldest_first(make):
    one, other = make.initiative(), make.initiative()
    entries = [record(one), record(other), record(one)]
    assert list(journal.about(one)) == [entries[0], entries[2]]


# -- What the database refuses -------------------------------------------------------------------


def test_an_entry_cannot_be_updated(chain):
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: UPDATE refused"):
        JournalEntry.objects.filter(number=3).update(action="nothing.happened")


def test_an_entry_cannot_be_deleted(chain):
    with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: DELETE refused"):
        chain[2].delete()


def test_the_journal_cannot_be_emptied(chain):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER journal_is_never_emptied")
        with pytest.raises(IntegrityError, match=f"{TABLE} is append-only: TRUNCATE refused"):
            cursor.execute(f"TRUNCATE {TABLE}")


def test_a_number_is_given_once(chain):
    entry = JournalEntry(
        number=5, at=NOON, action="a", about_kind="b", about_key="c", previous_hash=GENESIS, hash=""
    )
    with pytest.raises(IntegrityError, match="number"):
        entry.save()


# -- What the chain tells ------------------------------------------------------------------------


def test_an_empty_journal_holds(db):
    assert proof.check().broken is None


def test_an_untouched_chain_holds(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert proof.check().broken is None


def test_the_chain_holds_whatever_json_went_in(make):
    texts = ["Ä „ß“ 😀", 'q"\\', "\u2028", ""]
    record(make.initiative(), texts=texts, big=2**60, nested={"ü": {"a": [True, None]}})
    assert proof.check().broken is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "nothing.happened"),
        ("at", NOON + SECOND),
        ("actor", "018f0000-0000-7000-8000-000000000000"),
        ("about_kind", "initiatives.call"),
        ("about_key", "somebody-else"),
        ("data", '{"place": 4}'),
    ],
)
def test_a_changed_entry_is_named(chain, column, value):
    round_the_triggers(f"UPDATE {TABLE} SET {column} = %s WHERE number = 3", value)  # noqa: S608
    assert proof.check().broken == Broken(3, "changed")


def test_a_changed_entry_that_was_sealed_anew_breaks_the_next_link(chain):
    forged = JournalEntry.objects.get(number=3)
    forged.action = "nothing.happened"
    round_the_triggers(
        f"UPDATE {TABLE} SET action = %s, hash = %s WHERE number = 3",  # noqa: S608
        forged.action,
        journal.seal(forged),
    )
    assert proof.check().broken == Broken(4, "unlinked", 3)


@pytest.mark.parametrize("number", [1, 3])
def test_a_deleted_entry_is_named(chain, number):
    round_the_triggers(f"DELETE FROM {TABLE} WHERE number = %s", number)  # noqa: S608
    assert proof.check().broken == Broken(number, "missing", number + 1)


def test_a_gap_that_was_closed_by_counting_anew_is_named(chain):
    round_the_triggers(f"DELETE FROM {TABLE} WHERE number = 3")  # noqa: S608
    round_the_triggers(f"UPDATE {TABLE} SET number = 3 WHERE number = 4")  # noqa: S608
    round_the_triggers(f"UPDATE {TABLE} SET number = 4 WHERE number = 5")  # noqa: S608
    assert proof.check().broken == Broken(3, "changed")


# -- Several writers -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_keep_one_chain(make):
    initiative, writers, each = make.initiative(), 6, 5
    together, failures = threading.Barrier(writers), []

    def write() -> None:
        try:
            together.wait()
            for _ in range(each):
                record(initiative)
        except Exception as failure:  # shown by the assertion below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.number for entry in JournalEntry.objects.all()] == [*range(1, writers * each + 1)]
    assert proof.check().broken is None
