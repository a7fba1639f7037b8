"""`python -m stirrup.benefits CASES.yaml`: one line of JSON for each case, in order."""

import json
import sys
from pathlib import Path

import yaml

from stirrup.benefits.cases import work_out


def main(arguments: list[str]) -> int:
    """Print the answer to each case of the file; 0 when the file was read."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m stirrup.benefits CASES.yaml\n")
        return 2
    written = yaml.safe_load(Path(arguments[0]).read_text("utf-8"))
    for case in written["cases"]:
        sys.stdout.write(json.dumps(work_out(case), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
