"""The pages that take over a list of referrals."""

from stirrup.referrals.imports.importer import ReferralImporter
from stirrup.spreadsheets.pages import ListPages

bp = ListPages(ReferralImporter).blueprint("/referrals/imports")
