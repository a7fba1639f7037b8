"""Shapes of what is typed about organisations, and about the people invited to them."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from stdnum.fr import siren
from wtforms.validators import ValidationError

from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.forms import LANGUAGES, LONGEST_NAME
from stirrup.accounts.models import Organisation
from stirrup.permissions import Role
from stirrup.ui.choices import StrictRadios, StrictSelect, offer
from stirrup.ui.fields import (
    EmailStrict,
    FrenchPhone,
    StirrupForm,
    StrictInteger,
    StrictText,
    StrictTextArea,
)
from stirrup.ui.parsing import NotReadable
from stirrup.ui.shared_forms import SharedForm
from stirrup.wording import N_

RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
"""Number of an association in the national directory."""
MOST_CO_OWNERS = 20
MOST_SUPPORTED = 10_000
PEOPLE = (LegalForm.INDIVIDUAL, LegalForm.JOINT_OWNERS)
"""Owners without a registration number or a signatory: people own by themselves."""


class RegistrationNumber(StrictText):
    """A SIREN, kept as nine digits, or an RNA number, kept as W and nine signs."""

    def read(self, typed: str) -> str:
        compact = re.sub(r"[\s.-]", "", super().read(typed)).upper()
        if not RNA.fullmatch(compact) and not siren.is_valid(compact):
            raise NotReadable(
                N_("Enter a SIREN of nine digits, or an RNA number such as W595000001.")
            )
        return compact


class OrganisationForm(SharedForm):
    """What the agreement and the match need; the kind of organisation decides which questions."""

    postal_address = StrictTextArea(_l("Postal address"), max_length=300)
    registration_number = RegistrationNumber(
        _l("Registration number"), max_length=20, description=_l("SIREN or RNA.")
    )
    signatory_name = StrictText(_l("Who signs the agreements"), max_length=LONGEST_NAME)
    signatory_quality = StrictText(
        _l("In what capacity"),
        max_length=LONGEST_NAME,
        description=_l("Director, chair, manager of the company…"),
    )
    co_owners = StrictTextArea(
        _l("Names of all the owners"),
        max_length=2000,
        description=_l("One per line: each of them signs the agreement."),
    )
    phone = FrenchPhone(_l("Phone"), required=False)
    duty_phone = FrenchPhone(
        _l("Phone for emergencies"),
        description=_l("Answered at night and on Sundays, by the household and the landlord."),
    )
    support_capacity = StrictInteger(
        _l("Stays that you can support at once"), minimum=0, maximum=MOST_SUPPORTED
    )

    most_stays = StrictInteger(
        _l("At most how many households in your homes at once"),
        minimum=0,
        maximum=MOST_SUPPORTED,
        required=False,
        description=_l("Empty: as many as there is room for. Stays under way count."),
    )

    def __init__(self, organisation: Organisation, **options: Any) -> None:
        super().__init__(**options)
        if organisation.kind != OrganisationKind.ASSOCIATION:
            del self.duty_phone, self.support_capacity
        if organisation.kind != OrganisationKind.LANDLORD:
            del self.most_stays
        if organisation.legal_form in PEOPLE:
            del self.registration_number, self.signatory_name, self.signatory_quality
        if organisation.legal_form != LegalForm.JOINT_OWNERS:
            del self.co_owners

    def validate_co_owners(self, field: Any) -> None:
        names = lines_of(field.data)
        if not 2 <= len(names) <= MOST_CO_OWNERS:
            raise ValidationError(
                _("Write from 2 to %(most)s names, one per line.", most=MOST_CO_OWNERS)
            )
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("Write one name per line."))


class InvitationForm(StirrupForm):
    """Somebody who comes with a new organisation, or joins the Stirrup team."""

    email = EmailStrict(_l("E-mail address"), render_kw={"autocomplete": "off"})
    role = StrictRadios(_l("Role"), choices=Role)
    organisation_name = StrictText(
        _l("Name of the organisation"),
        max_length=200,
        required=False,
        missing=_l("Enter the name of the organisation."),
        description=_l("Not for the Stirrup team. For one that exists, invite from its page."),
    )
    legal_form = StrictSelect(_l("Legal form of the landlord"), choices=LegalForm, required=False)
    language = StrictRadios(_l("Language of the mail"), choices=LANGUAGES, default="fr")

    def validate(self, extra_validators: Any = None) -> bool:
        self.organisation_name.flags.required = self.role.data not in (None, Role.ADMINISTRATOR)
        self.legal_form.flags.required = self.role.data == Role.LANDLORD
        return bool(super().validate(extra_validators))


class MemberForm(StirrupForm):
    """Somebody who joins an organisation that exists."""

    email = EmailStrict(_l("E-mail address"), render_kw={"autocomplete": "off"})
    role = StrictRadios(_l("Role"), choices=Role)
    language = StrictRadios(_l("Language of the mail"), choices=LANGUAGES, default="fr")

    def __init__(self, roles: list[Role], **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = offer(roles)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
