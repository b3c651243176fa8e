"""allauth's addresses, with our own view where it must do a little more."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("logout/", views.sign_out, name="account_logout"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        views.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("", include("allauth.urls")),
]
