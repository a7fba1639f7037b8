"""The blueprint of the papers; `views` and the modules beside it add the addresses."""

from flask import Blueprint

bp = Blueprint("papers", __name__, url_prefix="/papers")
