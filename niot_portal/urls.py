"""Every address of the portal. Fixed paths stand before captured ones."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from accounts.allauth_views import sign_out
from foundation import kept_forms
from niot_portal import contact, crawlers, desk, home, hub, near, search

urlpatterns = [
    path("", home.home, name="home"),
    path("near/", near.near, name="near"),
    path("search/", search.search, name="search"),
    path("desk/", desk.desk, name="desk"),
    path("get-help-now/", hub.get_help_now, name="get_help_now"),
    re_path(
        r"^get-help-now/(?P<code>[A-Za-z]{2})/$",
        hub.get_help_in_state,
        name="get_help_in_state",
    ),
    path("hate-crimes/", hub.hate_crimes, name="hate_crimes"),
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.contact_sent, name="contact_sent"),
    path("privacy/", hub.privacy, name="privacy"),
    path("accessibility/", hub.accessibility, name="accessibility"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("favicon.ico", crawlers.favicon, name="favicon"),
    path("healthz", hub.healthz, name="healthz"),
    path("", include("resources.film_urls")),
    path("", include("resources.urls")),
    path("", include("leaders.urls")),
    path("", include("screenings.urls")),
    path("", include("screenings.guest_urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("accounts.allauth_urls")),
    path("kept/<str:key>/", kept_forms.give_back, name="kept"),
    path("admin/logout/", sign_out),
    path("admin/", admin.site.urls),
]

if settings.DEVELOPMENT:
    from niot_portal import outbox_preview, styleguide
    from niot_portal.sample import views as sample

    urlpatterns += [
        path("try/", sample.people, name="try"),
        path("try/<slug:key>/", sample.become, name="try_become"),
        path("outbox/", outbox_preview.outbox, name="outbox"),
        path("outbox/<int:pk>/", outbox_preview.mail, name="outbox_mail"),
        path(
            "outbox/<int:pk>/html/", outbox_preview.mail_html, name="outbox_mail_html"
        ),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        path(
            "styleguide/errors/<slug:name>/", styleguide.error_page, name="error_page"
        ),
    ]

handler400 = "foundation.errors.bad_request"
handler403 = "foundation.errors.forbidden"
handler404 = "foundation.errors.not_found"
handler429 = "foundation.errors.too_many"
handler500 = "foundation.errors.server_error"
