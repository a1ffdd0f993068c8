"""The form of the real data: a source and its settings, or a file of the person's own."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core import registry
from core.sources.file import FileSource
from core.userdata.loading import file_name
from desktop_app.models.fields import FormField
from desktop_app.translation import tr
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.plugin_form import PluginForm

OWN = registry.kind_of(FileSource)


class SourceForm(PluginForm):
    """A PluginForm whose own data are chosen on a page of their own.

    Signal own_data_asked: that page is wanted.
    """

    own_data_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the form."""
        super().__init__("sources", tr("Real data"), parent=parent)
        self._part: dict[str, Any] = {"kind": OWN}
        self._own, self._name = QWidget(), Elided("", "heading")
        self._said, self.choose = words("", "small"), QPushButton(tr("Choose…"))
        rows = QVBoxLayout(self._own)
        rows.setContentsMargins(0, 4, 0, 0)
        for part in (self._name, self._said, self.choose):
            rows.addWidget(part)
        self._layout.addWidget(self._own)
        self.choose.clicked.connect(self.own_data_asked)
        self._show_own()

    def value(self) -> dict[str, Any] | None:
        """The part of the document; own data as they were last shown."""
        return dict(self._part) if self._kind() == OWN else super().value()

    def show_value(self, part: dict[str, Any] | None) -> None:
        """Show a part of the document."""
        if part is not None and part.get("kind") == OWN:
            self._part = dict(part)
        super().show_value(part)
        self._show_own()

    def _fields(self, plugin: type[registry.Plugin]) -> tuple[FormField, ...]:
        return () if plugin is FileSource else super()._fields(plugin)

    def _choose(self) -> None:
        super()._choose()
        self._show_own()

    def _show_own(self) -> None:
        """The file's name and what it holds."""
        path, facts = str(self._part.get("path") or ""), self._part.get("facts")
        self._own.setVisible(self._kind() == OWN)
        self._name.show_text(file_name(path) if path else tr("No file chosen yet"), path)
        self._said.setText(_say(facts) if isinstance(facts, dict) else "")
        self._said.setVisible(bool(self._said.text()))
        self.choose.setText(tr("Look or choose again…") if path else tr("Choose…"))


def _say(facts: dict[str, Any]) -> str:
    """Such as "342 records, read as numbers: bill_length_mm, bill_depth_mm"."""
    kept = ", ".join(facts.get("kept") or ())
    bare = tr("{count:,} records, read as {kind}.")
    said = tr("{count:,} records, read as {kind}: {kept}.") if kept else bare
    return said.format(count=facts["records"], kind=facts["reads"], kept=kept)
