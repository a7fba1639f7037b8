"""A hundred times the same data, warm, cold and on several workers: one file."""

from hashlib import sha256

import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.pool import CORES, Renderer
from stirrup.documents.render import print_job
from tests.core.documents.every_sample import SAMPLES

TIMES, COLD = 100, 3


def job_of(name: str):
    template, named, content = SAMPLES[name]
    return print_job(
        template,
        {named: content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
        language=getattr(content, "language", "fr"),
    )


@pytest.mark.parametrize("name", ["agreement", "owner_summary"])
def test_a_hundred_files_are_one(name):
    digests = set()
    for _start in range(COLD):
        with Renderer() as cold:
            digests.add(sha256(cold.pdf(job_of(name))).hexdigest())

    with Renderer(processes=max(CORES, 2)) as renderer:
        files = list(renderer.pdfs(job_of(name) for _time in range(TIMES - COLD)))

    digests |= {sha256(file).hexdigest() for file in files}
    assert len(files) + COLD == TIMES
    assert len(digests) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_printed_three_times_alike(name):
    with Renderer(processes=2) as renderer:
        files = list(renderer.pdfs([job_of(name)] * 3))

    assert len(set(files)) == 1
