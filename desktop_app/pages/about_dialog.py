"""About the app: versions, licences, and where its data come from."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from core.environment import environment
from desktop_app.models.about import about_text
from desktop_app.translation import tr
from desktop_app.widgets.label import words


class AboutDialog(QDialog):
    """Everything in one text, which a person can select and copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the dialog."""
        super().__init__(parent)
        self.setWindowTitle(tr("About Collapse Lab"))
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(tr("Versions, licences and credits"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setMarkdown(about_text())
        self._wrap()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy_button = buttons.addButton(tr("Copy all"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        self.copy_button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.addWidget(words(f"Collapse Lab {environment()['collapse-lab']}", "title"))
        column.addWidget(
            words(tr("See model collapse, understand it, flatten it, and show it. On this "
                     "computer alone: the app uses no network."))
        )  # fmt: skip
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(700, 520)

    def _wrap(self) -> None:
        """Let the lines of licences wrap, which Markdown keeps as they are."""
        cursor, wrapped = QTextCursor(self.text.document()), QTextBlockFormat()
        wrapped.setNonBreakableLines(False)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(wrapped)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(tr("Copied"))
