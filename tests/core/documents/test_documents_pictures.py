"""Pages as pictures: each looks as it did when somebody last looked at it.

RENEW_PICTURES=1 writes the pictures again instead of comparing: look at them before committing.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.conftest import missing
from tests.core.documents.every_sample import SAMPLES

PICTURES = Path(__file__).parent / "pictures"
FIRST_PAGE = ("-l", "1")
DOTS_PER_INCH = 50
FINER = 3
"""Drawn with so many times more dots, then reduced: how signs are smoothed hardly matters."""
LEVELS = 16
"""Grey levels of a stored picture: enough to see, few enough to keep the repository light."""
NOTICED = 30
"""A difference of grey, of 255, that is more than another way to smooth the same sign."""
TOLERATED_SHARE = 0.0003
"""Of a page's dots, about 70: five times what another smoothing changes, half of what one line of
text changes that moves by one dot."""


def pages_of(pdf: bytes, folder: Path, *options: str, finer: int = FINER) -> list[Image.Image]:
    if shutil.which("pdftoppm") is None:
        missing("pdftoppm (poppler-utils)")
    dots = str(DOTS_PER_INCH * finer)
    command = ["pdftoppm", "-gray", "-r", dots, *options, "-", folder / "page"]
    subprocess.run(command, input=pdf, check=True)
    drawn = (Image.open(path) for path in sorted(folder.glob("page*.pgm")))
    return [page.convert("L").reduce(finer) for page in drawn]


def differs(page: Image.Image, reference: Image.Image) -> bool:
    """Whether somebody would see it: blurred by a dot, too many dots change by too much."""
    if page.size != reference.size:
        return True
    blurred = [one.convert("L").filter(ImageFilter.BoxBlur(1)) for one in (page, reference)]
    changed = ImageChops.difference(*blurred).histogram()[NOTICED:]
    return sum(changed) > TOLERATED_SHARE * page.width * page.height


@pytest.fixture(params=SAMPLES)
def printed(request, sample_pdf, tmp_path) -> tuple[str, list[Image.Image]]:
    """One sample as pictures."""
    return request.param, pages_of(sample_pdf(request.param), tmp_path)


def test_each_page_looks_as_it_did(printed):
    name, pages = printed
    if os.environ.get("RENEW_PICTURES"):
        renew(name, pages)
    stored = [Image.open(path) for path in sorted(PICTURES.glob(f"{name}-[0-9]*.png"))]

    assert len(pages) == len(stored)
    changed = [
        number
        for number, (page, reference) in enumerate(zip(pages, stored, strict=True), start=1)
        if differs(page, reference)
    ]
    assert changed == []


def renew(name: str, pages: list[Image.Image]) -> None:
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob(f"{name}-[0-9]*.png"):
        path.unlink()
    for number, page in enumerate(pages, start=1):
        picture = page.quantize(LEVELS)
        picture.save(PICTURES / f"{name}-{number:02d}.png", optimize=True)


@pytest.fixture(scope="module")
def first_page(agreement_pdf, tmp_path_factory) -> Image.Image:
    return pages_of(agreement_pdf, tmp_path_factory.mktemp("pages"), *FIRST_PAGE)[0]


@pytest.mark.parametrize("by", [1, 2, -1])
def test_a_line_that_moves_is_noticed(first_page, by):
    moved = first_page.copy()
    left, top, right, bottom = line_of_text(first_page)
    moved.paste(255, (left, top, right, bottom))
    moved.paste(first_page.crop((left, top, right, bottom)), (left, top + by))

    assert differs(moved, first_page)


def line_of_text(page: Image.Image) -> tuple[int, int, int, int]:
    """The box of the first rows with ink below the top third, between rows without."""
    rows = range(page.height // 3, page.height)
    top = next(row for row in rows if has_ink(page, row) and not has_ink(page, row - 1))
    bottom = next(row for row in range(top, page.height) if not has_ink(page, row))
    return 0, top, page.width, bottom


def has_ink(page: Image.Image, row: int) -> bool:
    darkest, _lightest = page.crop((0, row, page.width, row + 1)).getextrema()
    return darkest < 128


def test_a_word_that_changes_is_noticed(first_page):
    _left, top, _right, bottom = line_of_text(first_page)
    other = first_page.copy()
    start = first_page.width // 4
    other.paste(255, (start, top, start + 60, bottom))

    assert differs(other, first_page)


@pytest.mark.parametrize("finer", [2, 4, 6])
def test_another_smoothing_of_the_same_signs_is_not(agreement_pdf, first_page, tmp_path, finer):
    """As another version of the tools would draw them: from fewer dots, or from more."""
    (page,) = pages_of(agreement_pdf, tmp_path, *FIRST_PAGE, finer=finer)
    smoothed = page.resize(first_page.size)

    assert smoothed.tobytes() != first_page.tobytes()
    assert not differs(smoothed, first_page)


def test_fewer_levels_of_grey_are_not_noticed(first_page):
    assert not differs(first_page.quantize(LEVELS), first_page)
