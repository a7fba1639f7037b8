"""Forms of the page that verifies a document: the printed code, or the file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from stirrup.ui.fields import StirrupForm, StrictText


class OneFile(FileField):  # type: ignore[misc]  # Flask-WTF publishes no types
    """One file; whatever it is, it is only looked at."""

    kind = "file"
    data: Any

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise StopValidation(_l("Choose a file."))


class CodeForm(StirrupForm):
    """The code printed on the document; asked by GET, so that a QR code can lead here."""

    class Meta:
        csrf = False

    code = StrictText(
        _l("Code of the document"),
        max_length=60,
        description=_l("Sixteen letters and digits, at the end of the document."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )


class FileForm(StirrupForm):
    """The PDF file itself."""

    file = OneFile(
        _l("PDF file"),
        description=_l("10 MB at most. We look at it and forget it: nothing is stored."),
        render_kw={"accept": "application/pdf"},
    )
