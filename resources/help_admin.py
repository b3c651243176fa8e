"""The staff's side of the help pages: call, check, publish, take off, look again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import history
from foundation.acts import ActForm, ActsAdmin, ReasonForm
from foundation.history import history_of
from foundation.machines import Machine
from foundation.refusals import Changed, refuse_stale
from foundation.versions import VersionedForm
from foundation.words import short_day
from places.staff_filters import RegionFilter
from places.states import region_named, state_choices, state_of
from resources import checking
from resources.help_choices import Bias, HelpKind, HelpStatus, Need
from resources.models import CheckedEntry, HelpLine, StateLaw

_KINDS = {HelpStatus.WAITING: "wait", HelpStatus.SHOWN: "done"}

_CHECKED = {"check": ActForm, "take_off": ReasonForm}


class _Several(forms.TypedMultipleChoiceField):
    """Checkboxes for an array column."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=None, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return list(super().clean(value) or [])


class _EntryForm(VersionedForm, forms.ModelForm):
    """What staff type; the second of two editors is told, and keeps the text.

    `by` is the person at the page; the class is made for each request.
    """

    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def clean(self) -> dict[str, Any]:
        """Hold the row until it is saved; refuse what was typed over a stale one."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return cleaned
        rows = type(self.instance)._default_manager.select_for_update(no_key=True)
        row = rows.get(pk=self.instance.pk)
        for name in ("version", "status", "checked_on"):
            setattr(self.instance, name, getattr(row, name))
        typed = [name for name in self.fields if name != "version"]
        if any(getattr(row, name) != cleaned.get(name) for name in typed):
            try:
                refuse_stale(row, seen=cleaned.get("version"), by=self.by)
            except Changed as changed:
                self.refuse(changed, version=row.version)
        return cleaned


class HelpLineForm(_EntryForm):
    needs = _Several(label=_("What it is for"), choices=Need.choices)

    class Meta:
        model = HelpLine
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever only looks has no boxes to fill in.
        if state := self.fields.get("state"):
            state.choices = [("", _("The whole country")), *state_choices]
        if kind := self.fields.get("kind"):
            kind.choices = [("", _("Choose one")), *HelpKind.choices]


class StateLawForm(_EntryForm):
    names = _Several(label=_("What the law names"), choices=Bias.choices)

    class Meta:
        model = StateLaw
        exclude: tuple[str, ...] = ()


class LaneFilter(admin.SimpleListFilter):
    """What waits for a call, what is due for one again, what visitors see."""

    title = _("lane")
    parameter_name = "lane"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return [
            ("call", _("Call before showing")),
            ("look-again", _("Shown, to be checked")),
            ("old", _("Checked too long ago")),
            ("shown", _("Shown")),
            ("off", _("Taken off")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "call":
                return queryset.to_call()
            case "look-again":
                return queryset.to_check()
            case "old":
                return queryset.checked_long_ago()
            case "shown":
                return queryset.shown()
            case "off":
                return queryset.filter(status=HelpStatus.OFF)
        return queryset


class _CodeFilter(admin.SimpleListFilter):
    """The states that have an entry, and the whole country."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        names = dict(state_choices)
        held = HelpLine.objects.exclude(state="").order_by("state")
        codes = held.values_list("state", flat=True).distinct()
        states = [(code.lower(), str(names[code])) for code in codes]
        return [("country", _("The whole country")), *states]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "country":
            return queryset.filter(state="")
        state = state_of(self.value() or "")
        return queryset.filter(state=state.code) if state else queryset


class _LawRegionFilter(RegionFilter):
    """By the code, which is a law's key."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        region = region_named(self.value() or "")
        return queryset.filter(code__in=region.states) if region else queryset


class _EntryAdmin(ActsAdmin):
    """What lines and laws share on the staff site."""

    machine: Machine
    act_forms = _CHECKED
    main_acts = frozenset({"check"})
    change_form_template = "admin/resources/checked.html"
    #: What to have done before the button that publishes is pressed.
    before_check: str | Promise
    #: What a change of puts an entry back: the check spoke for the old one.
    vouched: tuple[str, ...]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The version travels hidden in the last group, for those who may save."""
        may_save = (
            self.has_change_permission(request, obj)
            if obj
            else self.has_add_permission(request)
        )
        sets = [(title, {**options}) for title, options in self.fieldsets or ()]
        if may_save and sets:
            title, options = sets[-1]
            sets[-1] = (title, {**options, "fields": [*options["fields"], "version"]})
        return sets

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The version is a field of the form, not a column that people type.
        names = [
            name
            for _title, options in self.fieldsets or ()
            for row in options["fields"]
            for name in ([row] if isinstance(row, str) else row)
        ]
        kwargs["fields"] = names
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Above the form: what visitors see, what may be done, sources and history."""
        if obj is not None:
            # Not the form's own, which may hold what was typed and refused.
            entry = (
                self.model._default_manager.get(pk=obj.pk)
                if request.method == "POST"
                else obj
            )
            context |= {
                "entry": entry,
                "before_check": self.before_check,
                "acts": self.acts_on(entry, request.user),
                "sources": entry.source_urls.splitlines(),
                "events": history_of(entry, latest=50),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        """Save as one act; what is reached otherwise now waits for a call again."""
        obj.version += 1
        is_other = bool(set(form.changed_data) & set(self.vouched))
        goes_back = change and is_other and obj.status == HelpStatus.SHOWN
        act = _t("Change the entry") if change else _t("Write the entry")
        if goes_back:
            obj.status, obj.checked_on = HelpStatus.WAITING, None
            act = _t("Change the entry: not shown until it is checked")
        with history.acting(request.user, act=act):
            obj.save()
        if goes_back:
            words = _t(
                "Visitors do not see it now: what the last check was about has "
                "changed. Call or open it, then press the button that publishes."
            )
            self.message_user(request, words, messages.WARNING)

    @admin.display(description=_("Status"), ordering="status")
    def state_of_it(self, entry: CheckedEntry) -> SafeString:
        return format_html(
            '<span class="status status--{}">{}</span>',
            _KINDS.get(HelpStatus(entry.status), "none"),
            entry.get_status_display(),
        )

    @admin.display(description=_("Checked"), ordering="checked_on")
    def checked(self, entry: CheckedEntry) -> str:
        return short_day(entry.checked_on) if entry.checked_on else _t("Never")


@admin.register(HelpLine)
class HelpLineAdmin(_EntryAdmin):
    """Numbers and offices; a new one waits until somebody has called it."""

    machine = checking.LINES
    form = HelpLineForm
    vouched = checking.WAYS
    before_check = _(
        "Press it only after you called the number or opened the page, and found it "
        "as it is written here."
    )
    list_display = [
        "name",
        "state_of_it",
        "phone",
        "where",
        "source",
        "checked",
    ]
    list_filter = [LaneFilter, "kind", _CodeFilter]
    search_fields = ["name", "phone", "serves", "notes"]
    search_help_text = _("Name, number, whom it serves, or a word of the notes")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "state", "kind", "needs", "order"]}),
        (
            _("How to reach it"),
            {
                "fields": [
                    ("phone", "phone_words"),
                    ("text_number", "text_words"),
                    "chat_url",
                    "url",
                    "relay",
                ]
            },
        ),
        (
            _("What to know"),
            {
                "fields": [
                    "serves",
                    "about",
                    "hours",
                    "languages",
                    ("takes_reports", "not_police"),
                ]
            },
        ),
        (
            _("For staff only: visitors see the year alone"),
            {"fields": ["source_year", "source_urls", "notes"]},
        ),
    ]

    @admin.display(description=_("Source"), ordering="source_year")
    def source(self, line: HelpLine) -> str:
        return str(line.source_year or _t("No year"))

    @admin.display(description=_("State"), ordering="state")
    def where(self, line: HelpLine) -> str:
        return line.state_name or _t("The whole country")


@admin.register(StateLaw)
class StateLawAdmin(_EntryAdmin):
    """What each law is known to name; one for each jurisdiction, none is added."""

    machine = checking.LAWS
    form = StateLawForm
    vouched = checking.SAYS
    before_check = _(
        "Press it only after you read the law itself, and it says what is ticked here."
    )
    list_display = ["state_name", "state_of_it", "known", "source_year", "checked"]
    list_filter = [LaneFilter, _LawRegionFilter]
    search_fields = ["code", "notes"]
    search_help_text = _("Two letters of the state, or a word of the notes")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "has_law",
                    "names",
                    "cite",
                    ("counts_crimes", "counts_year"),
                    ("trains_police", "trains_year"),
                ]
            },
        ),
        (
            _("For staff only: visitors see the year alone"),
            {"fields": ["source_year", "source_urls", "notes"]},
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("State"), ordering="code")
    def state_name(self, law: StateLaw) -> str:
        return str(law.state)

    @admin.display(description=_("Known to name"))
    def known(self, law: StateLaw) -> str:
        return ", ".join(law.named) or (_t("A law") if law.has_law else "–")
