"""Sentences with their values: pages translate them, the French document may phrase its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stirrup.wording import Labelled


@dataclass(frozen=True)
class Sentence:
    """A code with the values of its placeholders: numbers and dates, not yet written out."""

    code: Labelled  # of `codes`, `codes_relief`, `codes_gifts` or `codes_aids`
    values: Mapping[str, object] = field(default_factory=dict)

    def words(self, translate: Callable[[str], str], show: Callable[[str, object], object]) -> str:
        """Return the sentence in a reader's language; `show` gets a placeholder and its value."""
        shown = {name: show(name, value) for name, value in self.values.items()}
        return translate(self.code.label) % shown

    def __str__(self) -> str:
        return self.code.label % self.values


def say(code: Labelled, **values: object) -> Sentence:
    """Build a sentence from its code and the values of its placeholders."""
    return Sentence(code, values)


class UnusableFactsError(ValueError):
    """What was declared cannot be computed with; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
