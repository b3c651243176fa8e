from django.db import migrations, models


def _fill(apps, schema_editor):
    """Hosts know the reservations that were confirmed when they were told last."""
    HostDigest = apps.get_model("screenings", "HostDigest")
    Reservation = apps.get_model("screenings", "Reservation")
    for digest in HostDigest.objects.all():
        known = Reservation.objects.filter(
            screening=digest.screening_id,
            status="confirmed",
            confirmed_at__lte=digest.told_until,
        )
        digest.told = {
            str(pk): [seats, kind]
            for pk, seats, kind in known.values_list("pk", "party_size", "attends")
        }
        digest.save()


class Migration(migrations.Migration):
    dependencies = [("screenings", "0012_search_plain_letters")]

    operations = [
        migrations.AddField(
            model_name="hostdigest",
            name="told",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
