"""Calls that exist are known to the public already; new ones are announced by the office."""

from django.db import migrations

FORWARD = """
UPDATE initiatives_call SET announced_at = LEAST(opens_at, now()) WHERE NOT is_archive;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_applying")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
