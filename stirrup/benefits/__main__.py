"""`python -m stirrup.benefits CASES.yaml`: one line of JSON for each case, in order."""

import json
import sys
from pathlib import Path

import yaml

from stirrup.benefits.cases import work_out


class NotACaseFileError(ValueError):
    """The file cannot be read, or holds no list of cases."""


def main(arguments: list[str]) -> int:
    """Print the answer to each case of the file; 0 when it was read, 1 when not, 2 without one."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m stirrup.benefits CASES.yaml\n")
        return 2
    try:
        cases = read_cases(Path(arguments[0]))
    except NotACaseFileError as error:
        sys.stderr.write(f"{arguments[0]}: {error}\n")
        return 1
    for case in cases:
        sys.stdout.write(json.dumps(work_out(case), ensure_ascii=False, default=str) + "\n")
    return 0


def read_cases(file: Path) -> list[object]:
    """Return the cases of a file, not yet checked. Raises NotACaseFileError."""
    try:
        written = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise NotACaseFileError(error.strerror or "it cannot be read") from error
    except (UnicodeDecodeError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise NotACaseFileError(f"it is not YAML: {error}") from error
    if not isinstance(written, dict) or not isinstance(written.get("cases"), list):
        raise NotACaseFileError("it holds no list named cases")
    cases: list[object] = written["cases"]
    return cases


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
