"""The morning brief as a document: French, one page, nobody named."""

from stirrup.clock import local
from stirrup.documents.contents.morning_sheets import (
    Leaving,
    MorningBriefContent,
    NightTold,
    Stalled,
    ToDecide,
)
from stirrup.notices.brief import Brief, Night
from stirrup.placements.lanes.steps import in_words


def brief_content(brief: Brief) -> MorningBriefContent:
    """What the sheet of this morning prints."""
    return MorningBriefContent(
        reference=f"MATIN-{brief.day:%Y%m%d}",
        version=1,
        issued_on=brief.day,
        night=_night_told(brief.night) if brief.night else None,
        waiting=brief.decisions.total,
        to_decide=tuple(
            ToDecide(one.reference, one.referral, one.commune, one.waiting_days)
            for one in brief.decisions.first
        ),
        late=brief.late.total,
        stalled=tuple(
            Stalled(one.reference, in_words(one.step, "fr"), one.late_days)
            for one in brief.late.first
        ),
        leaving=tuple(
            Leaving(one.reference, one.commune, one.last_start) for one in brief.ending.first
        ),
        to_review=brief.refusals.total,
        refused=tuple(one.reference for one in brief.refusals.first),
    )


def _night_told(night: Night) -> NightTold:
    new, moved, gone = night.changes or (None, None, None)
    return NightTold(
        on=night.business_date,
        finished_at=local(night.finished_at).time().replace(second=0, microsecond=0),
        is_of_today=night.is_of_today,
        households=night.households,
        homes=night.homes,
        proposals=night.proposals,
        is_proved=night.is_proved,
        new=new,
        moved=moved,
        gone=gone,
    )
