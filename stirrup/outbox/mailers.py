"""Three ways for a mail to leave: a relay, the console, memory. One method: `send`."""

import smtplib
import ssl
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS_TO_ANSWER = 30.0
PERMANENT = 500
"""SMTP replies from here on will not change by asking again (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Mail:
    """What leaves; `key` makes the Message-ID, so that a repeated mail is recognised as one."""

    key: str
    recipient: str
    subject: str
    body: str
    written_at: datetime


class Mailer(Protocol):
    """Anything that can send one mail, or raise."""

    def send(self, mail: Mail) -> None:
        """Return when the mail was accepted. Raises DeliveryError, to be tried again."""


class DeliveryError(Exception):
    """The mail did not leave this time; the text names no address."""


class MailRefusedError(DeliveryError):
    """The mail was refused for good: trying again would change nothing."""


class SmtpMailer:
    """Delivers to the relay of an address such as smtp://user:secret@relay.example:587?starttls."""

    def __init__(self, address: str, sender: str) -> None:
        self._relay = urlsplit(address)
        self._sender = sender
        if self._relay.scheme not in ("smtp", "smtps") or not self._relay.hostname:
            raise ValueError("SMTP_URL must look like smtp://relay.example:587?starttls")

    def send(self, mail: Mail) -> None:
        try:
            relay = _connect(self._relay)
            try:
                relay.send_message(_letter(mail, self._sender), parseaddr(self._sender)[1])
                with suppress(smtplib.SMTPException):
                    relay.quit()  # accepted already: a rude goodbye must not repeat the mail
            finally:
                relay.close()
        except (OSError, smtplib.SMTPException) as failure:
            raise _explained(failure) from failure


class ConsoleMailer:
    """Writes the mail where the developer looks."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, mail: Mail) -> None:
        head = f"From: {self._sender}\nTo: {mail.recipient}\nSubject: {mail.subject}"
        sys.stdout.write(f"\n{head}\n\n{mail.body}\n")
        sys.stdout.flush()


class MemoryMailer:
    """Keeps what it was given, for the tests."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


def mailer_for(config: Any) -> Mailer:
    """The mailer that the configuration names (MAILER, SMTP_URL, MAIL_FROM)."""
    if config["MAILER"] == "smtp":
        return SmtpMailer(config["SMTP_URL"], config["MAIL_FROM"])
    if config["MAILER"] == "console":
        return ConsoleMailer(config["MAIL_FROM"])
    return MemoryMailer()


def _connect(relay: SplitResult) -> smtplib.SMTP:
    """An open connection, encrypted and signed in as the address asks."""
    host, port = relay.hostname or "", relay.port or 0
    trusted = ssl.create_default_context()
    if relay.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=SECONDS_TO_ANSWER, context=trusted
        )
    else:
        connection = smtplib.SMTP(host, port, timeout=SECONDS_TO_ANSWER)
    try:
        if relay.query == "starttls":
            connection.starttls(context=trusted)
        if relay.username:
            connection.login(unquote(relay.username), unquote(relay.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


def _letter(mail: Mail, sender: str) -> EmailMessage:
    """The mail on the wire. Raises ValueError where a header holds a line break."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = mail.recipient
    letter["Subject"] = mail.subject
    letter["Date"] = format_datetime(mail.written_at)
    letter["Message-ID"] = f"<{mail.key}@{parseaddr(sender)[1].partition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.body)
    return letter


def _explained(failure: Exception) -> DeliveryError:
    """What went wrong, by kind and code: the relay's own words may repeat the address."""
    codes = _codes(failure)
    words = " ".join([type(failure).__name__, *map(str, codes)])
    refusals = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    if isinstance(failure, refusals) and all(code >= PERMANENT for code in codes):
        return MailRefusedError(words)
    return DeliveryError(words)


def _codes(failure: Exception) -> list[int]:
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in failure.recipients.values()]
    if isinstance(failure, smtplib.SMTPResponseException):
        return [failure.smtp_code]
    return []
