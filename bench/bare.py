"""The page to compare with: Django and nothing of ours.

`/list/` has one query with a join and 20 cards of about a kilobyte, `/detail/` one row,
`/kept/` is the list kept whole and answered for one small query. Plain templates, the
usual middleware.
"""

import os
from datetime import datetime

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils.timezone import make_aware

_CARD = """<article class="card">
  <h2><a href="{% url 'detail' card.pk %}">{{ card.title }}</a></h2>
  <p>{{ card.starts_at|date:"l, F j, Y" }}, {{ card.starts_at|date:"g:i A" }}</p>
  <p>{{ card.place.name }},
    <a href="{% url 'detail' card.place_id %}">{{ card.place.state }}</a></p>
  <p>{{ card.text|truncatewords:90 }}</p>
  <p><a href="{% url 'detail' card.pk %}">More</a> {{ card.seats }} seats</p>
</article>"""
_PAGE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<header><a href="{% url 'list' %}">Home</a></header><main><h1>{{ title }}</h1>
{% for card in cards %}{% include "card.html" %}{% endfor %}</main></body></html>"""
_DETAIL = """<!doctype html><html lang="en"><head><title>{{ card.title }}</title></head>
<body><h1>{{ card.title }}</h1><p>{{ card.starts_at|date:"l, F j, Y" }}</p>
<p>{{ card.place.name }}</p><div>{{ card.text|linebreaks }}</div></body></html>"""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare")
if not settings.configured:
    settings.configure(
        SECRET_KEY="a bare page has no secret",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="bench.bare",
        USE_TZ=True,
        DATABASES={"default": environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": 60}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                (
                                    "django.template.loaders.locmem.Loader",
                                    {
                                        "card.html": _CARD,
                                        "list.html": _PAGE,
                                        "detail.html": _DETAIL,
                                    },
                                )
                            ],
                        )
                    ]
                },
            }
        ],
    )
    django.setup()


class Place(models.Model):
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=2)

    class Meta:
        app_label = "auth"
        db_table = "bench_place"


class Card(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField()
    seats = models.IntegerField()
    starts_at = models.DateTimeField(db_index=True)
    place = models.ForeignKey(Place, models.CASCADE)

    class Meta:
        app_label = "auth"
        db_table = "bench_card"


def make_tables() -> None:
    """Make the two tables with a thousand cards; what was there goes."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_card, bench_place CASCADE")
    with connection.schema_editor() as editor:
        editor.create_model(Place)
        editor.create_model(Card)
    places = Place.objects.bulk_create(
        Place(name=f"Town {number}", state="WI") for number in range(50)
    )
    words = "Neighbors meet, see a film and talk about what it means for their town. "
    Card.objects.bulk_create(
        Card(
            title=f"An evening in town {number}",
            text=words * 8,
            seats=number % 90,
            starts_at=make_aware(datetime(2030, 1, 1 + number % 28, 19)),
            place=places[number % 50],
        )
        for number in range(1000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bench_card, bench_place")


def list_page(request):
    cards = Card.objects.select_related("place").order_by("starts_at", "pk")[:20]
    page = engines["django"].get_template("list.html")
    return HttpResponse(page.render({"title": "Evenings", "cards": cards}, request))


def detail(request, pk):
    card = Card.objects.select_related("place").get(pk=pk)
    page = engines["django"].get_template("detail.html")
    return HttpResponse(page.render({"card": card}, request))


_kept: dict[str, tuple[int, bytes]] = {}


def kept(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM bench_card")
        version = cursor.fetchone()[0]
    if _kept.get("list", (0,))[0] != version:
        _kept["list"] = (version, list_page(request).content)
    return HttpResponse(_kept["list"][1])


urlpatterns = [
    path("list/", list_page, name="list"),
    path("detail/<int:pk>/", detail, name="detail"),
    path("kept/", kept),
]

application = get_wsgi_application()


if __name__ == "__main__":
    make_tables()
