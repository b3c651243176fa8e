"""The door through which a web server reaches the portal."""

import os

from django.core.wsgi import get_wsgi_application

from foundation import watchdog

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "niot_portal.settings")

watchdog.install()
application = get_wsgi_application()
