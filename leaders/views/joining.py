"""Applying to lead: from the first explanation to the answer."""

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from foundation import limits
from foundation.http import PersonRequest, public_page
from foundation.models import OutboxMail
from foundation.refusals import Changed, Refused
from foundation.versions import VersionedForm
from foundation.words import moment_in_words
from leaders import joining
from leaders.answers import parts_of
from leaders.choices import ApplicationStatus
from leaders.forms import SECTIONS, AnswerForm
from leaders.models import Application, InfoRequest
from leaders.vetting import MACHINE

_APPLY = (_("Become a leader"), "/leaders/apply/")
_DESK = (_("My desk"), "/desk/")
_MINE = (_("Your application"), "/leaders/application/")


@public_page
def apply(request: HttpRequest) -> HttpResponse:
    """Say what leaders do, what we ask, how long it takes and who decides."""
    context = {
        "sections": [form.title for form in SECTIONS.values()],
        "two_people": settings.TWO_PERSON_RULE,
        "crumbs": [(_("Leaders"), "/leaders/"), (_APPLY[0], "")],
    }
    return render(request, "leaders/apply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest) -> HttpResponse:
    """Begin an application: the one place where a draft is made."""
    if joining.open_application(request.user):
        return redirect("leaders:application")
    obstacle, status = joining.obstacle(request.user), 200
    if request.method == "POST" and not obstacle:
        person = str(request.user.pk)
        if limits.spend("application-start", person, allowed=5, seconds=24 * 3600):
            _begin(request.user)
            return redirect("leaders:application")
        words = _t("You started several applications today. Try again tomorrow.")
        obstacle, status = joining.Obstacle(words), 429
    context = {"obstacle": obstacle, "crumbs": [_APPLY, (_("Start"), "")]}
    return render(request, "leaders/start.html", context, status=status)


@require_safe
def application(request: PersonRequest) -> HttpResponse:
    """Show the applicant where the application stands and who acts next."""
    mine = joining.latest_application(request.user)
    if mine is None:
        return redirect("leaders:apply")
    parts = parts_of(mine)
    context = {
        "application": mine,
        "parts": parts,
        "saved": sum(part.is_saved for part in parts),
        "crumbs": [_DESK, (_MINE[0], "")],
    }
    if mine.status == ApplicationStatus.DRAFT:
        return render(request, "leaders/draft.html", context)
    context |= {
        "progress": joining.progress(mine),
        "question": joining.open_question(mine),
        "mails": OutboxMail.objects.about(mine).filter(to=request.user.email)[:20],
    }
    return render(request, "leaders/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def section(request: PersonRequest, slug: str) -> HttpResponse:
    """Show one section of the draft, or save it."""
    if slug not in SECTIONS:
        raise Http404
    # Locked, so that a section cannot slip in while another window sends.
    mine = _draft(request.user, locked=request.method == "POST")
    if mine is None:
        return redirect("leaders:application")
    form = SECTIONS[slug](request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        try:
            form.write(_t("Save “%(part)s”") % {"part": form.title}, by=request.user)
        except Changed as changed:
            mine.refresh_from_db()
            form.refuse(changed, version=mine.version)
        else:
            messages.success(request, _t("Saved: %(part)s.") % {"part": form.title})
            return redirect(_after(slug, mine))
    context = {
        "form": form,
        "number": list(SECTIONS).index(slug) + 1,
        "steps": _steps(mine, slug),
        "summary": _progress(mine),
        "crumbs": [_DESK, _MINE, (form.title, "")],
    }
    return render(request, "leaders/section.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PersonRequest) -> HttpResponse:
    """Show the whole draft before it is sent, and send it once."""
    mine = _draft(request.user)
    if mine is None:
        return redirect("leaders:application")
    form = VersionedForm(
        request.POST if request.method == "POST" else None,
        initial={"version": mine.version},
    )
    if not form.is_valid():
        return _review_page(request, mine, form)
    person = str(request.user.pk)
    if not limits.spend("application-send", person, allowed=10, seconds=3600):
        form.add_error(None, _("You tried many times. Wait an hour, then send."))
        return _review_page(request, mine, form, status=429)
    try:
        MACHINE.move(mine, "submit", by=request.user, seen=form.seen)
    except Refused as refused:
        mine = _draft(request.user)
        if mine is None:
            # The second of two clicks: the first one sent it.
            return redirect("leaders:application")
        form.refuse(refused, version=mine.version)
        return _review_page(request, mine, form)
    messages.success(request, _t("Your application is sent."))
    return redirect("leaders:application")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest) -> HttpResponse:
    """Ask once more, then withdraw the application, wherever it stands."""
    mine = joining.open_application(request.user)
    if mine is None:
        return redirect("leaders:application")
    if request.method == "POST":
        try:
            MACHINE.move(mine, "withdraw", by=request.user)
        except Refused as refused:
            # The second of two clicks finds nothing open: the first one withdrew it.
            if joining.open_application(request.user) is not None:
                messages.error(request, str(refused))
        else:
            messages.success(request, _t("Your application is withdrawn."))
        return redirect("leaders:application")
    context = {"application": mine, "crumbs": [_DESK, _MINE, (_("Withdraw"), "")]}
    return render(request, "leaders/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest) -> HttpResponse:
    """Take the answer to a reviewer's question."""
    mine = joining.latest_application(request.user)
    question = mine.info_requests.last() if mine else None
    is_sent = request.method == "POST"
    if mine is None or question is None or (question.closed_at and not is_sent):
        return redirect("leaders:application")
    form = AnswerForm(request.POST if is_sent else None)
    if form.is_valid() and _takes(form, mine, question, by=request.user):
        messages.success(request, _t("Your answer is sent."))
        return redirect("leaders:application")
    crumbs = [_DESK, _MINE, (_("Our question"), "")]
    context = {"form": form, "question": question, "crumbs": crumbs}
    return render(request, "leaders/answer.html", context)


def _begin(person: User) -> None:
    try:
        with transaction.atomic():
            Application.objects.create(applicant=person)
    except IntegrityError:
        pass  # Two clicks at once: the first one made the draft.


def _draft(person: User, *, locked: bool = False) -> Application | None:
    drafts = Application.objects.filter(
        applicant=person, status=ApplicationStatus.DRAFT
    )
    return (drafts.select_for_update() if locked else drafts).first()


def _review_page(
    request: PersonRequest, mine: Application, form: VersionedForm, *, status: int = 200
) -> HttpResponse:
    parts = parts_of(mine)
    context = {
        "application": mine,
        "parts": parts,
        "is_complete": all(part.is_saved for part in parts),
        "form": form,
        "crumbs": [_DESK, _MINE, (_("Check and send"), "")],
    }
    return render(request, "leaders/review.html", context, status=status)


def _takes(
    form: AnswerForm, mine: Application, question: InfoRequest, *, by: User
) -> bool:
    """Send the answer; where that is too late, say so in the form.

    What staff do besides is no reason to ask again, so there is no version to compare.
    """
    said = form.cleaned_data["answer"]
    try:
        MACHINE.move(mine, "respond", by=by, answer=said)
    except Refused:
        question.refresh_from_db()
        if question.answer == said:
            return True  # The second of two clicks: the first one sent it.
        form.add_error(None, _too_late(question))
        return False
    return True


def _too_late(question: InfoRequest) -> str:
    if question.answered_at:
        words = _t("You answered this in another window on %(when)s.")
        when = moment_in_words(question.answered_at)
    else:
        words = _t("This question was closed on %(when)s. Write to the program office.")
        when = moment_in_words(question.closed_at or timezone.now())
    return f"{words % {'when': when}} {_t('What you typed is still here.')}"


def _after(slug: str, mine: Application) -> str:
    """The next section without its answers, or the page to check and send."""
    slugs = list(SECTIONS)
    following = slugs[slugs.index(slug) + 1 :] + slugs
    unsaved = [each for each in following if not SECTIONS[each].is_saved(mine)]
    return f"/leaders/application/{unsaved[0]}/" if unsaved else "leaders:review"


def _steps(mine: Application, current: str) -> list[tuple[str, str]]:
    return [
        (
            form.title,
            "now" if slug == current else "done" if form.is_saved(mine) else "next",
        )
        for slug, form in SECTIONS.items()
    ]


def _progress(mine: Application) -> str:
    saved = sum(form.is_saved(mine) for form in SECTIONS.values())
    return _t("%(saved)d of %(all)d saved") % {"saved": saved, "all": len(SECTIONS)}
