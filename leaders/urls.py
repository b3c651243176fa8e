"""Every address of the leaders' part. Fixed paths stand before captured ones."""

from django.urls import path, re_path

from leaders.views import directory, joining, leading, profile

app_name = "leaders"

urlpatterns = [
    path("leaders/", directory.directory, name="directory"),
    path("leaders.json", directory.directory_json, name="directory_json"),
    path("leaders/apply/", joining.apply, name="apply"),
    path("leaders/apply/start/", joining.start, name="start"),
    path("leaders/application/", joining.application, name="application"),
    path("leaders/application/review/", joining.review, name="review"),
    path("leaders/application/withdraw/", joining.withdraw, name="withdraw"),
    path("leaders/application/answer/", joining.answer, name="answer"),
    path("leaders/application/<slug:slug>/", joining.section, name="section"),
    path("leaders/onboarding/", leading.onboarding, name="onboarding"),
    path("leaders/onboarding/done/", leading.published, name="published"),
    path("leaders/profile/edit/", leading.edit_profile, name="edit_profile"),
    path("leaders/profile/portrait/", leading.edit_portrait, name="edit_portrait"),
    path(
        "leaders/profile/portrait/remove/",
        leading.remove_portrait,
        name="remove_portrait",
    ),
    path("leaders/profile/away/", leading.away, name="away"),
    re_path(
        r"^leaders/portraits/(?P<name>[0-9a-f]{32}\.webp)$",
        profile.portrait,
        name="portrait",
    ),
    re_path(r"^leaders/(?P<code>[A-Za-z]{2})/$", directory.by_state, name="by_state"),
    re_path(
        r"^leaders/(?P<code>[a-z]{2})\.json$",
        directory.directory_json,
        name="by_state_json",
    ),
    path("leaders/<slug:slug>/", profile.profile, name="profile"),
]
