import django.contrib.postgres.indexes
import django.contrib.postgres.search
import foundation.fulltext
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0006_plain_letters'),
        ('screenings', '0011_evenings_of_hosts_gone'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='screening',
            name='screening_search',
        ),
        migrations.RemoveField(
            model_name='screening',
            name='search',
        ),
        migrations.AddField(
            model_name='screening',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('title'), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('summary'), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('words'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='screening',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='screening_search'),
        ),
    ]
