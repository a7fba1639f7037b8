"""Every view declares a permission or is public; silence is a refusal, at start and at request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from flask_login import current_user

from stirrup.extensions import db, login
from stirrup.permissions import NotPermittedError, Permission, permits

View = TypeVar("View", bound=Callable[..., Any])


class UndeclaredViewError(RuntimeError):
    """An endpoint says neither who may use it nor that everybody may."""


def public(view: View) -> View:
    """Everybody may use this view, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, model: Any = None) -> Callable[[View], View]:
    """The person needs `permission`; with a model, `<name>_id` becomes the row they may see.

    Absent and alien rows answer the same 404; a visible row without the permission answers 403.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if not current_user.is_authenticated:
                return login.unauthorized()
            if model is None:
                _refuse_unless(permits(current_user, permission))
                return view(**arguments)
            name = _argument_name(model)
            subject = find_visible(model, arguments.pop(f"{name}_id"))
            _refuse_unless(permits(current_user, permission, subject))
            return view(**{name: subject}, **arguments)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.subject_model = model  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declare


def find_visible(model: Any, number: int) -> Any:
    """The row this person may see, or 404."""
    if number > 2**31 - 1:
        abort(404)
    query = model.visible_to(current_user).where(model.id == number)
    return db.session.scalars(query).one_or_none() or abort(404)


def install(app: Flask) -> None:
    """Check every request; views added late are refused too."""
    app.view_functions["static"] = public(app.view_functions["static"])
    app.before_request(_refuse_undeclared)


def refuse_undeclared_views(app: Flask) -> None:
    """Raise UndeclaredViewError naming every endpoint that declares nothing."""
    forgotten = sorted(name for name, view in app.view_functions.items() if not _declares(view))
    if forgotten:
        raise UndeclaredViewError("No permission declared: " + ", ".join(forgotten))


def _refuse_undeclared() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not _declares(view):
        abort(403)


def _declares(view: Any) -> bool:
    return hasattr(view, "permission") or getattr(view, "is_public", False)


def _refuse_unless(permitted: bool) -> None:
    if not permitted:
        raise NotPermittedError


def _argument_name(model: Any) -> str:
    """`Unit` -> unit, `UnitPhoto` -> unit_photo, as in the address of the page."""
    return str(model.__tablename__)
