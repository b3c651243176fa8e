from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.records import RecordAdmin, StaffRecordForm
from places.models import Agency


class _AgencyForm(StaffRecordForm):
    def clean_ori(self) -> str | None:
        """As the record will hold it, so that another one with it is found."""
        return (self.cleaned_data["ori"] or "").upper() or None


@admin.register(Agency)
class AgencyAdmin(RecordAdmin):
    form = _AgencyForm
    list_display = ["name", "kind", "size", "state", "county", "ori"]
    list_filter = ["kind", "size", "state"]
    search_fields = ["name", "county", "ori"]
    # Counting 18,000 rows twice for each search helps nobody.
    show_full_result_count = False
    next_step = _(
        "Add the agencies of your applicants one by one, or ask whoever runs the "
        "portal to bring in the FBI’s whole list (“manage.py import_agencies”, under "
        "Agencies in the operations guide)."
    )
    fieldsets = [
        (None, {"fields": ["name", "kind", "size"]}),
        (_("Where it is"), {"fields": ["state", "county", ("lat", "lng")]}),
        (_("For staff"), {"fields": ["ori"]}),
    ]
