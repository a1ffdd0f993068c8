"""About the app: version, licence, and where its data come from."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

import resources
from core.environment import environment
from desktop_app.widgets.label import words


class AboutDialog(QDialog):
    """Version, licence and the credits of data and fonts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the dialog."""
        super().__init__(parent)
        self.setWindowTitle("About Collapse Lab")
        versions = environment()
        self.credits = QTextBrowser()
        self.credits.setOpenExternalLinks(True)
        self.credits.setMarkdown(resources.read_text("data/LICENCES.md"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.addWidget(words(f"Collapse Lab {versions['collapse-lab']}", "title"))
        column.addWidget(words("See model collapse, understand it, flatten it, and prove it."))
        column.addWidget(
            words(
                f"MIT licence. Python {versions['python']}, NumPy {versions['numpy']}, "
                f"SciPy {versions['scipy']}, PyTorch {versions['torch']}.",
                "quiet",
            )
        )
        column.addWidget(self.credits, 1)
        column.addWidget(buttons)
        self.resize(620, 460)
