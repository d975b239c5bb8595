"""The juror and the case of a sheet are those of its assignment."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_foreign_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM jury_assignment
        WHERE id = NEW.assignment_id AND juror_id = NEW.juror_id
            AND application_id = NEW.application_id
    ) THEN
        RAISE EXCEPTION 'sheet and assignment % name different jurors or cases', NEW.assignment_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sheet_matches_its_assignment
    BEFORE INSERT OR UPDATE OF assignment_id, juror_id, application_id ON jury_scoresheet
    FOR EACH ROW EXECUTE FUNCTION refuse_foreign_sheet();
"""
BACKWARD = """
DROP TRIGGER sheet_matches_its_assignment ON jury_scoresheet;
DROP FUNCTION refuse_foreign_sheet();
"""


class Migration(migrations.Migration):
    dependencies = [("jury", "0002_only_declared_criteria_are_scored")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
