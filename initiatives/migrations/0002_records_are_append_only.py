"""The journal and the snapshots refuse every change, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON initiatives_journalentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON initiatives_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER snapshots_are_frozen BEFORE UPDATE OR DELETE ON initiatives_snapshot
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER snapshots_are_never_emptied BEFORE TRUNCATE ON initiatives_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = """
DROP TRIGGER snapshots_are_never_emptied ON initiatives_snapshot;
DROP TRIGGER snapshots_are_frozen ON initiatives_snapshot;
DROP TRIGGER journal_is_never_emptied ON initiatives_journalentry;
DROP TRIGGER journal_is_append_only ON initiatives_journalentry;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_ground")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
