"""Settings, read once from the environment; production refuses weak secrets and demo accounts."""

import base64
import os
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "development only, refused in production"  # noqa: S105 (not a secret)
DEVELOPMENT_FIELD_KEY = base64.b64encode(b"development-key-of-32-bytes-only").decode()


class WeakConfigurationError(RuntimeError):
    """Production was started without a setting that protects people."""


class Development:
    """A developer's machine: SQLite under instance/, mail printed on the console."""

    ENVIRONMENT = "development"
    DEBUG = False
    TESTING = False
    DEMO_BANNER = True
    DEMO_ACCOUNTS_ALLOWED = True
    MAILER = "console"

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        environ = dict(os.environ if environ is None else environ)
        self.INSTANCE = Path(environ.get("STIRRUP_INSTANCE", ROOT / "instance")).resolve()
        self.SQLALCHEMY_DATABASE_URI = environ.get(
            "DATABASE_URL", f"sqlite:///{self.INSTANCE / 'stirrup.sqlite3'}"
        )
        self.SECRET_KEY = environ.get("SECRET_KEY", DEVELOPMENT_SECRET)
        self.SECRET_KEY_FALLBACKS = environ.get("SECRET_KEY_FALLBACKS", "").split()
        self.FIELD_KEYS = tuple(environ.get("FIELD_KEYS", DEVELOPMENT_FIELD_KEY).split())
        self.SMTP_URL = environ.get("SMTP_URL", "")
        self.MAIL_FROM = environ.get("MAIL_FROM", "Stirrup <no-reply@stirrup.example>")
        self.BASE_URL = environ.get("BASE_URL", "http://127.0.0.1:5000")
        self.UNDO_MINUTES = int(environ.get("UNDO_MINUTES", "10"))
        self.HELP_PHONE = environ.get("HELP_PHONE", "03 20 00 00 00")
        self.OPERATOR = environ.get("OPERATOR", "Stirrup")
        self.LEGAL_NAME = environ.get("LEGAL_NAME", "")
        self.LEGAL_ADDRESS = environ.get("LEGAL_ADDRESS", "")
        self.LEGAL_REGISTRATION = environ.get("LEGAL_REGISTRATION", "")
        self.LEGAL_EMAIL = environ.get("LEGAL_EMAIL", "")
        self.LEGAL_DIRECTOR = environ.get("LEGAL_DIRECTOR", "")
        self.LEGAL_HOST = environ.get("LEGAL_HOST", "")
        self.DATA_CONTACT = environ.get("DATA_CONTACT", "donnees@stirrup.example")
        self.TRUSTED_PROXIES = int(environ.get("TRUSTED_PROXIES", "0"))
        self.TRUSTED_HOSTS = environ.get("TRUSTED_HOSTS", "").split() or None
        self.PHOTOS = self.INSTANCE / "photos"
        self.BACKUP_FOLDER = environ.get("BACKUP_FOLDER", "")
        self.SEAL_PKCS12 = environ.get("SEAL_PKCS12", "")
        self.SEAL_PASSPHRASE = environ.get("SEAL_PASSPHRASE", "")
        self.SEAL_TSA_URL = environ.get("SEAL_TSA_URL", "")

    SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True}
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 500_000
    SESSION_COOKIE_NAME = "stirrup"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    PERMANENT_SESSION_LIFETIME = timedelta(days=7)
    """Of the cookie: the server ends sessions long before, and knows whose forms it keeps."""
    WTF_CSRF_TIME_LIMIT = None
    BABEL_DEFAULT_LOCALE = "fr"
    BABEL_DEFAULT_TIMEZONE = "Europe/Paris"
    LANGUAGES = ("fr", "en")


class Testing(Development):
    """The suite: mail stays in memory, everything else is real."""

    __test__ = False  # not a test, although its name begins like one
    ENVIRONMENT = "testing"
    TESTING = True
    DEMO_BANNER = False
    MAILER = "memory"


class Production(Development):
    """A real site: nothing is guessed, cookies travel over TLS only."""

    ENVIRONMENT = "production"
    DEMO_BANNER = False
    DEMO_ACCOUNTS_ALLOWED = False
    MAILER = "smtp"
    SESSION_COOKIE_NAME = "__Host-stirrup"
    SESSION_COOKIE_SECURE = True

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        super().__init__(environ)
        self._refuse_weak_secrets()

    def _refuse_weak_secrets(self) -> None:
        if self.SECRET_KEY == DEVELOPMENT_SECRET or len(self.SECRET_KEY) < 32:
            raise WeakConfigurationError("SECRET_KEY must be set to 32 characters or more.")
        if DEVELOPMENT_FIELD_KEY in self.FIELD_KEYS:
            raise WeakConfigurationError("FIELD_KEYS must be set: see docs/operations.md.")
        if not self.SMTP_URL:
            raise WeakConfigurationError("SMTP_URL must be set, as in smtp://relay.example:587.")
        if not self.TRUSTED_HOSTS:
            raise WeakConfigurationError("TRUSTED_HOSTS must name the host names of the site.")


CONFIGURATIONS = {
    "development": Development,
    "testing": Testing,
    "production": Production,
}


def from_environment() -> Development:
    """The configuration named by STIRRUP_ENV, development when nothing is said."""
    return CONFIGURATIONS[os.environ.get("STIRRUP_ENV", "development")]()
