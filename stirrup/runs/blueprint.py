"""The pages of runs and of what they explain, each under its own address; views.py gathers them."""

from flask import Blueprint

bp = Blueprint("runs", __name__)
