"""Minutes that chair and minute taker signed refuse every change, as snapshots do."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER signed_minutes_are_frozen BEFORE UPDATE OR DELETE ON awards_minutes
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER signed_minutes_are_frozen ON awards_minutes"


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0005_the_jury_meets"),
        ("initiatives", "0002_records_are_append_only"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
