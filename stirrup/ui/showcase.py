"""The component page, /ui: every macro in every state, a form of every field; development only."""

from datetime import date

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from stirrup.ui import choices, fields
from stirrup.ui.charts import Place, commune_map, spark_points
from stirrup.ui.guard import public

bp = Blueprint("ui", __name__)

ANSWERS = {"street": "rue de Lannoy", "surface": 46, "emptied_on": date(2024, 5, 1)}
MISTAKES = MultiDict(
    {
        "refused-street": "",
        "refused-surface": "quarante",
        "refused-emptied_on-day": "31",
        "refused-emptied_on-month": "2",
        "refused-emptied_on-year": "2024",
        "refused-email": "jeanne.delattre",
        "refused-phone": "12",
        "refused-story": "x" * 2001,
    }
)
KINDS = [("t1", "T1"), ("t2", "T2"), ("t3", "T3", _l("two bedrooms"))]
TOWNS = [
    Place("Lille", 50.637, 3.063, 12),
    Place("Roubaix", 50.689, 3.181, 9),
    Place("Croix", 50.678, 3.151, 2, accepted=False),
    Place("Tourcoing", 50.725, 3.161, 5, accepted=False),
]
COMMUNES = [("59512", "Roubaix"), ("59350", "Lille"), ("59599", "Tourcoing")]


class ShowcaseForm(fields.StirrupForm):
    """One field of each kind."""

    keeps = True

    street = fields.StrictText(_l("Street"), max_length=120, description=_l("Without the number."))
    postcode = fields.Postcode(_l("Postcode"))
    commune = choices.CommuneField(_l("Commune"), choices=COMMUNES)
    kind = choices.StrictRadios(_l("Type of home"), choices=KINDS)
    equipment = choices.StrictCheckboxes(
        _l("Equipment"),
        choices=[("bed", _l("Beds")), ("cooker", _l("Cooker")), ("washer", _l("Washing machine"))],
        required=False,
    )
    surface = fields.StrictInteger(_l("Surface"), minimum=5, maximum=400, suffix="m²")
    rental_value = fields.StrictDecimal(
        _l("Rental value for tax"), minimum=0, maximum=1_000_000, suffix="€", required=False
    )
    emptied_on = fields.DateInThreeParts(
        _l("Empty since"), description=_l("For instance, 1 5 2024."), last=date(2026, 11, 21)
    )
    email = fields.EmailStrict(_l("E-mail address"))
    phone = fields.FrenchPhone(_l("Phone"), required=False)
    story = fields.StrictTextArea(_l("Anything to add?"), max_length=2000, required=False)
    photos = choices.PhotoUpload(_l("Photos"), required=False)
    password = fields.StrictPassword(_l("Password"), min_length=12)
    consent = choices.StrictCheckbox(_l("I have read the conditions"), required=True)


@bp.get("/ui")
@public
def components() -> str:
    """Every component, with a form to fill and the same one refused."""
    failed = ShowcaseForm(MISTAKES, prefix="refused", meta={"csrf": False})
    failed.validate()
    return render_template(
        "ui/components.html",
        demo_form=ShowcaseForm(data=ANSWERS),
        failed_form=failed,
        page_url="?page={}".format,
        points=spark_points([44, 38, 52, 40, 38, 41]),
        drawing=commune_map(TOWNS),
    )
