"""Where every string of the window can be put into another language."""

from PySide6.QtCore import QCoreApplication

CONTEXT = ""
"""Where `pyside6-lupdate` files what a plain `tr(…)` marks."""


def tr(text: str) -> str:
    """The text in the language of the app; itself where no translation is installed.

    Values go in afterwards, `tr("{count} runs").format(count=3)`, so that a translator sees one
    sentence.
    """
    return QCoreApplication.translate(CONTEXT, text)
