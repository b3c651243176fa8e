from django.urls import path

from resources import views

app_name = "resources"

urlpatterns = [
    path("resources/", views.resource_list, name="list"),
    path("resources.json", views.resource_list_json, name="list_json"),
    path("resources/<slug:slug>/", views.resource, name="resource"),
]
