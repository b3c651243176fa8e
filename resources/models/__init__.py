"""Topics, films and resources; the last two share one abstract `Work`."""

from resources.models.film import Film
from resources.models.resource import Resource
from resources.models.topic import Topic, TopicalQuerySet, TopicQuerySet
from resources.models.work import Work, WorkQuerySet

__all__ = [
    "Film",
    "Resource",
    "Topic",
    "TopicQuerySet",
    "TopicalQuerySet",
    "Work",
    "WorkQuerySet",
]
