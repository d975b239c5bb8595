from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("jury", "0006_rules_stand_from_the_first_score")]

    operations = [
        migrations.AlterField(
            model_name="concern",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("confirmed", "confirmed"),
                    ("dismissed", "dismissed"),
                    ("withdrawn", "taken back"),
                ],
                max_length=9,
                verbose_name="outcome",
            ),
        ),
        migrations.RemoveConstraint(model_name="concern", name="concern_raised_once"),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.UniqueConstraint(
                fields=["juror", "application", "kind", "evidence"],
                condition=~Q(outcome="withdrawn"),
                name="concern_raised_once",
            ),
        ),
        migrations.RemoveConstraint(model_name="concern", name="concern_settled_with_reason"),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | Q(settled_at__isnull=False, outcome="withdrawn")
                | (Q(settled_at__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                name="concern_settled_with_reason",
            ),
        ),
    ]
