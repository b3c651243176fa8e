from zoneinfo import ZoneInfo

import pghistory
from django.db import migrations, models

_BATCH = 500


def _read_clocks(apps, schema_editor):
    """Write beside each instant what clocks in its zone show."""
    Screening = apps.get_model("screenings", "Screening")
    rows = list(Screening.objects.filter(day=None, starts_at__isnull=False))
    for row in rows:
        zone = ZoneInfo(row.zone)
        begun = row.starts_at.astimezone(zone)
        row.day, row.starts = begun.date(), begun.time()
        row.ends = row.ends_at.astimezone(zone).time()
        if row.doors_at is not None:
            row.doors = row.doors_at.astimezone(zone).time()
    with pghistory.context(user=None, act="Hours kept as clocks show them", why=""):
        Screening.objects.bulk_update(
            rows, ["day", "starts", "ends", "doors"], batch_size=_BATCH
        )


class Migration(migrations.Migration):
    dependencies = [("screenings", "0002_local_hours")]

    operations = [
        migrations.RunPython(_read_clocks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('day', None), ('doors', None), ('doors_at', None), ('ends', None), ('ends_at', None), ('starts', None), ('starts_at', None)), models.Q(('day__isnull', False), ('ends__isnull', False), ('ends_at__isnull', False), ('starts__isnull', False), ('starts_at__isnull', False), models.Q(models.Q(('doors', None), ('doors_at', None)), models.Q(('doors__isnull', False), ('doors_at__isnull', False)), _connector='OR')), _connector='OR'), name='screenings_screening_hours_with_instants', violation_error_message='The hours and their instants go together.'),
        ),
    ]
