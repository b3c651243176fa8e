from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import fulltext
from foundation.fields import CountField, DayField, LineField, ProseField, WebField
from foundation.words import short_day
from resources.choices import Audience
from resources.models.rules import WORK_RULES
from resources.models.topic import Topic, TopicalQuerySet
from resources.sites import site_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Sourced:
    """A fact in our words, and the address where it was read ("" if none is known)."""

    text: str
    source: str

    @property
    def source_name(self) -> str:
        """Who runs the site of the source."""
        return site_name(self.source)


def told_field(label: "_StrPromise", help_text: "_StrPromise | str" = "") -> ProseField:
    """The column of a fact that stands beside its source."""
    return ProseField(label, max_length=500, blank=True, help_text=help_text)


def source_field() -> WebField:
    """The column of the address where a fact was read."""
    return WebField(_("read at"), blank=True)


class WorkQuerySet(TopicalQuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def for_lists(self) -> Self:
        """What a card or a row shows, and nothing heavy beside it."""
        return self.with_topics().defer(
            "search", "words", "notes", "source_urls", "loaded"
        )

    def for_page(self) -> Self:
        """What the page of one work shows, and nothing that visitors never see."""
        return self.with_topics().defer("search", "words", "notes", "source_urls")

    def mark_links(self, *, broken: bool) -> int:
        """Record that the links were opened today, and whether they worked."""
        return self.update(
            link_checked_on=timezone.localdate(),
            link_is_broken=broken,
            version=F("version") + 1,
            updated_at=timezone.now(),
        )

    def show(self, *, published: bool) -> int:
        """Publish these or hide them from visitors; the number of rows."""
        return self.update(
            is_published=published,
            version=F("version") + 1,
            updated_at=timezone.now(),
        )

    def matching(self, text: str) -> Self:
        """Narrow to what `text` finds, as people type it: "phrases", -minus, OR."""
        return self.filter(search=fulltext.query(text))

    def by_rank(self, text: str) -> Self:
        """Best answers to `text` first; each row has its `rank` (higher is better)."""
        return fulltext.with_rank(self, text).order_by("-rank", "title", "pk")


class Work(models.Model):
    """What films and resources share.

    An empty text, a null number or a null list means that nobody knows, never that
    there is none. `loaded` keeps, by field, what `load_catalogue` last wrote, so that
    it can tell a colleague's edit from its own. `words` is what search should find
    besides title and summary; code keeps it (`resources.search_words`).
    """

    #: The column that holds the address where it can be had.
    link_field: ClassVar[str]

    #: The facts whose source stands beside them, in the column `<name>_source`.
    sourced: ClassVar[tuple[str, ...]] = ()

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
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="%(class)ss", blank=True
    )
    is_published = models.BooleanField(
        _("published"),
        default=False,
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
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    search = fulltext.search_column(title="A", summary="B", words="C")

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["title", "pk"]
        constraints = WORK_RULES
        indexes = [
            GinIndex(fields=["search"], name="%(class)s_search"),
            models.Index(
                fields=["title", "id"],
                condition=Q(is_published=True),
                name="%(class)s_published_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def fact(self, name: str) -> Sourced | None:
        """One of the `sourced` facts; None where nobody knows."""
        text = getattr(self, name)
        return Sourced(text, getattr(self, f"{name}_source")) if text else None

    @property
    def known_link(self) -> str:
        """The address where it can be had, working or not, or ""."""
        return getattr(self, self.link_field)

    @property
    def link(self) -> str:
        """The address a visitor may follow, or "" when there is none that works."""
        return "" if self.link_is_broken else self.known_link

    @property
    def link_words(self) -> str:
        """Whether and when somebody looked at the link."""
        if self.link_checked_on is None:
            return _t("Link not checked yet")
        day = short_day(self.link_checked_on)
        if self.link_is_broken:
            return _t("The link did not work on %(day)s") % {"day": day}
        return _t("Link checked %(day)s") % {"day": day}

    @property
    def shown_at(self) -> str:
        """Who runs the site that the link leads to; not always the publisher."""
        return site_name(self.known_link)

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
