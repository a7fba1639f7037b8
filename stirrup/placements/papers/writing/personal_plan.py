"""The personal plan, for the association and the residents alone (annex I, LD-05)."""

from stirrup.documents.contents.personal_plan import PersonalPlanContent
from stirrup.placements.enums import PlacementState
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.milestones import milestones_from, rights_from
from stirrup.placements.papers.writing.parties import association_of, borrowers_of

ACCOMPANIED = (PlacementState.SCHEDULED, PlacementState.ACTIVE, PlacementState.ENDING)


def plan_content(placement: Placement, _slot: str, heading: Heading) -> PersonalPlanContent:
    """Days to keep and rights to ask for; what people write on it stays on paper."""
    association, first = association_of(placement), placement.first_day
    milestones = milestones_from(first)
    return PersonalPlanContent(
        **heading,
        residents=tuple(person.name for person in borrowers_of(placement)),
        association=association.name,
        referent=association.referent,
        duty_phone=association.duty_phone,
        first_day=first,
        last_day=placement.last_day,
        sign_before=next(one.on for one in milestones if one.code == "D15"),
        milestones=milestones,
        rights=rights_from(first),
    )


PAPER = PaperKind(
    DocumentKind.PERSONAL_PLAN,
    template="personal_plan.html",
    name="plan",
    content=PersonalPlanContent,
    slots=lambda placement: ONE if placement.state in ACCOMPANIED else NONE,
    build=plan_content,
    missing=list_missing,
)
