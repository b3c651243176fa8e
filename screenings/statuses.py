"""What may follow what for a screening, an offer of one, and a reservation.

Models take their triggers from these tables, the manual its diagrams. Who may, what
stands in the way and who is told: `lifecycle` for screenings, `offers` for offers,
`seats` for reservations.
"""

from django.utils.translation import gettext_lazy as _

from foundation.statuses import Step, Table
from screenings.choices import OfferStatus, ReservationStatus, ScreeningStatus

_S = ScreeningStatus
_GIVE_A_REASON = {"reason": _("Give a reason.")}

SCREENING = Table(
    "status",
    ScreeningStatus,
    Step(
        name="submit",
        sources=(_S.DRAFT,),
        target=_S.SUBMITTED,
        label=_("Send to staff for a first look"),
        mails=_("The program office hears that it waits for a first look."),
    ),
    Step(
        name="take_look",
        sources=(_S.SUBMITTED,),
        target=_S.SUBMITTED,
        label=_("Take the first look"),
    ),
    Step(
        name="take_over_look",
        sources=(_S.SUBMITTED,),
        target=_S.SUBMITTED,
        label=_("Take over the first look"),
    ),
    Step(
        name="hand_over_look",
        sources=(_S.SUBMITTED,),
        target=_S.SUBMITTED,
        label=_("Hand the first look over"),
        needs={"colleague": _("Pick a colleague.")},
        mails=_("The colleague hears that the first look is theirs."),
    ),
    Step(
        name="put_back_look",
        sources=(_S.SUBMITTED,),
        target=_S.SUBMITTED,
        label=_("Put the first look back"),
    ),
    Step(
        name="publish",
        sources=(_S.DRAFT,),
        target=_S.PUBLISHED,
        label=_("Publish screening"),
    ),
    Step(
        name="approve",
        sources=(_S.SUBMITTED,),
        target=_S.PUBLISHED,
        label=_("Publish screening"),
        mails=_("The host hears that it is published."),
    ),
    Step(
        name="ask",
        sources=(_S.SUBMITTED,),
        target=_S.SUBMITTED,
        label=_("Ask the host for a change"),
        needs={"reason": _("Say what should change.")},
        mails=_("The host gets your words and a link to the form."),
    ),
    Step(
        name="decline",
        sources=(_S.SUBMITTED,),
        target=_S.CANCELLED,
        label=_("Decline"),
        needs=_GIVE_A_REASON,
        mails=_("The host gets your reason."),
    ),
    Step(
        name="discard",
        sources=(_S.DRAFT, _S.SUBMITTED),
        target=_S.CANCELLED,
        label=_("Discard"),
    ),
    Step(
        name="close",
        sources=(_S.DRAFT, _S.SUBMITTED),
        target=_S.CANCELLED,
        label=_("Close it: its host has left"),
    ),
    Step(
        name="postpone",
        sources=(_S.PUBLISHED,),
        target=_S.POSTPONED,
        label=_("Postpone screening"),
        needs=_GIVE_A_REASON,
        mails=_("Each guest who has a seat gets a mail."),
    ),
    Step(
        name="resume",
        sources=(_S.POSTPONED,),
        target=_S.PUBLISHED,
        label=_("Publish the new date"),
        mails=_("Each guest who has a seat gets a mail."),
    ),
    Step(
        name="cancel",
        sources=(_S.PUBLISHED, _S.POSTPONED),
        target=_S.CANCELLED,
        label=_("Cancel screening"),
        needs=_GIVE_A_REASON,
        mails=_("The host and each guest who has a seat get a mail."),
    ),
    Step(
        name="hold",
        sources=(_S.PUBLISHED,),
        target=_S.HELD,
        label=_("Mark as held"),
    ),
    Step(
        name="report",
        sources=(_S.HELD,),
        target=_S.REPORTED,
        label=_("File the outcome report"),
    ),
)

_R = ReservationStatus

RESERVATION = Table(
    "status",
    ReservationStatus,
    Step(
        name="confirm",
        sources=(_R.PENDING,),
        target=_R.CONFIRMED,
        label=_("Confirm"),
        mails=_("The guest"),
    ),
    Step(
        name="give_back",
        sources=(_R.PENDING, _R.CONFIRMED),
        target=_R.CANCELLED,
        label=_("Give the seats back"),
        mails=_("The guest"),
    ),
    Step(
        name="lapse",
        sources=(_R.PENDING,),
        target=_R.LAPSED,
        label=_("Let lapse"),
    ),
)

_O = OfferStatus

OFFER = Table(
    "status",
    OfferStatus,
    Step(
        name="accept",
        sources=(_O.OPEN,),
        target=_O.ACCEPTED,
        label=_("Accept, and host it"),
        takes=("note",),
        mails=_("Whoever offered it"),
    ),
    Step(
        name="decline",
        sources=(_O.OPEN,),
        target=_O.DECLINED,
        label=_("Decline"),
        takes=("note",),
        mails=_("Whoever offered it"),
    ),
    Step(
        name="withdraw",
        sources=(_O.OPEN,),
        target=_O.WITHDRAWN,
        label=_("Withdraw the offer"),
        mails=_("The leader hears that nothing is to be done"),
    ),
    Step(
        name="overtake",
        sources=(_O.OPEN,),
        target=_O.WITHDRAWN,
        label=_("Take the offer back: the screening was settled otherwise"),
        mails=_("The leader hears that nothing is to be done"),
    ),
    Step(
        name="end",
        sources=(_O.OPEN,),
        target=_O.WITHDRAWN,
        label=_("End the offer: the leader left"),
        mails=_("Whoever offered it"),
    ),
    Step(
        name="lapse",
        sources=(_O.OPEN,),
        target=_O.LAPSED,
        label=_("Let the offer lapse"),
        mails=_("Whoever offered it"),
    ),
)
