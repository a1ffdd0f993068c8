"""What will happen when the draft is run; shown until a run is on screen."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core import presets
from core.analysis.change import declared
from core.analysis.families import family_metrics
from core.events import Step
from core.metrics.base import SIDE_BY_SIDE, Family
from core.record import RunRecord
from desktop_app.icons import icon, on_accent
from desktop_app.models.draft import Draft
from desktop_app.models.size_words import say_expected, say_size
from desktop_app.translation import mark, tr
from desktop_app.widgets.arm_legend import ArmLegend
from desktop_app.widgets.card import Card
from desktop_app.widgets.label import words
from desktop_app.widgets.preset_cards import PresetCards
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.turning_row import TurningRow

STEPS = {
    Step.SAMPLE: mark("The newest model of each arm emits n records."),
    Step.VERIFY: mark("Where an arm has a verifier, it judges those records."),
    Step.ADMIT: mark("What passes goes on; without a verifier, all of it."),
    Step.TRAIN: mark("A new model is fitted to what the arm's regime keeps."),
    Step.MEASURE: mark("Its records are compared with real ones held back."),
}
FAMILIES = {
    Family.DIVERSITY: mark("How varied the records still are"),
    Family.DISTANCE: mark("How far they are from the real data"),
    Family.TAIL: mark("How much of the rare is still there"),
}

MEASURED = mark("Times were measured on a computer with two cores, and will differ on yours.")


class StartPage(ScrollPage):
    """Explains the loop and the curves before there is anything to show.

    Signals run_asked: the large button; left: back to the run that was on screen.
    """

    run_asked, left = Signal(), Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        """Make the page and follow the draft."""
        super().__init__(parent)
        self._draft = draft
        self._title, self._about = words("", "display"), words("", "lead")
        self._size, self._problem = words("", "quiet"), words("", "problem")
        self.presets, self._arms = PresetCards(), ArmLegend()
        self._arms_title = words("", "title")
        self._metrics = {family: words("", "small") for family in SIDE_BY_SIDE}
        self.run_button = QPushButton(tr("Run"))
        self.back_button = QPushButton(tr("Back to the run"))
        self._lay_out()
        self.run_button.clicked.connect(self.run_asked)
        self.back_button.clicked.connect(self.left)
        self.presets.chosen.connect(self._load_preset)
        draft.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        self.run_button.setProperty("role", "primary")
        self.run_button.setIcon(icon("play", on_accent))
        for button in (self.run_button, self.back_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back_button.hide()
        self._size.setProperty("wide", "size")
        start = TurningRow(self.run_button, self._size, self.back_button, spacing=14)
        start.stretch(self._size)
        inside = QWidget()
        inside.setProperty("wide", "text")  # longer lines are hard to read
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 20, 24, 16)
        column.setSpacing(8)
        for widget in (self._title, self._about):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(start)
        column.addWidget(self._problem)
        for title, part in (
            (words(tr("Choose an experiment"), "title"), self._preset_cards()),
            (self._arms_title, self._arms),
            (words(tr("One generation, in five steps"), "title"), self._step_cards()),
            (words(tr("What is drawn while it runs, one curve an arm"), "title"),
             self._family_cards()),
        ):  # fmt: skip
            column.addSpacing(10)
            column.addWidget(title)
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)

    def _preset_cards(self) -> QWidget:
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(words(tr(MEASURED), "small"))
        column.addWidget(self.presets)
        return cards

    def _step_cards(self) -> TurningRow:
        cards = []
        for number, (step, text) in enumerate(STEPS.items(), start=1):
            card = Card(spacing=3)
            card.rows.addWidget(words(f"{number}  {step.value.capitalize()}", "heading"))
            card.rows.addWidget(words(tr(text), "small"))
            card.rows.addStretch(1)
            cards.append(card)
        return _evenly(cards)

    def _family_cards(self) -> TurningRow:
        cards = []
        for family, text in FAMILIES.items():
            card = Card(spacing=3)
            card.rows.addWidget(words(family.value.capitalize(), "heading"))
            card.rows.addWidget(words(tr(text)))
            card.rows.addWidget(self._metrics[family])
            card.rows.addStretch(1)
            cards.append(card)
        return _evenly(cards)

    def offer_return(self, offered: bool) -> None:
        """Have a way back to the run on screen."""
        self.back_button.setVisible(offered)

    @Slot(str)
    def _load_preset(self, name: str) -> None:
        self._draft.load(presets.preset(name))

    @Slot()
    def _show(self) -> None:
        """Describe the experiment, or say what is wrong with it."""
        experiment, problem = self._draft.experiment, self._draft.problem
        self.presets.mark(experiment, str(self._draft.value("name")))
        self.run_button.setEnabled(experiment is not None)
        self._problem.setText(
            tr("Before this can run: {problem}").format(problem=problem) if problem else ""
        )
        self._problem.setVisible(problem is not None)
        if experiment is None:
            return
        self._title.setText(experiment.name)
        self._about.setText(experiment.about)
        parts = (say_size(experiment), say_expected(experiment))
        self._size.setText(" · ".join(filter(None, parts)))
        smallest = experiment.model_copy(update={"replicates": 1, "generations": 1})
        record = RunRecord(smallest)
        self._arms.show_record(record)
        same = tr("The arms: same real data, same start, different regimes")
        own = tr("The arms: same real data, different regimes or model settings")
        self._arms_title.setText(same if len(record.sharing) == len(record.arms) else own)
        for family, words_ in self._metrics.items():
            words_.setText(_measured(record, family))


def _measured(record: RunRecord, family: Family) -> str:
    """The metrics of a family that this experiment measures: the first, and what else there is."""
    chosen = [declared(name) for name in family_metrics(record, family)]
    if not chosen:
        return tr("This experiment measures none.")
    first, *others = chosen
    said = f"{first.title}: {first.summary[:1].lower()}{first.summary[1:]}"
    also = tr("Also: {others}.").format(others=", ".join(other.title for other in others))
    return f"{said}\n{also}" if others else said


def _evenly(cards: list[Card]) -> TurningRow:
    row = TurningRow(*cards, spacing=10)
    for card in cards:
        row.stretch(card)
    return row
