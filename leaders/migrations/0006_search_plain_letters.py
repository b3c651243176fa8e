import django.contrib.postgres.indexes
import django.contrib.postgres.search
import foundation.fulltext
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0006_plain_letters'),
        ('leaders', '0005_band_ranks'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='leader',
            name='leader_search',
        ),
        migrations.RemoveField(
            model_name='leader',
            name='search',
        ),
        migrations.AddField(
            model_name='leader',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('name'), config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText(models.Case(models.When(public_fields__contains=['rank'], then=models.F('rank')), default=models.Value(''), output_field=models.TextField())), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText(models.Case(models.When(public_fields__contains=['agency'], then=models.F('agency_name')), default=models.Value(''), output_field=models.TextField())), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText(models.Case(models.When(public_fields__contains=['city'], then=models.F('city')), default=models.Value(''), output_field=models.TextField())), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('about'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(foundation.fulltext.SearchText('words'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='leader',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='leader_search'),
        ),
    ]
