"""The page on which somebody says when they, or a colleague, are away and who stands in."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from stirrup.accounts import leaves
from stirrup.accounts.blueprint import bp
from stirrup.accounts.colleagues import colleagues_of
from stirrup.accounts.leave_models import Leave
from stirrup.accounts.leave_rules import LeaveRefusedError
from stirrup.accounts.leave_words import leave_words
from stirrup.accounts.models import User
from stirrup.accounts.refused_form import show_again, show_refused
from stirrup.accounts.standing_in import leaves_ahead
from stirrup.clock import today
from stirrup.permissions import Permission
from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import DateInThreeParts, StirrupForm
from stirrup.ui.guard import requires

PAGE = "accounts/leave.html"


class LeaveForm(StirrupForm):
    """From when until when, and who stands in."""

    first_day = DateInThreeParts(_l("First day away"))
    last_day = DateInThreeParts(_l("Last day away"))
    deputy = StrictSelect(
        _l("Who stands in?"),
        coerce=int,
        description=_l("A colleague of the same association, who is there all that time."),
    )

    def __init__(self, person: User, **options: Any) -> None:
        super().__init__(**options)
        colleagues = colleagues_of(person.organisation_id)
        self.deputy.choices = offer(
            [(one.id, one.display_name) for one in colleagues if one.id != person.id]
        )


@bp.route("/people/<int:user_id>/leave", methods=["GET", "POST"])
@requires(Permission.LEAVE_ENTER, User)
def leave(user: User) -> Any:
    """What is written down, and one more."""
    form: Any = LeaveForm(user)
    if not form.is_submitted():
        return render_template(PAGE, form=form, **_around(user))
    if not form.validate():
        return show_again(PAGE, form, **_around(user))
    days = form.first_day.data, form.last_day.data
    try:
        entered = leaves.enter_leave(user, *days, form.deputy.data, by=current_user)
    except LeaveRefusedError as refusal:
        return show_refused(PAGE, form, refusal, field=refusal.answer, **_around(user))
    name = entered.deputy.display_name
    flash(_("It is written down: %(name)s stands in, and is told by mail.", name=name))
    return redirect(url_for("accounts.leave", user_id=user.id), 303)


@bp.post("/leaves/<int:leave_id>/end")
@requires(Permission.LEAVE_END, Leave)
def end_leave(leave: Leave) -> Any:
    leaves.end_leave(leave, by=current_user)
    flash(_("This leave is over: nobody stands in any more."))
    return redirect(url_for("accounts.leave", user_id=leave.person_id), 303)


def _around(person: User) -> dict[str, Any]:
    own = person.id == current_user.id
    return {
        "person": person,
        "own": own,
        "origin": url_for("accounts.profile" if own else "worklists.team"),
        "leaves": [(one, leave_words(one)) for one in leaves_ahead([person.id], today())],
    }
