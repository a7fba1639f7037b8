"""How a person comes in: sign in, ask for a new password, choose it.

Known and unknown addresses get the same answer after the same work (security R11).
"""

import logging

from stirrup import audit
from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.limits import Purpose, count_attempt, forgive
from stirrup.accounts.links import find_owner, issue_token, spend_token
from stirrup.accounts.models import User
from stirrup.accounts.passwords import check_password, dummy_verify, verify_password
from stirrup.accounts.people import facts_about, find_person, send_confirmation, store_password
from stirrup.accounts.refusals import EmailNotConfirmedError, WrongCredentialsError
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.services import enqueue

logger = logging.getLogger("stirrup.accounts")


def sign_in(email: str, password: str, *, address: str, demo_allowed: bool) -> User:
    """The person who may come in; the caller opens the session.

    Raises TooManyAttemptsError, WrongCredentialsError, EmailNotConfirmedError.
    """
    count_attempt(Purpose.SIGN_IN, email, address)
    user = find_person(email)
    if user is None or not user.is_active or (user.is_demo and not demo_allowed):
        dummy_verify(password)
        logger.info("sign-in refused: no open account")
        raise WrongCredentialsError
    matches, renewed_hash = verify_password(password, user.password_hash)
    if not matches:
        logger.info("sign-in refused: person %s", user.id)
        raise WrongCredentialsError
    if user.email_confirmed_at is None:
        send_confirmation(user)
        db.session.commit()
        raise EmailNotConfirmedError
    user.password_hash = renewed_hash or user.password_hash
    forgive(Purpose.SIGN_IN, user.email)
    db.session.commit()
    logger.info("signed in: person %s", user.id)
    return user


def request_reset(email: str, *, language: str, address: str) -> None:
    """Send a link for an hour; to an address without an account, a mail that says so.

    Raises TooManyAttemptsError.
    """
    count_attempt(Purpose.RESET, email, address)
    dummy_verify(email)  # the time of a hash hides that of what differs below
    user = find_person(email)
    if user is None or not user.is_active or user.is_demo:
        enqueue(email, language, "accounts/no_account")
    else:
        token = issue_token(user, TokenPurpose.RESET_PASSWORD)
        enqueue(user.email, user.language, "accounts/reset_password", token=token)
    db.session.commit()


def reset_password(token: str, password: str) -> User:
    """Choose a new password: every session ends, every other link dies, the address is proved.

    Raises LinkExpiredError and the refusals of passwords.
    """
    user = find_owner(token, TokenPurpose.RESET_PASSWORD)
    check_password(password, about=facts_about(user))
    spend_token(token, TokenPurpose.RESET_PASSWORD)
    user.email_confirmed_at = user.email_confirmed_at or now()
    forgive(Purpose.SIGN_IN, user.email)
    store_password(user, password)
    audit.record(user, "password_reset", user)
    db.session.commit()
    return user
