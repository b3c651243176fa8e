import django.contrib.postgres.indexes
import django.contrib.postgres.search
import foundation.fulltext
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0006_plain_letters'),
        ('resources', '0004_versions_and_sourced_facts'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='film',
            name='film_search',
        ),
        migrations.RemoveField(
            model_name='film',
            name='search',
        ),
        migrations.AddField(
            model_name='film',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('title'), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('summary'), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('words'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='film',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='film_search'),
        ),
        migrations.RemoveIndex(
            model_name='resource',
            name='resource_search',
        ),
        migrations.RemoveField(
            model_name='resource',
            name='search',
        ),
        migrations.AddField(
            model_name='resource',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('title'), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('summary'), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('words'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='resource_search'),
        ),
        migrations.RemoveIndex(
            model_name='helpline',
            name='helpline_search',
        ),
        migrations.RemoveField(
            model_name='helpline',
            name='search',
        ),
        migrations.AddField(
            model_name='helpline',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('name'), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('serves'), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('about'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='helpline',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='helpline_search'),
        ),
    ]
