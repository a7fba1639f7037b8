"""A template and its data become an HTML page: all escaped, nothing missing, set in its language.

The templates are ours alone; their data is anybody's. So escaping is on whatever the file is
called, an unknown name stops the page, and so does a None that would be printed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from stirrup.documents import languages, typography
from stirrup.documents.bundle import TEMPLATES
from stirrup.documents.contents.document import DocumentContent
from stirrup.documents.page_setting import set_page
from stirrup.documents.timeline import timeline
from stirrup.documents.verification_mark import in_groups, qr_drawing, verification_link


def page_environment(loader: jinja2.BaseLoader | None = None) -> jinja2.Environment:
    """Escapes every template, .html or not; `loader` is ours unless a test brings its own."""
    environment = jinja2.Environment(
        loader=loader or jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printed,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        timeline=timeline, qr_drawing=qr_drawing, verification_link=verification_link
    )
    return environment


def page(template: str, data: Mapping[str, Any], head: Markup) -> str:
    """The page, with `head` (style sheets and dates) in its head. Raises jinja2.TemplateError.

    The frame of the page knows the content as `document`, whatever its template calls it.
    """
    contents = (value for value in data.values() if isinstance(value, DocumentContent))
    known = {"document": next(contents, None), **data}
    return set_page(_TEMPLATES.get_template(template).render(**known, head=head))


def _printed(value: Any) -> Any:
    if value is None:
        raise jinja2.TemplateRuntimeError("A value that is not known would be printed.")
    return value


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names[code] for code in codes]


FILTERS = {
    "clock": typography.clock,
    "clock_in": languages.clock_in,
    "counted": typography.counted,
    "day": typography.day,
    "euros": typography.euros,
    "in_groups": in_groups,
    "in_words": typography.in_words,
    "listed": typography.listed,
    "named": _named,
    "number": typography.number,
    "range": typography.euro_range,
    "weekday": typography.weekday,
    "weekday_in": languages.weekday_in,
    "wide": typography.wide,
}

_TEMPLATES = page_environment()
