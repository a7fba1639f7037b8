"""Shapes of what is typed about the life of a stay: its form, its prolongation, its end."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.placements.endings import Announcement, RealEnd
from stirrup.placements.enums import (
    DeliveryMode,
    EndGround,
    ExitOutcome,
    ExtensionReason,
    LegalBasis,
)
from stirrup.ui.choices import StrictCheckbox, StrictRadios
from stirrup.ui.fields import (
    DateInThreeParts,
    StirrupForm,
    StrictDecimal,
    StrictInteger,
    StrictTextArea,
)
from stirrup.ui.shared_forms import SharedForm

MOST_EUROS = 100_000
BASIS_HINTS = {
    LegalBasis.TRIPARTITE: _l("The household has a title of its own, the best to open rights."),
    LegalBasis.VIA_ASSOCIATION: _l(
        "The landlord lends to the association, which houses the household and answers for the"
        " keys and the repairs."
    ),
    LegalBasis.RESIDENCE_TEMPORAIRE: _l(
        "Only for an association that holds the prefect’s approval (loi 2018-1021, art. 29)."
    ),
}


class LegalBasisForm(SharedForm):
    """The form of the loan."""

    legal_basis = StrictRadios(
        _l("Form of the loan"),
        choices=[(one.value, _l(one.label), hint) for one, hint in BASIS_HINTS.items()],
        coerce=LegalBasis,
    )


class ExtensionForm(StirrupForm):
    """Until when, and why."""

    keeps = True

    last_day = DateInThreeParts(_l("New last day"))
    reason = StrictRadios(_l("Why is the stay prolonged?"), choices=ExtensionReason)


class AnnouncementForm(StirrupForm):
    """What the notice of the end says."""

    keeps = True

    ground = StrictRadios(_l("Why does the stay end?"), choices=EndGround)
    announced_on = DateInThreeParts(_l("Day of the notice"))
    delivery = StrictRadios(_l("How the notice is given"), choices=DeliveryMode)
    help_offered = StrictTextArea(
        _l("Help offered to the residents"),
        max_length=500,
        required=False,
        description=_l("It stands in the notice that all read: nothing about health or the past."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.announced_on.last = today()

    def announcement(self) -> Announcement:
        return Announcement(
            ground=self.ground.data,
            announced_on=self.announced_on.data,
            delivery=self.delivery.data,
            help_offered=self.help_offered.data or None,
        )


class RealEndForm(StirrupForm):
    """How the stay really ended."""

    keeps = True

    left_on = DateInThreeParts(_l("The residents left on"))
    left_at = StrictInteger(_l("At what hour"), minimum=0, maximum=23, suffix="h", required=False)
    keys_returned = StrictInteger(_l("Keys given back"), minimum=0, maximum=40)
    has_damage = StrictCheckbox(
        _l("There is damage"), description=_l("Wear is no damage and is never charged.")
    )
    damage_euros = StrictDecimal(
        _l("Amount of the damage"),
        minimum=0,
        maximum=MOST_EUROS,
        suffix="€",
        required=False,
        description=_l("Paid by the insurance and the guarantee fund, never by a deposit."),
    )
    forwards_mail = StrictCheckbox(
        _l("The residents agree that their new address serves to forward their mail")
    )
    outcome = StrictRadios(
        _l("Where the residents live now"),
        choices=ExitOutcome,
        description=_l("For the association and the Stirrup team alone: never told to the owner."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left_on.last = today()

    def real_end(self) -> RealEnd:
        hour = self.left_at.data
        return RealEnd(
            left_on=self.left_on.data,
            left_at=None if hour is None else time(hour),
            keys_returned=self.keys_returned.data,
            has_damage=self.has_damage.data,
            damage_euros=self.damage_euros.data,
            forwards_mail=self.forwards_mail.data,
            outcome=self.outcome.data,
        )
