import pghistory
from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

_GONE_FOR_GOOD = ["alumni", "removed"]


def _give_to_the_network(apps, schema_editor):
    """Evenings to come whose host left before leaving took care of them."""
    Screening = apps.get_model("screenings", "Screening")
    to_come = Q(status="postponed") | Q(
        status="published", ends_at__gte=timezone.now()
    )
    is_gone = Q(host__is_hidden=True) | Q(
        host__status__in=["suspended", *_GONE_FOR_GOOD]
    )
    keys = list(Screening.objects.filter(to_come, is_gone).values_list("pk", flat=True))
    with pghistory.context(user=None, act="Became the network’s", why=""):
        Screening.objects.filter(pk__in=keys).update(
            host=None, version=F("version") + 1
        )


def _close_what_nobody_saw(apps, schema_editor):
    Screening = apps.get_model("screenings", "Screening")
    begun = Screening.objects.filter(
        status__in=["draft", "submitted"], host__status__in=_GONE_FOR_GOOD
    )
    with pghistory.context(user=None, act="Close it: its host has left", why=""):
        Screening.objects.filter(pk__in=list(begun.values_list("pk", flat=True))).update(
            status="cancelled",
            cancelled_at=timezone.now(),
            cancel_reason="Its host left the network before it was published.",
            version=F("version") + 1,
        )


def _settle(apps, schema_editor):
    _give_to_the_network(apps, schema_editor)
    _close_what_nobody_saw(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("screenings", "0010_offer_to_a_leader")]

    operations = [migrations.RunPython(_settle, migrations.RunPython.noop)]
