"""Choices about what is sent to people, and what is printed in the morning."""

from stirrup.wording import N_, Labelled


class SheetKind(Labelled):
    """Which sheet of a morning."""

    BRIEF = "brief", N_("Morning brief")
    LIST = "list", N_("List for paper")


class LinkState(Labelled):
    """What became of a link that a mail holds."""

    OPEN = "open", N_("This link works")
    USED = "used", N_("This has been answered")
    EXPIRED = "expired", N_("This link has expired")
    UNKNOWN = "unknown", N_("This link leads nowhere")
