"""How allauth acts here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; mail through the outbox."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits are counted by."""
        from foundation.limits import address_of

        return address_of(request)
