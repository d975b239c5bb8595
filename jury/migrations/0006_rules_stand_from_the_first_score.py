"""From a call's first score on nobody changes by what it is judged and how it is counted.

Whoever writes a score holds a lock of the call together with all others who do; whoever changes a
rule needs that lock alone. So the first score and a change of the rules never pass one another.
Wording may still be corrected; that it is only wording is for the action to see.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION hold_rules_of_call(of_call bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('rules of a call'), of_call::int)
$$;

CREATE FUNCTION call_is_scored(of_call bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM initiatives_application application
        JOIN jury_scoresheet sheet ON sheet.application_id = application.id
        JOIN jury_score score ON score.sheet_id = sheet.id
        WHERE application.call_id = of_call
    )
$$;

CREATE FUNCTION refuse_rule_after_score(of_call bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_rules_of_call(of_call);
    IF call_is_scored(of_call) THEN
        RAISE EXCEPTION 'call % has been scored: its rules stand', of_call
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION score_by_standing_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_call bigint;
    highest int;
BEGIN
    SELECT application.call_id INTO of_call
        FROM jury_scoresheet sheet
        JOIN initiatives_application application ON application.id = sheet.application_id
        WHERE sheet.id = NEW.sheet_id;
    PERFORM pg_advisory_xact_lock_shared(hashtext('rules of a call'), of_call::int);
    SELECT points_max INTO highest FROM initiatives_call WHERE id = of_call;
    IF NEW.points > highest AND NEW.points <= 10 THEN  -- beyond ten says the constraint
        RAISE EXCEPTION '% points are beyond the scale of call %', NEW.points, of_call
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_by_standing_rules BEFORE INSERT OR UPDATE OF points ON jury_score
    FOR EACH ROW EXECUTE FUNCTION score_by_standing_rules();

CREATE FUNCTION keep_scored_criteria() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refuse_rule_after_score(NEW.call_id);
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM refuse_rule_after_score(OLD.call_id);
        RETURN OLD;
    ELSIF (OLD.call_id, OLD.code, OLD.weight, OLD.is_optional, OLD.position)
            IS DISTINCT FROM
            (NEW.call_id, NEW.code, NEW.weight, NEW.is_optional, NEW.position) THEN
        PERFORM refuse_rule_after_score(OLD.call_id);
        PERFORM refuse_rule_after_score(NEW.call_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER criteria_stand BEFORE INSERT OR UPDATE OR DELETE ON initiatives_criterion
    FOR EACH ROW EXECUTE FUNCTION keep_scored_criteria();

CREATE FUNCTION keep_scored_anchors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.criterion_id, OLD.points) = (NEW.criterion_id, NEW.points) THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refuse_rule_after_score(call_id)
            FROM initiatives_criterion WHERE id = OLD.criterion_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM refuse_rule_after_score(call_id)
            FROM initiatives_criterion WHERE id = NEW.criterion_id;
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER anchors_stand BEFORE INSERT OR UPDATE OR DELETE ON initiatives_anchor
    FOR EACH ROW EXECUTE FUNCTION keep_scored_anchors();

CREATE FUNCTION keep_scored_scale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_rule_after_score(NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER scale_stands BEFORE UPDATE ON initiatives_call
    FOR EACH ROW
    WHEN (
        (OLD.points_max, OLD.reason_required, OLD.counting_rule)
        IS DISTINCT FROM (NEW.points_max, NEW.reason_required, NEW.counting_rule)
    )
    EXECUTE FUNCTION keep_scored_scale();
"""
BACKWARD = """
DROP TRIGGER scale_stands ON initiatives_call;
DROP TRIGGER anchors_stand ON initiatives_anchor;
DROP TRIGGER criteria_stand ON initiatives_criterion;
DROP TRIGGER score_by_standing_rules ON jury_score;
DROP FUNCTION keep_scored_scale();
DROP FUNCTION keep_scored_anchors();
DROP FUNCTION keep_scored_criteria();
DROP FUNCTION score_by_standing_rules();
DROP FUNCTION refuse_rule_after_score(bigint);
DROP FUNCTION call_is_scored(bigint);
DROP FUNCTION hold_rules_of_call(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0007_people_may_stop_reminders"),
        ("jury", "0005_jury_at_work"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
