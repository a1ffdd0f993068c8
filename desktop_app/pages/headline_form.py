"""The headline, named before the run: which arms are compared, and by which metric."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import registry
from core.experiment import Experiment
from desktop_app.models.draft import OFF, Draft
from desktop_app.models.fields import FormField, form_fields
from desktop_app.translation import tr
from desktop_app.widgets.card import mark_wrong
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.label import words

NAMES = ("baseline", "compare", "primary_metric")


class HeadlineForm(QWidget):
    """Edits the draft's baseline, compared arm and primary metric."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        """Make the three choices."""
        super().__init__(parent)
        self._draft = draft
        self.choosers = {name: Choice() for name in NAMES}
        self._problems = {name: words("", "problem") for name in NAMES}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        for field in form_fields(Experiment, NAMES):
            self._add_row(rows, field)
        draft.changed.connect(self._show)
        self._show()

    def show_problem(self, field: str, sentence: str) -> bool:
        """Say what is wrong beside one of the choices; False when it is about something else."""
        wrong = "primary_metric" if field == "metrics" else field
        for name, problem in self._problems.items():
            problem.setText(sentence if name == wrong else "")
            problem.setVisible(name == wrong)
            mark_wrong(self.choosers[name], name == wrong)
        return wrong in NAMES

    def _add_row(self, rows: QVBoxLayout, field: FormField) -> None:
        chooser = self.choosers[field.name]
        chooser.setAccessibleName(field.title)
        chooser.setAccessibleDescription(field.help)
        chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chooser.activated.connect(self._edit)
        rows.addWidget(words(field.title))
        rows.addWidget(chooser)
        rows.addWidget(self._problems[field.name])
        rows.addWidget(words(field.help, "small"))
        rows.addSpacing(6)

    @Slot()
    def _show(self) -> None:
        """Offer the arms as they are called now, and the metrics that fit."""
        arms = [(arm["name"], arm["name"]) for arm in self._draft.arms if not arm.get(OFF)]
        baseline = self._draft.value("baseline")
        others = [pair for pair in arms if pair[1] != baseline]
        self._offer("baseline", arms)
        self._offer("compare", [*others, *([] if others else [(tr("No other arm"), "")])])
        experiment = self._draft.experiment
        if experiment is not None:
            metrics = registry.plugins("metrics")
            self._offer("primary_metric", [(metrics[m].title, m) for m in experiment.judged()])
            place = self.choosers["primary_metric"].findData(experiment.primary())
            self.choosers["primary_metric"].setCurrentIndex(place)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        chooser = self.choosers[name]
        chooser.clear()
        for title, value in choices:
            chooser.addItem(title, value)
        chooser.setCurrentIndex(chooser.findData(self._draft.value(name)))

    @Slot()
    def _edit(self) -> None:
        name = next(name for name in NAMES if self.choosers[name] is self.sender())
        chosen = self.choosers[name].currentData()
        if name == "baseline" and chosen == self._draft.value("compare"):
            self._draft.swap_headline()
        else:
            self._draft.set(name, chosen)
