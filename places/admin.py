from django.contrib import admin

from foundation.admin import BaseAdmin
from places.models import Agency


@admin.register(Agency)
class AgencyAdmin(BaseAdmin):
    list_display = ["name", "kind", "size", "state", "county", "ori"]
    list_filter = ["kind", "size", "state"]
    search_fields = ["name", "county", "ori"]
    # Counting 18,000 rows twice for each search helps nobody.
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["name", "kind", "size"]}),
        ("Where it is", {"fields": ["state", "county", ("lat", "lng")]}),
        ("For staff", {"fields": ["ori"]}),
    ]
