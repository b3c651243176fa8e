from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField
from foundation.history import tracked
from places.choices import AgencyKind, AgencySize
from places.models.located import Located
from places.models.rules import AGENCY_RULES, ORI
from places.states import state_choices


@tracked()
class Agency(Located):
    """A law-enforcement agency, matched by staff to what an applicant typed.

    `ori` is the FBI's originating agency identifier: it finds duplicates and is
    never shown as a credential.
    """

    name = LineField(_("name"), max_length=150)
    kind = models.CharField(_("type"), max_length=20, choices=AgencyKind)
    size = models.CharField(
        _("size"),
        max_length=20,
        choices=AgencySize,
        blank=True,
        help_text=_("Sworn officers. Leave empty if you do not know."),
    )
    state = models.CharField(_("state"), max_length=2, choices=state_choices)
    county = LineField(_("county"), max_length=80, blank=True)
    # Null rather than empty, so that many agencies may have none and none share one.
    ori = LineField(
        _("ORI"),
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        validators=[
            RegexValidator(
                ORI,
                _("An ORI has two capital letters, then five to seven more."),
            )
        ],
        help_text=_("The FBI’s identifier, for example WI0410200. Never shown."),
    )

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        indexes = [models.Index(fields=["state", "name"], name="agency_state_name")]
        constraints = AGENCY_RULES

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    def clean(self) -> None:
        super().clean()
        # The form sends an empty text; two of those would break the unique rule.
        self.ori = (self.ori or "").upper() or None
