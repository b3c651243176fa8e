"""The manual says what the code does."""

from foundation.management.commands.write_statuses import PAGE, page


def test_page_on_statuses_is_made_from_the_tables():
    assert PAGE.read_text() == page(), "Run: manage.py write_statuses"
