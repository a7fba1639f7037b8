"""The chart of a back-test as SVG: three bars for each policy, with their intervals, in words too.

It carries its own light ground, so that it reads the same on a light page and on a dark one.
"""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 920, 270, 90, 92, 66, 14
GROUND, INK, GREY = "#ffffff", "#1f2933", "#52606d"
MEASURES = (
    ("share_of_hindsight", "value", "#0b5c66"),
    ("urgent_share", "urgent households placed", "#a84b00"),
    ("reduced_mobility_share", "reduced mobility placed", "#5b3a9e"),
)
STEPS = (0, 25, 50, 75, 100)
LONGEST = 1.25
"""The share at which the axis ends: a policy may place more of one group than hindsight does."""


def chart(report: dict[str, Any]) -> str:
    """Return the SVG of a report."""
    rows = report["policies"]
    height = TOP + ROW * len(rows) + 20
    title = f"Policies over {report['nights']} nights"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-labelledby="chart-title chart-words" font-family="sans-serif" font-size="13">',
        f'<title id="chart-title">{escape(title)}</title>',
        f'<desc id="chart-words">{escape(_words(report))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>',
        _text(20, 26, title, weight="bold", size=16),
        *_legend(),
        *_axis(height),
        *(part for number, row in enumerate(rows) for part in _row(row, TOP + ROW * number)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _words(report: dict[str, Any]) -> str:
    """Say all that the bars show."""
    lines = [
        f"{row['label']}: " + ", ".join(f"{label} {_shown(row, key)}" for key, label, _ in MEASURES)
        for row in report["policies"]
    ]
    return f"Share of what hindsight reaches, {report['streams']} streams. " + "; ".join(lines)


def _legend() -> list[str]:
    parts, x = [_text(20, 50, "Share of what hindsight reaches", fill=GREY)], LEFT
    for _, label, colour in MEASURES:
        parts.append(f'<rect x="{x}" y="40" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 18, 51, label))
        x += 210
    return parts


def _axis(height: int) -> list[str]:
    parts = []
    for percent in STEPS:
        x = _x(percent / 100)
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height - 14}" stroke="#cbd2d9"/>'
        )
        parts.append(_text(x, TOP - 12, f"{percent} %", anchor="middle", fill=GREY, size=12))
    return parts


def _row(row: dict[str, Any], y: int) -> list[str]:
    parts = [_text(20, y + 28, row["label"])]
    for number, (key, _, colour) in enumerate(MEASURES):
        parts.extend(_bar(row, key, colour, y + 4 + number * (BAR + 4)))
    return parts


def _bar(row: dict[str, Any], key: str, colour: str, y: int) -> list[str]:
    found = row["summary"][key]
    middle, end = y + BAR / 2, _x(found["mean"])
    parts = [
        f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" fill="{colour}"/>',
        _text(WIDTH - RIGHT + 8, y + BAR - 2, _shown(row, key), size=12),
    ]
    if found["low"] is not None:
        low, high = _x(found["low"]), _x(found["high"])
        line = f"M{low} {middle}H{high}M{low} {middle - 3}v6M{high} {middle - 3}v6"
        # A light edge keeps the interval visible where it crosses its own bar.
        for stroke, width in ((GROUND, 3), (INK, 1)):
            parts.append(f'<path d="{line}" stroke="{stroke}" stroke-width="{width}" fill="none"/>')
    return parts


def _shown(row: dict[str, Any], key: str) -> str:
    return f"{row['summary'][key]['mean']:.1%}".replace("%", " %")


def _x(share: float) -> float:
    """Return where a share stands on the axis, never beyond its ends."""
    within = min(max(share, 0.0), LONGEST)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * within / LONGEST, 1)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "normal",
    size: int = 13,
) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor={quoteattr(anchor)} fill="{fill}"'
        f' font-weight="{weight}" font-size="{size}">{escape(words)}</text>'
    )
