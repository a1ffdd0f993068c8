"""What is said when the program itself is at fault: calmly, and with a report to copy."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app import logbook
from desktop_app.translation import mark, tr
from desktop_app.widgets.label import words

SAID = mark("Something in the program went wrong. Every finished generation of your run is saved.")
DETAILS = mark(
    "You can go on. The report below says what happened and in which versions. It is in the log "
    "too, and is sent nowhere; read it before you pass it on, since it may name files and values."
)


class CrashDialog(QDialog):
    """One sentence, the details, and what can be done with them."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        """Show a report."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Collapse Lab")
        self._more = 0
        self.details, self.count = QPlainTextEdit(report), words("", "small")
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(tr("Report"))
        self.count.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.folder_button = buttons.addButton(
            tr("Show log folder"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        self.folder_button.clicked.connect(self._show_folder)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(words(tr(SAID), "heading"))
        column.addWidget(words(tr(DETAILS), "quiet"))
        column.addWidget(self.details, 1)
        column.addWidget(self.count)
        column.addWidget(buttons)
        self.resize(680, 420)

    def count_another(self, traceback: str) -> None:
        """Count a fault that came while this is open, and add one that is not in the report."""
        self._more += 1
        if traceback not in self.details.toPlainText():
            self.details.appendPlainText(f"\n{traceback}")
        self.count.setText(tr("It has happened {times} times.").format(times=self._more + 1))
        self.count.show()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(tr("Copied"))

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(logbook.folder())))
