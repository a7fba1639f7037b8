"""Who publishes this site: what the law asks a publisher to tell, from the settings."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from stirrup.wording import N_

PUBLISHER = (
    ("LEGAL_NAME", N_("Name and legal form")),
    ("LEGAL_ADDRESS", N_("Address")),
    ("LEGAL_REGISTRATION", N_("Registration number")),
    ("LEGAL_EMAIL", N_("E-mail address")),
    ("HELP_PHONE", N_("Phone")),
    ("LEGAL_DIRECTOR", N_("Publication director")),
    ("LEGAL_HOST", N_("Host: name, address and phone")),
)
"""Law 2004-575 of 21 June 2004, article 1-1."""


def publisher_lines(settings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each fact with its value; what the operator has not given yet is said to be missing."""
    missing = str(_("To be completed by the operator of this site"))
    return [(str(_(words)), str(settings.get(name) or missing)) for name, words in PUBLISHER]
