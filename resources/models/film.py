import re

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.fields import CountField, LineField, WebField
from foundation.history import tracked
from places.states import STATES
from resources.choices import FilmKind, Language
from resources.models.rules import FILM_RULES
from resources.models.work import Work, source_field, told_field
from resources.promises import FILM_MINUTES


@tracked(exclude=["search", "words", "loaded"])
class Film(Work):
    """A film an agency may screen."""

    link_field = "page_url"
    sourced = (
        "content_notes",
        "copy_from",
        "showing_terms",
        "captions_note",
        "spanish",
    )

    minutes = CountField(
        _("minutes"),
        lo=FILM_MINUTES.least,
        hi=FILM_MINUTES.most,
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

    content_notes = told_field(
        _("what it shows that may hurt"),
        _("Violence and hate, in our words: not an advisory by the makers."),
    )
    content_notes_source = source_field()
    copy_from = told_field(
        _("where a copy for the evening comes from"), _("With the year, if it is old.")
    )
    copy_from_source = source_field()
    showing_terms = told_field(
        _("on what terms it may be shown"), _("With the year, if it is old.")
    )
    showing_terms_source = source_field()
    captions_note = told_field(
        _("what is said about captions"), _("Captions, subtitles or a transcript.")
    )
    captions_note_source = source_field()
    spanish = told_field(_("what there is in Spanish"))
    spanish_source = source_field()

    class Meta(Work.Meta):
        verbose_name = _("film")
        verbose_name_plural = _("films")
        constraints = FILM_RULES

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
