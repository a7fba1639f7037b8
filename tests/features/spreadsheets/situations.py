"""Lists of homes and of referrals, as people send them; each row shows what matters alone."""

import re
from io import BytesIO

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.spreadsheets.models import UploadedList

UNITS, REFERRALS = "/units/imports", "/referrals/imports"
HOME = {
    "Votre référence": "A-101",
    "Adresse": "12 rue de Lannoy",
    "Code postal": "59100",
    "Commune": "Roubaix",
    "Surface": "58,5",
}
HOUSEHOLD = {
    "Votre référence": "2026-0142",
    "Notice remise le": f"{today():%d/%m/%Y}",
    "Version de la notice": NOTICE_VERSION,
    "Consentement le": f"{today():%d/%m/%Y}",
    "Mode de consentement": "Formulaire signé",
    "Adultes": "2",
    "Mineurs": "1",
    "Chambres nécessaires": "2",
}


def a_list(*rows: dict[str, str], separator: str = ";") -> bytes:
    """A CSV file of these rows; a heading is there when one of them has it."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    return "\r\n".join(separator.join(map(quoted, line)) for line in lines).encode()


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search('[;,\t"\n]', cell) else cell


def homes(*rows: dict[str, str]) -> bytes:
    """Rows of homes, each an ordinary one but for what it says."""
    return a_list(*(HOME | row for row in rows))


def households(*rows: dict[str, str]) -> bytes:
    return a_list(*(HOUSEHOLD | row for row in rows))


def send(client, content: bytes, *, to: str = UNITS, name: str = "liste.csv"):
    """The answer to a file sent."""
    return client.submit(to, {"file": (BytesIO(content), name)})


def checked(client, content: bytes, *, to: str = UNITS, **columns: str) -> UploadedList:
    """The list sent, with the columns that were recognised, and checked."""
    answer = send(client, content, to=to)
    assert answer.status_code == 303, answer.text
    page = answer.location
    answer = client.submit(page, recognised(client.get(page).text) | columns)
    assert answer.status_code == 303, answer.text
    return the_list()


def recognised(page: str) -> dict[str, str]:
    """What the page of columns has chosen already."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(column_\w+)"(.*?)</select>', page, re.S):
        for value in re.findall(r'<option value="([^"]*)" selected', options):
            found[name] = value.replace("&#39;", "'").replace("&amp;", "&")
    return found


def confirm(client, uploaded: UploadedList, *, to: str = UNITS, **fields: str):
    """Take the list over."""
    page = f"{to}/{uploaded.id}"
    return client.submit(page, fields, to=f"{page}/confirm")


def taken_over(client, content: bytes, *, to: str = UNITS, **fields: str) -> UploadedList:
    """The list sent, checked and confirmed."""
    uploaded = checked(client, content, to=to)
    answer = confirm(client, uploaded, to=to, **fields)
    assert answer.status_code == 303, answer.text
    return the_list()


def the_list() -> UploadedList:
    """The last list."""
    db.session.expire_all()
    found = db.session.query(UploadedList).order_by(UploadedList.id.desc()).first()
    assert found is not None
    return found
