"""The pages that take over a list of homes."""

from stirrup.spreadsheets.pages import ListPages
from stirrup.units.imports.importer import UnitImporter

bp = ListPages(UnitImporter).blueprint("/units/imports")
