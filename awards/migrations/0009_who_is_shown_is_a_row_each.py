import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import initiatives.keys


def hang_on_the_release(apps, schema_editor):
    """Who was named on a picture becomes a row each; its place is the release's from now on."""
    photo_model = apps.get_model("awards", "Photo")
    person_model = apps.get_model("awards", "PersonShown")
    for photo in photo_model.objects.select_related("laureate"):
        photo.release_id = photo.laureate.release_id
        photo.application_id = photo.laureate.application_id
        photo.key = initiatives.keys.uuid7()
        photo.save(update_fields=["release", "application", "key"])
        person_model.objects.bulk_create(
            person_model(photo=photo, position=position, name=name)
            for position, name in enumerate(photo.named, start=1)
        )


def name_again(apps, schema_editor):
    person_model = apps.get_model("awards", "PersonShown")
    for photo in apps.get_model("awards", "Photo").objects.all():
        people = person_model.objects.filter(photo=photo).order_by("position", "pk")
        photo.named = list(people.values_list("name", flat=True))
        photo.save(update_fields=["named"])
    # Those of the whole release did not exist before.
    apps.get_model("awards", "Photo").objects.filter(laureate=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0008_a_ceremony_and_its_guests"),
        ("initiatives", "0007_people_may_stop_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("photo", "persons", "named"),
        migrations.AlterField(  # so that there is something to go back to
            "photo",
            "named",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                default=list,
                verbose_name="persons from left",
            ),
        ),
        migrations.AddField(
            "photo", "key", models.UUIDField(default=initiatives.keys.uuid7, editable=False)
        ),
        migrations.AddField(
            "photo",
            "release",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="awards.release",
            ),
        ),
        migrations.AddField(
            "photo",
            "application",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="initiatives.application",
            ),
        ),
        migrations.AlterField(
            "photo",
            "laureate",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="photos",
                to="awards.laureate",
            ),
        ),
        migrations.CreateModel(
            "PersonShown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=initiatives.keys.uuid7, editable=False, unique=True
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "consent_on",
                    models.DateField(blank=True, null=True, verbose_name="consent given on"),
                ),
                (
                    "consent_text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="words of the consent"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="consent withdrawn"),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="awards.photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "person shown",
                "verbose_name_plural": "persons shown",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.RunPython(hang_on_the_release, name_again),
    ]
