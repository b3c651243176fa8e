"""Acts on one record: every step of its status table as a page with a button.

What staff may do, what stands in the way and who is written to all come from the
record's `Machine`; nothing changes on GET. An act that mails is done only by the button
of a page that showed the mail: the form carries a digest of what was shown, and the
locked row is asked once more whether it would still be so.
"""

from collections.abc import Callable, Mapping, Sequence
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
from foundation.rehearsal import Planned, Unread, digest_of, refuse_unread, sentence_of
from foundation.versions import VersionedForm

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

Record = TypeVar("Record", bound=models.Model)


class ActForm(VersionedForm):
    """What an act asks for, beside the version of the record."""

    @property
    def shapes_mails(self) -> bool:
        """Whether what is typed can change what a step that quotes it sends."""
        return True


class ReasonForm(ActForm):
    """An act that needs a reason, which goes into the history."""

    reason = Prose(
        label=_("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Staff read it in the history. It is not mailed."),
    )


@dataclass(frozen=True)
class Plan:
    """What a button will do: the mails it sends, and what else follows, in words."""

    mails: Sequence[Planned] = ()
    effects: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """What tells this plan from every other one."""
        return digest_of(self.mails, self.effects)


class Watched:
    """Looks at the locked row whether the button still does what its page showed.

    `always`: the page before it said "Show what is sent", so that even an act that
    mails nobody waits for a second press.
    """

    def __init__(
        self, shown: str, plan: Callable[[Any], Plan], *, always: bool = False
    ) -> None:
        self.shown, self.plan, self.always = shown, plan, always
        self.seen: Plan | None = None

    @property
    def mails(self) -> Sequence[Planned] | None:
        """What was mailed; None where the press before this one did it."""
        return self.seen.mails if self.seen else None

    def __call__(self, record: models.Model) -> None:
        """Raise `Unread` where a mail would go that was not read."""
        plan = self.plan(record)
        if plan.mails or self.always:
            refuse_unread(self.shown, plan.digest)
        self.seen = plan


def done(act: str, record: object, mails: Sequence[Planned] | None, *more: str) -> str:
    """Say what was done, to whom, who was mailed, and what is next.

    `mails` is None where that is not known, for the second press of a button.
    """
    first = _t("Done: %(act)s, for %(record)s.") % {"act": act, "record": record}
    mailed = sentence_of(mails) if mails is not None else ""
    return " ".join(part for part in (first, mailed, *more) if part)


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

    @property
    def leads_on(self) -> bool:
        """Whether it is what usually comes next, and possible."""
        return self.is_main and not self.reasons


class ActsAdmin(BaseAdmin, Generic[Record]):
    """An admin whose records move by the steps of `machine`.

    `act_forms` names the steps of staff and the form each asks for; a plain `ActForm`
    asks nothing, so its button acts at once, unless it mails. `page_of` is the name
    of the record's page; `main_acts` names the steps that lead on.
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
                self.act_forms[choice.name] is ActForm and not choice.step.mails,
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
        version = record.version  # type: ignore[attr-defined]
        data = request.POST or None
        form = self.form_of(record, name, data, initial={"version": version})
        said: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            said = form.said
            try:
                return self._do(request, record, name, form)
            except Unread as unread:
                record = self.record_or_404(request, pk)
                if unread.sentences:
                    form.refuse(unread, version=form.seen)
            except Refused as refused:
                record = self.record_or_404(request, pk)
                form.refuse(refused, version=record.version)  # type: ignore[attr-defined]
                choice = self.machine.choice(record, name, by=request.user)
        plan = self._plan_to_show(record, choice, form, said, by=request.user)
        return self._ask(request, record, choice, form, plan)

    def _do(
        self, request: PersonRequest, record: Record, name: str, form: ActForm
    ) -> HttpResponse:
        """Make the step and say what was done; raise `Refused` or `Unread`."""
        by, said = request.user, form.said
        shown = request.POST.get("shown", "")
        watched = Watched(
            shown,
            lambda row: self.plan_of(row, name, by=by, **said),
            always=self._asks_first(form, name),
        )
        fresh = self.machine.move(
            record, name, by=by, seen=form.seen, look=watched, **said
        )
        label = str(self.machine.table.steps[name].label)
        self.message_user(request, self.done_of(fresh, label, watched.mails, by))
        for words in warnings_of(form):
            self.message_user(request, words, messages.WARNING)
        return redirect(self.page_url(record.pk))

    def done_of(
        self, record: Record, act: str, mails: Sequence[Planned] | None, by: "User"
    ) -> str:
        """What was done, who was mailed, how it stands, and what this person may do."""
        status = self.machine.table.label_of(getattr(record, self.machine.table.field))
        return done(
            act,
            record,
            mails,
            _t("The status is now “%(status)s”.") % {"status": status},
            self.next_of(record, by),
        )

    def next_of(self, record: Record, by: "User") -> str:
        """What comes next, in a sentence."""
        labels = [act.label for act in self.acts_on(record, by) if act.leads_on]
        if not labels:
            return _t("Nothing more is for you to do here now.")
        return _t("Next: %(acts)s.") % {"acts": _t(" or ").join(labels)}

    def plan_of(self, record: Record, name: str, *, by: "User", **said: Any) -> Plan:
        """What the step would do to the record as it is now."""
        mails = self.machine.letters(record, name, by=by, **said)
        return Plan(mails, [str(words) for words in self.effects_of(record, name)])

    def effects_of(self, record: Record, name: str) -> Sequence[str]:
        """What follows besides status and mail, a sentence each; for subclasses."""
        return ()

    def _asks_first(self, form: ActForm, name: str) -> bool:
        """Whether what is sent is known only once the form is filled in."""
        return form.shapes_mails and self.machine.asks_for_mail(name)

    def _plan_to_show(
        self,
        record: Record,
        choice: Choice,
        form: ActForm,
        said: dict[str, Any],
        *,
        by: "User",
    ) -> Plan | None:
        """The plan, if it is known already: a mail that quotes waits for the words."""
        if choice.reasons or (self._asks_first(form, choice.name) and not said):
            return None
        return self.plan_of(record, choice.name, by=by, **said)

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
        self,
        request: HttpRequest,
        record: Record,
        choice: Choice,
        form: ActForm,
        plan: Plan | None,
    ) -> HttpResponse:
        step = choice.step
        context = {
            "record": record,
            "form": form,
            "reasons": form.unsaid(choice.reasons),
            "is_barred": bool(choice.reasons),
            "mails": str(step.mails),
            "target": self.machine.table.label_of(step.target),
            "stays": getattr(record, self.machine.table.field) == step.target,
            "plan": plan,
            "asks_first": plan is None and self._asks_first(form, choice.name),
            "back": self.page_url(record.pk),
            **self.act_context(record, choice),
        }
        return self.page(request, "admin/act.html", choice.label, **context)
