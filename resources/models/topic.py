from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from foundation.fields import CountField, LineField
from foundation.history import tracked
from resources.choices import TopicGroup
from resources.models.rules import TOPIC_RULES


class TopicQuerySet(models.QuerySet["Topic"]):
    def used_by(self, works: type[models.Model]) -> Self:
        """The topics that at least one published film or resource has."""
        name = works._meta.model_name
        published = {"topic": OuterRef("pk"), f"{name}__is_published": True}
        return self.filter(Exists(works.topics.through.objects.filter(**published)))

    def by_group(self) -> list[tuple[str, list["Topic"]]]:
        """The topics under the headings of their groups; no heading stands empty."""
        held: dict[str, list[Topic]] = {group: [] for group in TopicGroup}
        for topic in self:
            held[topic.group].append(topic)
        return [
            (str(TopicGroup(group).label), some) for group, some in held.items() if some
        ]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The topics for a filter, by their short names under the headings."""
        return [
            (heading, [(topic.slug, topic.label) for topic in some])
            for heading, some in self.by_group()
        ]


@tracked(exclude=["loaded"])
class Topic(models.Model):
    """What a film, a resource or a leader is about. The labels are written by people.

    `other_words` are what visitors may type for it ("SRO"); only search reads them.
    """

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    label = LineField(_("label"), max_length=60, unique=True)
    group = models.CharField(_("heading"), max_length=20, choices=TopicGroup)
    order = CountField(_("order"), lo=0, hi=10_000, default=0)
    other_words = LineField(
        _("other words"),
        max_length=200,
        blank=True,
        help_text=_("What people may type when they look for this."),
    )
    loaded = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = TOPIC_RULES

    def __str__(self) -> str:
        return self.label


class TopicalQuerySet(models.QuerySet):
    """Rows of a model with `topics`: films, resources, leaders."""

    def with_topics(self) -> Self:
        """Give each row `topic_list`: its topics as {"slug", "label"}, in order."""
        through = self.model.topics.through
        mine = {f"{self.model._meta.model_name}": OuterRef("pk")}
        return self.annotate(
            topic_list=ArraySubquery(
                through.objects.filter(**mine)
                .order_by("topic__order", "topic__label")
                .values(json=JSONObject(slug="topic__slug", label="topic__label"))
            )
        )
