"""The pages of units, under one address; views.py gathers their modules."""

from flask import Blueprint

bp = Blueprint("units", __name__, url_prefix="/units")
