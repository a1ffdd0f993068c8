"""Where every string of the window can be put into another language.

Text that is written where it is shown stands in `tr("…")`. Text that stands in a constant or a
table is only marked there, `mark("…")`, and goes through `tr` where it is shown: nothing may be
translated at import, before a translator is installed. `pyside6-lupdate` finds both with
`-tr-function-alias QT_TR_NOOP+=mark`; it reads no literal inside the braces of an f-string.

What `core` computes is shown as it is: findings, verdicts, captions of figures, the titles of
metrics, presets and settings, the glossary. The same words stand in the run file and the report,
which are in one language.
"""

from PySide6.QtCore import QCoreApplication

CONTEXT = ""
"""Where `pyside6-lupdate` files what a plain `tr(…)` marks."""


def tr(text: str) -> str:
    """The text in the language of the app; itself where no translation is installed.

    Values go in afterwards, `tr("{count} runs").format(count=3)`, so that a translator sees one
    sentence.
    """
    return QCoreApplication.translate(CONTEXT, text)


def mark(text: str) -> str:
    """The text itself, marked for translation at its place of use."""
    return text
