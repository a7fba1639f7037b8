"""The referrals of an association by stage: as columns, as a table, and their referents at once."""

from http import HTTPStatus
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from stirrup.accounts.colleagues import colleagues_of
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.referrals.handing_over import change_referents
from stirrup.referrals.models import Referral
from stirrup.referrals.queries import PER_PAGE
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked
from stirrup.worklists.blueprint import bp
from stirrup.worklists.board_forms import BoardFilterForm, BulkReferentForm
from stirrup.worklists.board_page import cards_of
from stirrup.worklists.board_queries import columns_of, page_of

FILTERS = ("stage", "urgency", "referent", "q")


@bp.get("/board")
@requires(Permission.REFERRAL_BOARD)
def board() -> Any:
    form, valid = _filter_form(_colleagues())
    columns = columns_of(current_user, form.filters())
    shown = [referral for column in columns for referral in column.referrals]
    page = render_template(
        "worklists/board.html",
        form=form,
        columns=columns,
        cards=cards_of(shown, current_user, today()),
        **_shared(),
    )
    return page, HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/board/table")
@requires(Permission.REFERRAL_BOARD)
def board_table() -> Any:
    colleagues = _colleagues()
    form, valid = _filter_form(colleagues)
    return _table(form, BulkReferentForm(), colleagues, HTTPStatus.OK if valid else None)


@bp.post("/board/referent")
@requires(Permission.REFERRAL_BOARD)
def board_referent() -> Any:
    """Another referent for the ticked ones; one line for each says what became of it."""
    form: Any = BulkReferentForm()
    numbers = [number for number in request.form.getlist("referrals", type=int) if number < 2**31]
    ticked = Referral.visible_to(current_user).where(Referral.id.in_(numbers[:PER_PAGE]))
    referrals = db.session.scalars(ticked.order_by(Referral.id)).all()
    colleagues = _colleagues()
    form.offer(colleagues, [one.id for one in referrals])
    if not form.validate_on_submit():
        return _table(_filter_form(colleagues)[0], form, colleagues)
    outcomes = change_referents(referrals, form.to.data, by=current_user)
    lines = [(one, sentence_of(refusal) if refusal else None) for one, refusal in outcomes]
    return render_template("worklists/board_result.html", lines=lines, **_shared())


def _table(
    filters: BoardFilterForm, bulk: Any, colleagues: list[User], status: HTTPStatus | None = None
) -> Any:
    listing = page_of(current_user, filters.filters(), page_asked())
    if bulk.to.choices is None or not bulk.to.choices:
        bulk.offer(colleagues, [one.id for one in listing.referrals])
    page = render_template(
        "worklists/board_table.html",
        form=filters,
        bulk=bulk,
        listing=listing,
        cards=cards_of(listing.referrals, current_user, today()),
        page_url=_page_url,
        **_shared(),
    )
    return page, status or HTTPStatus.UNPROCESSABLE_ENTITY


def _filter_form(colleagues: list[User]) -> tuple[BoardFilterForm, bool]:
    form = BoardFilterForm(request.args)
    form.offer(colleagues)
    return form, form.validate()


def _colleagues() -> list[User]:
    return colleagues_of(current_user.organisation_id)


def _shared() -> dict[str, Any]:
    """What both views and the result need: whether filters are set, the address of each view."""
    kept = _kept_filters()
    return {
        "filtered": bool(kept),
        "board_url": url_for("worklists.board", **kept),
        "table_url": url_for("worklists.board_table", **kept),
        "here": request.full_path.rstrip("?"),
    }


def _page_url(number: int) -> str:
    return url_for("worklists.board_table", page=number, **_kept_filters())


def _kept_filters() -> dict[str, Any]:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}
