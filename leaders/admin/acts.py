"""Acts on one record: every step of its status table as a page with a button.

What staff may do, what stands in the way and who is written to all come from the
record's `Machine`; nothing changes on GET.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.admin import BaseAdmin
from foundation.formfields import Prose
from foundation.refusals import Refused
from foundation.transitions import Machine, Transition


class ActForm(forms.Form):
    """Carries the version of the record that the person had before them."""

    version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Open the page again: it is out of date."),
            "invalid": gettext_lazy("Open the page again: it is out of date."),
        },
    )

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }


class ReasonForm(ActForm):
    """An act that needs a reason, which goes into the history."""

    reason = Prose(
        label=gettext_lazy("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy("Staff read it in the history. It is not mailed."),
    )


@dataclass(frozen=True)
class Act:
    """A button: its label and address, whether one click does it, what bars it.

    `is_main` marks the step that usually comes next; the others are drawn quietly.
    """

    name: str
    label: str
    url: str
    is_direct: bool
    reasons: list[str]
    is_main: bool = False


class ActsAdmin(BaseAdmin):
    """An admin whose records move by the steps of `machine`.

    `act_forms` names the steps of staff and the form each asks for; a plain `ActForm`
    asks nothing, so its button acts at once. `page_of` is the name of the record's
    page; `main_acts` names the steps that lead on.
    """

    machine: Machine
    act_forms: Mapping[str, type[ActForm]]
    main_acts: frozenset[str] = frozenset()
    page_of = "change"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.act_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [
            path("<int:pk>/act/<slug:name>/", view, name=name),
            *super().get_urls(),
        ]

    def page_url(self, pk: int) -> str:
        """The address of the record's own page."""
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{base}_{self.page_of}", args=[pk])

    def act_url(self, pk: int, name: str) -> str:
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        return reverse(base, args=[pk, name])

    def acts_on(self, record: Any, by: Any) -> list[Act]:
        """What this person may do with the record now: the main step first, then the
        others, last what is barred."""
        acts = [
            Act(
                transition.name,
                _(transition.label),
                self.act_url(record.pk, transition.name),
                self.act_forms[transition.name] is ActForm,
                reasons,
                transition.name in self.main_acts,
            )
            for transition, reasons in self.machine.available(record, by)
            if transition.name in self.act_forms
        ]
        return sorted(acts, key=lambda act: (bool(act.reasons), not act.is_main))

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask for what the act needs, say what it will do, and do it by POST."""
        if name not in self.act_forms:
            raise Http404
        record = self.record_or_404(request, pk)
        transition = self.machine.transitions[name]
        if not transition.allows(record, request.user):
            raise PermissionDenied
        form = self.act_forms[name](
            request.POST or None, initial={"version": record.version}
        )
        if request.method == "POST" and form.is_valid():
            try:
                self.machine.move(
                    record,
                    name,
                    by=request.user,
                    seen=form.cleaned_data["version"],
                    **form.said,
                )
            except Refused as refused:
                for sentence in refused.sentences:
                    self.message_user(request, sentence, messages.ERROR)
            else:
                self.message_user(
                    request,
                    _("Done: %(act)s.") % {"act": _(transition.label)},
                    messages.SUCCESS,
                )
            return redirect(self.page_url(pk))
        return self._ask(request, record, transition, form)

    def record_or_404(self, request: HttpRequest, pk: int) -> Any:
        """The record if this person may see it."""
        record = self.get_queryset(request).filter(pk=pk).first()
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        return record

    def act_context(self, record: Any, transition: Transition) -> dict[str, Any]:
        """What the page of an act shows besides its form; for subclasses."""
        return {}

    def _ask(
        self,
        request: HttpRequest,
        record: Any,
        transition: Transition,
        form: ActForm,
    ) -> HttpResponse:
        if record.status in transition.sources:
            reasons = transition.reasons(record, request.user)
        else:
            status = record.get_status_display()
            reasons = [_("This is not possible now: the status is “%s”.") % status]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _(transition.label),
            "record": record,
            "form": form,
            "reasons": reasons,
            "mails": _(transition.mails) if transition.mails else "",
            "target": _label(self.model, transition.target),
            "back": self.page_url(record.pk),
            **self.act_context(record, transition),
        }
        return TemplateResponse(request, "admin/act.html", context)


def _label(model: type, status: str) -> str:
    return str(dict(model._meta.get_field("status").flatchoices)[status])
