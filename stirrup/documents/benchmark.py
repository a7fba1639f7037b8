"""`python -m stirrup.documents.benchmark PAGE.html ...`: our files beside bare WeasyPrint.

Both print the same page with the same variant, tags, identifier and attachment, warm, in turns, so
that a busy machine slows both; the best of the turns counts. Ours is checked and isolated besides.
Then a batch of copies, with one worker and with several.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, BinaryIO, cast

from stirrup.documents.frames import read_frame, write_frame
from stirrup.documents.pool import CORES, Renderer, worker_environment
from stirrup.documents.print_job import PrintJob

REFERENCE = "ST-2026-000412"


@dataclass(frozen=True)
class Measured:
    """Seconds for one document: the best turn of each."""

    name: str
    pages: int
    bare_seconds: float
    ours_seconds: float

    @property
    def ratio(self) -> float:
        return self.ours_seconds / self.bare_seconds


@dataclass(frozen=True)
class Batch:
    """Seconds for `documents` files, by number of workers."""

    documents: int
    pages: int
    seconds: dict[int, float]


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    asked = _parser().parse_args(arguments)
    if asked.serve_bare:
        return _serve_bare()
    jobs = {path.stem: _job(path, asked.reference) for path in asked.files}
    measured = list(measure(jobs, asked.repeat))
    batch = measure_batch(measured, list(jobs.values()), asked.copies)
    sys.stdout.write(_as_json(measured, batch) if asked.json else _as_text(measured, batch))
    return 0


def measure(jobs: dict[str, PrintJob], repeat: int) -> Iterator[Measured]:
    """Each job `repeat` times by each side, in turns, after one turn that does not count."""
    with Renderer() as renderer, _bare() as bare:
        for name, job in jobs.items():
            turns = [(_seconds(bare, job), _seconds(renderer.pdf, job)) for _ in range(repeat + 1)]
            bares, ours = zip(*turns[1:], strict=True)
            yield Measured(name, _pages(renderer.pdf(job)), min(bares), min(ours))


def measure_batch(measured: list[Measured], jobs: list[PrintJob], copies: int) -> Batch:
    """All the jobs `copies` times, by one worker, then by one for each core."""
    many = jobs * copies
    seconds = {}
    for processes in sorted({1, CORES}):
        with Renderer(processes) as renderer:
            list(renderer.pdfs(jobs * processes))
            started = perf_counter()
            list(renderer.pdfs(many))
            seconds[processes] = perf_counter() - started
    return Batch(len(many), copies * sum(each.pages for each in measured), seconds)


@contextmanager
def _bare() -> Iterator[Any]:
    """A process that only knows WeasyPrint and our files; called with a job, it gives a file."""
    with TemporaryDirectory() as cache:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "stirrup.documents.benchmark", "--serve-bare"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=worker_environment() | {"XDG_CACHE_HOME": cache},
        )
        jobs, files = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)

        def printed(job: PrintJob) -> bytes | None:
            write_frame(jobs, job.as_bytes())
            return read_frame(files)

        yield printed
        jobs.close()
        files.close()
        process.wait()


def _serve_bare() -> int:
    from weasyprint import HTML, Attachment
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from stirrup.documents.bundle import MEDIA_TYPES, bundled_file

    class Files(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = bundled_file(url)
            kind = {"Content-Type": MEDIA_TYPES[path.suffix]}
            return URLFetcherResponse(url, path.read_bytes(), kind)

    while (sent := read_frame(sys.stdin.buffer)) is not None:
        job = PrintJob.read(sent)
        data = Attachment(
            file_obj=BytesIO(job.attachment or b""), name=job.attachment_name, relationship="Data"
        )
        pdf = HTML(string=job.page, url_fetcher=Files()).write_pdf(
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            pdf_identifier=job.identifier,
            attachments=[data],
        )
        write_frame(sys.stdout.buffer, pdf)
    return 0


def _seconds(printed: Any, job: PrintJob) -> float:
    started = perf_counter()
    printed(job)
    return perf_counter() - started


def _job(path: Path, reference: str) -> PrintJob:
    return PrintJob(
        page=path.read_text(),
        identifier=f"{reference}/1".encode(),
        issued_on=date(2026, 1, 1),
        attachment=json.dumps({"reference": reference}).encode(),
        attachment_name=f"{path.stem}.json",
        reference=reference,
    )


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m stirrup.documents.benchmark", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", nargs="*", type=Path, help="pages of documents, as HTML")
    parser.add_argument("--reference", default=REFERENCE, help="what every page must hold")
    parser.add_argument("--repeat", type=int, default=5, help="turns that count")
    parser.add_argument("--copies", type=int, default=10, help="of each page in the batch")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve-bare", action="store_true", help=argparse.SUPPRESS)
    return parser


def _as_json(measured: Sequence[Measured], batch: Batch) -> str:
    documents = [asdict(each) | {"ratio": each.ratio} for each in measured]
    return json.dumps({"documents": documents, "batch": asdict(batch)}, indent=1) + "\n"


def _as_text(measured: Sequence[Measured], batch: Batch) -> str:
    lines = ["| document | pages | bare, s a page | ours, s a page | ours / bare |"]
    for each in measured:
        a_page = f"{each.bare_seconds / each.pages:.3f} | {each.ours_seconds / each.pages:.3f}"
        lines.append(f"| {each.name} | {each.pages} | {a_page} | {each.ratio:.2f} |")
    for processes, seconds in batch.seconds.items():
        lines.append(
            f"{batch.documents} documents, {batch.pages} pages, {processes} worker(s):"
            f" {seconds:.1f} s, {batch.pages / seconds:.1f} pages a second"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
