"""The write-up: its texts to edit, what the precision check says of them, its pages, its files."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.desk import Drawn, Reading
from desktop_app.models.write_up import WriteUp
from desktop_app.settings import Settings
from desktop_app.translation import mark, tr
from desktop_app.widgets.card import Card
from desktop_app.widgets.label import words
from desktop_app.widgets.pages_view import PagesView
from desktop_app.widgets.report_form import ReportForm
from desktop_app.widgets.text_card import TextCard, say_remarks

KINDS = {
    "pdf": (mark("PDF…"), mark("PDF (*.pdf)")),
    "md": (mark("Markdown…"), mark("Markdown (*.md)")),
    "csv": (mark("CSV…"), mark("Table of all values (*.csv)")),
    "json": (mark("JSON…"), mark("Settings and all values (*.json)")),
    "prov.json": (
        mark("PROV…"),
        mark("Where all records came from, as W3C PROV-JSON (*.prov.json)"),
    ),
}
"""The files that can be written, by their suffix: the button, and what the dialog calls them."""

MOST_PAGES = {"one": 1, "four": 4}

FIRST = mark("At the top")
"""What the first section, which has no heading of its own, is called here."""


class WriteUpPage(QWidget):
    """The column of texts, and `preview` with the pages beside it."""

    def __init__(self, run: ActiveRun, settings: Settings, parent: QWidget | None = None) -> None:
        """Make the page; it follows the run while it is shown."""
        super().__init__(parent)
        self._run, self._settings = run, settings
        self._stale = True
        self._file: Path | None = None
        self.model, self.preview = WriteUp(self), PagesView()
        self.length, self.said = words("", "heading"), words("", "quiet")
        self.problem, self.open_button = words("", "problem"), QPushButton(tr("Open it"))
        self.reset_all_button = QPushButton(tr("Reset every text"))
        self.form, self.notes = ReportForm(settings), words("", "remark")
        self.buttons = {kind: QPushButton(tr(text)) for kind, (text, _) in KINDS.items()}
        self.cards: dict[str, TextCard] = {}
        self._column = QWidget()
        self._texts = QVBoxLayout(self._column)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        above, row, scroll, column = QVBoxLayout(), QHBoxLayout(), QScrollArea(), QWidget()
        above.setContentsMargins(14, 10, 14, 8)
        above.setSpacing(4)
        row.setSpacing(6)
        row.addWidget(words(tr("Export")))
        for kind, button in self.buttons.items():
            button.setProperty("role", "primary" if kind == "pdf" else "")
            row.addWidget(button)
        row.addStretch(1)
        told = QHBoxLayout()
        self.open_button.setProperty("role", "link")
        told.addWidget(self.said, 1)
        told.addWidget(self.open_button)
        above.addWidget(self.length)
        above.addLayout(row)
        above.addLayout(told)
        above.addWidget(self.problem)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(14, 4, 10, 14)
        rows.setSpacing(8)
        card = Card()
        card.rows.addWidget(self.form)
        rows.addWidget(card)
        hint = tr(
            "Every text below can be written anew in your own words. It is saved in the run, and "
            "marked as edited wherever it is printed. Numbers in tables and charts stay the run's."
        )
        rows.addWidget(words(hint, "small"))
        rows.addWidget(self.notes)
        rows.addWidget(self.reset_all_button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._column)
        rows.addStretch(1)
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setSpacing(6)
        writing, edge, page = QWidget(), QFrame(), QHBoxLayout(self)
        writing.setProperty("wide", "writing")
        written = QVBoxLayout(writing)
        written.setContentsMargins(0, 0, 0, 0)
        written.setSpacing(0)
        written.addLayout(above)
        written.addWidget(scroll, 1)
        edge.setProperty("role", "edge")
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(writing)
        page.addWidget(edge)
        page.addWidget(self.preview, 1)
        self._rest(True)
        for hidden in (self.open_button, self.problem, self.reset_all_button, self.notes):
            hidden.hide()

    def _connect(self) -> None:
        for signal in (self._run.replaced, self._run.grown, self._run.state_changed):
            signal.connect(self._follow)
        self.form.edited.connect(self._choose)
        self.preview.resized.connect(self._fit)
        self.model.read.connect(self._show_texts)
        self.model.drawn.connect(self._show_pages)
        self.model.written.connect(self._tell_written)
        self.model.failed.connect(self._tell_failed)
        self.open_button.clicked.connect(self._open_file)
        self.reset_all_button.clicked.connect(self.model.reset_all)
        for button in self.buttons.values():
            button.clicked.connect(self._ask_target)

    # What the window asks of it

    def showEvent(self, event: QShowEvent) -> None:
        """Read and draw what has changed behind other pages.

        The pages have the keyboard at first: a shortcut would else be typed into a name.
        """
        super().showEvent(event)
        if self.focusWidget() is None:
            self.preview.setFocus()
        self._follow_if_stale()

    def shutdown(self, limit_ms: int) -> bool:
        """Keep what was typed and end what is being worked on; False past the limit."""
        return self.model.shutdown(limit_ms)

    @Slot()
    def _follow(self) -> None:
        self._stale = True
        self._follow_if_stale()

    def _follow_if_stale(self) -> None:
        """Open the run on screen, once it rests and this page is looked at."""
        record, path = self._run.record, self._run.path
        ready = self._run.idle and record is not None and record.done() >= 0
        if not (self.isVisible() and self._stale and ready and path is not None):
            return
        self._stale = False
        self._rest(True)
        self._say(tr("Reading the run…"))
        self.model.choices = self.form.choices()
        self.model.open(path)
        self._fit()

    def _rest(self, rests: bool) -> None:
        """Take no words and write no files while the texts on screen are another run's."""
        for widget in (self._column, self.reset_all_button, *self.buttons.values()):
            widget.setEnabled(not rests)

    @Slot()
    def _choose(self) -> None:
        self.form.remember()
        self.model.choose(self.form.choices())
        if self._column.isEnabled():
            self._say(tr("Drawing the pages…"))

    @Slot()
    def _fit(self) -> None:
        if self.isVisible():
            self.model.fit(self.preview.page_width())

    # What it has to show

    @Slot(object)
    def _show_texts(self, found: Reading) -> None:
        self._rest(False)
        self._column.show()
        if [text.key for text in found.texts] != list(self.cards):
            self._lay_out_cards(found)
        for text in found.texts:
            self.cards[text.key].show_text(
                text, found.remarks.get(text.key, []), found.refused.get(text.key, ""),
                pending=self.model.pending(text.key),
            )  # fmt: skip
        self.length.setText(say_length(found))
        self._say(tr("Drawing the pages…"))
        self.notes.setText(say_notes(found))
        self.notes.setVisible(bool(self.notes.text()))
        own = any(text.state.value != "computed" for text in found.texts)
        self.reset_all_button.setVisible(own or bool(found.problem or found.adrift))

    def _lay_out_cards(self, found: Reading) -> None:
        """A card a text, under the headings of its section."""
        while (item := self._texts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cards.clear()
        section = None
        for text in found.texts:
            if text.section != section:
                section = text.section
                self._texts.addWidget(words(section or tr(FIRST), "title"))
            card = TextCard(text)
            card.typed.connect(self.model.type)
            card.kept.connect(self.model.type)
            card.reset_asked.connect(self.model.reset)
            self.cards[text.key] = card
            self._texts.addWidget(card)

    @Slot(object)
    def _show_pages(self, found: Drawn) -> None:
        if found.problem:
            self.said.setText("")
            before = tr("The pages below are the ones before. ") if self.preview.pages else ""
            self.preview.say(f"{before}{found.problem}.")
        else:
            self.preview.show_pages(found.pages)
            if self._file is None:  # else what was just written is still told
                self._say(say_pages(len(found.pages), MOST_PAGES[self.model.choices.length]))

    def _say(self, text: str, file: Path | None = None) -> None:
        self._file = file
        self.said.setText(text)
        self.problem.hide()
        self.open_button.setVisible(file is not None)

    # Files

    @Slot()
    def _ask_target(self) -> None:
        """Ask where to write the kind of file whose button was pressed."""
        sender = self.sender()
        kind = next(kind for kind, button in self.buttons.items() if button is sender)
        assert self._run.path is not None
        suggested = self._settings.folder / f"{self._run.path.stem}.{kind}"
        text, kinds = KINDS[kind]
        title = tr("Export {kind}").format(kind=tr(text).rstrip("…"))
        given, _ = QFileDialog.getSaveFileName(self, title, str(suggested), tr(kinds))
        if given:
            target = Path(given)
            self._settings.folder = target.parent
            if not target.name.lower().endswith(f".{kind}"):
                target = target.with_name(f"{target.name}.{kind}")
            self._say(tr("Writing {name}…").format(name=target.name))
            self.model.write(kind, target)

    @Slot(Path)
    def _tell_written(self, target: Path) -> None:
        self._say(say_written(target), target)

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        self._say("")
        self.problem.setText(sentence)
        self.problem.show()
        if not self._column.isEnabled():  # of this run, nothing but its values can be shown
            self._column.hide()
            self.preview.show_pages([])
            for kind in ("csv", "json", "prov.json"):
                self.buttons[kind].setEnabled(True)

    @Slot()
    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))


def say_pages(number: int, most: int) -> str:
    """How many pages there are, and what to do about more than were asked for."""
    if number > most:
        return tr("{number} pages, where {most} were asked for: shorten some texts.").format(
            number=number, most=most
        )
    said = tr("1 page, as printed.") if number == 1 else tr("{number} pages, as printed.")
    return said.format(number=number)


def say_written(target: Path) -> str:
    """What was written, and the folder that belongs to it and must be sent along."""
    from core.report.export import markdown_folder

    beside = target.suffix.lower() == ".md" and markdown_folder(target).name
    return tr("Written: {name}").format(name=target.name) + (
        tr(", its figures in {beside}").format(beside=beside) if beside else ""
    )


def _say_count(remarks: int) -> str:
    one = tr("1 remark") if remarks == 1 else tr("{count} remarks").format(count=remarks)
    return one if remarks else tr("no remarks")


def say_notes(found: Reading) -> str:
    """What belongs to no text below: edits without a place, and remarks on the title."""
    said = [found.problem] if found.problem else []
    lost = "; ".join(f"“{edit.text}”" for edit in found.adrift.values())
    if lost:
        said.append(
            tr("This run no longer has the texts that these were written for: {lost}.").format(
                lost=lost
            )
        )
    if found.head:
        said += [tr("In the title, or the question under it, which are settings of the run:")]
        said += say_remarks(found.head)
    return "\n".join(said)


def say_length(found: Reading) -> str:
    """How long it is to read, and how much of it is the person's."""
    own = sum(text.state.value != "computed" for text in found.texts)
    late = sum(text.state.value == "out of date" for text in found.texts)
    remarks = sum(len(one) for one in found.remarks.values())
    said = [found.length.said()]
    if own:
        of_before = tr(", {late} out of date").format(late=late) if late else ""
        said.append(
            tr("{own} of {all} texts edited{late}").format(
                own=own, all=len(found.texts), late=of_before
            )
        )
        said.append(_say_count(remarks))
    return " · ".join(said)
