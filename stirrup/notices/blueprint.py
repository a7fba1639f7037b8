"""The pages about mails, calendars and the sheets of the morning."""

from flask import Blueprint

bp = Blueprint("notices", __name__)
