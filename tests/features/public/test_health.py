"""What machines that watch the site are told."""

from datetime import date

from sqlalchemy import create_engine

from stirrup.extensions import db
from stirrup.runs.enums import RunKind, RunState
from tests import factories


def test_a_new_site_is_well_and_has_had_no_night(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json["database"] == "ok"
    assert answer.json["last_night"] is None


def test_the_last_published_night_is_told(client):
    factories.a_run(business_date=date(2026, 11, 20))
    factories.a_run(business_date=date(2026, 11, 21), state=RunState.FAILED)
    factories.a_run(business_date=date(2026, 11, 22), kind=RunKind.MANUAL, number=1)

    assert client.get("/healthz").json["last_night"] == "2026-11-20"


def test_a_silent_database_is_told_with_503(client, monkeypatch):
    away = create_engine("sqlite:////nowhere/at/all.sqlite3")

    with monkeypatch.context() as patch:
        patch.setitem(db.engines, None, away)
        answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json == {"database": "unavailable"}
