from django.urls import path

from resources import views

app_name = "films"

urlpatterns = [
    path("films/", views.film_list, name="list"),
    path("films.json", views.film_list_json, name="list_json"),
    path("films/<slug:slug>/", views.film, name="film"),
]
