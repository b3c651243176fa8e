"""Acts on one record: every step of its status table as a page with a button.

What staff may do, what stands in the way and who is written to all come from the
record's `Machine`; nothing changes on GET.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.admin import BaseAdmin
from foundation.formfields import Prose
from foundation.http import PersonRequest
from foundation.machines import Choice, Machine
from foundation.public import warnings_of
from foundation.refusals import Refused
from foundation.versions import VersionedForm

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

Record = TypeVar("Record", bound=models.Model)


class ActForm(VersionedForm):
    """What an act asks for, beside the version of the record."""


class ReasonForm(ActForm):
    """An act that needs a reason, which goes into the history."""

    reason = Prose(
        label=_("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Staff read it in the history. It is not mailed."),
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
    reasons: tuple[str, ...]
    is_main: bool = False


class ActsAdmin(BaseAdmin, Generic[Record]):
    """An admin whose records move by the steps of `machine`.

    `act_forms` names the steps of staff and the form each asks for; a plain `ActForm`
    asks nothing, so its button acts at once. `page_of` is the name of the record's
    page; `main_acts` names the steps that lead on.
    """

    machine: Machine[Record]
    act_forms: ClassVar[Mapping[str, type[ActForm]]]
    main_acts: ClassVar[frozenset[str]] = frozenset()
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

    def acts_on(self, record: Record, by: "User") -> list[Act]:
        """What this person may do with the record now: the main step first, then the
        others, last what is barred."""
        acts = [
            Act(
                choice.name,
                choice.label,
                self.act_url(record.pk, choice.name),
                self.act_forms[choice.name] is ActForm,
                choice.reasons,
                choice.name in self.main_acts,
            )
            for choice in self.machine.choices(record, by=by)
            if choice.name in self.act_forms
        ]
        return sorted(acts, key=lambda act: (bool(act.reasons), not act.is_main))

    def act_view(self, request: PersonRequest, pk: int, name: str) -> HttpResponse:
        """Ask for what the act needs, say what it will do, and do it by POST."""
        if name not in self.act_forms:
            raise Http404
        record = self.record_or_404(request, pk)
        choice = self.machine.choice(record, name, by=request.user)
        if not choice.is_allowed:
            raise PermissionDenied
        form = self.form_of(
            record,
            name,
            request.POST or None,
            initial={"version": record.version},  # type: ignore[attr-defined]
        )
        if request.method == "POST" and form.is_valid():
            try:
                self.machine.move(
                    record,
                    name,
                    by=request.user,
                    seen=form.seen,
                    **form.said,
                )
            except Refused as refused:
                record = self.record_or_404(request, pk)
                form.refuse(refused, version=record.version)  # type: ignore[attr-defined]
                choice = self.machine.choice(record, name, by=request.user)
            else:
                self.message_user(request, _t("Done: %(act)s.") % {"act": choice.label})
                for words in warnings_of(form):
                    self.message_user(request, words, messages.WARNING)
                return redirect(self.page_url(pk))
        return self._ask(request, record, choice, form)

    def form_of(
        self, record: Record, name: str, data: Any, *, initial: dict[str, Any]
    ) -> ActForm:
        """The form of a step; for subclasses whose forms depend on the record."""
        return self.act_forms[name](data, initial=initial)

    def record_or_404(self, request: HttpRequest, pk: int) -> Record:
        """The record if this person may see it."""
        record = self.get_queryset(request).filter(pk=pk).first()
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        return record

    def act_context(self, record: Record, choice: Choice) -> dict[str, Any]:
        """What the page of an act shows besides its form; for subclasses."""
        return {}

    def _ask(
        self, request: HttpRequest, record: Record, choice: Choice, form: ActForm
    ) -> HttpResponse:
        step = choice.step
        context = {
            "record": record,
            "form": form,
            "reasons": form.unsaid(choice.reasons),
            "is_barred": bool(choice.reasons),
            "mails": str(step.mails),
            "target": self.machine.table.label_of(step.target),
            "back": self.page_url(record.pk),
            **self.act_context(record, choice),
        }
        return self.page(request, "admin/act.html", choice.label, **context)
