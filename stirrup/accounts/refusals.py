"""What the services of accounts refuse, each with its sentence."""

from http import HTTPStatus

from stirrup.refusals import RefusedError
from stirrup.wording import N_


class WrongCredentialsError(RefusedError):
    """No open account has this address with this password; which of the two is not said."""

    sentence = N_("The e-mail address or the password is wrong.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class EmailNotConfirmedError(RefusedError):
    """The password is right, the address is not proved yet; a new link has left."""

    sentence = N_("Your address is not confirmed yet. We have just sent you a new link.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooManyAttemptsError(RefusedError):
    """The limits of this account, of this address or of the site are reached."""

    sentence = N_("Too many attempts. Wait a quarter of an hour, or ask for a new password.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class LinkExpiredError(RefusedError):
    """The link was used, is too old, or never existed."""

    sentence = N_("This link no longer works.")
    status = HTTPStatus.GONE


class WrongPasswordError(RefusedError):
    """The present password is asked again before it changes."""

    sentence = N_("This is not your present password.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class WeakPasswordError(RefusedError):
    """The base of what a chosen password is refused for."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PasswordTooShortError(WeakPasswordError):
    """Length is the only rule."""

    sentence = N_("Use at least %(least)s characters: a few words that only you put together.")


class PasswordTooLongError(WeakPasswordError):
    """Hashing stays cheap."""

    sentence = N_("Use %(most)s characters at most.")


class CommonPasswordError(WeakPasswordError):
    """Guessing programs begin with it."""

    sentence = N_("This password is among the first that thieves try. Choose another one.")


class PasswordAboutYouError(WeakPasswordError):
    """Anybody who knows the person could find it."""

    sentence = N_("This password is made of your name, your address or ours. Choose another one.")


class NotAnAddressError(RefusedError):
    """On the command line, where no form has read the address before."""

    sentence = N_("Enter an e-mail address such as name@example.org.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AlreadyHasAccountError(RefusedError):
    """Told to administrators only."""

    sentence = N_("This person already has an account.")


class WrongOrganisationKindError(RefusedError):
    """A case worker belongs to an association, a landlord to a landlord, and so on."""

    sentence = N_("This role does not belong to this kind of organisation.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class OneselfError(RefusedError):
    """Somebody must remain to undo it."""

    sentence = N_("You cannot end your own access: ask another administrator.")


class NoSuccessorError(RefusedError):
    """What somebody accompanied is never left alone."""

    sentence = N_("Choose the colleague who takes their referrals over.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AlreadyVerifiedError(RefusedError):
    """Verified once is enough."""

    sentence = N_("This organisation is already verified.")


class AccessEndedError(RefusedError):
    """Ended access cannot end, open access cannot reopen."""

    sentence = N_("This has already been done.")


class LeaveEndedError(RefusedError):
    """What is over does not end again."""

    sentence = N_("This leave is already over.")


class AdministratorExistsError(RefusedError):
    """The first administrator exists: the others are invited from the site."""

    sentence = N_("An administrator already exists: ask them for an invitation.")


class NoTerritoryError(RefusedError):
    """Only a local authority has communes, and only communes that exist."""

    sentence = N_("Only a local authority has a territory, made of communes that exist.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
