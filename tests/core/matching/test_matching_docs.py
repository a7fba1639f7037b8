"""What the documentation shows can be run."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[3] / "docs" / "matching.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_holds_what_it_asserts(example):
    """The example asserts; what it says wrongly fails here."""
    exec(compile(example, GUIDE.name, "exec"), {})


def test_every_example_asserts_what_it_says():
    assert [bool(re.search(r"^assert ", example, re.M)) for example in EXAMPLES] == [True, True]
