"""Presses in the place of the warm workers: a file at once, or always a failure."""

from stirrup.documents.print_job import RenderFailed


class BlankPress:
    """Every job gives the same short file."""

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes

    def __enter__(self):
        return self

    def __exit__(self, *_why):
        return None

    def pdfs(self, jobs):
        for job in jobs:
            yield self.outcome(job)

    def outcome(self, _job):
        return b"%PDF-1.7"


class BrokenPress(BlankPress):
    """No job gives anything."""

    def outcome(self, _job):
        return RenderFailed("out of ink")
