from typing import Self
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import fulltext
from foundation.fields import CountField, DayField, LineField, ProseField, WebField
from foundation.history import tracked
from foundation.words import short_day
from places.states import STATES, State, state_choices
from resources import promises
from resources.help_choices import Bias, HelpKind, HelpStatus, Need
from resources.models.rules import HELP_LINE_RULES, STATE_LAW_RULES
from resources.statuses import HELP_LINE, STATE_LAW

_S = HelpStatus

_NUMBER = RegexValidator(
    r"^(?:\d{3}|1-\d{3}-\d{3}-\d{4})$",
    _("Write the number as 1-800-225-5324, or three digits such as 988."),
)


class CheckedQuerySet(models.QuerySet):
    """Entries that staff keep, and look at again."""

    def shown(self) -> Self:
        return self.filter(status=_S.SHOWN)

    def to_call(self) -> Self:
        """Those that nobody may see before somebody called or opened them."""
        return self.filter(status=_S.WAITING)

    def never_checked(self) -> Self:
        """Shown on the word of two recent sources; nobody of ours has called yet."""
        return self.shown().filter(checked_on=None)

    def checked_long_ago(self) -> Self:
        """Shown, and checked longer ago than a check holds."""
        return self.shown().filter(
            checked_on__lt=timezone.localdate() - promises.HELP_CHECK_HOLDS
        )

    def matching(self, text: str) -> Self:
        """Narrow help lines to what `text` finds, as people type it."""
        return self.filter(search=fulltext.query(text))

    def to_check(self) -> Self:
        """Shown, and due for a call: never checked, or too long ago."""
        return self.never_checked() | self.checked_long_ago()


class CheckedEntry(models.Model):
    """What the help pages say, with where it was read and when staff checked it.

    An empty text or null means that nobody knows, never that there is none. `loaded`
    keeps, by field, what `load_help` last wrote.
    """

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=HelpStatus,
        default=HelpStatus.WAITING,
        editable=False,
    )
    checked_on = DayField(_("checked on"), null=True, editable=False)
    source_year = CountField(
        _("year of the newest source"), lo=1900, hi=2100, null=True, blank=True
    )
    source_urls = ProseField(
        _("sources"),
        max_length=6000,
        blank=True,
        help_text=_("Where the facts were read, one address to a line."),
    )
    notes = ProseField(
        _("notes"),
        max_length=4000,
        blank=True,
        help_text=_("For staff. Visitors never see this."),
    )
    loaded = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def freshness(self) -> str:
        """How far to trust it: the day of our check, or the year of the source."""
        if self.checked_on:
            return _t("Checked on %(day)s") % {"day": short_day(self.checked_on)}
        if self.source_year:
            return _t("From sources of %(year)s. We have not checked it yet.") % {
                "year": self.source_year
            }
        return _t("From sources without a date. We have not checked it yet.")


@tracked(exclude=["search", "loaded"])
class HelpLine(CheckedEntry):
    """A line or office that helps, for the whole country or for one state."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = LineField(_("name"), max_length=150)
    state = models.CharField(
        _("state"),
        max_length=2,
        choices=state_choices,
        blank=True,
        help_text=_("Leave empty for the whole country."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=HelpKind)
    needs = ArrayField(
        models.CharField(max_length=20, choices=Need),
        verbose_name=_("what it is for"),
        default=list,
        blank=True,
    )
    serves = LineField(_("whom it serves"), max_length=250, blank=True)
    about = ProseField(_("what to know"), max_length=600, blank=True)
    phone = LineField(
        _("number to call"), max_length=20, blank=True, validators=[_NUMBER]
    )
    phone_words = LineField(
        _("number in letters"),
        max_length=30,
        blank=True,
        help_text=_("As it is advertised: 1-800-CALL-FBI."),
    )
    text_number = LineField(
        _("number for texts"), max_length=20, blank=True, validators=[_NUMBER]
    )
    text_words = LineField(
        _("other way to text"),
        max_length=60,
        blank=True,
        help_text=_("For example: HOME to 741741."),
    )
    chat_url = WebField(_("address of the chat"), blank=True)
    url = WebField(_("page"), blank=True)
    hours = LineField(_("hours"), max_length=150, blank=True)
    languages = LineField(_("languages"), max_length=200, blank=True)
    relay = LineField(_("TTY, video or relay"), max_length=250, blank=True)
    takes_reports = models.BooleanField(
        _("takes reports itself"),
        null=True,
        blank=True,
    )
    not_police = models.BooleanField(_("is not the police"), null=True, blank=True)
    order = CountField(_("order"), lo=0, hi=10_000, default=500)
    search = fulltext.search_column(name="A", serves="B", about="C")

    objects = CheckedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name", "pk"]
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        constraints = HELP_LINE_RULES
        indexes = [GinIndex(fields=["search"], name="helpline_search")]
        triggers = [HELP_LINE.trigger("help_line_steps")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.state:
            page = reverse("get_help_in_state", args=[self.state.lower()])
        else:
            page = reverse("get_help_now")
        return f"{page}#line-{self.slug}"

    @property
    def state_name(self) -> str:
        return str(STATES[self.state]) if self.state else ""

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` address dials it, or ""."""
        return f"tel:{_dialled(self.phone)}" if self.phone else ""

    @property
    def text_link(self) -> str:
        """The number as an `sms:` address writes to it, or ""."""
        return f"sms:{_dialled(self.text_number)}" if self.text_number else ""

    @property
    def page_label(self) -> str:
        """The site of its page: "victimconnect.org"."""
        return _site(self.url)

    @property
    def chat_label(self) -> str:
        return _site(self.chat_url)

    @property
    def can_be_reached(self) -> bool:
        return bool(
            self.phone
            or self.text_number
            or self.text_words
            or self.chat_url
            or self.url
        )


def _site(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _dialled(number: str) -> str:
    return f"+{number.replace('-', '')}" if len(number) > 3 else number


@tracked(exclude=["loaded"])
class StateLaw(CheckedEntry):
    """What the hate crime law of one jurisdiction is known to say.

    Only what is known to be so: what is not here is not known, and never a "no".
    """

    code = models.CharField(
        _("state"), max_length=2, choices=state_choices, unique=True
    )
    has_law = models.BooleanField(
        _("has a hate crime law"),
        default=False,
        help_text=_("Tick only what you know. A blank is never read as “no”."),
    )
    names = ArrayField(
        models.CharField(max_length=20, choices=Bias),
        verbose_name=_("what the law names"),
        default=list,
        blank=True,
    )
    cite = LineField(_("where it stands"), max_length=150, blank=True)
    counts_crimes = models.BooleanField(
        _("requires that hate crimes are counted"), default=False
    )
    counts_year = CountField(
        _("year of the source for that"), lo=1900, hi=2100, null=True, blank=True
    )
    trains_police = models.BooleanField(
        _("requires police training about hate crimes"), default=False
    )
    trains_year = CountField(
        _("year of the source for the training"),
        lo=1900,
        hi=2100,
        null=True,
        blank=True,
    )

    objects = CheckedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("law of a state")
        verbose_name_plural = _("laws of the states")
        constraints = STATE_LAW_RULES
        triggers = [STATE_LAW.trigger("state_law_steps")]

    def __str__(self) -> str:
        return _t("Law: %(state)s") % {"state": self.state}

    def get_absolute_url(self) -> str:
        return reverse("get_help_in_state", args=[self.code.lower()])

    @property
    def state(self) -> State:
        return STATES[self.code]

    @property
    def named(self) -> list[str]:
        """What the law names, in the order of the vocabulary."""
        return [str(one.label) for one in Bias if one.value in self.names]

    @property
    def says_something(self) -> bool:
        return bool(
            self.has_law or self.names or self.counts_crimes or self.trains_police
        )
