"""What the PDF needs to know besides the run: who sends it, the length, the paper."""

from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.settings import Settings
from desktop_app.translation import tr
from desktop_app.widgets.report_form import ReportForm


class ExportDialog(QDialog):
    """Asks once; the name is remembered on this computer and never written into a run file."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Make the form, with what was given last time."""
        super().__init__(parent)
        self.setWindowTitle(tr("Export PDF"))
        self.form = ReportForm(settings)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton(
            tr("Choose where to save…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.setProperty("wide", "dialog")

    def choices(self) -> dict[str, Any]:
        """What was given, as `core.report.export_pdf` calls it."""
        return self.form.choices().as_given()

    def accept(self) -> None:
        """Remember the person and the paper."""
        self.form.remember()
        super().accept()
