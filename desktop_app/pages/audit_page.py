"""Audit: a pipeline's generations and the reference that they are compared with."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.analysis.audited import recording, say_subsets
from core.experiment import Experiment
from core.learners.recorded import Recorded
from core.sources.file import FileSource
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.fields import form_fields
from desktop_app.translation import mark, tr
from desktop_app.widgets.card import Card
from desktop_app.widgets.choices_card import ChoicesCard, beside
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.turning_row import TurningRow

INTRO = mark(
    "Measure generations that a pipeline has already made, rather than simulate some: a CSV with a "
    "column of generations, or a folder with a file or folder for each. Every one is compared with "
    "a reference: real records of the same kind. All of it is read on this computer."
)
PRIVACY = mark(
    "Nothing is copied, and a run that is resumed needs the same files. Whoever gets the run file "
    "still gets the names of the columns or categories and up to 500 records of each sample; until "
    "the run is complete, all records that it works on."
)
NOTHING = mark(
    "Choose both, or drop them onto this window: the generations first, then the reference."
)
WAITING, REFUSED = mark("Reading…"), mark("These cannot be audited as they are")
MOST_ROWS = 12
"""Generations that are seen at once; with more the table scrolls."""


class AuditPage(ScrollPage):
    """Shows an AuditSetup; nothing that is chosen is lost when something is refused.

    Signals asked: a file or folder (true) is to be chosen, of the pipeline or of the reference
    (true). started: the audit is to be run. left: the page is no longer wanted.
    """

    asked = Signal(bool, bool)
    started = Signal(Experiment)
    left = Signal()

    def __init__(self, setup: AuditSetup, parent: QWidget | None = None) -> None:
        """Make the page and follow the setup."""
        super().__init__(parent)
        self._setup = setup
        self.names = (Elided("", "heading"), Elided("", "heading"))
        self.buttons: dict[tuple[bool, bool], QPushButton] = {}
        fields = (
            *form_fields(Recorded, ("column",)),
            *form_fields(FileSource, ("reads", "missing")),
        )
        self.choices = ChoicesCard(tr("How they are read"), fields, tr(PRIVACY))
        self.said, self.problem = words("", "heading"), words("", "problem")
        self.details, self.table = words("", "small"), CopyTable(2)
        self.run, self.back = QPushButton(tr("Run the audit")), QPushButton(tr("Back"))
        self.drop = QPushButton(tr("Leave out rows with missing values"))
        self._lay_out()
        self.run.clicked.connect(self._start)
        self.back.clicked.connect(self.left)
        self.drop.clicked.connect(self._drop_gaps)
        self.choices.edited.connect(setup.set)
        setup.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        for button in (self.run, self.drop):
            button.setProperty("role", "primary")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 20, 16)
        column.setSpacing(8)
        title = words(tr("Audit generations"), "title")
        head = TurningRow(title, self.back, self.run)
        head.stretch(title)
        column.addWidget(head)
        column.addWidget(words(tr(INTRO), "quiet"))
        for reference, what in enumerate((tr("Generations"), tr("Reference"))):
            column.addWidget(self._place(what, bool(reference)))
        column.addWidget(beside(self.choices, self._found_card()))
        column.addStretch(1)
        self.setWidget(inside)

    def _place(self, what: str, reference: bool) -> TurningRow:
        """Where the pipeline or the reference is."""
        for folder in (False, True):
            button = QPushButton(tr("Choose folder…") if folder else tr("Choose file…"))
            name = tr("{what}: choose a folder") if folder else tr("{what}: choose a file")
            button.setAccessibleName(name.format(what=what))
            button.setProperty("asks", (folder, reference))
            button.clicked.connect(self._ask)
            self.buttons[folder, reference] = button
        head, name_of = words(what), self.names[reference]
        head.setProperty("wide", "place")
        buttons = (self.buttons[folder, reference] for folder in (False, True))
        row = TurningRow(head, *buttons, name_of)
        row.stretch(name_of)
        return row

    def _found_card(self) -> QWidget:
        card = Card(spacing=6)
        across = self.table.horizontalHeader()
        for column, title in enumerate((tr("Generation"), tr("Records"))):
            header = QTableWidgetItem(title)
            header.setTextAlignment(RIGHT if column else LEFT)
            self.table.setHorizontalHeaderItem(column, header)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setAccessibleName(tr("Generations that were found"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        for said in (self.said, self.problem, self.details):
            card.rows.addWidget(said)
        card.rows.insertWidget(2, self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        card.rows.addWidget(self.table)
        card.rows.addStretch(1)
        return card

    @Slot()
    def _show(self) -> None:
        """Say what is known, and offer what can be chosen."""
        setup, found = self._setup, self._setup.experiment
        for name, path in zip(self.names, (setup.pipeline, setup.reference), strict=True):
            name.show_text(path or tr("Nothing chosen yet"))
        for field, row in self.choices.fields.items():
            row.show_value(setup.choices[field])
        self.problem.setText(f"{setup.problem}." if setup.problem else "")
        self.problem.setVisible(bool(setup.problem))
        self.drop.setVisible(setup.gaps)
        self.run.setEnabled(found is not None)
        self.details.setVisible(found is not None)
        self.table.setVisible(found is not None)
        if found is None:
            refused = tr(REFUSED) if setup.problem else tr(NOTHING)
            self.said.setText(tr(WAITING) if setup.busy else refused)
        else:
            self._show_found(found)

    def _show_found(self, found: Experiment) -> None:
        facts, source = recording(found), found.source
        assert isinstance(source, FileSource)
        count = len(facts.labels)
        said = (
            tr("1 generation of {records}")
            if count == 1
            else tr("{count:,} generations of {records}")
        )
        self.said.setText(said.format(count=count, records=source.record_noun))
        self.details.setText(
            tr(
                "The reference holds {count:,} {records}. Each generation is compared with it on "
                "{subsets}."
            ).format(
                count=source.understood.records,
                records=source.record_noun,
                subsets=say_subsets(found),
            )
        )
        self.table.start_over(count)
        for row, (label, size) in enumerate(zip(facts.labels, facts.sizes, strict=True)):
            self.table.cell(row, 0).setText(label)
            self.table.cell(row, 1).setText(f"{size:,}")
        height = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + min(count, MOST_ROWS) * height + 2)

    @Slot()
    def _ask(self) -> None:
        folder, reference = self.sender().property("asks")
        self.asked.emit(folder, reference)

    @Slot()
    def _drop_gaps(self) -> None:
        self._setup.set("missing", "drop")

    @Slot()
    def _start(self) -> None:
        assert self._setup.experiment is not None
        self.started.emit(self._setup.experiment)
