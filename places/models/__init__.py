"""ZIP codes and agencies; both lie somewhere."""

from places.models.agency import Agency
from places.models.zips import ZipAbroad, ZipPlace

__all__ = ["Agency", "ZipAbroad", "ZipPlace"]
