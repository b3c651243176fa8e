"""Every address of the portal. Fixed paths stand before captured ones."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from niot_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("resources.film_urls")),
    path("", include("resources.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEVELOPMENT:
    from niot_portal.styleguide import styleguide

    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]

handler400 = "foundation.errors.bad_request"
handler403 = "foundation.errors.forbidden"
handler404 = "foundation.errors.not_found"
handler500 = "foundation.errors.server_error"
