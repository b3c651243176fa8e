from django.urls import path
from django.views.generic import RedirectView

from accounts import entrance, views

app_name = "accounts"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:profile"), name="home"),
    path("profile/", views.profile, name="profile"),
    path("welcome/", entrance.welcome, name="welcome"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/stop/<str:token>/", views.stop_reset, name="stop_reset"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
