"""What may follow what, for the entries of the help pages, in names and words.

Models take their triggers from these tables. What each step demands and writes stands
above the models: `resources.checking`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.statuses import Step, Table
from resources.help_choices import HelpStatus

_S = HelpStatus


def _steps(checked: str | Promise) -> tuple[Step, ...]:
    """The steps of both kinds of entries; `checked` is what staff say they did."""
    return (
        Step(
            name="check",
            sources=(_S.WAITING, _S.SHOWN, _S.OFF),
            target=_S.SHOWN,
            label=checked,
        ),
        Step(
            name="take_off",
            sources=(_S.WAITING, _S.SHOWN),
            target=_S.OFF,
            label=_("Take it off"),
            needs={"reason": _("Give a reason.")},
        ),
        # The way to reach it changed, or the shipped data no longer vouch for it.
        Step(
            name="recall",
            sources=(_S.SHOWN,),
            target=_S.WAITING,
            label=_("Not shown until it is checked"),
        ),
    )


HELP_LINE = Table(
    "status", HelpStatus, *_steps(_("Checked: I called or opened it. Publish"))
)
STATE_LAW = Table("status", HelpStatus, *_steps(_("Checked: I read the law. Publish")))
