"""The units of the figures of the law, so that a page can say them in the reader's language."""

from stirrup.wording import N_

UNITS = (
    N_("communes"),
    N_("days"),
    N_("euros"),
    N_("euros a month"),
    N_("euros a year"),
    N_("euros per dwelling"),
    N_("factor"),
    N_("level"),
    N_("month of the year"),
    N_("months"),
    N_("share of the commune's own part of the tax"),
    N_("share of the gift"),
    N_("share of the gross rents"),
    N_("share of the rental value"),
    N_("share of the rents"),
    N_("share of the tax"),
    N_("share of the taxable income"),
    N_("share of the taxed rents"),
    N_("share of the turnover"),
    N_("square metres"),
    N_("years"),
)
"""Every unit that a parameter may have; shares are between 0 and 1."""
