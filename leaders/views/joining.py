"""Applying to lead: from the first explanation to the answer."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import prefetch_related_objects
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
from leaders import drafts, joining
from leaders.answers import parts_of
from leaders.application_forms import SECTIONS, Section
from leaders.choices import ApplicationStatus, PartState
from leaders.forms import AnswerForm
from leaders.models import Application, InfoRequest
from leaders.vetting import MACHINE

_APPLY = (_("Become a leader"), "/leaders/apply/")
_DESK = (_("My desk"), "/desk/")
_MINE = (_("Your application"), "/leaders/application/")
#: How a part is drawn among the steps.
_STEPS = {PartState.COMPLETE: "done"}


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
    """Begin an application, empty or again from the last: here alone drafts begin."""
    if joining.open_application(request.user):
        return redirect("leaders:application")
    obstacle, status = joining.obstacle(request.user), 200
    earlier = None if obstacle else drafts.earlier_application(request.user)
    if request.method == "POST" and not obstacle:
        person = str(request.user.pk)
        if limits.spend("application-start", person, allowed=5, seconds=24 * 3600):
            again = earlier if "again" in request.POST else None
            if drafts.begin(request.user, earlier=again) and again:
                messages.success(request, _t("Your earlier answers are copied."))
            return redirect("leaders:application")
        words = _t("You started several applications today. Try again tomorrow.")
        obstacle, status = joining.Obstacle(words), 429
    context = {
        "obstacle": obstacle,
        "earlier": earlier,
        "crumbs": [_APPLY, (_("Start"), "")],
    }
    return render(request, "leaders/start.html", context, status=status)


@require_safe
def application(request: PersonRequest) -> HttpResponse:
    """Show the applicant where the application stands and who acts next."""
    mine = joining.latest_application(request.user)
    if mine is None:
        return redirect("leaders:apply")
    prefetch_related_objects([mine], "topics")
    context = {
        "application": mine,
        "parts": parts_of(mine),
        "crumbs": [_DESK, (_MINE[0], "")],
    }
    if mine.status == ApplicationStatus.DRAFT:
        context["complete"] = sum(part.is_complete for part in context["parts"])
        return render(request, "leaders/draft.html", context)
    questions = list(mine.info_requests.all())
    progress = joining.progress(mine)
    context |= {
        "progress": progress,
        "rounds": [each for each in questions if not each.is_open],
        "question": next((each for each in questions if each.is_open), None),
        "may_start_again": joining.may_start_again(mine, progress),
        "has_answers": drafts.has_answers(mine),
        "mails": OutboxMail.objects.about(mine).filter(to=request.user.email)[:20],
    }
    return render(request, "leaders/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def section(request: PersonRequest, slug: str) -> HttpResponse:
    """Show one part of the draft, or save whatever is there."""
    if slug not in SECTIONS:
        raise Http404
    # Locked, so that a section cannot slip in while another window sends.
    mine = _draft(request.user, locked=request.method == "POST")
    if mine is None:
        return redirect("leaders:application")
    if request.method == "POST":
        form = SECTIONS[slug](request.POST, instance=mine)
        if _is_done_with(form, mine, request):
            is_leaving = "leave" in request.POST
            return redirect("leaders:application" if is_leaving else _after(slug, mine))
    else:
        is_checked = "check" in request.GET
        form = SECTIONS[slug].as_left(mine, is_checked=is_checked)
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
    if _wrong_parts(mine):
        form.add_error(None, _("Some required questions have no answer yet."))
        return _review_page(request, mine, form)
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


def _draft(person: User, *, locked: bool = False) -> Application | None:
    rows = Application.objects.filter(applicant=person, status=ApplicationStatus.DRAFT)
    rows = rows.prefetch_related("topics")
    return (rows.select_for_update() if locked else rows).first()


def _is_done_with(form: Section, mine: Application, request: PersonRequest) -> bool:
    """Save what is there; False where something must be read on this page first.

    What is wrong is kept as it was typed, so whoever wants to leave may leave.
    """
    if not form.can_be_kept:
        return False
    try:
        form.write(_t("Save “%(part)s”") % {"part": form.title}, by=request.user)
    except Changed as changed:
        mine.refresh_from_db()
        form.refuse(changed, version=mine.version)
        return False
    form.carry(mine.version)
    is_done = not form.errors or (form.is_kept and "leave" in request.POST)
    # A page that was left with something typed is saved by itself: nobody reads on.
    if request.POST.get("leave") != "unseen":
        _say_saved(request, form, is_done=is_done)
    return is_done


def _say_saved(request: PersonRequest, form: Section, *, is_done: bool) -> None:
    part = {"part": form.title}
    if not form.errors:
        messages.success(request, _t("Saved: %(part)s.") % part)
    elif is_done:
        words = _t("Saved: %(part)s. What needs another look is kept as you typed it.")
        messages.warning(request, words % part)
    else:
        messages.success(request, _t("The rest of this part is saved."))


def _wrong_parts(mine: Application) -> list[Section]:
    """The parts that cannot be sent yet, each with a sentence beside what is wrong."""
    return [
        form.as_left(mine, is_checked=True)
        for form in SECTIONS.values()
        if form.state_of(mine) != PartState.COMPLETE
    ]


def _review_page(
    request: PersonRequest, mine: Application, form: VersionedForm, *, status: int = 200
) -> HttpResponse:
    wrong = _wrong_parts(mine)
    context = {
        "application": mine,
        "parts": parts_of(mine),
        "wrong": wrong,
        "wrong_count": sum(len(part.errors) for part in wrong),
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
    """The next part that is not complete, or not begun; or the page to check and send.

    A part left half filled in is not forced upon whoever goes on: the check lists it.
    """
    states = {each: form.state_of(mine) for each, form in SECTIONS.items()}
    slugs = list(SECTIONS)
    place = slugs.index(slug)
    later = [each for each in slugs[place + 1 :] if states[each] != PartState.COMPLETE]
    new = [each for each in slugs[:place] if states[each] == PartState.NOT_STARTED]
    following = [*later, *new]
    return f"/leaders/application/{following[0]}/" if following else "leaders:review"


def _steps(mine: Application, current: str) -> list[tuple[str, str]]:
    return [
        (
            form.title,
            "now" if slug == current else _STEPS.get(form.state_of(mine), "next"),
        )
        for slug, form in SECTIONS.items()
    ]


def _progress(mine: Application) -> str:
    states = [form.state_of(mine) for form in SECTIONS.values()]
    complete = states.count(PartState.COMPLETE)
    return _t("%(n)d of %(all)d complete") % {"n": complete, "all": len(SECTIONS)}
