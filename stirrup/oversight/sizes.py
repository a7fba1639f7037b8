"""Sizes of files and disks, in the reader's language."""

from flask_babel import gettext as _

from stirrup.ui.filters import NO_BREAK_SPACE, decimal
from stirrup.wording import N_

THOUSAND = 1000
UNITS = (N_("kB"), N_("MB"), N_("GB"), N_("TB"))


def file_size(count: int) -> str:
    """1_500_000 -> "1.5 MB"; nothing is smaller than a kilobyte."""
    size, unit = count / THOUSAND, 0
    while size >= THOUSAND and unit < len(UNITS) - 1:
        size, unit = size / THOUSAND, unit + 1
    return f"{decimal(size)}{NO_BREAK_SPACE}{_(UNITS[unit])}"
