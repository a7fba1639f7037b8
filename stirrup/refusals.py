"""The base of every refusal a service raises: one English sentence, one status."""

from http import HTTPStatus
from typing import ClassVar

from stirrup.wording import N_


class RefusedError(Exception):
    """A rule said no; `ui.errors` translates `sentence` and answers with `status`."""

    sentence: ClassVar[str] = N_("This cannot be done.")
    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence % values if values else self.sentence)
        self.values = values
