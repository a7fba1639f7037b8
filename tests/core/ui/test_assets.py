"""What is not ours is the very file that was recorded, and carries no brand of a State."""

import hashlib
import json

import pytest

from config import ROOT

STATIC = ROOT / "stirrup" / "static"
MANIFESTS = {
    STATIC / "vendor" / "manifest.json": STATIC,
    ROOT / "tests" / "vendor" / "manifest.json": ROOT / "tests" / "vendor",
}
RECORDED = [
    (folder / name, digest)
    for manifest, folder in MANIFESTS.items()
    for package in json.loads(manifest.read_text())
    for name, digest in package["files"].items()
]


@pytest.mark.parametrize(("file", "digest"), RECORDED, ids=lambda value: getattr(value, "name", ""))
def test_each_vendored_file_is_the_recorded_one(file, digest):
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    "folder", [STATIC / "vendor", STATIC / "fonts"], ids=lambda path: path.name
)
def test_each_vendored_file_is_recorded(folder):
    recorded = {file.name for file, _digest in RECORDED}

    assert {
        file.name for file in folder.iterdir() if file.suffix in {".css", ".js", ".woff2"}
    } <= recorded


@pytest.mark.parametrize("sheet", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_carries_the_brand_of_a_state(sheet):
    text = sheet.read_text().lower()

    assert not any(brand in text for brand in ("transport", "crown", "crest", "marianne"))


@pytest.mark.parametrize("sheet", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_loads_from_elsewhere(sheet):
    assert "//" not in sheet.read_text().replace("/*", "").replace("*/", "")
