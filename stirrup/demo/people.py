"""Invented people who sign in: one demo account for each role, colleagues around them."""

from datetime import datetime
from random import Random

from stirrup.accounts.models import User
from stirrup.demo import invented
from stirrup.permissions import Role

DOMAIN = "demo.example"


class DemoPeople:
    """Invents people with distinct names; the demo sign-ins have short addresses."""

    def __init__(self, random: Random, password_hash: str, confirmed_at: datetime) -> None:
        self._random = random
        self._password_hash = password_hash
        self._taken: set[str] = set()
        self.confirmed_at = confirmed_at

    def invent(self, role: Role, mailbox: str | None = None) -> User:
        """One person; `mailbox` names the account that the sign-in page offers."""
        name = self.new_name()
        return User(
            email=f"{mailbox or _mailbox(name)}@{DOMAIN}",
            display_name=name,
            phone="+33320000000",
            password_hash=self._password_hash,
            role=role,
            is_demo=mailbox is not None,
            email_confirmed_at=self.confirmed_at,
        )

    def new_name(self) -> str:
        """A first and a last name that nobody else here bears."""
        while True:
            first = self._random.choice(invented.FIRST_NAMES)
            name = f"{first} {self._random.choice(invented.LAST_NAMES)}"
            if name not in self._taken:
                self._taken.add(name)
                return name


def _mailbox(name: str) -> str:
    plain = name.lower().translate(str.maketrans("éèëïüôçà ", "eeeiuoca."))
    return plain.encode("ascii", "ignore").decode()
