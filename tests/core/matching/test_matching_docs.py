"""What the documentation shows can be run."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[3] / "docs" / "matching.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_holds_what_it_asserts(example):
    exec(compile(example, GUIDE.name, "exec"), {})


def test_the_guide_has_examples():
    assert len(EXAMPLES) == 2
