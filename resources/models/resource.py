from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField, WebField
from foundation.history import tracked
from resources.choices import Language, ResourceKind
from resources.models.film import Film
from resources.models.rules import RESOURCE_RULES
from resources.models.work import Work, source_field, told_field


@tracked(exclude=["search", "words", "loaded"])
class Resource(Work):
    """A guide, toolkit, tip sheet, training or other thing to read, hear or watch."""

    link_field = "url"
    sourced = ("standing",)

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

    standing = told_field(
        _("what became of it"),
        _("Visitors read this where it was superseded or its publisher is gone."),
    )
    standing_source = source_field()

    class Meta(Work.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = RESOURCE_RULES

    def get_absolute_url(self) -> str:
        return reverse("resources:resource", args=[self.slug])

    @property
    def language_label(self) -> str:
        """The language where it is not English, as most are; "" otherwise."""
        return "" if self.language == Language.ENGLISH else self.get_language_display()

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
