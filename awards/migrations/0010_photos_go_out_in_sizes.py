import django.db.models.deletion
import initiatives.keys
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0009_who_is_shown_is_a_row_each'),
        ('initiatives', '0007_people_may_stop_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('crop', models.CharField(max_length=6)),
                ('format', models.CharField(max_length=4)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=32, unique=True)),
                ('file', models.FileField(max_length=200, upload_to='')),
            ],
            options={
                'verbose_name': 'size of a picture',
                'verbose_name_plural': 'sizes of pictures',
                'ordering': ['photo', 'crop', 'format', 'width'],
            },
        ),
        migrations.RemoveField(
            model_name='photo',
            name='named',
        ),
        migrations.AddField(
            model_name='photo',
            name='drawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sizes drawn'),
        ),
        migrations.AddField(
            model_name='photo',
            name='failed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='not processed'),
        ),
        migrations.AddField(
            model_name='photo',
            name='file',
            field=models.FileField(blank=True, max_length=200, upload_to='', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='photo',
            name='focus_x',
            field=models.PositiveSmallIntegerField(default=500, verbose_name='focus from the left, per mille'),
        ),
        migrations.AddField(
            model_name='photo',
            name='focus_y',
            field=models.PositiveSmallIntegerField(default=500, verbose_name='focus from the top, per mille'),
        ),
        migrations.AddField(
            model_name='photo',
            name='height',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='photo',
            name='licence',
            field=models.CharField(blank=True, choices=[('press', 'Free for reports on the award, with credit'), ('cc-by', 'CC BY 4.0'), ('cc-by-sa', 'CC BY-SA 4.0'), ('cc0', 'CC0 1.0'), ('reserved', 'All rights reserved')], max_length=10, verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='photo',
            name='medium',
            field=models.FileField(blank=True, max_length=200, upload_to='', verbose_name='picture, medium'),
        ),
        migrations.AddField(
            model_name='photo',
            name='name',
            field=models.CharField(blank=True, max_length=160, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='photo',
            name='taken_down_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='taken down'),
        ),
        migrations.AddField(
            model_name='photo',
            name='uploaded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='uploaded'),
        ),
        migrations.AddField(
            model_name='photo',
            name='uploaded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='photo',
            name='width',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='photo',
            name='credit',
            field=models.CharField(blank=True, max_length=160, verbose_name='credit'),
        ),
        migrations.AlterField(
            model_name='photo',
            name='key',
            field=models.UUIDField(default=initiatives.keys.uuid7, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='photo',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='awards.release'),
        ),
        migrations.AddConstraint(
            model_name='personshown',
            constraint=models.CheckConstraint(condition=models.Q(('consent_text', ''), ('consent_on__isnull', False), _connector='OR'), name='consent_has_a_day', violation_error_message='Enter the day of the consent.'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('focus_x__lte', 1000), ('focus_y__lte', 1000)), name='focus_is_in_the_picture'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('taken_down_at', None), ('file', ''), _connector='OR'), name='photo_taken_down_has_no_file'),
        ),
        migrations.AddField(
            model_name='rendition',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='awards.photo'),
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(fields=('photo', 'crop', 'format', 'width'), name='rendition_once_a_photo'),
        ),
    ]
