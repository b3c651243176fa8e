"""Plain functions that make what a test needs and fill in what it does not care for."""

import itertools

from accounts.models import User

_numbers = itertools.count(1)


def make_user(**overrides) -> User:
    number = next(_numbers)
    fields = {
        "email": f"person{number}@sample.example",
        "display_name": f"Person {number}",
        "password": "a long enough password",
    } | overrides
    return User.objects.create_user(**fields)
