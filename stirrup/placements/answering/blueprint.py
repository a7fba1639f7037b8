"""The pages of answers, under the address of their stay; views.py gathers their modules."""

from flask import Blueprint

bp = Blueprint("answers", __name__, url_prefix="/stays")
