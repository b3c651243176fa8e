"""Notes on a leader, on the leader's page for staff."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from foundation.acts import ActsAdmin
from foundation.formfields import Prose
from foundation.http import PersonRequest
from leaders import notes, promises
from leaders.models import Leader

Pages = ActsAdmin[Leader]


class NoteForm(forms.Form):
    """One more note."""

    text = Prose(
        label=_("New note"),
        max_length=promises.NOTE_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("Staff alone read it, with your name and the day. It stays."),
        error_messages={"required": _("Write the note first.")},
    )


def urls_of(pages: Pages) -> list[URLPattern]:
    """The address to which a note is sent."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    view = pages.admin_site.admin_view(methods(partial(_write, pages)))
    return [path("<int:pk>/note/", view, name="leaders_leader_note")]


def context_of(leader: Leader, by: User) -> dict[str, Any]:
    """The notes, as far as this person may read and write them."""
    may_write = notes.may_write(leader, by)
    found = []
    if notes.may_read(leader, by):
        found = list(leader.notes.select_related("written_by")[: notes.SHOWN])
    return {
        "notes": found,
        "may_read_notes": notes.may_read(leader, by),
        "note_form": NoteForm() if may_write else None,
        "note_url": reverse("admin:leaders_leader_note", args=[leader.pk]),
    }


def _write(pages: Pages, request: PersonRequest, pk: int) -> HttpResponse:
    """Write a note down; a page of its own where something is wrong with it."""
    leader = pages.record_or_404(request, pk)
    if not notes.may_write(leader, request.user):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None)
    back = pages.page_url(pk)
    if form.is_valid():
        notes.write(leader, form.cleaned_data["text"], by=request.user)
        pages.message_user(request, _t("The note is kept."))
        return redirect(f"{back}#notes")
    context = {"record": leader, "form": form, "back": back}
    title = _t("Write a note")
    return pages.page(request, "admin/leaders/note.html", title, **context)
