"""Addresses that only the link in a guest's mail knows."""

from django.urls import path

from screenings.views import guests

app_name = "reservations"

urlpatterns = [
    path("reservations/<slug:token>/", guests.show, name="show"),
    path("reservations/<slug:token>/confirm/", guests.confirm, name="confirm"),
    path("reservations/<slug:token>/change/", guests.change, name="change"),
    path("reservations/<slug:token>/cancel/", guests.cancel, name="cancel"),
    path("reservations/<slug:token>/ask/", guests.ask, name="ask"),
]
