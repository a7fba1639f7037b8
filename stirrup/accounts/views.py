"""Pages of accounts: the ways in, one's own account, people for administrators."""

from stirrup.accounts import (
    departure_views,
    entry_views,
    everybody_views,
    leave_views,
    own_views,
    people_views,
    registration_views,
    territory_views,
)
from stirrup.accounts.blueprint import bp

__all__ = ["bp"]

PAGES = (
    *(entry_views, registration_views, own_views, leave_views),
    *(people_views, everybody_views, departure_views, territory_views),
)
"""Imported for their routes."""
