"""What a leader types about themselves."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from foundation.pictures import clean_portrait
from foundation.promises import LARGEST_UPLOAD, PORTRAIT_LEAST
from foundation.public import PublicLine, PublicProse
from foundation.words import in_words
from leaders.choices import Help, PublicField
from leaders.forms import ConsentForm, Several, TopicsField, columns
from leaders.models import Leader
from resources.choices import Language

#: What a leader fills in, in the order of the page.
_SHOWN = [
    "name",
    "rank",
    "service",
    "years_of_service",
    "help_offered",
    "about",
    "topics",
    "languages",
    "public_fields",
]


class ProfileForm(ConsentForm):
    """The public profile, and which of it everyone may see."""

    consent_field = "public_fields"

    help_offered = Several(
        label=_("Help you offer"),
        choices=Help.choices,
        help_text=_("Choose one or more. You can change this at any time."),
    )
    topics = TopicsField(
        label=_("Ask me about"), help_text=_("Choose the topics you know best.")
    )
    languages = Several(
        label=_("Languages you could lead a talk in"),
        choices=Language.choices,
        widget=columns(),
    )
    public_fields = Several(label=_("Everyone may see my"), choices=PublicField.choices)
    field_order = [*_SHOWN, "agree"]

    class Meta:
        model = Leader
        fields = _SHOWN
        field_classes = {"name": PublicLine, "rank": PublicLine, "about": PublicProse}
        labels = {
            "name": _("Your name, as colleagues know you"),
            "rank": _("Your rank or title"),
            "service": _("Sworn or civilian"),
            "years_of_service": _("Years in law enforcement"),
            "about": _("In your own words"),
        }
        help_texts = {
            "about": _(
                "What you have handled and how you can help. Everyone reads it, so "
                "write no address, no phone number and no case facts."
            ),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "about": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rank"].required = True


class PortraitForm(forms.Form):
    """A picture of the leader; cleans to fresh pixels under a hashed name."""

    picture = forms.FileField(
        label=_("Your picture"),
        max_length=200,
        help_text=_(
            "A JPEG, PNG or WebP file of at most %(size)s, at least %(least)s pixels "
            "wide and high. We keep a small copy and drop everything hidden in the "
            "file, such as where it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["picture"]
        bounds = {"size": in_words(LARGEST_UPLOAD), "least": PORTRAIT_LEAST}
        field.help_text = str(field.help_text) % bounds

    def clean_picture(self) -> ContentFile:
        return clean_portrait(self.cleaned_data["picture"], least=PORTRAIT_LEAST)
