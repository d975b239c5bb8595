"""What a sheet said when it was finished refuses every change, as snapshots do."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER sheet_versions_are_frozen BEFORE UPDATE OR DELETE ON jury_sheetversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sheet_versions_are_never_emptied BEFORE TRUNCATE ON jury_sheetversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = """
DROP TRIGGER sheet_versions_are_never_emptied ON jury_sheetversion;
DROP TRIGGER sheet_versions_are_frozen ON jury_sheetversion;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jury", "0007_requests_can_be_taken_back"),
        ("initiatives", "0002_records_are_append_only"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
