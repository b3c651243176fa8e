"""What may follow what, for an application and for a leader, in names and words.

Models take their triggers from these tables. What each step demands, writes and tells
stands above the models: `leaders.vetting` and `leaders.membership`.
"""

from django.utils.translation import gettext_lazy as _

from foundation.statuses import Step, Table
from leaders.choices import OPEN_STATUSES, ApplicationStatus, LeaderStatus

_A = ApplicationStatus
_L = LeaderStatus

APPLICATION = Table(
    "status",
    ApplicationStatus,
    Step(
        name="submit",
        sources=(_A.DRAFT,),
        target=_A.SUBMITTED,
        label=_("Send application"),
        mails=_("The applicant gets a receipt with the reference."),
    ),
    Step(
        name="claim",
        sources=(_A.SUBMITTED,),
        target=_A.IN_REVIEW,
        label=_("Claim"),
        mails=_("The applicant hears, once, that a person is reading."),
    ),
    Step(
        name="take_over",
        sources=(_A.IN_REVIEW,),
        target=_A.IN_REVIEW,
        label=_("Take over"),
    ),
    Step(
        name="let_go",
        sources=(_A.IN_REVIEW,),
        target=_A.SUBMITTED,
        label=_("Put back in the queue"),
    ),
    Step(
        name="ask",
        sources=(_A.IN_REVIEW,),
        target=_A.INFO_REQUESTED,
        label=_("Ask the applicant"),
        needs={"question": _("Write the question.")},
        mails=_("The applicant gets the question and a link to answer it."),
    ),
    Step(
        name="respond",
        sources=(_A.INFO_REQUESTED,),
        target=_A.IN_REVIEW,
        label=_("Send answer"),
        needs={"answer": _("Write your answer.")},
        mails=_(
            "The reviewer who asked hears that the answer is there; the applicant gets "
            "a receipt."
        ),
    ),
    Step(
        name="recommend",
        sources=(_A.IN_REVIEW,),
        target=_A.RECOMMENDED,
        label=_("Recommend"),
        needs={
            "outcome": _("Choose what you recommend."),
            "reason": _("Give a reason."),
        },
    ),
    Step(
        name="send_back",
        sources=(_A.RECOMMENDED,),
        target=_A.IN_REVIEW,
        label=_("Send back to the reviewer"),
        needs={"reason": _("Say what is missing.")},
    ),
    Step(
        name="decide",
        sources=(_A.RECOMMENDED,),
        target=_A.DECIDED,
        label=_("Decide"),
        needs={"outcome": _("Choose an outcome."), "reason": _("Give a reason.")},
        takes=("message",),
    ),
    Step(
        name="revise",
        sources=(_A.DECIDED,),
        target=_A.RECOMMENDED,
        label=_("Take back the decision"),
        needs={"reason": _("Say why you take it back.")},
    ),
    Step(
        name="accept",
        sources=(_A.DECIDED,),
        target=_A.ACCEPTED,
        label=_("Send: accepted"),
        mails=_("The applicant is welcomed and asked to publish a profile."),
    ),
    Step(
        name="waitlist",
        sources=(_A.DECIDED,),
        target=_A.WAITLISTED,
        label=_("Send: on the waitlist"),
        mails=_("The applicant gets the decision."),
    ),
    Step(
        name="decline",
        sources=(_A.DECIDED,),
        target=_A.DECLINED,
        label=_("Send: not accepted"),
        mails=_("The applicant gets the decision."),
    ),
    Step(
        name="withdraw",
        sources=OPEN_STATUSES,
        target=_A.WITHDRAWN,
        label=_("Withdraw"),
        mails=_("The applicant gets a confirmation, unless it was a draft."),
    ),
    Step(
        name="reopen",
        sources=(_A.WAITLISTED, _A.DECLINED, _A.WITHDRAWN, _A.LAPSED),
        target=_A.IN_REVIEW,
        label=_("Reopen"),
        needs={"reason": _("Say why it is reopened.")},
        mails=_("The applicant hears that we are reading it again."),
    ),
    Step(
        name="lapse_draft",
        sources=(_A.DRAFT,),
        target=_A.LAPSED,
        label=_("Close a draft nobody sent"),
        mails=_("The person hears that the draft was closed."),
    ),
    Step(
        name="lapse_silent",
        sources=(_A.INFO_REQUESTED,),
        target=_A.LAPSED,
        label=_("Close for want of an answer"),
        mails=_("The applicant hears that it was closed and how to return."),
    ),
)

#: What a leader may be when staff learn of the death, and again if it was a mistake.
BEFORE_DEATH = tuple(status for status in _L if status != _L.DIED)


def undo_of_death(status: str) -> str:
    """The name of the step back to `status`: a mistake leaves things as they were."""
    return f"undo_{status}"


LEADER = Table(
    "status",
    LeaderStatus,
    Step(
        name="activate",
        sources=(_L.ONBOARDING,),
        target=_L.ACTIVE,
        label=_("Publish my profile"),
        mails=_("The leader gets the address of the profile."),
    ),
    Step(
        name="pause",
        sources=(_L.ACTIVE,),
        target=_L.PAUSED,
        label=_("Mark as away"),
    ),
    Step(
        name="resume",
        sources=(_L.PAUSED,),
        target=_L.ACTIVE,
        label=_("Mark as back"),
    ),
    Step(
        name="suspend",
        sources=(_L.ACTIVE, _L.PAUSED),
        target=_L.SUSPENDED,
        label=_("Suspend"),
        needs={"reason": _("Give the reason.")},
        takes=("settled",),
        mails=_("The leader hears of the suspension and whom to write to."),
    ),
    Step(
        name="reinstate",
        sources=(_L.SUSPENDED,),
        target=_L.ACTIVE,
        label=_("Reinstate"),
        needs={"reason": _("Say why the suspension ends.")},
        mails=_("The leader hears that the suspension is over."),
    ),
    Step(
        name="retire",
        sources=(_L.ACTIVE, _L.PAUSED),
        target=_L.ALUMNI,
        label=_("Retire from the network"),
        needs={"reason": _("Give the reason.")},
        takes=("settled",),
    ),
    Step(
        name="remove",
        sources=(_L.SUSPENDED,),
        target=_L.REMOVED,
        label=_("Remove from the network"),
        needs={"reason": _("Give the reason.")},
        takes=("settled",),
    ),
    Step(
        name="died",
        sources=BEFORE_DEATH,
        target=_L.DIED,
        label=_("Record that the leader has died"),
        takes=("reason", "died_on", "settled"),
    ),
    *(
        Step(
            name=undo_of_death(status),
            sources=(_L.DIED,),
            target=status,
            label=_("Take back: the leader has not died"),
            needs={"reason": _("Say how the mistake came about.")},
        )
        for status in BEFORE_DEATH
    ),
)
