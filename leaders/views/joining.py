"""Applying to lead: from the first explanation to the answer."""

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from foundation import limits
from foundation.http import public_page
from foundation.models import OutboxMail
from foundation.refusals import Refused
from leaders import joining, vetting
from leaders.answers import parts_of
from leaders.choices import ApplicationStatus
from leaders.forms import SECTIONS, AnswerForm
from leaders.models import Application

_APPLY = (gettext_lazy("Become a leader"), "/leaders/apply/")
_DESK = (gettext_lazy("My desk"), "/desk/")
_MINE = (gettext_lazy("Your application"), "/leaders/application/")
_reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


@public_page
def apply(request: HttpRequest) -> HttpResponse:
    """Say what leaders do, what we ask, how long it takes and who decides."""
    context = {
        "sections": [form.title for form in SECTIONS.values()],
        "first_look": settings.FIRST_LOOK_WORKING_DAYS,
        "answer": settings.ANSWER_WORKING_DAYS,
        "two_people": settings.TWO_PERSON_RULE,
        "crumbs": [(gettext_lazy("Leaders"), "/leaders/"), (_APPLY[0], "")],
    }
    return render(request, "leaders/apply.html", context)


@_reads_and_posts
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application: the one place where a draft is made."""
    if joining.open_application(request.user):
        return redirect("leaders:application")
    obstacle = joining.obstacle(request.user)
    status = 200
    if request.method == "POST" and not obstacle:
        if limits.spend(
            "application-start", str(request.user.pk), allowed=5, seconds=24 * 3600
        ):
            try:
                with transaction.atomic():
                    Application.objects.create(applicant=request.user)
            except IntegrityError:
                pass  # Two clicks at once: the first one made the draft.
            return redirect("leaders:application")
        status = 429
        obstacle = joining.Obstacle(
            _("You started several applications today. Try again tomorrow.")
        )
    context = {"obstacle": obstacle, "crumbs": [_APPLY, (_("Start"), "")]}
    return render(request, "leaders/start.html", context, status=status)


@require_safe
def application(request: HttpRequest) -> HttpResponse:
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
        "standing": joining.standing(mine),
        "question": joining.open_question(mine),
        "mails": OutboxMail.objects.about(mine).filter(to=request.user.email)[:20],
    }
    return render(request, "leaders/application.html", context)


@_reads_and_posts
@transaction.atomic
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one section of the draft, or save it."""
    form_class = SECTIONS.get(slug)
    if form_class is None:
        raise Http404
    mine = _draft(request, locked=request.method == "POST")
    if mine is None:
        return redirect("leaders:application")
    if request.method == "POST":
        form = form_class(request.POST, instance=mine)
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved: %(part)s.") % {"part": form.title})
            return redirect(_after(slug, mine))
    else:
        form = form_class(instance=mine)
    slugs = list(SECTIONS)
    context = {
        "form": form,
        "number": slugs.index(slug) + 1,
        "steps": _steps(mine, slug),
        "summary": _progress(mine),
        "crumbs": [_DESK, _MINE, (form.title, "")],
    }
    return render(request, "leaders/section.html", context)


@_reads_and_posts
def review(request: HttpRequest) -> HttpResponse:
    """Show the whole draft before it is sent, and send it once."""
    mine = _draft(request)
    if mine is None:
        return redirect("leaders:application")
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        if not limits.spend(
            "application-send", str(request.user.pk), allowed=10, seconds=3600
        ):
            problems, status = (
                [_("You tried many times. Wait an hour, then send.")],
                429,
            )
        else:
            try:
                vetting.MACHINE.move(mine, "submit", by=request.user)
            except Refused as refused:
                if _draft(request) is None:
                    # The second of two clicks: the first one sent it.
                    return redirect("leaders:application")
                problems = refused.sentences
            else:
                messages.success(request, _("Your application is sent."))
                return redirect("leaders:application")
    parts = parts_of(mine)
    context = {
        "application": mine,
        "parts": parts,
        "is_complete": all(part.is_saved for part in parts),
        "problems": problems,
        "crumbs": [_DESK, _MINE, (_("Check and send"), "")],
    }
    return render(request, "leaders/review.html", context, status=status)


@_reads_and_posts
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once more, then withdraw the application."""
    mine = joining.open_application(request.user)
    if mine is None:
        return redirect("leaders:application")
    if request.method == "POST":
        try:
            vetting.MACHINE.move(mine, "withdraw", by=request.user)
        except Refused as refused:
            # The second of two clicks finds nothing open: the first one withdrew it.
            if joining.open_application(request.user) is not None:
                messages.error(request, " ".join(refused.sentences))
        else:
            messages.success(request, _("Your application is withdrawn."))
        return redirect("leaders:application")
    context = {"application": mine, "crumbs": [_DESK, _MINE, (_("Withdraw"), "")]}
    return render(request, "leaders/withdraw.html", context)


@_reads_and_posts
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answer to a reviewer's question."""
    mine = joining.open_application(request.user)
    question = joining.open_question(mine) if mine else None
    if question is None:
        return redirect("leaders:application")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vetting.MACHINE.move(
                mine, "respond", by=request.user, answer=form.cleaned_data["answer"]
            )
        except Refused as refused:
            messages.error(request, " ".join(refused.sentences))
        else:
            messages.success(request, _("Your answer is sent."))
        return redirect("leaders:application")
    context = {
        "form": form,
        "question": question,
        "crumbs": [_DESK, _MINE, (_("Our question"), "")],
    }
    return render(request, "leaders/answer.html", context)


def _draft(request: HttpRequest, *, locked: bool = False) -> Application | None:
    drafts = Application.objects.filter(
        applicant=request.user, status=ApplicationStatus.DRAFT
    )
    # Locked, so that a section cannot slip in while another tab sends.
    return (drafts.select_for_update() if locked else drafts).first()


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
    return _("%(saved)d of %(all)d saved") % {"saved": saved, "all": len(SECTIONS)}
