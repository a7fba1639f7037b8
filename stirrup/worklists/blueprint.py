"""Where the pages of work to do are registered."""

from flask import Blueprint

bp = Blueprint("worklists", __name__)
