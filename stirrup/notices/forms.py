"""The one choice about mails."""

from flask_babel import lazy_gettext as _l

from stirrup.ui.choices import StrictCheckbox
from stirrup.ui.fields import StirrupForm


class NoticesForm(StirrupForm):
    """Whether the daily mail is wanted."""

    wants_digest = StrictCheckbox(
        _l("Send me one mail on each working day, when something waits for me"), required=False
    )
