"""Shapes of what is typed to come in, and about oneself."""

from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.accounts.enums import LegalForm
from stirrup.ui.choices import StrictRadios
from stirrup.ui.fields import (
    EmailStrict,
    FrenchPhone,
    StirrupForm,
    StrictPassword,
    StrictText,
)

LANGUAGES = (("fr", "Français"), ("en", "English"))
LONGEST_NAME = 120
NEW_PASSWORD = {"autocomplete": "new-password"}
PASSWORD_ADVICE = _l("At least 12 characters. A few words that only you put together are best.")


class SignInForm(StirrupForm):
    """Who, and the proof."""

    email = EmailStrict(
        _l("E-mail address"), render_kw={"autocomplete": "username", "spellcheck": "false"}
    )
    password = StrictPassword(_l("Password"))


class RegistrationForm(StirrupForm):
    """A landlord opens an account."""

    display_name = StrictText(
        _l("Your name"), max_length=LONGEST_NAME, render_kw={"autocomplete": "name"}
    )
    legal_form = StrictRadios(_l("Who owns the home?"), choices=LegalForm)
    organisation_name = StrictText(
        _l("Name of the owner, if it is not you alone"),
        max_length=200,
        required=False,
        missing=_l("Enter the name of the owner."),
        description=_l("The joint owners, the company, the association."),
        render_kw={"autocomplete": "organization"},
    )
    email = EmailStrict(_l("E-mail address"))
    password = StrictPassword(_l("Password"), description=PASSWORD_ADVICE, render_kw=NEW_PASSWORD)

    def validate(self, extra_validators: Any = None) -> bool:
        alone = self.legal_form.data in (None, LegalForm.INDIVIDUAL)
        self.organisation_name.flags.required = not alone
        return bool(super().validate(extra_validators))


class ConfirmationForm(StirrupForm):
    """The password chosen at registration."""

    password = StrictPassword(_l("Password"))


class ForgottenPasswordForm(StirrupForm):
    """Whose password is lost."""

    email = EmailStrict(_l("E-mail address"))


class NewPasswordForm(StirrupForm):
    """A password to remember."""

    password = StrictPassword(
        _l("New password"), description=PASSWORD_ADVICE, render_kw=NEW_PASSWORD
    )


class AcceptanceForm(StirrupForm):
    """An invited person opens their account."""

    display_name = StrictText(
        _l("Your name"),
        max_length=LONGEST_NAME,
        description=_l("As those you work with will read it."),
        render_kw={"autocomplete": "name"},
    )
    password = StrictPassword(_l("Password"), description=PASSWORD_ADVICE, render_kw=NEW_PASSWORD)


class ProfileForm(StirrupForm):
    """Oneself."""

    display_name = StrictText(
        _l("Your name"), max_length=LONGEST_NAME, render_kw={"autocomplete": "name"}
    )
    phone = FrenchPhone(_l("Phone"), required=False)
    language = StrictRadios(_l("Language of the pages and of the mails"), choices=LANGUAGES)


class PasswordForm(StirrupForm):
    """The present password, then another."""

    present = StrictPassword(_l("Present password"))
    chosen = StrictPassword(_l("New password"), description=PASSWORD_ADVICE, render_kw=NEW_PASSWORD)
