"""The three mailers; the SMTP one against a real relay on the loopback."""

import email
import email.policy

import pytest

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.mailers import (
    ConsoleMailer,
    DeliveryError,
    Mail,
    MailRefusedError,
    MemoryMailer,
    SmtpMailer,
    mailer_for,
)
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import deliver_due
from tests.factories import stored
from tests.features.outbox.relay import (
    Relay,
    a_certificate,
    encrypted,
    encrypted_at_once,
    free_port,
    started,
)

SENDER = "Stirrup <no-reply@stirrup.example>"


@pytest.fixture
def relay():
    return Relay()


@pytest.fixture
def controller(relay):
    controller = started(relay)
    yield controller
    controller.stop()


@pytest.fixture
def mailer(controller):
    return SmtpMailer(f"smtp://127.0.0.1:{controller.port}", SENDER)


def a_mail(**values):
    ordinary = {
        "key": "invitation-4",
        "recipient": "ada@example.org",
        "subject": "Votre invitation : à lire",
        "body": "Bonjour « Ada »,\n\nhttps://stirrup.example/invitation?token=" + "x" * 90 + "\n",
        "written_at": now(),
    }
    return Mail(**ordinary | values)


def test_a_mail_is_delivered_with_its_words_and_a_stable_identity(relay, mailer):
    mailer.send(a_mail())

    recipient, content = relay.received[0]
    letter = email.message_from_string(content, policy=email.policy.default)
    assert recipient == "ada@example.org"
    assert letter["Message-ID"] == "<invitation-4@stirrup.example>"
    assert letter["Subject"] == "Votre invitation : à lire"
    assert letter.get_content().replace("\r\n", "\n") == a_mail().body


def test_a_recipient_unknown_for_good_is_a_refusal(relay, mailer):
    relay.to_recipient = "550 no such mailbox ada@example.org"

    with pytest.raises(MailRefusedError, match=r"^SMTPRecipientsRefused 550$"):
        mailer.send(a_mail())


def test_a_content_refused_for_good_is_a_refusal(relay, mailer):
    relay.to_content = "554 looks like spam"

    with pytest.raises(MailRefusedError, match=r"^SMTPDataError 554$"):
        mailer.send(a_mail())


@pytest.mark.parametrize("part", ["to_recipient", "to_content"])
def test_a_relay_that_says_later_is_asked_again(relay, mailer, part):
    setattr(relay, part, "451 try again later")

    with pytest.raises(DeliveryError) as failure:
        mailer.send(a_mail())

    assert not isinstance(failure.value, MailRefusedError)


def test_a_cut_connection_is_asked_again(relay, mailer):
    relay.hangs_up = True

    with pytest.raises(DeliveryError, match=r"^SMTPServerDisconnected$"):
        mailer.send(a_mail())


def test_a_relay_that_is_not_there_is_asked_again():
    mailer = SmtpMailer(f"smtp://127.0.0.1:{free_port()}", SENDER)

    with pytest.raises(DeliveryError, match="ConnectionRefusedError"):
        mailer.send(a_mail())


def test_a_relay_without_encryption_gets_no_password_when_starttls_is_asked(relay, controller):
    address = f"smtp://user:secret@127.0.0.1:{controller.port}?starttls"

    with pytest.raises(DeliveryError, match="SMTPNotSupportedError"):
        SmtpMailer(address, SENDER).send(a_mail())

    assert relay.received == []


@pytest.fixture
def certificate(tmp_path):
    return a_certificate(tmp_path)


@pytest.fixture
def encrypted_address(relay, certificate):
    controller = started(relay, **encrypted(certificate, password=b"s/cret"))
    yield f"smtp://stirrup:s%2Fcret@localhost:{controller.port}?starttls"
    controller.stop()


def test_an_encrypted_relay_is_signed_in_to(relay, encrypted_address, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    SmtpMailer(encrypted_address, SENDER).send(a_mail())

    assert len(relay.received) == 1


def test_a_relay_that_is_encrypted_at_once_is_spoken_to(relay, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    controller = started(relay, **encrypted_at_once(certificate))

    SmtpMailer(f"smtps://localhost:{controller.port}", SENDER).send(a_mail())
    controller.stop()

    assert len(relay.received) == 1


def test_a_wrong_password_is_a_setting_to_repair_not_a_lost_mail(
    encrypted_address, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address = encrypted_address.replace("s%2Fcret", "wrong")

    with pytest.raises(DeliveryError, match="SMTPAuthenticationError 535") as failure:
        SmtpMailer(address, SENDER).send(a_mail())

    assert not isinstance(failure.value, MailRefusedError)


def test_a_relay_that_cannot_prove_its_name_gets_nothing(relay, encrypted_address):
    with pytest.raises(DeliveryError, match="SSLCertVerificationError"):
        SmtpMailer(encrypted_address, SENDER).send(a_mail())

    assert relay.received == []


def test_mail_waits_for_a_relay_to_restart(app, relay):
    message = stored(
        OutboxMessage(key="a", recipient="ada@example.org", subject="Un", body="Texte\n")
    )
    port = free_port()
    mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER)

    while_down = deliver_due(mailer)
    message.due_at = now()
    db.session.commit()
    controller = started(relay, port)
    after_restart = deliver_due(mailer)
    controller.stop()

    assert (while_down, after_restart) == (0, 1)
    assert db.session.query(OutboxMessage).one().attempts == 2


def test_a_header_never_holds_a_line_break(mailer):
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        mailer.send(a_mail(recipient="ada@example.org\r\nBcc: victim@example.org"))


@pytest.mark.parametrize("address", ["", "relay.example", "http://relay.example", "smtp://"])
def test_an_address_that_names_no_relay_is_refused_at_once(address):
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(address, SENDER)


def test_the_console_shows_the_mail(capsys):
    ConsoleMailer(SENDER).send(a_mail(body="Bonjour\n"))

    assert (
        "To: ada@example.org\nSubject: Votre invitation : à lire\n\nBonjour"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("name", "kind"), [("smtp", SmtpMailer), ("console", ConsoleMailer), ("memory", MemoryMailer)]
)
def test_the_configuration_names_the_mailer(name, kind):
    config = {"MAILER": name, "SMTP_URL": "smtp://relay.example:587?starttls", "MAIL_FROM": SENDER}

    assert isinstance(mailer_for(config), kind)
