"""Asking a time-stamp authority for a token (RFC 3161): one address, no redirection, small answers.

The address comes from the settings alone, never from a document.
"""

from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

SECONDS_TO_ANSWER = 15.0
MOST_BYTES = 200_000


class _NoRedirection(HTTPRedirectHandler):
    def redirect_request(self, *_what: Any) -> None:
        return None


def time_stamper(url: str) -> Any:
    """What pyHanko calls to have a digest stamped by the authority at `url`. Raises ValueError."""
    from asn1crypto.tsp import TimeStampResp  # type: ignore[import-untyped]
    from pyhanko.sign.timestamps import TimeStamper

    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError("SEAL_TSA_URL must look like https://timestamp.example/rfc3161")

    class Authority(TimeStamper):
        async def async_request_tsa_response(self, req: Any) -> Any:
            return TimeStampResp.load(_ask(url, req.dump()), strict=True)

    return Authority()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped


def _ask(url: str, query: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query"}
    request = Request(url, query, headers)  # noqa: S310 (the scheme was checked)
    opener: OpenerDirector = build_opener(_NoRedirection)
    try:
        with opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except HTTPError as refused:
        refused.close()
        raise OSError(f"The time-stamp authority answered {refused.code}.") from None
    if len(content) > MOST_BYTES:
        raise OSError("The time-stamp authority sent too much.")
    return content
