"""Makes the network's own staff site the admin site of the project."""

from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Django admin, served by `foundation.admin.StaffSite`."""

    default_site = "foundation.admin.StaffSite"
