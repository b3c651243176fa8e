"""The world of the matrix."""

import pytest

from tests.authorisation.world import make_world


@pytest.fixture
def world(db):
    return make_world()
