"""Records that several people keep up: the second of two editors overwrites nothing.

A form of the staff site with the record's version (`foundation.versions`), its
history below it, and refusals that lead to the record they are about.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.utils import flatten_fieldsets, quote
from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import history
from foundation.admin import BaseAdmin
from foundation.refusals import Changed, refuse_stale
from foundation.versions import RecordForm

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User
    from django.utils.functional import _StrPromise

#: Records that stand in the way of a deletion are listed up to this number of a kind.
_NAMED = 20


class StaffRecordForm(RecordForm):
    """The form of a record; `by` is the person at the page, set for each request."""

    by: "User"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            # What is new has been changed by nobody.
            del self.fields["version"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None:
            self._hold(cleaned)
        self._name_who_has_it(cleaned)
        return cleaned

    @property
    def written(self) -> list[str]:
        """The labels of what was typed anew."""
        names = [name for name in self.changed_data if name != "version"]
        return [str(self.fields[name].label) for name in names]

    @property
    def act(self) -> str:
        """What the history says was done, and a colleague who was slower reads."""
        names = [f"{name[:1].lower()}{name[1:]}" for name in self.written]
        return _t("Changed %(names)s") % {"names": ", ".join(names)}

    def _hold(self, cleaned: dict[str, Any]) -> None:
        """Lock the row until it is saved; refuse what was typed over a stale one."""
        rows = type(self.instance)._default_manager.select_for_update(no_key=True)
        row: Any = rows.get(pk=self.instance.pk)
        is_as_read = row.version == self.instance.version
        self.instance.version = row.version
        # What was read before the lock may have been changed in between.
        if "version" in cleaned and (self.written or not is_as_read):
            try:
                refuse_stale(row, seen=cleaned["version"], by=self.by)
            except Changed as changed:
                self.refuse(changed, version=row.version)

    def _name_who_has_it(self, cleaned: dict[str, Any]) -> None:
        """Say beside a value that must be the only one which record has it already."""
        model = type(self.instance)
        for field in model._meta.concrete_fields:
            value = cleaned.get(field.name)
            if not field.unique or field.primary_key or value in (None, ""):
                continue
            others = model._default_manager.exclude(pk=self.instance.pk)
            if other := others.filter(**{field.name: value}).first():
                self.add_error(field.name, _is_taken(other))


class RecordAdmin(BaseAdmin):
    """A list of records whose forms carry a version; subclasses name their `form`.

    `next_step` is what the list says to do when nothing is in it.
    """

    form = StaffRecordForm
    change_form_template = "admin/record.html"
    delete_confirmation_template = "admin/delete_record.html"
    next_step: "ClassVar[_StrPromise | str]" = ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Those of the list; for whoever may change the record, with its version."""
        sets = list(super().get_fieldsets(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return sets
        name, options = sets[0]
        return [
            (name, {**options, "fields": [*options["fields"], "version"]}),
            *sets[1:],
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The version is a field of the form, not a column that people type.
        names = kwargs.pop("fields", None) or flatten_fieldsets(
            self.get_fieldsets(request, obj)
        )
        kwargs["fields"] = [name for name in names if name != "version"]
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field for a column; lists open with words rather than with dashes."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label:
            field.empty_label = _("None that we know")
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        has_blank = db_field.blank or not db_field.has_default()
        words = _("Not known") if db_field.blank else _("Choose one")
        kwargs["choices"] = db_field.get_choices(has_blank, [("", words)])
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Below the form: who changed what."""
        if obj is not None:
            context["events"] = history.history_of(obj, latest=50)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: StaffRecordForm, change: bool
    ) -> None:
        """Write the record as one act, named for what was typed."""
        if not change:
            return super().save_model(request, obj, form, change)
        if form.written:
            obj.version += 1
            with history.acting(request.user, act=form.act):
                super().save_model(request, obj, form, change)
        return None

    def get_deleted_objects(self, objs: Any, request: HttpRequest):
        """What goes along; records that name one of these are a bar, with links."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for obj in objs:
            # Locked, so that nobody begins to use it while it goes.
            type(obj)._default_manager.select_for_update().filter(pk=obj.pk).first()
            protected = [*protected, *_uses(obj)]
        return gone, counts, lacking, protected


def link_to(record: models.Model) -> SafeString:
    """A record as a link to its staff page, where it has one."""
    kind = capfirst(str(record._meta.verbose_name))
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    try:
        url = reverse(name, args=[quote(record.pk)])
    except NoReverseMatch:
        return format_html("{}: {}", kind, record)
    return format_html('{}: <a href="{}">{}</a>', kind, url, record)


def _is_taken(other: models.Model) -> SafeString:
    return format_html(
        "{} {}", _t("Another record has this. Choose another, or open"), link_to(other)
    )


def _uses(obj: models.Model) -> Iterator[SafeString]:
    """The records that name this one among several, as links."""
    for relation in obj._meta.related_objects:
        if not relation.many_to_many or not relation.field.name:
            continue
        model = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: obj})[: _NAMED + 1]
        yield from [link_to(row) for row in rows[:_NAMED]]
        if len(rows) > _NAMED:
            yield format_html(
                "{}: {}", capfirst(str(model._meta.verbose_name_plural)), _t("and more")
            )
