"""Why a file is not read, naming it and the limit, and why a list is not taken over."""

from http import HTTPStatus

from stirrup.refusals import RefusedError
from stirrup.wording import N_


class FileRefusedError(RefusedError):
    """The file as a whole cannot be read."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class EmptyFileError(FileRefusedError):
    sentence = N_("%(name)s is empty: choose the file that holds your list.")


class FileTooLargeError(FileRefusedError):
    sentence = N_("%(name)s is larger than %(most)s MB: cut it into several lists.")


class NotAListError(FileRefusedError):
    """Decided by what the file holds, whatever its name says."""

    sentence = N_("%(name)s holds no list: send a CSV, XLSX or ODS file.")


class OldWorkbookError(FileRefusedError):
    sentence = N_(
        "%(name)s is an old Excel workbook or is protected by a password: save it again as XLSX,"
        " without a password."
    )


class WorkbookWithMacrosError(FileRefusedError):
    sentence = N_("%(name)s holds macros: save it again as XLSX, without macros.")


class DamagedFileError(FileRefusedError):
    """It broke the reader, or would have taken more time or memory than a list may."""

    sentence = N_(
        "%(name)s cannot be read: it is damaged, or it holds far more than %(rows)s rows and"
        " %(columns)s columns."
    )


class TooManyRowsError(FileRefusedError):
    sentence = N_("%(name)s holds more than %(rows)s rows: cut it into several lists.")


class TooManyColumnsError(FileRefusedError):
    sentence = N_("%(name)s holds more than %(columns)s columns: leave out those nobody reads.")


class OpenQuoteError(FileRefusedError):
    sentence = N_(
        "%(name)s cannot be read from line %(line)s on: a quotation mark is opened there and not"
        " closed."
    )


class NoRowError(FileRefusedError):
    sentence = N_("%(name)s holds headings at most and no row: fill it in, then send it again.")


class ListClosedError(RefusedError):
    """It was confirmed or given up: its file is erased."""

    sentence = N_("This list was taken over or given up already. Nothing was done twice.")
    status = HTTPStatus.CONFLICT


class ListChangedMeanwhileError(RefusedError):
    """Somebody of the same organisation took the same rows over in between."""

    sentence = N_("Some of these rows were taken over meanwhile. Nothing was written: check again.")
    status = HTTPStatus.CONFLICT


class ColumnsLackingError(RefusedError):
    """No row could be taken over."""

    sentence = N_("Choose the column of your file for: %(columns)s.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotDeclaredError(RefusedError):
    """Some lists need a declaration about every row."""

    sentence = N_("Tick the declaration before you take this list over.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
