"""No score on a criterion that the application does not declare, and none by a conflicted juror."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_undeclared_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM jury_scoresheet sheet
        JOIN initiatives_criterion criterion ON criterion.id = NEW.criterion_id
        JOIN initiatives_application application
            ON application.id = sheet.application_id AND application.call_id = criterion.call_id
        LEFT JOIN initiatives_declaredcriterion declared
            ON declared.application_id = application.id AND declared.criterion_id = criterion.id
        WHERE sheet.id = NEW.sheet_id AND (declared.id IS NOT NULL OR NOT criterion.is_optional)
    ) THEN
        RAISE EXCEPTION 'criterion % is not declared by the application of sheet %',
            NEW.criterion_id, NEW.sheet_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_is_on_a_declared_criterion
    BEFORE INSERT OR UPDATE OF sheet_id, criterion_id ON jury_score
    FOR EACH ROW EXECUTE FUNCTION refuse_undeclared_score();

CREATE FUNCTION refuse_conflicted_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM jury_conflict
        WHERE juror_id = NEW.juror_id AND application_id = NEW.application_id
    ) THEN
        RAISE EXCEPTION 'juror % has a conflict of interest with application %',
            NEW.juror_id, NEW.application_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sheet_is_free_of_conflict BEFORE INSERT ON jury_scoresheet
    FOR EACH ROW EXECUTE FUNCTION refuse_conflicted_sheet();
"""
BACKWARD = """
DROP TRIGGER sheet_is_free_of_conflict ON jury_scoresheet;
DROP FUNCTION refuse_conflicted_sheet();
DROP TRIGGER score_is_on_a_declared_criterion ON jury_score;
DROP FUNCTION refuse_undeclared_score();
"""


class Migration(migrations.Migration):
    dependencies = [("jury", "0001_ground")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
