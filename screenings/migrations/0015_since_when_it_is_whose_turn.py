from django.db import migrations
from django.db.models import F


def _since_it_was_sent(apps, schema_editor):
    """What waits for a first look waits since it was sent, as far as is known."""
    Screening = apps.get_model("screenings", "Screening")
    waiting = Screening.objects.filter(status="submitted", turn_since=None)
    waiting.update(turn_since=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("screenings", "0014_owner_of_a_first_look")]

    operations = [
        migrations.RunPython(_since_it_was_sent, migrations.RunPython.noop),
    ]
