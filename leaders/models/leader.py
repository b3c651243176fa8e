from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.fields import DayField, LineField, MomentField, ProseField
from foundation.history import tracked
from leaders import promises
from leaders.choices import Help, LeaderStatus, PublicField, RankBand, Service
from leaders.coverage import Coverage
from leaders.models import expressions

# 0001_initial finds `_english` here.
from leaders.models.officer import Officer, _english  # noqa: F401
from leaders.models.rank import READS_RANK
from leaders.models.rules import DEATH_RULES, LEADER_RULES, SANCTION_RULES
from leaders.slugs import SLUG
from leaders.statuses import LEADER
from places.distance import near
from places.models import ZipPlace
from places.states import STATES, Region
from resources.choices import Language
from resources.models import TopicalQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

_S = LeaderStatus


class LeaderQuerySet(TopicalQuerySet):
    def active(self) -> Self:
        """Those who may post screenings now, hidden or not."""
        return self.filter(status=_S.ACTIVE)

    def listed(self) -> Self:
        """Those in the directory, the search and the counts: active and not hidden."""
        return self.filter(status=_S.ACTIVE, is_hidden=False)

    def shown(self) -> Self:
        """Those whose profile page opens: listed, or away for now."""
        return self.filter(status__in=[_S.ACTIVE, _S.PAUSED], is_hidden=False)

    def who_died(self) -> Self:
        """Those to whom nothing is mailed any more."""
        return self.filter(status=_S.DIED)

    def in_region(self, region: Region) -> Self:
        return self.filter(state__in=region.states)

    def near(self, place: ZipPlace, miles: float) -> Self:
        """Those who show their town, within `miles` of a place; each gets `.miles`.

        Whoever keeps the town private is not found by its distance either.
        """
        shown = self.filter(public_fields__contains=[PublicField.CITY])
        return near(shown, place, miles)

    def for_cards(self) -> Self:
        """What a card shows, and nothing heavy beside it."""
        return self.with_topics().defer("search", "words", "about")

    def for_profile(self) -> Self:
        """What the profile page shows."""
        return self.with_topics().defer("search", "words", "zip", "lat", "lng")

    def with_portrait(self) -> Self:
        """Those who have a picture and let everyone see it."""
        return self.filter(public_fields__contains=[PublicField.PORTRAIT])

    def matching(self, text: str) -> Self:
        """Narrow to what `text` finds in what the leader shows to everyone."""
        return self.filter(search=expressions.query(text))

    def without_band(self) -> Self:
        """Those of the network whose rank no word of the table knows."""
        return self.filter(band="").exclude(rank="").exclude(status=_S.REMOVED)

    def coverage(self) -> Coverage:
        """Count these leaders by state and region, in one query."""
        rows = self.order_by().values_list("state").annotate(number=Count("pk"))
        return Coverage(dict(rows))


#: What the database derives from the rest: no change of its own.
_DERIVED = ["search", "words", "sort_name", "band", "rank_says_retired"]


@tracked(exclude=[*_DERIVED, "zip", "lat", "lng"])
class Leader(Officer):
    """A vetted member of the network, and the profile everyone may read.

    `public_fields` says which answers visitors see; templates use the `public_…`
    questions and never the columns. `words` is what search should find besides the
    public columns: a line that code keeps (`leaders.profiles`), and a line with the
    other ways to write the rank, which the database keeps, as it does the band.
    """

    sanctions: "RelatedManager[Sanction]"
    old_slugs: "RelatedManager[OldSlug]"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="leader",
    )
    application = models.OneToOneField(
        "leaders.Application",
        models.PROTECT,
        verbose_name=_("application"),
        null=True,
        blank=True,
        related_name="leader",
        editable=False,
    )
    status = models.CharField(
        _("status"), max_length=20, choices=_S, default=_S.ONBOARDING, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    is_hidden = models.BooleanField(_("hidden by staff"), default=False, editable=False)
    died_on = DayField(_("died on"), null=True, blank=True, editable=False)
    #: What a mistake about a death is taken back to; "" for the living.
    status_before_death = models.CharField(
        _("status before"), max_length=20, choices=_S, blank=True, editable=False
    )
    #: Whether the death closed the sign-in, so that taking it back opens it again.
    death_closed_sign_in = models.BooleanField(
        _("sign-in closed by the death"), default=False, editable=False
    )
    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[
            MinLengthValidator(3),
            RegexValidator(SLUG, _("Use small letters, numbers and hyphens.")),
        ],
        help_text=_("The last part of the profile’s address. The old one redirects."),
    )
    band = models.CharField(
        _("band of the rank"),
        max_length=10,
        choices=RankBand,
        default="",
        blank=True,
        editable=False,
    )
    band_by_hand = models.CharField(
        _("band of the rank, set by staff"),
        max_length=10,
        choices=RankBand,
        default="",
        blank=True,
        help_text=_("Leave it open, and the table of words for ranks decides."),
    )
    rank_says_retired = models.BooleanField(default=False, editable=False)
    help_offered = ArrayField(
        models.CharField(max_length=10, choices=Help),
        verbose_name=_("help offered"),
        default=list,
        blank=True,
    )
    about = ProseField(
        _("in your own words"), max_length=promises.ABOUT_LETTERS, blank=True
    )
    portrait = LineField(
        _("picture"),
        max_length=80,
        blank=True,
        editable=False,
        help_text="Name of the file under MEDIA_ROOT/portraits, a hash of its content.",
    )
    public_fields = ArrayField(
        models.CharField(max_length=10, choices=PublicField),
        verbose_name=_("shown to everyone"),
        default=list,
        blank=True,
    )
    vetted_on = DayField(_("vetted on"), default=timezone.localdate, editable=False)
    created_at = MomentField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    activated_at = MomentField(_("listed since"), null=True, blank=True, editable=False)
    words = models.TextField(default="", blank=True, editable=False)
    sort_name = models.GeneratedField(
        expression=expressions.SORT_NAME,
        output_field=models.CharField(max_length=130),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=expressions.SEARCH, output_field=SearchVectorField(), db_persist=True
    )

    objects = LeaderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        permissions = [
            ("hide_leader", "Can hide and show profiles"),
            ("pause_leader", "Can mark leaders as away"),
            ("suspend_leader", "Can suspend, reinstate, retire and remove leaders"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="leader_search"),
            models.Index(
                fields=["sort_name", "id"],
                condition=Q(status=_S.ACTIVE, is_hidden=False),
                name="leader_listed_name",
            ),
            models.Index(
                fields=["state", "sort_name", "id"],
                condition=Q(status=_S.ACTIVE, is_hidden=False),
                name="leader_listed_state",
            ),
            models.Index(fields=["portrait"], name="leader_portrait"),
        ]
        triggers = [
            LEADER.trigger("legal_status"),
            READS_RANK,
            pgtrigger.Protect(
                name="begins_in_onboarding",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=_S.ONBOARDING.value),
            ),
        ]
        constraints = [*LEADER_RULES, *DEATH_RULES]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("leaders:profile", args=[self.slug])

    def role_of(self, user: User | None) -> str | Promise:
        """Return what somebody is to this profile, for others to read; or ""."""
        return _("The leader") if user and user.pk == self.user_id else ""

    def shows(self, field: PublicField) -> bool:
        """Whether the leader lets everyone see this answer."""
        return field in self.public_fields

    @property
    def public_rank(self) -> str:
        return self.rank if self.shows(PublicField.RANK) else ""

    @property
    def public_band(self) -> str:
        return self.band if self.shows(PublicField.RANK) else ""

    @property
    def is_retired(self) -> bool:
        """Whether visitors may know that the leader has retired."""
        by_rank = self.rank_says_retired and self.shows(PublicField.RANK)
        retired = self.service == Service.RETIRED
        return by_rank or (retired and self.shows(PublicField.SERVICE))

    @property
    def agency_line(self) -> str:
        """The agency as visitors may know it: by name, or by its type only."""
        return self.public_agency or str(self.get_agency_kind_display())

    @property
    def public_agency(self) -> str:
        return self.agency_name if self.shows(PublicField.AGENCY) else ""

    @property
    def title_line(self) -> str:
        """Rank and agency as visitors may know them, on one line."""
        return ", ".join(part for part in (self.public_rank, self.agency_line) if part)

    @property
    def place_line(self) -> str:
        """Town (if shown), state and region: "Oak Creek, Wisconsin (Midwestern)"."""
        where = [part for part in (self.public_city, self.state_name) if part]
        return f"{', '.join(where)} ({self.region_name})"

    @property
    def public_city(self) -> str:
        return self.city if self.shows(PublicField.CITY) else ""

    @property
    def public_service(self) -> str:
        if not self.shows(PublicField.SERVICE):
            return ""
        return str(self.get_service_display())

    @property
    def public_years(self) -> int | None:
        return self.years_of_service if self.shows(PublicField.YEARS) else None

    @property
    def public_languages(self) -> list[str]:
        if not self.shows(PublicField.LANGUAGES):
            return []
        return [str(one.label) for one in Language if one.value in self.languages]

    @property
    def help_labels(self) -> list[str]:
        return [str(one.label) for one in Help if one.value in self.help_offered]

    @property
    def portrait_url(self) -> str:
        """The address of the picture, or "" where there is none to show."""
        if self.portrait and self.shows(PublicField.PORTRAIT):
            return reverse("leaders:portrait", args=[self.portrait])
        return ""

    @property
    def topic_labels(self) -> list[str]:
        """In order; without a query for rows that come `with_topics`."""
        if hasattr(self, "topic_list"):
            return [topic["label"] for topic in self.topic_list]
        return [topic.label for topic in self.topics.all()]

    @property
    def region_name(self) -> str:
        """The region in words: "Midwestern region"."""
        return _t("%(region)s region") % {"region": STATES[self.state].region.name}

    @property
    def is_accepting(self) -> bool:
        """Whether the leader is there for others now, rather than away."""
        return self.status == _S.ACTIVE

    @property
    def may_take_on(self) -> bool:
        """Whether an evening may be theirs to host now."""
        return self.status == _S.ACTIVE and not self.is_hidden

    @property
    def has_died(self) -> bool:
        return self.status == _S.DIED

    @property
    def is_shown(self) -> bool:
        """Whether visitors can open the profile."""
        return self.status in (_S.ACTIVE, _S.PAUSED) and not self.is_hidden


class OldSlug(models.Model):
    """An address a profile once had; it leads to the present one."""

    slug = models.CharField(max_length=60, primary_key=True)
    leader = models.ForeignKey(Leader, models.CASCADE, related_name="old_slugs")
    created_at = MomentField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug


class Sanction(models.Model):
    """Why a leader was suspended, by whom, and how it ended.

    A record of its own, beside the status: a leader may be suspended twice, and a
    suspension is no verdict on the application.
    """

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="sanctions")
    reason = ProseField(_("reason"), max_length=promises.REASON_LETTERS)
    imposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    imposed_at = MomentField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lifted_at = MomentField(null=True, blank=True)
    lift_reason = ProseField(
        _("why it was lifted"), max_length=promises.REASON_LETTERS, blank=True
    )

    class Meta:
        ordering = ["-imposed_at", "-pk"]
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = SANCTION_RULES

    def __str__(self) -> str:
        return f"{self.leader}, {self.imposed_at:%Y-%m-%d}"
