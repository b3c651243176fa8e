"""A database that can only be read: pages are answered, forms keep their words."""

import pytest
from django.db import connection

from tests.authorisation.runner import meaning, rows
from tests.authorisation.world import World
from tests.factories import make_leader
from tests.forms import opened
from tests.people import signed_in
