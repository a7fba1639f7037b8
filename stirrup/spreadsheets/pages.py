"""The pages of one kind of list: send it, say its columns, read the check, take it over."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.extensions import db
from stirrup.spreadsheets import lists, long_lists
from stirrup.spreadsheets.columns import match_columns
from stirrup.spreadsheets.downloads import download, format_asked
from stirrup.spreadsheets.enums import UploadState
from stirrup.spreadsheets.files import file_to_fill_in, rows_to_correct, whole_report
from stirrup.spreadsheets.forms import ConfirmForm, DeclareForm, UploadForm, columns_form
from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.memory import learned_columns
from stirrup.spreadsheets.models import UploadedList
from stirrup.spreadsheets.page import draft_lines, last_lists, list_page
from stirrup.spreadsheets.reading import MOST_BYTES
from stirrup.spreadsheets.refusals import (
    ColumnsLackingError,
    FileRefusedError,
    ListClosedError,
)
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

Answer = tuple[str, HTTPStatus]
UNTOUCHABLE = HTTPStatus.UNPROCESSABLE_ENTITY


class ListPages:
    """`importer` makes the importer of one request."""

    def __init__(self, importer: type[Importer]) -> None:
        self.make = importer

    def blueprint(self, url_prefix: str) -> Blueprint:
        """The routes, each with the permission of the importer."""
        bp = Blueprint(self.make.prefix, __name__, url_prefix=url_prefix)
        one = "/<int:uploaded_list_id>"
        self._add(bp, "", "index", ["GET", "POST"], self.index, None)
        self._add(bp, "/to-fill-in", "to_fill_in", ["GET"], self.to_fill_in, None)
        self._add(bp, one, "show", ["GET"], self.show, UploadedList)
        self._add(bp, f"{one}/columns", "columns", ["GET", "POST"], self.columns, UploadedList)
        self._add(bp, f"{one}/report", "report", ["GET"], self.report, UploadedList)
        self._add(bp, f"{one}/corrections", "corrections", ["GET"], self.corrections, UploadedList)
        self._add(bp, f"{one}/confirm", "confirm", ["POST"], self.confirm, UploadedList)
        self._add(bp, f"{one}/drop", "drop", ["POST"], self.drop, UploadedList)
        return bp

    def _add(
        self,
        bp: Blueprint,
        rule: str,
        name: str,
        methods: list[str],
        view: Callable[..., Any],
        model: Any,
    ) -> None:
        guarded = requires(self.make.permission, model)(view)
        bp.add_url_rule(rule, name, guarded, methods=methods)

    def index(self) -> Any:
        importer, form = self.make(), UploadForm()
        if form.validate_on_submit():
            sent = form.file.data[0]
            try:
                content = sent.stream.read(MOST_BYTES + 1)
                found = lists.receive_list(importer, sent.filename or "", content, by=current_user)
            except FileRefusedError as refusal:
                db.session.rollback()
                form.file.errors = [sentence_of(refusal)]
            else:
                return self._to("columns", found)
        page = render_template(
            "spreadsheets/index.html",
            importer=importer,
            words=importer.words,
            form=form,
            last=last_lists(importer, current_user),
        )
        return page, UNTOUCHABLE if form.errors else HTTPStatus.OK

    def to_fill_in(self) -> Response:
        file_format = format_asked()
        content = file_to_fill_in(self.make(), file_format)
        return download(f"stirrup-{self.make.kind.value}", content, file_format)

    def columns(self, uploaded_list: UploadedList) -> Any:
        importer = self._importer_of(uploaded_list)
        if long_lists.is_under_way(uploaded_list):
            return self._to("show", uploaded_list)
        table = lists.table_of(uploaded_list)
        learned = learned_columns(uploaded_list.organisation_id, importer.kind)
        matched = match_columns(importer.columns(), table.headings, learned)
        chosen = uploaded_list.columns or matched
        form = columns_form(importer.columns(), table, chosen)
        long = long_lists.is_long(uploaded_list)
        if form.validate_on_submit():
            try:
                check = long_lists.check_later if long else lists.choose_columns
                check(importer, uploaded_list, form.mapping, by=current_user)
            except ColumnsLackingError as refusal:
                db.session.rollback()
                form.form_errors.append(sentence_of(refusal))
            else:
                return self._to("show", uploaded_list)
        page = render_template(
            "spreadsheets/columns.html",
            importer=importer,
            words=importer.words,
            uploaded=uploaded_list,
            form=form,
            found=[column for column in importer.columns() if column.name in chosen],
            others=[column for column in importer.columns() if column.name not in chosen],
            unread=[heading for heading in table.headings if heading not in chosen.values()],
        )
        return page, UNTOUCHABLE if form.errors else HTTPStatus.OK

    def show(self, uploaded_list: UploadedList) -> Any:
        importer = self._importer_of(uploaded_list)
        if self._waits_for_columns(uploaded_list):
            return self._to("columns", uploaded_list)
        return self._list_page(importer, uploaded_list, self._confirm_form(importer))

    def report(self, uploaded_list: UploadedList) -> Any:
        importer, file_format = self._importer_of(uploaded_list), format_asked()
        if self._waits_for_columns(uploaded_list):
            return self._to("columns", uploaded_list)
        _table, checked = lists.faulty_rows(importer, uploaded_list)
        return download("stirrup-report", whole_report(checked, file_format), file_format)

    def corrections(self, uploaded_list: UploadedList) -> Any:
        importer, file_format = self._importer_of(uploaded_list), format_asked()
        if self._waits_for_columns(uploaded_list):
            return self._to("columns", uploaded_list)
        table, checked = lists.faulty_rows(importer, uploaded_list)
        content = rows_to_correct(table, checked, file_format)
        return download("stirrup-to-correct", content, file_format)

    def confirm(self, uploaded_list: UploadedList) -> Any:
        importer = self._importer_of(uploaded_list)
        if self._waits_for_columns(uploaded_list):
            return self._to("columns", uploaded_list)
        form = self._confirm_form(importer)
        if not form.validate_on_submit():
            return self._list_page(importer, uploaded_list, form)
        try:
            long = long_lists.is_long(uploaded_list)
            confirm = long_lists.confirm_later if long else lists.confirm_list
            confirm(importer, uploaded_list, declared=True, by=current_user)
        except ListClosedError as refusal:
            flash(sentence_of(refusal), "info")
        return self._to("show", uploaded_list)

    def drop(self, uploaded_list: UploadedList) -> Any:
        lists.drop_list(self._importer_of(uploaded_list), uploaded_list, by=current_user)
        flash(_("The list is given up, its file erased. Nothing was written."))
        return redirect(url_for(f"{self.make.prefix}.index"), HTTPStatus.SEE_OTHER)

    def _importer_of(self, uploaded: UploadedList) -> Importer:
        if uploaded.kind != self.make.kind:
            abort(HTTPStatus.NOT_FOUND)
        return self.make()

    def _waits_for_columns(self, uploaded: UploadedList) -> bool:
        return uploaded.state == UploadState.UPLOADED and not uploaded.columns

    def _confirm_form(self, importer: Importer) -> ConfirmForm:
        declaration = importer.words.declaration
        return DeclareForm(_(declaration)) if declaration else ConfirmForm()

    def _list_page(self, importer: Importer, uploaded: UploadedList, form: ConfirmForm) -> Answer:
        page = render_template(
            "spreadsheets/show.html",
            importer=importer,
            words=importer.words,
            uploaded=uploaded,
            form=form,
            page=list_page(uploaded),
            drafts=draft_lines(importer, uploaded),
            progress=long_lists.progress_of(uploaded),
        )
        return page, UNTOUCHABLE if form.errors else HTTPStatus.OK

    def _to(self, name: str, uploaded: UploadedList) -> Any:
        where = url_for(f"{self.make.prefix}.{name}", uploaded_list_id=uploaded.id)
        return redirect(where, HTTPStatus.SEE_OTHER)
