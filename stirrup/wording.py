"""N_ marks an English sentence for the catalogue and returns it unchanged: cores stay plain Python."""


def N_(sentence: str) -> str:  # noqa: N802 (the name that gettext tools look for)
    """Return the sentence as it is; `ui` translates it when it is shown."""
    return sentence
