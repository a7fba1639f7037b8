"""The sheets of a morning at their fullest and at their emptiest."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.pdf_text import page_texts
from stirrup.documents.render import print_job
from tests.core.documents.morning_samples import MORNING_BRIEF, MORNING_SAMPLES, PAPER_LIST
from tests.patience import PATIENCE_SECONDS


def printed(renderer, template, name, content) -> bytes:
    job = print_job(
        template,
        {name: content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
        time_limit_seconds=PATIENCE_SECONDS,
    )
    return renderer.pdf(job)


def text_of(pdf: bytes) -> tuple[int, str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = list(page_texts(opened))
    return len(pages), " ".join(" ".join(pages).split())


@pytest.mark.parametrize("name", MORNING_SAMPLES)
def test_the_same_content_gives_the_same_bytes(renderer, name):
    sample = MORNING_SAMPLES[name]

    assert printed(renderer, *sample) == printed(renderer, *sample)


def test_the_fullest_brief_holds_on_one_page(renderer):
    night = replace(MORNING_BRIEF.night, is_of_today=False, is_proved=False)
    leaving = MORNING_BRIEF.leaving * 3
    fullest = replace(
        MORNING_BRIEF, night=night, leaving=leaving[:5], refused=MORNING_BRIEF.refused * 3
    )

    count, text = text_of(printed(renderer, "morning_brief.html", "brief", fullest))

    assert count == 1
    assert "n’est pas terminée" in text or "n'est pas terminée" in text


def test_an_empty_morning_is_said_in_words(renderer):
    empty = replace(
        MORNING_BRIEF,
        night=None,
        waiting=0,
        to_decide=(),
        late=0,
        stalled=(),
        leaving=(),
        to_review=0,
        refused=(),
    )

    count, text = text_of(printed(renderer, "morning_brief.html", "brief", empty))

    assert count == 1
    assert "Rien n’attend de décision." in text


def test_an_empty_list_is_said_in_words(renderer):
    empty = replace(PAPER_LIST, proposals=(), stays=())

    _count, text = text_of(printed(renderer, "paper_list.html", "list", empty))

    assert "Aucune." in text


def test_a_part_of_a_list_says_which(renderer):
    part = replace(PAPER_LIST, part=2, parts=3, reference="LISTE-20261123-2")

    _count, text = text_of(printed(renderer, "paper_list.html", "list", part))

    assert "Liste papier, 2 sur 3" in text
