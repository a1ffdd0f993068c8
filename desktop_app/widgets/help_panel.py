"""What am I looking at, and the glossary: one panel over the page, not a dialog."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from core.explained import Explained, explained_metric, explained_term
from core.glossary import search, term
from desktop_app.translation import tr
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.label import words

WIDTH = 24
"""Width in letters of the window's text; the panel covers the settings, and no chart."""

LIST_SHARE, TEXT_SHARE = 2, 3
"""How the glossary's list and its text divide the height."""

Place = tuple[str, str]
"""What is shown: "metric" or "term", and which; "term" and "" of no term."""


class HelpPanel(QFrame):
    """Explains a metric, or looks up a term; Escape closes it and gives the keyboard back."""

    def __init__(self, parent: QWidget) -> None:
        """Make the panel at the left of a widget, hidden."""
        super().__init__(parent)
        self.setProperty("role", "help")
        self._before: list[Place] = []
        self._now: Place | None = None
        self._from: QWidget | None = None
        self.title = words(role="title")
        self.back_button = QPushButton(tr("Back"))
        self.glossary_button = QPushButton(tr("Glossary"))
        self.close_button = QPushButton(tr("Close"))
        self.field, self.found, self.text = QLineEdit(), QListWidget(), QTextBrowser()
        leave_drops(self.field, self.text)
        self.none = words(role="small")
        self._lay_out()
        self._connect()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        self.title.setWordWrap(False)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        for button in (self.back_button, self.glossary_button, self.close_button):
            button.setProperty("role", "link")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.none)
        column.addWidget(self.found, LIST_SHARE)
        column.addWidget(self.text, TEXT_SHARE)
        self.field.setPlaceholderText(tr("Search the glossary"))
        self.field.setAccessibleName(tr("Search the glossary"))
        self.found.setAccessibleName(tr("Terms"))
        self.text.setAccessibleName(tr("Explanation"))
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self.found.setFocus)
        self.found.currentItemChanged.connect(self._show_item)
        self.text.anchorClicked.connect(self._follow)
        self.back_button.clicked.connect(self.go_back)
        self.glossary_button.clicked.connect(self.show_glossary)
        self.close_button.clicked.connect(self.close_panel)

    # What the window asks of it

    @Slot(str)
    def explain_metric(self, metric: str) -> None:
        """Explain what a chart of a metric shows."""
        self._open(("metric", metric))

    @Slot(str)
    def explain_term(self, key: str) -> None:
        """Explain something else on the page by its term."""
        self._open(("term", key))

    @Slot()
    def show_glossary(self) -> None:
        """Show all terms, ready to be searched."""
        self._open(("term", ""))
        self.field.clear()
        self.field.setFocus()

    @Slot()
    def close_panel(self) -> None:
        """Close, and give the keyboard back to what had it."""
        self.hide()
        self._before.clear()
        self._now = None
        if self._from is not None and isValid(self._from) and self._from.isVisible():
            self._from.setFocus()  # not of a form made anew, nor of a page no longer in front
        self._from = None

    @Slot()
    def go_back(self) -> None:
        """Show what was shown before a link was followed."""
        if self._before:
            self._show(self._before.pop())

    # What is shown

    def _open(self, place: Place) -> None:
        if not self.isVisible():
            self._from = QApplication.focusWidget()
        elif self._now is not None and self._now != place:
            self._before.append(self._now)
        self._fit()
        self.show()
        self.raise_()
        self._show(place)
        self.text.setFocus()

    def _show(self, place: Place) -> None:
        self._now = place
        kind, which = place
        glossary = kind == "term"
        self.title.setText(tr("Glossary") if glossary else tr("What am I looking at?"))
        for part in (self.field, self.found):
            part.setVisible(glossary)
        self.none.setVisible(False)
        self.glossary_button.setVisible(not glossary)
        self.back_button.setVisible(bool(self._before))
        if not glossary:
            self._say(explained_metric(which))
            return
        if not self.found.count() or which not in self._keys():
            self.field.clear()
            self._search("")
        if which:
            self.found.setCurrentRow(self._keys().index(which))
            self._say(explained_term(which))

    def _say(self, of: Explained) -> None:
        self.text.setHtml(as_html(of))
        self.text.setAccessibleDescription(of.plain)

    def _keys(self) -> list[str]:
        items = (self.found.item(row) for row in range(self.found.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    @Slot(str)
    def _search(self, said: str) -> None:
        """List what is found; the first of it is explained."""
        self.found.blockSignals(True)
        self.found.clear()
        for one in search(said):
            item = QListWidgetItem(one.term)
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            self.found.addItem(item)
        self.found.blockSignals(False)
        nothing = not self.found.count()
        self.none.setText(tr("No term has “{words}” in it.").format(words=said) if nothing else "")
        self.none.setVisible(nothing)
        self.found.setCurrentRow(0)

    @Slot()
    def _show_item(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            key = item.data(Qt.ItemDataRole.UserRole)
            self._now = ("term", key)
            self._say(explained_term(key))

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        """A link leads to a term, and nowhere else."""
        self._open(("term", link.path()))

    # Where it stands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as high as the page."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = WIDTH * self.fontMetrics().averageCharWidth() * 2
            self.setGeometry(0, 0, min(width, parent.width() // 2), parent.height())


def as_html(of: Explained) -> str:
    """An explanation as a text browser shows it; every text in it is as it stands, no markup."""
    parts = [f"<h3>{escape(of.title)}</h3>", f"<p>{escape(of.plain)}</p>"]
    parts += _part(tr("How it is worked out") if of.high else tr("Precisely"), of.definition)
    if of.high:
        parts += _part(tr("A high value"), of.high) + _part(tr("A low value"), of.low)
    parts += _part(tr("Source"), of.source[:1].upper() + of.source[1:])
    parts += [f"<p>{escape(paper)}</p>" for paper in of.papers]
    links = (f'<a href="term:{key}">{escape(term(key).term)}</a>' for key in of.related)
    if of.related:
        heading = escape(tr("In the glossary"))
        parts.append(f"<p><b>{heading}</b><br>{', '.join(links)}</p>")
    return "".join(parts)


def _part(heading: str, said: str) -> list[str]:
    return [f"<p><b>{escape(heading)}</b><br>{escape(said)}</p>"]
