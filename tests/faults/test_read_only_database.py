"""A database that can only be read: pages are answered, forms keep their words."""
