"""The pages of accounts, which share no prefix; views.py gathers their modules."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
