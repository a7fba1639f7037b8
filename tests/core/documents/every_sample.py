"""Every sample document by name: what pictures are taken of.

To join: add "name": (template, name of the data in it, content) here or in a dictionary of your
own that is merged below, run test_documents_pictures.py with RENEW_PICTURES=1, and look at what it
wrote into `pictures/` before you commit it.
"""

from tests.core.documents.easy_samples import CONTACTS_SHEET, DATA_NOTICE, EASY_SUMMARY
from tests.core.documents.law_samples import LAW_SAMPLES
from tests.core.documents.life_samples import LIFE_SAMPLES
from tests.core.documents.morning_samples import MORNING_SAMPLES
from tests.core.documents.samples import OWNER_SUMMARY

SAMPLES = (
    LAW_SAMPLES
    | LIFE_SAMPLES
    | MORNING_SAMPLES
    | {
        "owner_summary": ("owner_summary.html", "summary", OWNER_SUMMARY),
        "contacts_sheet": ("contacts_sheet.html", "sheet", CONTACTS_SHEET),
        "data_notice": ("data_notice.html", "notice", DATA_NOTICE),
        "easy_summary": ("easy_summary.html", "easy", EASY_SUMMARY),
    }
)
