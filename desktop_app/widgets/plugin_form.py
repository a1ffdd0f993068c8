"""A form for "one plug-in of this group": which one, and then the settings that it declares."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import registry
from desktop_app.models.fields import FormField, form_fields
from desktop_app.translation import tr
from desktop_app.widgets.card import mark_wrong
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.label import words


class PluginForm(QWidget):
    """Chooses a plug-in and edits its settings; settings of a kind come back when it does.

    Signal edited: by the person, not by `show_value`.
    """

    edited = Signal()

    def __init__(
        self, group: str, title: str, *, none: str = "", parent: QWidget | None = None
    ) -> None:
        """Make the form; `none` names the choice of no plug-in, where that is allowed."""
        super().__init__(parent)
        self._group = group
        self._rows: list[FieldRow] = []
        self._typed: dict[str, dict[str, object]] = {}
        self.chooser = Choice()
        self.chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser.setAccessibleName(title)
        if none:
            self.chooser.addItem(none, "")
        for kind, plugin in self._offered().items():
            self.chooser.addItem(plugin.title, kind)
        self._problem, self._summary = words("", "problem"), words("", "small")
        self._problem.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        for widget in (words(title, "heading"), self.chooser, self._problem, self._summary):
            self._layout.addWidget(widget)
        self.chooser.activated.connect(self._choose)
        self._rebuild()

    def value(self) -> dict[str, Any] | None:
        """The part of the document; None where no plug-in is chosen."""
        if not self._kind():
            return None
        return {"kind": self._kind(), **{row.field.name: row.value() for row in self._rows}}

    def show_value(self, part: dict[str, Any] | None) -> None:
        """Show a part of the document."""
        given = dict(part or {})
        kind = given.pop("kind", "")
        if kind != self._kind():
            self.chooser.setCurrentIndex(self.chooser.findData(kind))
            self._rebuild()
        for row in self._rows:
            row.show_value(given.get(row.field.name, row.field.default))

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong beside the setting called `field`, or beside the choice itself."""
        names = [row.field.name for row in self._rows]
        for row in self._rows:
            row.show_problem(sentence if row.field.name == field else "")
        here = "" if field in names else sentence
        self._problem.setText(here)
        self._problem.setVisible(bool(here))
        mark_wrong(self.chooser, bool(here))

    def offer(self, fits: Callable[[type[Any]], bool]) -> None:
        """Mark the plug-ins that do not fit, which cannot be chosen now."""
        items = self.chooser.model()
        assert isinstance(items, QStandardItemModel)
        for kind, plugin in self._offered().items():
            item, fitting = items.item(self.chooser.findData(kind)), fits(plugin)
            item.setEnabled(fitting)
            item.setText(
                plugin.title if fitting else tr("{title} (does not fit)").format(title=plugin.title)
            )

    def _offered(self) -> dict[str, type[Any]]:
        """The plug-ins that can be chosen; what hands out recorded records has its own page."""
        plugins = registry.plugins(self._group)
        return {kind: one for kind, one in plugins.items() if not getattr(one, "recorded", False)}

    def _fields(self, plugin: type[registry.Plugin]) -> tuple[FormField, ...]:
        """The settings that have a row."""
        return form_fields(plugin)

    def _kind(self) -> str:
        return str(self.chooser.currentData() or "")

    def _choose(self) -> None:
        self._rebuild()
        self.edited.emit()

    def _rebuild(self) -> None:
        """Make the rows of the chosen kind."""
        for row in self._rows:
            self._typed.setdefault(row.objectName(), {})[row.field.name] = row.value()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        kind = self._kind()
        plugin: type[registry.Plugin] | None = registry.plugins(self._group).get(kind)
        self._summary.setText("" if plugin is None else plugin.summary)
        self._summary.setVisible(plugin is not None)
        self.chooser.setAccessibleDescription(self._summary.text())
        self._rows = [] if plugin is None else [FieldRow(field) for field in self._fields(plugin)]
        for row in self._rows:
            row.setObjectName(kind)
            row.show_value(self._typed.get(kind, {}).get(row.field.name, row.field.default))
            row.edited.connect(self.edited)
            self._layout.addWidget(row)
