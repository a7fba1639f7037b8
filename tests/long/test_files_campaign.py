"""Thousands of bad lists: never a server error, nothing before it is confirmed, right rows exact.

STIRRUP_FILES=5000 invents as many lists of each kind, and as many files that break or lie.
"""

import os
import resource
import time
from collections import Counter

import pytest

from stirrup.extensions import db
from stirrup.spreadsheets.reading import read_list
from stirrup.spreadsheets.refusals import FileRefusedError
from stirrup.units.models import Unit
from tests import factories
from tests.features.spreadsheets.campaign.hostile import hostile
from tests.features.spreadsheets.campaign.journeys import assert_the_whole_way, sent_all_the_way
from tests.features.spreadsheets.campaign.lists import invent

FILES = int(os.environ.get("STIRRUP_FILES", "500"))
SENDERS = {"units": factories.a_landlord, "referrals": factories.a_case_worker}
MOST_MEGABYTES_MORE = 400
"""In this process, which reads texts itself; workbooks are read by another one."""


@pytest.mark.parametrize("kind", list(SENDERS))
def test_right_rows_are_kept_exactly_and_wrong_cells_named(app, kind):
    rows = Counter()
    with app.test_request_context():
        for seed in range(FILES):
            invented = invent(seed, kind)
            assert_the_whole_way(invented, SENDERS[kind]())
            rows.update({"right": len(invented.right), "cells refused": len(invented.faults)})
            db.session.expunge_all()
    print(kind, FILES, "lists", dict(rows))  # noqa: T201 (for the docs)


def test_no_file_breaks_the_pages_and_nothing_is_written(client):
    client.sign_in(factories.a_landlord())

    ends = Counter(
        sent_all_the_way(client, "units", hostile(seed).content) for seed in range(FILES)
    )

    print(FILES, "files", dict(ends))  # noqa: T201 (for the docs)
    assert db.session.query(Unit).count() == 0


def test_what_is_no_list_at_all_is_refused_in_little_time_and_memory():
    before, worst = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, ("", 0.0)
    for seed in range(FILES):
        file, start = hostile(seed), time.process_time()
        was_read = _is_read(file.content)
        worst = max(worst, (file.words, time.process_time() - start), key=lambda one: one[1])
        assert file.may_be_read or not was_read, file.words

    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print("worst:", worst, "MB more:", more)  # noqa: T201 (for the docs)
    assert more < MOST_MEGABYTES_MORE


def _is_read(content: bytes) -> bool:
    try:
        read_list("fichier", content)
    except FileRefusedError:
        return False
    return True
