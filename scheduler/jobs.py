"""The timetable, as one list: what, when, and why that hour. Hours are those of Paris.

Nothing starts between 02:00 and 03:00: that hour comes twice in autumn and never in spring. What
goes on all day is timed in UTC, where no hour moves.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, time, timedelta
from pathlib import Path

from apscheduler.triggers.cron import CronTrigger
from flask import current_app

from stirrup.backups.copies import make_backup
from stirrup.clock import PARIS, local, now, today
from stirrup.extensions import db
from stirrup.notices.brief_mail import send_briefs
from stirrup.notices.digest import send_digests
from stirrup.notices.sheets import make_due_sheets
from stirrup.outbox.mailers import mailer_for
from stirrup.outbox.services import deliver_due
from stirrup.placements.answering.stalls import watch_stalls
from stirrup.placements.last_days import alert_last_days
from stirrup.placements.papers.production import produce_pending
from stirrup.placements.papers.signing.sealing import seal_signed
from stirrup.referrals.aging import age_awaited
from stirrup.referrals.imports.importer import ReferralImporter
from stirrup.referrals.services import expire_unconfirmed, resume_parked
from stirrup.refusals import RefusedError
from stirrup.runs.enums import RunState
from stirrup.runs.nightly import name_of_this_process, run_night
from stirrup.runs.policy_holds import release_passed
from stirrup.runs.promotion import propose_from_reserve
from stirrup.runs.queries import find_night
from stirrup.spreadsheets.enums import ListKind
from stirrup.spreadsheets.lists import drop_forgotten_lists
from stirrup.spreadsheets.long_lists import work_on_lists
from stirrup.units.imports.importer import UnitImporter
from stirrup.working_days import is_working_day

logger = logging.getLogger("stirrup.scheduler")

NIGHT_STARTS = time(4, 0)
ALERT_FROM = time(6, 0)
CATCH_UP_UNTIL = time(12, 0)
MOST_ATTEMPTS = 3
"""A night that fails three times waits for somebody, not for a fourth time."""


@dataclass(frozen=True)
class Job:
    """One line of the timetable; `grace`: how late it may still start."""

    name: str
    work: Callable[[], None]
    trigger: CronTrigger
    grace: timedelta
    why: str


def match_tonight() -> None:
    """Run the night of today; one already done, or held by another process, is no fault."""
    try:
        report = run_night(today(), owner=name_of_this_process())
    except RefusedError as refusal:
        logger.info("night of %s: %s", today(), refusal)
        return
    logger.info("night of %s: %s proposals", report.business_date, report.proposals_count)


def watch_over_the_night() -> None:
    """Catch up a night missed, left behind or failed; from six o’clock on, say it loudly."""
    if not night_is_missing():
        return
    if local(now()).time() >= ALERT_FROM:
        logger.error("no night has finished for %s", today())
    match_tonight()


def night_is_missing() -> bool:
    """Whether it is the hour of the night or of catching up, and no run has finished today."""
    if not NIGHT_STARTS <= local(now()).time() < CATCH_UP_UNTIL:
        return False
    run = find_night(today())
    if run is None:
        return True
    failed_for_good = run.state == RunState.FAILED and run.attempt >= MOST_ATTEMPTS
    return run.state != RunState.PUBLISHED and not failed_for_good


def back_up() -> None:
    """Back up the site before the night, where it is told where to."""
    folder = current_app.config["BACKUP_FOLDER"]
    if folder:
        make_backup(Path(folder), db.engine, current_app.config["PHOTOS"], now())


def keep_referrals_fresh() -> None:
    """Before the night: bring parked ones back, take out and then park what nobody confirms."""
    resume_parked(today())
    expire_unconfirmed(today())
    age_awaited(today())


def release_homes() -> None:
    """Open the homes whose last night of waiting has passed, whether or not a night runs."""
    release_passed(today())


def use_reserve_lists() -> None:
    """Propose what came free today to the next household in line; somebody decides on it."""
    propose_from_reserve()


def erase_forgotten_lists() -> None:
    """Erase what was read of lists that nobody confirmed within a week."""
    drop_forgotten_lists()


def work_on_long_lists() -> None:
    """Check the lists that are too long for one request, and take them over."""
    work_on_lists({ListKind.UNITS: UnitImporter, ListKind.REFERRALS: ReferralImporter})


def deliver_mail() -> None:
    """Send what waits in the outbox."""
    deliver_due(mailer_for(current_app.config))


def produce_documents() -> None:
    """Produce the documents that were ordered; a failure stays in place and is tried again."""
    produce_pending()


def seal_documents() -> None:
    """Seal the documents that all have signed; one that fails is tried again."""
    seal_signed()


def watch_over_the_stalls() -> None:
    """On working days, when people can be called: what stalls before the keys."""
    if is_working_day(today()):
        watch_stalls(today())


def announce_last_days() -> None:
    """Tell whom it concerns that a stay comes near its end, or is past it."""
    alert_last_days(today())


def print_the_morning() -> None:
    """Make the morning brief and the list for paper once the night is over."""
    make_due_sheets(today())


def write_briefs() -> None:
    """Tell the team how the night went and what is expected of each."""
    logger.info("morning briefs: %s", send_briefs(today()))


def write_digests() -> None:
    """Tell each person what is expected of them, once a working day."""
    logger.info("daily mails: %s", send_digests(today()))


TIMETABLE = (
    Job(
        "backups",
        back_up,
        CronTrigger(hour=3, minute=10, timezone=PARIS),
        timedelta(hours=8),
        "once a day, before anything of the night changes",
    ),
    Job(
        "referrals",
        keep_referrals_fresh,
        CronTrigger(hour=3, minute=30, timezone=PARIS),
        timedelta(hours=8),
        "before the night, so that it reads what holds today; after the hour that moves",
    ),
    Job(
        "holds",
        release_homes,
        CronTrigger(hour=3, minute=40, timezone=PARIS),
        timedelta(hours=8),
        "before the night: what is kept back ends by its day, even when no night runs",
    ),
    Job(
        "lists",
        erase_forgotten_lists,
        CronTrigger(hour=3, minute=50, timezone=PARIS),
        timedelta(hours=8),
        "once a day: a list that was sent holds people's data, and nobody came back to it",
    ),
    Job(
        "night",
        match_tonight,
        CronTrigger(hour=4, minute=0, timezone=PARIS),
        timedelta(hours=8),
        "after the hour that moves, early enough for two more attempts before the morning",
    ),
    Job(
        "watch",
        watch_over_the_night,
        CronTrigger(hour="4-11", minute="5-59/5", timezone=PARIS),
        timedelta(minutes=5),
        "every five minutes until noon: a night missed, killed or failed is caught up",
    ),
    Job(
        "reserve",
        use_reserve_lists,
        CronTrigger(hour="4-19", minute="3-59/5", timezone=PARIS),
        timedelta(minutes=5),
        "every five minutes of the day: a home that falls through is proposed the same morning",
    ),
    Job(
        "sheets",
        print_the_morning,
        CronTrigger(hour="4-11", minute="*/10", timezone=PARIS),
        timedelta(minutes=10),
        "every ten minutes of the morning: the sheets follow the night, even one that comes late",
    ),
    Job(
        "briefs",
        write_briefs,
        CronTrigger(hour=7, minute="0-20/10", timezone=PARIS),
        timedelta(hours=4),
        "before the review; again ten and twenty minutes later for whom it failed",
    ),
    Job(
        "digests",
        write_digests,
        CronTrigger(hour=7, minute="45-55/5", timezone=PARIS),
        timedelta(hours=4),
        "before offices open; again five and ten minutes later for whom it failed",
    ),
    Job(
        "mail",
        deliver_mail,
        CronTrigger(minute="*", timezone=UTC),
        timedelta(minutes=1),
        "every minute: nobody waits long for a link",
    ),
    Job(
        "documents",
        produce_documents,
        CronTrigger(second="*/10", timezone=UTC),
        timedelta(seconds=10),
        "every ten seconds: somebody looks at a page that says it is being produced",
    ),
    Job(
        "long_lists",
        work_on_long_lists,
        CronTrigger(second="2-59/5", timezone=UTC),
        timedelta(seconds=10),
        "every five seconds: somebody looks at a page that counts the rows done",
    ),
    Job(
        "seals",
        seal_documents,
        CronTrigger(minute="*", second=5, timezone=UTC),
        timedelta(minutes=1),
        "every minute: signers wait for a mail; an authority that failed is asked again",
    ),
    Job(
        "stalls",
        watch_over_the_stalls,
        CronTrigger(hour=7, minute=30, timezone=PARIS),
        timedelta(hours=10),
        "before offices open: whoever is reminded has the day to answer; nothing on days off",
    ),
    Job(
        "last_days",
        announce_last_days,
        CronTrigger(hour=7, minute=40, timezone=PARIS),
        timedelta(hours=10),
        "every day, since a stay may end on any day; in the morning, beside the other mails",
    ),
)

AT_START = ("watch",)
"""What a process does first: the night may have been missed while none was running."""
