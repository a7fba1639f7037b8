"""Sentences and amounts of the benefits in the reader's language."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from stirrup.benefits.lines import EuroRange
from stirrup.benefits.regimes import Regime
from stirrup.benefits.sentences import Sentence
from stirrup.ui import filters


def said(sentence: Sentence) -> str:
    """A sentence of the core, its values written out."""
    return sentence.words(_, _shown)


def joined(sentences: Iterable[Sentence]) -> str:
    """Several sentences in a row, each with its capital and its stop."""
    written = (said(sentence) for sentence in sentences)
    return " ".join(f"{words[:1].upper()}{words[1:].rstrip('.')}." for words in written)


def amount_range(amount: EuroRange) -> str:
    """One amount, or the lowest and the highest."""
    return between(amount.low, amount.high)


def between(low: Any, high: Any) -> str:
    """The same for two bounds."""
    if low == high:
        return filters.euros(low)
    return str(_("%(low)s to %(high)s", low=filters.euros(low), high=filters.euros(high)))


def short_name(regime: Regime) -> str:
    """TLV, THLV or TVLH: the name between brackets in the label of the tax."""
    inside = str(_(regime.label)).rpartition("(")[2]
    return inside.partition(")")[0]


def _shown(name: str, value: object) -> object:
    """Placeholders end with the word that says how to show them."""
    write = SHOWN.get(name.rpartition("_")[2])
    return write(value) if write else value


SHOWN: dict[str, Any] = {
    "euros": filters.euros,
    "rate": filters.percent,
    "on": filters.date_long,
    "year": str,
    "days": filters.decimal,
    "count": lambda number: filters.decimal(number, 3),
}
