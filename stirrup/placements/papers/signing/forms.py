"""Forms about signatures: sign, be the witness, add the scan of a paper. Shapes only."""

from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import local, today
from stirrup.placements.papers.enums import IdentityCheck, SignatureState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.ui.choices import (
    PhotoUpload,
    StrictCheckbox,
    StrictCheckboxes,
    StrictRadios,
    StrictSelect,
    offer,
)
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictText

SEEN = tuple(each for each in IdentityCheck if each != IdentityCheck.ACCOUNT)
LANGUAGES = (
    ("fr", _l("In French")),
    ("en", _l("In English")),
    ("ar", _l("In Arabic")),
    ("uk", _l("In Ukrainian")),
    ("other", _l("In another language, by an interpreter")),
)
SCAN_TYPES = "application/pdf,image/jpeg,image/png"


class SignForm(StirrupForm):
    """Somebody signs from their own account."""

    has_read = StrictCheckbox(
        _l("I have read the whole document and I agree with it."),
        required=True,
        missing=_l("Tick this box once you have read the document."),
    )
    name = StrictText(
        _l("Your first and last name"),
        max_length=200,
        description=_l("As the document writes it: it is your signature."),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    code = StrictText(
        _l("Code received by e-mail"),
        max_length=10,
        description=_l("Six digits. Ask for it with the button above."),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class WitnessForm(StirrupForm):
    """A resident signs in front of a case worker."""

    identity_check = StrictRadios(
        _l("What did you see to know who is signing?"),
        choices=SEEN,
        description=_l("Never a copy: only what you saw is recorded."),
    )
    explained_in = StrictSelect(
        _l("In which language was the document read and explained?"), choices=LANGUAGES
    )
    interpreter = StrictText(_l("Name of the interpreter"), max_length=200, required=False)
    has_read = StrictCheckbox(
        _l("The document was read and explained to me. I agree with it."),
        required=True,
        missing=_l("The person who signs ticks this box."),
    )
    name = StrictText(
        _l("First and last name of the person who signs"),
        max_length=200,
        description=_l("Typed by the person, as the document writes it: it is their signature."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    code = StrictText(
        _l("Code received by the witness"),
        max_length=10,
        description=_l("Six digits, sent to your own e-mail. Ask for it with the button above."),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class ScanForm(StirrupForm):
    """The scan of the paper that some people signed by hand."""

    keeps = True

    signatures = StrictCheckboxes(_l("Who signed this paper by hand?"), coerce=int)
    signed_on = DateInThreeParts(_l("On which day did they sign?"))
    files = PhotoUpload(
        _l("The signed paper"),
        description=_l("One PDF file, or a photo of each page: JPEG or PNG, 10 MB in all."),
        render_kw={"accept": SCAN_TYPES},
    )

    def __init__(self, paper: PlacementDocument, **options: Any) -> None:
        super().__init__(**options)
        awaited = [one for one in paper.signatures if one.state == SignatureState.AWAITED]
        self.signatures.choices = offer((one.id, one.signer_name) for one in awaited)
        self.signed_on.first = local(paper.created_at).date()
        self.signed_on.last = today()
