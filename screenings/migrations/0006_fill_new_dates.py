from zoneinfo import ZoneInfo

import pghistory
from django.db import migrations, models
from django.db.models import F, Q

_PLANNED = (
    "day",
    "starts",
    "ends",
    "doors",
    "zone",
    "mode",
    "venue",
    "street",
    "city",
    "state",
    "zip",
    "lat",
    "lng",
    "link",
    "step_free",
    "parking",
)


def _put_new_dates_aside(apps, schema_editor):
    """Move a new date of what is postponed aside, and write the old one back."""
    Screening = apps.get_model("screenings", "Screening")
    rows = Screening.objects.filter(
        status="postponed", previous_start__isnull=False
    ).exclude(previous_start=F("starts_at"))
    for row in rows:
        for name in _PLANNED:
            setattr(row, f"next_{name}", getattr(row, name))
        zone, lasts = ZoneInfo(row.zone), row.ends_at - row.starts_at
        begun = row.previous_start.astimezone(zone)
        row.starts_at, row.ends_at = row.previous_start, row.previous_start + lasts
        row.day, row.starts = begun.date(), begun.time()
        row.ends = row.ends_at.astimezone(zone).time()
        row.doors = row.doors_at = None
        row.save()


def _give_days(apps, schema_editor):
    """Where access is not known yet, it is at the latest on the day itself."""
    Screening = apps.get_model("screenings", "Screening")
    is_open = Q(captions="unknown") | ~Q(mode="online") & Q(step_free="unknown")
    Screening.objects.filter(
        is_open, status__in=["published", "postponed"], access_known_by=None
    ).update(access_known_by=F("day"))


def _fill(apps, schema_editor):
    with pghistory.context(user=None, act="New date kept apart", why=""):
        _put_new_dates_aside(apps, schema_editor)
        _give_days(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("screenings", "0005_new_dates_and_access_days")]

    operations = [
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'postponed']), _negated=True), models.Q(('captions', 'unknown'), ('sign_language', 'unknown'), models.Q(models.Q(('mode', 'online'), _negated=True), ('step_free', 'unknown')), _connector='OR', _negated=True), ('access_known_by__isnull', False), _connector='OR'), name='screenings_screening_access_known_by_a_day', violation_error_message='Give the day by which you know the rest about access.'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('access_known_by', None), ('access_known_by__lte', models.F('day')), _connector='OR'), name='screenings_screening_access_known_before_start', violation_error_message='The facts about access are known before the start.'),
        ),
    ]
