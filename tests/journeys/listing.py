"""The landlord's part: open an account, describe a home, send it."""

import re
from datetime import date, timedelta
from pathlib import Path

from PIL import ExifTags, Image

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from tests.journeys.pages import Visitor

LINK = re.compile(r"https?://[^/\s]+(/confirm\?token=\S+)")


def open_account(landlord: Visitor, *, name: str, email: str, password: str) -> None:
    """Register, confirm by the link of the mail, go out and come in again."""
    landlord.open("/register")
    landlord.answer(display_name=name, legal_form="individual", email=email, password=password)
    landlord.send()
    landlord.open(link_sent_to(email))
    landlord.answer(password=password)
    landlord.send()
    landlord.sign_out()
    landlord.sign_in(email, password)


def link_sent_to(email: str) -> str:
    """The link of the mail that waits for somebody, without the site."""
    db.session.rollback()
    mails = [mail for mail in db.session.query(OutboxMessage) if mail.recipient == email]
    link = LINK.search(mails[-1].body)
    assert link, mails[-1].body
    return link.group(1)


def list_home(landlord: Visitor, *, street: str, photo: Path | None) -> None:
    """A furnished flat of three rooms in Roubaix, empty since 2024, from the address to sending."""
    landlord.menu("/units")
    landlord.follow("/units/new")
    landlord.answer(street=street, postcode="59100")
    landlord.send()
    landlord.follow("/steps/kind")
    describe(landlord)
    if photo:
        add_photo(landlord, photo)
    landlord.follow("/tasks")
    landlord.follow("/steps/dates")
    set_terms(landlord)
    landlord.follow("/answers")
    landlord.send(to="/submit")


def describe(landlord: Visitor) -> None:
    """The steps about the home; each one leads to the next."""
    landlord.answer(kind="t3", surface_m2="58,5", main_rooms=3, bedrooms=2)
    landlord.answer(max_people=4, min_people=1, places_count=1)
    landlord.send(act="on")
    landlord.answer(floor=0, features=["step_free", "quiet"], kitchen="full", furnishing="full")
    landlord.answer(heating="electric", equipment=["beds", "fridge", "hob"])
    landlord.send(act="on")
    landlord.answer(vacant_since=date(2024, 5, 10), vacancy_cause="succession")
    landlord.answer(owner_since=date(2012, 3, 1))
    landlord.send(act="on")


def add_photo(landlord: Visitor, photo: Path) -> None:
    landlord.answer(photo=photo, description="Le séjour, côté rue")
    landlord.send()


def set_terms(landlord: Visitor) -> None:
    """The dates, the house rules, the diagnosis, the tax notice and the page to read."""
    landlord.answer(available_from=today(), available_until=today() + timedelta(days=400))
    landlord.send(act="on")
    landlord.answer(pets_allowed="small")
    landlord.send(act="on")
    landlord.answer(energy_class="D", energy_diagnosed_on=date(2023, 2, 14))
    landlord.send(act="on")
    landlord.answer(property_tax_base=1320, property_tax_base_year=2025)
    landlord.send(act="on")
    landlord.answer(read=True)
    landlord.send(act="back")


def photo_with_place(folder: Path) -> Path:
    """A photo as a telephone takes it: it says where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telephone"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (50.0, 41.0, 24.0), 3: "E", 4: (3.0, 10.0, 30.0)}
    path = folder / "salon.jpg"
    Image.new("RGB", (1200, 900), "#c9b79c").save(path, exif=exif)
    return path


def says_where(picture: Path) -> bool:
    """Whether a picture holds any of what a camera writes beside the image."""
    with Image.open(picture) as opened:
        return bool(opened.getexif()) or "exif" in opened.info or "xmp" in opened.info
