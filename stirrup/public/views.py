"""Public pages: home, how it works, simulator, rules, help, legal pages, language, health."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from stirrup.accounts.next_page import safe_path
from stirrup.clock import today
from stirrup.geography import Commune
from stirrup.permissions import Permission, permits
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.public.algorithm import published_algorithm
from stirrup.public.figures import MOST_TOWNS, SOURCE, vacancy, vacancy_by_town
from stirrup.public.forms import SimulatorForm
from stirrup.public.health import read_health
from stirrup.public.lanes import published_steps
from stirrup.public.legal_notices import publisher_lines
from stirrup.public.simulator import estimate, ordinary_example
from stirrup.referrals.notice import NOTICE, NOTICE_VERSION
from stirrup.runs.parameters import list_parameters
from stirrup.ui.charts import commune_map
from stirrup.ui.guard import public
from stirrup.ui.locale import remember_language
from stirrup.ui.navigation import menu_of

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def home() -> Any:
    """The first page; a person who is signed in goes on to their work."""
    if current_user.is_authenticated:
        return redirect(_first_page())
    return render_template(
        "public/home.html",
        form=SimulatorForm(),
        example=ordinary_example(today()),
        vacancy=vacancy(),
        source=SOURCE,
    )


@bp.get("/simulator")
@public
def simulator() -> Any:
    """Five questions, then what a loan would bring; the answers stand in the address."""
    form: Any = SimulatorForm(request.args)
    if not request.args:
        return render_template("public/simulator.html", form=SimulatorForm(), estimate=None)
    if not form.validate():
        page = render_template("public/simulator.html", form=form, estimate=None)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    found = estimate(form.answers(), today())
    return render_template(
        "public/simulator.html",
        form=form,
        estimate=found,
        offer_url=_offer_url(found.commune),
    )


@bp.get("/how-it-works")
@public
def how_it_works() -> str:
    towns = vacancy_by_town()
    return render_template(
        "public/how_it_works.html",
        drawing=commune_map(towns),
        most=sorted(towns, key=lambda town: -town.count)[:MOST_TOWNS],
        source=SOURCE,
    )


@bp.get("/rules")
@public
def rules() -> str:
    """The rules of the algorithm, read from the code that applies them."""
    return render_template(
        "public/rules.html",
        algorithm=published_algorithm(list_parameters()),
        steps=published_steps(lanes_in_force(), str(get_locale())),
    )


@bp.get("/help")
@public
def help_page() -> str:
    return render_template("public/help.html")


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("public/accessibility.html")


@bp.get("/personal-data")
@public
def personal_data() -> str:
    return render_template("public/personal_data.html", notice=NOTICE, version=NOTICE_VERSION)


@bp.get("/legal")
@public
def legal() -> str:
    publisher = publisher_lines(current_app.config)
    return render_template("public/legal.html", publisher=publisher)


@bp.get("/language/<string:language>")
@public
def switch_language(language: str) -> Any:
    """Remember a language in this browser's cookie, and come back to the page."""
    remember_language(language)
    return redirect(safe_path(request.args.get("next")) or url_for("public.home"))


@bp.get("/healthz")
@public
def healthz() -> Any:
    """For machines: 200 while the database answers, 503 otherwise."""
    health, well = read_health()
    return jsonify(health), 200 if well else 503


def _offer_url(commune: Commune) -> str:
    """Where the home is offered: the listing for a landlord, an account first for others."""
    if current_user.is_authenticated and permits(current_user, Permission.UNIT_CREATE):
        return url_for("units.new", postcode=next(iter(commune.postcodes), None))
    return url_for("accounts.register")


def _first_page() -> str:
    """The first entry of the person's menu; their own account when it is empty."""
    menu = menu_of(current_user)
    return menu[0].url if menu else url_for("accounts.profile")
