"""Makes the network's own staff site the admin site of the project."""

from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Django admin, served by `niot_portal.staff_site`."""

    default_site = "niot_portal.staff_site.PortalStaffSite"
