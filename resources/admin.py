"""The staff's side of the catalogue: films, resources and topics, and their links."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.records import RecordAdmin, StaffRecordForm
from resources import search_words
from resources.additions import USES
from resources.choices import Audience, Language
from resources.models import Film, Resource, Topic, Work, WorkQuerySet
from resources.models.rules import SOURCE_ALONE

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts
    from django.utils.functional import _StrPromise

    Fieldset = tuple[str | _StrPromise | None, _FieldOpts]


class _SeveralField(forms.TypedMultipleChoiceField):
    """Checkboxes for an array column; nothing ticked cleans to `empty_value`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class _WorkForm(StaffRecordForm):
    audiences = _SeveralField(
        label=_("Who it is for"), choices=Audience.choices, empty_value=None
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in type(self.instance).sourced:
            if cleaned.get(f"{name}_source") and not cleaned.get(name):
                self.add_error(name, SOURCE_ALONE)
        return cleaned

    def clean_audiences(self) -> list[str]:
        return list(self.cleaned_data["audiences"] or [])


class _FilmForm(_WorkForm):
    languages = _SeveralField(
        label=_("Languages"),
        choices=Language.choices,
        empty_value=None,
        help_text=_("Tick none if you do not know."),
    )
    captions = _SeveralField(
        label=_("Captions"),
        choices=Language.choices,
        empty_value=None,
        help_text=_("Tick none if you do not know."),
    )


class _LinkFilter(admin.SimpleListFilter):
    """Which links need somebody to open them."""

    title = _("link")
    parameter_name = "link"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> "list[tuple[str, _StrPromise]]":
        return [
            ("unchecked", _("Not checked yet")),
            ("checked", _("Works")),
            ("broken", _("Broken")),
            ("none", _("No link known")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        nowhere = {queryset.model.link_field: ""}
        known = queryset.exclude(**nowhere)
        match self.value():
            case "unchecked":
                return known.filter(link_checked_on=None)
            case "checked":
                return known.filter(link_checked_on__isnull=False, link_is_broken=False)
            case "broken":
                return known.filter(link_is_broken=True)
            case "none":
                return queryset.filter(**nowhere)
        return queryset


class _ShippedAdmin(RecordAdmin):
    """What comes with the portal: the next load would bring a deleted entry back."""

    next_step = _(
        "Add one here; the catalogue that comes with the portal is loaded by whoever "
        "runs it (“manage.py load_catalogue”)."
    )

    def has_delete_permission(
        self, request: HttpRequest, obj: Work | Topic | None = None
    ) -> bool:
        if obj is not None and obj.loaded:
            return False
        return super().has_delete_permission(request, obj)


class _WorkAdmin(_ShippedAdmin):
    """What films and resources share on the staff site."""

    actions = ["mark_links_checked", "mark_links_broken", "publish", "hide"]
    formfield_overrides = {
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}
    }
    prepopulated_fields = {"slug": ["title"]}
    link_check: "Fieldset" = (
        _("Link"),
        {"fields": ["link_checked_on", "link_is_broken"]},
    )
    for_whom: "Fieldset" = (_("Who it is for"), {"fields": ["audiences", "topics"]})
    for_staff: "Fieldset" = (
        _("For staff only: visitors never see this"),
        {"fields": ["notes", "source_urls"]},
    )

    @admin.display(description=_("link"))
    def link_state(self, work: Work) -> str:
        """The address to open, and whether and when somebody did."""
        if not work.known_link:
            return _t("No link known")
        return format_html(
            '<a href="{}" rel="noreferrer noopener" target="_blank">{}</a><br>{}',
            work.known_link,
            _t("Open"),
            work.link_words,
        )

    @admin.action(description=_("Mark links as checked today"), permissions=["change"])
    def mark_links_checked(self, request: HttpRequest, works: WorkQuerySet) -> None:
        self._tell(request, works.mark_links(broken=False))

    @admin.action(description=_("Mark links as broken"), permissions=["change"])
    def mark_links_broken(self, request: HttpRequest, works: WorkQuerySet) -> None:
        self._tell(request, works.mark_links(broken=True))

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, works: WorkQuerySet) -> None:
        self._tell(request, works.show(published=True))

    @admin.action(description=_("Hide from visitors"), permissions=["change"])
    def hide(self, request: HttpRequest, works: WorkQuerySet) -> None:
        self._tell(request, works.show(published=False))

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext("%(n)d entry changed.", "%(n)d entries changed.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # No cross beside the guide: one slip would delete it.
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        if field and db_field.name in self.model.sourced:
            field.widget.attrs["rows"] = 3
        return field

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Any,
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        search_words.refresh([form.instance])


@admin.register(Film)
class FilmAdmin(_WorkAdmin):
    form = _FilmForm
    readonly_fields = ["in_use"]
    list_display = [
        "title",
        "kind",
        "year",
        "minutes",
        "place",
        "is_published",
        "link_state",
    ]
    list_filter = [
        "is_published",
        "kind",
        "produced_with_cops_office",
        _LinkFilter,
        "topics",
    ]
    search_fields = ["title", "summary", "series", "place"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "is_published", "in_use", "summary"]}),
        (
            _("The film"),
            {
                "fields": [
                    ("kind", "year"),
                    ("minutes", "exact_length"),
                    "series",
                    "place",
                    "produced_with_cops_office",
                    "guide",
                ]
            },
        ),
        (_("Where to watch"), {"fields": ["page_url"]}),
        _WorkAdmin.link_check,
        _WorkAdmin.for_whom,
        (
            _("Before it is shown"),
            {
                "fields": [
                    "content_notes",
                    "content_notes_source",
                    "copy_from",
                    "copy_from_source",
                    "showing_terms",
                    "showing_terms_source",
                ],
                "description": _(
                    "Each fact in our own words, and the address where it was read. "
                    "Leave empty what nobody knows: the page says so."
                ),
            },
        ),
        (
            _("Languages and captions"),
            {
                "fields": [
                    "languages",
                    "captions",
                    "captions_note",
                    "captions_note_source",
                    "spanish",
                    "spanish_source",
                ]
            },
        ),
        _WorkAdmin.for_staff,
    ]

    @admin.display(description=_("What uses it"))
    def in_use(self, film: Film) -> SafeString:
        """What shows the film and goes on showing it when it is hidden."""
        if film.pk is None or not (uses := USES.of(film)):
            return format_html("{}", _t("Nothing to come shows it."))
        parts = ((render_to_string(name, {"addition": one}),) for name, one in uses)
        return format_html_join("", "{}", parts)

    @admin.action(description=_("Hide from visitors"), permissions=["change"])
    def hide(self, request: HttpRequest, works: WorkQuerySet) -> None:
        """Hide those that nothing to come shows; the others on their own pages."""
        used = [film for film in works if USES.of(film)]
        for film in used:
            words = _t(
                "“%(film)s” is shown at screenings to come. Open it to see them, and "
                "hide it there."
            )
            self.message_user(request, words % {"film": film}, messages.WARNING)
        super().hide(request, works.exclude(pk__in=[film.pk for film in used]))


@admin.register(Resource)
class ResourceAdmin(_WorkAdmin):
    form = _WorkForm
    list_display = [
        "title",
        "kind",
        "publisher",
        "year",
        "language",
        "is_published",
        "link_state",
    ]
    list_filter = ["is_published", "kind", "language", _LinkFilter, "topics"]
    search_fields = ["title", "summary", "publisher", "publication_id"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "is_published", "summary"]}),
        (
            _("The resource"),
            {
                "fields": [
                    ("kind", "language"),
                    ("publisher", "year"),
                    "publication_id",
                    "related_film",
                    "standing",
                    "standing_source",
                ]
            },
        ),
        (_("Where to get it"), {"fields": ["url"]}),
        _WorkAdmin.link_check,
        _WorkAdmin.for_whom,
        _WorkAdmin.for_staff,
    ]


@admin.register(Topic)
class TopicAdmin(_ShippedAdmin):
    list_display = ["label", "group", "order", "other_words"]
    list_filter = ["group"]
    search_fields = ["label", "other_words"]
    prepopulated_fields = {"slug": ["label"]}
    fields = ["label", "slug", "group", "order", "other_words"]

    def save_model(
        self, request: HttpRequest, obj: Topic, form: StaffRecordForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        search_words.refresh_topic(obj)


# Registers the help lines and the laws, which stand in a module of their own.
from resources import help_admin  # noqa: E402, F401
