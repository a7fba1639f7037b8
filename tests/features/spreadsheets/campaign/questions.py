"""What the columns of an invented list say: cells, what each means once stored, what is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from stirrup.clock import today
from stirrup.referrals.answers import communes_of
from stirrup.referrals.enums import CommuneStance, ConsentMethod, Urgency
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.units.enums import EnergyClass, HeatingKind, PetsAllowed


@dataclass(frozen=True)
class Said:
    """One cell: what is typed, what a workbook may hold in its place, what it means."""

    text: str
    meaning: Any
    native: Any = None


@dataclass(frozen=True)
class Question:
    """A column: the ways to call it, good cells, cells that are refused, where it is stored."""

    name: str
    headings: tuple[str, ...]
    say: Callable[[Random, str], Said]
    refused: tuple[str, ...]
    stored: Callable[[Any], Any]
    needed: bool = False


LONG = "x" * 100_000
NO_TEXT = (
    "=1+1",
    "@SUM(A1)",
    "+A1",
    "-B2",
    "\t=1+1",
    "\r@A1",
    "a\u202eb",
    "12 rue\x00",
    LONG,
    "a\ufffdb",
)
NO_NUMBER = ("grande", "NaN", "inf", "1e3", "9" * 20, "12 %", "٣٤", "1_0", "=2+2", "0x1F", "½")
NO_DAY = ("31/02/2024", "45422", "10/05/2999", "hier", "2024-13-01", "10/05/24", "=TODAY()", "0")
LETTERS = {
    "latin-1": ("de Lannoy", "des Frères", "du Général-Leclerc", "de l'Épeule", "Saint-Maur"),
    "cp1252": ("de l’Épeule", "du Cœur", "aux Œillets"),
    "unicode": ("des Lilas 🏠", "de Łódź", "שלום", "de l’E\u0301toile", "دار", "du Ĳssel"),
}
"""Streets by the smallest alphabet that can write them."""
REACH = {"latin-1": 1, "cp1252": 2, "unicode": 3}
PLACES = (
    ("Roubaix", "59100", "59512"),
    ("TOURCOING", "59200", "59599"),
    ("villeneuve d ascq", "59650", "59009"),
    ("59350", "59000", "59350"),
)


def of(*ways: Said) -> Callable[[Random, str], Said]:
    return lambda rng, _letters: rng.choice(ways)


def a_street(rng: Random, letters: str) -> Said:
    known = [way for name in list(LETTERS)[: REACH[letters]] for way in LETTERS[name]]
    text = f"{rng.randint(1, 300)} rue {rng.choice(known)}"
    return Said(rng.choice((text, f" {text} ")), text.replace("E\u0301", "É"))


def a_number(least: int, most: int) -> Callable[[Random, str], Said]:
    def say(rng: Random, _letters: str) -> Said:
        number = rng.randint(least, most)
        return Said(rng.choice((str(number), f"\u00a0{number}", f"{number} ")), number, number)

    return say


def a_surface(rng: Random, _letters: str) -> Said:
    tenths = rng.randint(400, 990)
    text = f"{tenths // 10},{tenths % 10}"
    ways = (text, text.replace(",", "."), f"{text}0")
    return Said(rng.choice(ways), Decimal(tenths) / 10, tenths / 10 + 1e-14)


def a_day(first: date, last: date) -> Callable[[Random, str], Said]:
    def say(rng: Random, _letters: str) -> Said:
        day = first + timedelta(days=rng.randint(0, (last - first).days))
        ways = (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d-%m-%Y}")
        return Said(rng.choice(ways), day, day)

    return say


def yes_or_no(rng: Random, _letters: str) -> Said:
    meaning = rng.random() < 0.5
    words = ("oui", "OUI", "Vrai", "x", "1", "yes") if meaning else ("non", "Non", "0", "FAUX")
    return Said(rng.choice(words), meaning, meaning)


def field(name: str) -> Callable[[Any], Any]:
    return lambda subject: getattr(subject, name)


def home_questions() -> list[Question]:
    return [
        Question(
            "street", ("Adresse", "Rue", "Address", "Numéro et rue"), a_street,
            (*NO_TEXT, "", "ab", "x" * 200), field("street"), needed=True,
        ),
        Question(
            "surface_m2", ("Surface", "Surface habitable", "Superficie"), a_surface,
            (*NO_NUMBER, "8", "58,555"), field("surface_m2"),
        ),
        Question(
            "floor", ("Étage", "Niveau", "Floor"), a_number(-1, 60), (*NO_NUMBER, "99", "1,5"),
            field("floor"),
        ),
        Question(
            "lift", ("Ascenseur", "Lift"), yes_or_no, ("peut-être", "2", "ouinon", "=OUI"),
            field("lift"),
        ),
        Question(
            "heating", ("Chauffage", "Heating"),
            of(Said("Gaz, individuel", HeatingKind.GAS), Said("collectif", HeatingKind.COLLECTIVE),
               Said("heat_pump", HeatingKind.HEAT_PUMP)),
            ("vapeur", "=GAZ", "Gaz et bois"), field("heating"),
        ),
        Question(
            "energy_class", ("DPE", "Classe énergie", "Étiquette énergie"),
            of(Said("D", EnergyClass.D), Said("étiquette e", EnergyClass.E)),
            ("Z", "D ou E", "en cours"), field("energy_class"),
        ),
        Question(
            "pets_allowed", ("Animaux", "Pets"),
            of(Said("small", PetsAllowed.SMALL), Said("none", PetsAllowed.NONE)),
            ("licorne", "1"), field("pets_allowed"),
        ),
        Question(
            "vacant_since", ("Vide depuis", "Vacant depuis", "Date de vacance"),
            a_day(date(2010, 1, 1), date(2025, 12, 31)), NO_DAY, field("vacant_since"),
        ),
        Question(
            "new_building", ("Immeuble", "Résidence"),
            of(Said("Les Lilas", "Les Lilas"), Said("LES LILAS", "Les Lilas")),
            ("=Lilas", "x" * 90),
            lambda unit: unit.building.name.title() if unit.building else None,
        ),
    ]  # fmt: skip


def household_questions() -> list[Question]:
    agreed = f"{today():%d/%m/%Y}"
    ever = of(Said(agreed, today(), today()), Said(today().isoformat(), today(), today()))
    return [
        Question(
            "notice_version", ("Version de la notice",), of(Said(NOTICE_VERSION, NOTICE_VERSION)),
            ("",), field("notice_version"), needed=True,
        ),
        Question(
            "consent_given_on", ("Consentement le", "Date de consentement"), ever,
            ("", *NO_DAY), field("consent_given_on"), needed=True,
        ),
        Question(
            "consent_method", ("Mode de consentement", "Consentement recueilli"),
            of(*(Said(way, ConsentMethod.SIGNED) for way in ("signed", "Formulaire signé"))),
            ("", "au téléphone", "=1"), field("consent_method"), needed=True,
        ),
        Question("adults", ("Adultes", "Nombre d’adultes"), of(Said("2", 2, 2), Said("\u00a02", 2)),
            (*NO_NUMBER, "0", "-1"),
            lambda one: sum(member.is_adult for member in one.household.members), needed=True,
        ),
        Question("minors", ("Mineurs", "Enfants", "Nombre d’enfants"), of(Said("3", 5, 3)),
            NO_NUMBER, field("people")),
        Question("bedrooms_needed", ("Chambres", "Nombre de chambres"), a_number(1, 4),
            (*NO_NUMBER, "99"), field("bedrooms_needed")),
        Question(
            "urgency", ("Urgence", "Degré d’urgence"),
            of(Said("stable", Urgency.STABLE), Said("Fin sous 30 jours", Urgency.WITHIN_30_DAYS)),
            ("très", "=1"), field("urgency"),
        ),
        Question(
            "accepted", ("Communes acceptées", "Secteurs"),
            of(Said("Roubaix, Lille", ["59512", "59350"]), Said("59350|LILLE", ["59350"])),
            ("Paris", "Roubaix, Paris", "Lille," * 500 + "Rien", LONG),
            lambda one: communes_of(one, CommuneStance.ACCEPTED),
        ),
        Question(
            "earliest_entry", ("Entrée au plus tôt",),
            a_day(today(), today() + timedelta(days=60)), NO_DAY, field("earliest_entry"),
        ),
        Question("phone", ("Téléphone", "Portable"),
            of(Said("06 00 00 00 01", "+33600000001"), Said("0033600000001", "+33600000001"),
               Said("06.00\u00a000.00.01", "+33600000001")),
            ("12", "abc", "=06", "+44 20 7946 0958"), lambda one: one.household.phone),
    ]  # fmt: skip
