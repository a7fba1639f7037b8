"""Which page of a list the address asks for."""

from flask import request

LONGEST_NUMBER = 5


def page_asked() -> int:
    """The number in the address (`page=2`); what is no number of a page asks for the first one."""
    asked = request.args.get("page", "1")
    short = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    return max(int(asked), 1) if short else 1
