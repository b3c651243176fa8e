"""Topics, films and resources (the last two share one abstract `Work`), and help."""

from resources.models.film import Film
from resources.models.help import CheckedEntry, CheckedQuerySet, HelpLine, StateLaw
from resources.models.resource import Resource
from resources.models.topic import Topic, TopicalQuerySet, TopicQuerySet
from resources.models.work import Work, WorkQuerySet

__all__ = [
    "CheckedEntry",
    "CheckedQuerySet",
    "Film",
    "HelpLine",
    "Resource",
    "StateLaw",
    "Topic",
    "TopicQuerySet",
    "TopicalQuerySet",
    "Work",
    "WorkQuerySet",
]
