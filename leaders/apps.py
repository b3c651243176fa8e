from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """Applications, vetting, leaders and their directory."""

    name = "leaders"

    def ready(self) -> None:
        """Join the status tables to their rules; mail nothing to who has died."""
        from accounts import leaving as staff_leaving
        from foundation import outbox
        from foundation.anew import WAYS
        from leaders import emails, handing_over, membership, vetting  # noqa: F401
        from leaders.admin import address

        staff_leaving.register(handing_over)

        if emails.goes_to_nobody not in outbox.SILENCES:
            outbox.SILENCES.append(emails.goes_to_nobody)
        WAYS["leaders.application"] = WAYS["leaders.leader"] = address.way()
