"""Where to go after signing in or changing the language: a page of this site, or nowhere."""


def safe_path(wanted: str | None) -> str | None:
    """`wanted` if it is a path of this site, else None (security R45).

    Browsers read a backslash as a slash and drop tabs and line breaks: none of them is accepted.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    return wanted if wanted.isprintable() and "\\" not in wanted else None
