"""The blueprint that the routes of this domain share."""

from flask import Blueprint

bp = Blueprint("identity", __name__)
