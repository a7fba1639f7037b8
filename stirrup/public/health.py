"""Is the site well? For machines that watch it: the database, the last night, the PDF engine."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from stirrup.documents.engine import pdf_engine_status
from stirrup.extensions import db
from stirrup.runs.enums import RunKind, RunState
from stirrup.runs.models import MatchRun


def read_health() -> tuple[dict[str, Any], bool]:
    """What to answer, and whether the database does."""
    try:
        last_night = _last_published_night()
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": "unavailable"}, False
    return {"database": "ok", "last_night": last_night, "documents": _documents()}, True


def _last_published_night() -> str | None:
    """The last business date whose night was published, as 2026-11-21."""
    published = (MatchRun.kind == RunKind.NIGHTLY) & (MatchRun.state == RunState.PUBLISHED)
    day = db.session.scalars(select(func.max(MatchRun.business_date)).where(published)).one()
    return day.isoformat() if day else None


def _documents() -> str:
    """What this process knows of its PDF engine; asking the engine takes seconds."""
    if not pdf_engine_status.cache_info().currsize:
        return "not asked yet"
    return "ok" if pdf_engine_status().ready else "unavailable"
