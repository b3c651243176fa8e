from django.db import migrations

from foundation import content
from niot_portal.topics import SEATS, TOPICS


class Migration(migrations.Migration):
    """What visitors see raises its version when it changes."""

    dependencies = [
        ("niot_portal", "0001_mark_of_the_sample_network"),
        ("foundation", "0006_plain_letters"),
        ("places", "0003_agency_versions_and_history"),
        ("resources", "0005_search_plain_letters"),
        ("leaders", "0006_search_plain_letters"),
        ("screenings", "0012_search_plain_letters"),
    ]

    operations = [
        *(
            migrations.RunSQL(
                content.trigger(table, topic), content.drop(table.name, topic)
            )
            for topic, tables in TOPICS.items()
            for table in tables
        ),
        migrations.RunSQL(
            content.row_trigger(*SEATS), content.drop(SEATS[0], f"each_{SEATS[1]}")
        ),
    ]
