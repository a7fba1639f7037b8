"""create_app: a table of contents of named steps; refuses to start on an undeclared view."""

from typing import Any

from flask import Flask

from stirrup import audit, heartbeat
from stirrup.accounts import figures, leave_models, left_behind, sessions
from stirrup.accounts.views import bp as accounts
from stirrup.cli import register_commands
from stirrup.encryption import keyring
from stirrup.extensions import babel, csrf, db, login, migrate
from stirrup.notices.views import bp as notices
from stirrup.outbox import models as outbox_models
from stirrup.oversight.organisation_figures import figures_of
from stirrup.oversight.views import bp as oversight
from stirrup.placements import declined_pairs, stay_models
from stirrup.placements.answering.views import bp as answers
from stirrup.placements.home_stays import answers_awaited, stays_of
from stirrup.placements.lanes import models as lane_models
from stirrup.placements.lanes.setting_views import bp as lanes
from stirrup.placements.papers.batches.views import bp as batches
from stirrup.placements.papers.verification.views import bp as verification
from stirrup.placements.papers.views import bp as papers
from stirrup.placements.referral_stays import steps_of_stays
from stirrup.placements.views import bp as placements
from stirrup.placements.yearly_views import bp as yearly
from stirrup.public.views import bp as public
from stirrup.referrals import stays_told, taken_over, transfer_models
from stirrup.referrals.imports.views import bp as referral_imports
from stirrup.referrals.left_behind import REFERRALS
from stirrup.referrals.views import bp as referrals
from stirrup.runs.parameter_views import bp as parameters
from stirrup.runs.transferred import follow_transfer
from stirrup.runs.views import bp as runs
from stirrup.runs.what_if_views import bp as what_if
from stirrup.spreadsheets import models as spreadsheet_models
from stirrup.ui import errors, guard, kept_forms, security, uploads
from stirrup.ui.filters import register_filters
from stirrup.ui.kept_views import bp as kept
from stirrup.ui.locale import choose_language
from stirrup.ui.navigation import provide_navigation
from stirrup.ui.showcase import bp as showcase
from stirrup.units import stays
from stirrup.units.imports.views import bp as unit_imports
from stirrup.units.views import bp as units
from stirrup.units.vote_views import bp as votes
from stirrup.worklists.views import bp as worklists

TABLES_WITHOUT_PAGES = (
    *(audit, heartbeat, outbox_models, kept_forms, spreadsheet_models, transfer_models),
    *(leave_models, stay_models, declined_pairs, lane_models),
)
"""Imported for their tables: every model must be known before the first query."""

PAGES = (
    *(public, accounts, worklists, units, votes, referrals),
    *(unit_imports, referral_imports),
    *(runs, what_if, parameters),
    *(placements, answers, lanes, yearly, papers, batches, verification),
    notices,
    oversight,
    kept,
)


def create_app(config: Any) -> Flask:
    """The web application of one configuration; nothing is started, nothing is written."""
    app = Flask("stirrup", template_folder="../templates", static_folder="static")
    app.config.from_object(config)
    config.INSTANCE.mkdir(parents=True, exist_ok=True)
    keyring.load(app.config["FIELD_KEYS"])
    _bind_extensions(app)
    _register_pages(app)
    _install_shell(app)
    register_commands(app)
    guard.refuse_undeclared_views(app)
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations", compare_type=True)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language)
    login.init_app(app)
    sessions.install(app, login)


def _register_pages(app: Flask) -> None:
    for pages in PAGES:
        app.register_blueprint(pages)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(showcase)


def _install_shell(app: Flask) -> None:
    guard.install(app)
    uploads.install(app)
    kept_forms.install(app)
    stays.install(app, stays_of, answers_awaited)
    figures.install(app, figures_of)
    left_behind.install(app, REFERRALS)
    taken_over.install(app, follow_transfer)
    stays_told.install(app, steps_of_stays)
    security.install(app)
    errors.install(app)
    register_filters(app)
    app.context_processor(provide_navigation)
