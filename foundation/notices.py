"""The cookie that carries a short notice, such as “Saved”, to the next page."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Notices(CookieStorage):
    """Notices in a cookie with the name that the settings give, as of all cookies.

    With `__Host-` before it, browsers take it from this very host over HTTPS alone.
    """

    cookie_name = settings.MESSAGES_COOKIE_NAME
