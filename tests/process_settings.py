"""Settings for real processes that tests start: the portal, on the test's database."""

import os

from niot_portal.settings import *  # noqa: F403
from niot_portal.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
