import re
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.fields import CountField, DayField, LineField, ProseField, WebField
from foundation.history import tracked
from places.states import STATES
from resources.choices import (
    Audience,
    FilmKind,
    Language,
    ResourceKind,
    TopicGroup,
)
from resources.sites import site_name

#: PostgreSQL's dictionary for everything searched here.
CONFIG = "english"

#: Longest film whose length we believe, in minutes.
LONGEST = 600


class TopicQuerySet(models.QuerySet):
    def used_by(self, works: "type[Film | Resource]") -> Self:
        """The topics that at least one published film or resource has."""
        name = works._meta.model_name
        published = {"topic": OuterRef("pk"), f"{name}__is_published": True}
        return self.filter(Exists(works.topics.through.objects.filter(**published)))


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

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=TopicGroup.values),
                name="%(app_label)s_%(class)s_group_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.label


class WorkQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def with_topics(self) -> Self:
        """Give each row `topic_list`: its topics as {"slug", "label"}, in order."""
        through = self.model.topics.through
        mine = {self.model._meta.model_name: OuterRef("pk")}
        return self.annotate(
            topic_list=ArraySubquery(
                through.objects.filter(**mine)
                .order_by("topic__order", "topic__label")
                .values(json=JSONObject(slug="topic__slug", label="topic__label"))
            )
        )

    def for_lists(self) -> Self:
        """What a card or a row shows, and nothing heavy beside it."""
        return self.with_topics().defer(
            "search", "words", "notes", "source_urls", "loaded"
        )

    def mark_links(self, *, broken: bool) -> int:
        """Record that the links were opened today, and whether they worked."""
        return self.update(
            link_checked_on=timezone.localdate(),
            link_is_broken=broken,
            updated_at=timezone.now(),
        )

    def matching(self, text: str) -> Self:
        """Narrow to what `text` finds, as people type it: "phrases", -minus, OR."""
        query = SearchQuery(text, search_type="websearch", config=CONFIG)
        return self.filter(search=query)

    def by_rank(self, text: str) -> Self:
        """Best answers to `text` first; each row has its `rank` (higher is better)."""
        query = SearchQuery(text, search_type="websearch", config=CONFIG)
        # 2: divided by the length, or long summaries would always win.
        rank = SearchRank(F("search"), query, cover_density=True, normalization=2)
        return self.annotate(rank=rank).order_by("-rank", "title", "pk")


class Work(models.Model):
    """What films and resources share.

    An empty text, a null number or a null list means that nobody knows, never that
    there is none. `loaded` keeps, by field, what `load_catalogue` last wrote, so that
    it can tell a colleague's edit from its own. `words` is what search should find
    besides title and summary; code keeps it (`resources.words`).
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = LineField(_("title"), max_length=200)
    year = CountField(
        _("year"),
        lo=1900,
        hi=2100,
        null=True,
        blank=True,
        help_text=_("Leave empty if you do not know."),
    )
    summary = ProseField(_("summary"), max_length=1000)
    audiences = ArrayField(
        models.CharField(max_length=30, choices=Audience),
        verbose_name=_("who it is for"),
        default=list,
        blank=True,
    )
    is_published = models.BooleanField(
        _("published"),
        default=True,
        help_text=_("Visitors see published entries only."),
    )
    link_checked_on = DayField(_("link checked on"), null=True, blank=True)
    link_is_broken = models.BooleanField(
        _("link is broken"),
        default=False,
        help_text=_("A broken link is not shown to visitors."),
    )
    notes = ProseField(_("notes"), max_length=2000, blank=True)
    source_urls = ProseField(
        _("sources"),
        max_length=4000,
        blank=True,
        help_text=_("Where the facts were read, one address to a line."),
    )
    words = models.TextField(default="", editable=False)
    loaded = models.JSONField(default=dict, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("summary", weight="B", config=CONFIG)
        + SearchVector("words", weight="C", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        abstract = True
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audiences__contained_by=Audience.values),
                name="%(app_label)s_%(class)s_audiences_are_known",
            ),
            models.CheckConstraint(
                condition=Q(link_is_broken=False) | Q(link_checked_on__isnull=False),
                name="%(app_label)s_%(class)s_broken_was_checked",
                violation_error_message=_("Give the day on which the link failed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def link(self) -> str:
        """The address a visitor may follow, or "" when there is none that works."""
        return "" if self.link_is_broken else self._link

    @property
    def link_words(self) -> str:
        """Whether and when somebody looked at the link."""
        if self.link_checked_on is None:
            return _t("Link not checked yet")
        day = date_format(self.link_checked_on, "F j, Y")
        if self.link_is_broken:
            return _t("The link did not work on %(day)s") % {"day": day}
        return _t("Link checked %(day)s") % {"day": day}

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()

    @property
    def topic_labels(self) -> list[str]:
        """Of a row that came `with_topics()`."""
        return [topic["label"] for topic in self.topic_list]

    @property
    def audience_labels(self) -> list[str]:
        """In the order of the vocabulary, not of the data."""
        return [str(one.label) for one in Audience if one.value in self.audiences]

    @property
    def _link(self) -> str:
        raise NotImplementedError


@tracked(exclude=["search", "words", "loaded"])
class Film(Work):
    """A film an agency may screen."""

    minutes = CountField(
        _("minutes"),
        lo=1,
        hi=LONGEST,
        null=True,
        blank=True,
        help_text=_("Leave empty if you do not know."),
    )
    exact_length = LineField(
        _("exact length"),
        max_length=8,
        blank=True,
        validators=[
            RegexValidator(r"^(\d+:)?\d{1,2}:\d\d$", _("Write it like 33:38."))
        ],
        help_text=_("Minutes and seconds, like 33:38."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FilmKind)
    series = LineField(_("series"), max_length=120, blank=True)
    place = LineField(_("place"), max_length=120, blank=True)
    produced_with_cops_office = models.BooleanField(
        _("made with the COPS Office"), default=False
    )
    page_url = WebField(_("where to watch"), blank=True)
    guide = models.ForeignKey(
        "Resource",
        models.SET_NULL,
        verbose_name=_("guide"),
        null=True,
        blank=True,
        related_name="+",
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("languages"),
        null=True,
        blank=True,
    )
    captions = ArrayField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("captions"),
        null=True,
        blank=True,
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="films", blank=True
    )

    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name = _("film")
        verbose_name_plural = _("films")
        indexes = [
            GinIndex(fields=["search"], name="film_search"),
            models.Index(
                fields=["title", "id"],
                condition=Q(is_published=True),
                name="film_published_title",
            ),
        ]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=FilmKind.values),
                name="%(app_label)s_%(class)s_kind_is_known",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("films:film", args=[self.slug])

    @property
    def minutes_label(self) -> str:
        """How long it is, honestly: "34 minutes" or "Length not known"."""
        if self.minutes is None:
            return _t("Length not known")
        return ngettext("%(n)d minute", "%(n)d minutes", self.minutes) % {
            "n": self.minutes
        }

    @property
    def shown_at(self) -> str:
        """Who publishes the page where it can be watched."""
        return site_name(self.page_url)

    @property
    def language_labels(self) -> list[str]:
        return [str(Language(code).label) for code in self.languages or []]

    @property
    def caption_labels(self) -> list[str]:
        return [str(Language(code).label) for code in self.captions or []]

    @property
    def state_name(self) -> str:
        """The state that `place` ends with ("Oak Creek, WI"), spelled out, or ""."""
        match = re.search(r", ([A-Z]{2})$", self.place)
        state = STATES.get(match[1]) if match else None
        return str(state.name) if state else ""

    @property
    def _link(self) -> str:
        return self.page_url


@tracked(exclude=["search", "words", "loaded"])
class Resource(Work):
    """A guide, toolkit, tip sheet, training or other thing to read, hear or watch."""

    publisher = LineField(_("publisher"), max_length=150, blank=True)
    publication_id = LineField(
        _("publication number"),
        max_length=40,
        blank=True,
        help_text=_("For example COPS-P338 or NCJ 182290."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind)
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.ENGLISH
    )
    url = WebField(_("where to get it"), blank=True)
    related_film = models.ForeignKey(
        Film,
        models.SET_NULL,
        verbose_name=_("film"),
        null=True,
        blank=True,
        related_name="resources",
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="resources", blank=True
    )

    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [
            GinIndex(fields=["search"], name="resource_search"),
            models.Index(
                fields=["title", "id"],
                condition=Q(is_published=True),
                name="resource_published_title",
            ),
        ]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=ResourceKind.values),
                name="%(app_label)s_%(class)s_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(slug="kits"),
                name="%(app_label)s_%(class)s_slug_is_free",
                violation_error_message=_("This address is kept for kits."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("resources:resource", args=[self.slug])

    @property
    def language_label(self) -> str:
        """The language where it is not English, as most are; "" otherwise."""
        return "" if self.language == Language.ENGLISH else self.get_language_display()

    @property
    def shown_at(self) -> str:
        """Who runs the site that `url` leads to; not always the publisher."""
        return site_name(self.url)

    @property
    def citation(self) -> str:
        """How to cite it, in the order of the APA style."""
        title = self.title
        if self.publication_id:
            title = f"{title} ({self.publication_id})"
        when = f"({self.year or _t('n.d.')})"
        parts = [self.publisher, when, title] if self.publisher else [title, when]
        text = " ".join(f"{part.rstrip('.')}." for part in parts)
        return f"{text} {self.link}" if self.link else text

    @property
    def _link(self) -> str:
        return self.url
