"""Pictures from before they had files: every name they held becomes a person, and back again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from awards import archive
from awards.models import Photo

from ...make import NOON

BEFORE = ("awards", "0008_a_ceremony_and_its_guests")
RETRASON = ["Jürgen Kerner", "Thomas Ahlswede-Brech", "Matthias Wilhelm", "Klaus Günter Deutsch"]


def to(target: tuple[str, str]):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.mark.django_db(transaction=True)
def test_the_archives_pictures_keep_all_names_in_their_order():
    latest = list(MigrationExecutor(connection).loader.graph.leaf_nodes("awards"))
    release = archive.load(archive.files()[-1], at=NOON)
    try:
        old = to(BEFORE).get_model("awards", "Photo")
        assert old.objects.get(laureate__slug="retrason").persons == RETRASON
        assert not hasattr(old, "release")
        MigrationExecutor(connection).migrate(latest)
        found = Photo.objects.filter(release_id=release.pk)
        assert [len(photo.names) for photo in found] == [4, 4]
        assert found.get(laureate__slug="retrason").names == RETRASON
        assert len({photo.key for photo in found}) == 2
    finally:
        MigrationExecutor(connection).migrate(latest)
