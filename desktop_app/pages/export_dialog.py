"""What the PDF needs to know besides the run: the person's name, the length, the paper."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.settings import Settings
from desktop_app.widgets.label import words

LENGTHS = (("Two to four pages, with method and limits", "four"), ("One page", "one"))
PAPERS = (("A4", "a4"), ("US letter", "letter"))


class ExportDialog(QDialog):
    """Asks once; the name is remembered on this computer and never written into a run file."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Make the form, with what was given last time."""
        super().__init__(parent)
        self.setWindowTitle("Export PDF")
        self._settings = settings
        self.person = QLineEdit(settings.person)
        self.person.setMaxLength(100)
        self.person.setPlaceholderText("Optional")
        self.length, self.paper = _choice(LENGTHS), _choice(PAPERS)
        self.paper.setCurrentIndex(max(0, self.paper.findData(settings.paper)))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Your name", self.person)
        hint = words("Printed under the title. Kept on this computer, not in the run.", "small")
        hint.setWordWrap(False)
        form.addRow("", hint)
        form.addRow("Length", self.length)
        form.addRow("Paper", self.paper)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton("Choose where to save…", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    def choices(self) -> dict[str, str]:
        """What was given, as `core.report.export_pdf` calls it."""
        return {
            "person": self.person.text().strip(),
            "length": self.length.currentData(),
            "paper": self.paper.currentData(),
        }

    def accept(self) -> None:
        """Remember the name and the paper."""
        self._settings.person = self.person.text().strip()
        self._settings.paper = str(self.paper.currentData())
        super().accept()


def _choice(options: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    for title, value in options:
        box.addItem(title, value)
    return box
