"""What may follow what, for an invitation and for the reset of a second factor.

Models take their triggers from these tables. What each step demands, writes and tells
stands above the models: `accounts.invitations` and `accounts.factor_resets`.
"""

from django.utils.translation import gettext_lazy as _

from accounts.choices import FactorResetStatus, InvitationStatus
from foundation.statuses import Step, Table

_I = InvitationStatus
_R = FactorResetStatus

INVITATION = Table(
    "status",
    InvitationStatus,
    Step(
        name="accept",
        sources=(_I.OPEN,),
        target=_I.ACCEPTED,
        label=_("Accept the invitation"),
    ),
    Step(
        name="send_anew",
        sources=(_I.OPEN,),
        target=_I.OPEN,
        label=_("Send the invitation anew"),
        mails=_("The person gets a new link; the old one ends."),
    ),
    Step(
        name="withdraw",
        sources=(_I.OPEN,),
        target=_I.WITHDRAWN,
        label=_("Withdraw the invitation"),
        mails=_("The person hears that the invitation is withdrawn."),
    ),
)

FACTOR_RESET = Table(
    "status",
    FactorResetStatus,
    Step(
        name="confirm",
        sources=(_R.OPEN,),
        target=_R.DONE,
        label=_("Confirm the reset"),
        mails=_("The person hears that the second step was removed."),
    ),
    Step(
        name="call_off",
        sources=(_R.OPEN,),
        target=_R.CALLED_OFF,
        label=_("Call off the reset"),
        mails=_("The person hears that nothing was changed."),
    ),
    Step(
        name="object",
        sources=(_R.OPEN,),
        target=_R.OBJECTED,
        label=_("Stop the reset"),
        mails=_("The person and the program office hear that it was stopped."),
    ),
    Step(
        name="lapse",
        sources=(_R.OPEN,),
        target=_R.LAPSED,
        label=_("Let the reset lapse"),
        mails=_("The person hears that nothing was changed."),
    ),
)
