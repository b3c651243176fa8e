"""How the portal knows that the database is away, or may only be read."""

from django.db import InterfaceError, InternalError, OperationalError

#: PostgreSQL's code for a change that a server refuses because it may only be read.
_READ_ONLY = "25006"


class ReadOnly(InternalError):
    """The database may only be read for now."""


def is_read_only(error: BaseException | None) -> bool:
    """Whether the database refused a change because it may only be read for now."""
    cause = getattr(error, "__cause__", None)
    is_told = getattr(cause, "pgcode", None) == _READ_ONLY
    return isinstance(error, ReadOnly) or (isinstance(error, InternalError) and is_told)


def is_away(error: BaseException | None) -> bool:
    """Whether the database cannot do what was asked of it at the moment."""
    return isinstance(error, OperationalError | InterfaceError) or is_read_only(error)
