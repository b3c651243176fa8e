"""allauth's addresses, with our own view where ours must do more."""

from django.urls import include, path, re_path

from accounts import allauth_views, entrance

urlpatterns = [
    path("login/", allauth_views.sign_in, name="account_login"),
    path("logout/", allauth_views.sign_out, name="account_logout"),
    path("signup/", entrance.door, name="account_signup"),
    path(
        "confirm-email/",
        allauth_views.confirm_address,
        name="account_email_verification_sent",
    ),
    path("login/code/", entrance.request_code, name="account_request_login_code"),
    path(
        "login/code/confirm/",
        entrance.confirm_code,
        name="account_confirm_login_code",
    ),
    path("password/reset/", entrance.reset_password, name="account_reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.reset_by_link,
        name="account_reset_password_from_key",
    ),
    path(
        "2fa/webauthn/login/",
        allauth_views.sign_in_by_passkey,
        name="mfa_login_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        allauth_views.show_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        allauth_views.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("", include("allauth.urls")),
]
