"""What to run: preset, size, arms, real data, model and headline, each editing the draft."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import presets, registry
from core.errors import BadInput
from core.experiment import Experiment, parse_source
from core.learners.recorded import Recorded
from core.palette import arm_styles
from desktop_app.models.draft import OFF, Draft
from desktop_app.models.fields import form_fields
from desktop_app.models.size_words import say_time
from desktop_app.pages.headline_form import HeadlineForm
from desktop_app.translation import mark, tr
from desktop_app.widgets.arm_list import ArmList
from desktop_app.widgets.card import Card, line
from desktop_app.widgets.choice import Choice
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.focus_order import follow_layout
from desktop_app.widgets.label import words
from desktop_app.widgets.plugin_form import PluginForm
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.source_form import SourceForm

AUDITED = mark(
    "This is an audit: generations that a pipeline made are measured, and nothing is trained. Its "
    "settings follow from the files; choose a preset or your own data to simulate again."
)
OTHER_ARMS = mark(
    "These arms are not those of the run on screen. Colours here are the next run's; the charts "
    "keep theirs."
)
SIZES = ("seed", "generations", "sample_size", "replicates")


class SetupPage(ScrollPage):
    """The settings column.

    Signals presets_asked, own_data_asked, audit_asked: the page of all presets, of the person's own
    data, or of audits, is wanted.
    """

    presets_asked, own_data_asked, audit_asked = Signal(), Signal(), Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        """Make the forms and show the draft."""
        super().__init__(parent)
        self._draft = draft
        self.column = QWidget()
        self.presets = _preset_chooser()
        self._about = words("", "quiet")
        self.sizes = {field.name: FieldRow(field) for field in form_fields(Experiment, SIZES)}
        self.arms = ArmList(draft)
        self.source = SourceForm()
        self.all_presets = QPushButton(tr("All presets…"))
        self.own_data = QPushButton(tr("Use my own data…"))
        self.audit = QPushButton(tr("Audit generations…"))
        for button in (self.all_presets, self.own_data, self.audit):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._simulation, self._audited = QWidget(), Card()
        self.learner = PluginForm("learners", tr("Model"))
        self.headline = HeadlineForm(draft)
        self._general, self._others = words("", "problem"), words(tr(OTHER_ARMS), "small")
        self._lay_out()
        self.presets.activated.connect(self._load_preset)
        for row in self.sizes.values():
            row.edited.connect(self._edit_size)
        self.source.edited.connect(self._edit_source)
        for asking in (self.own_data.clicked, self.source.own_data_asked):
            asking.connect(self.own_data_asked)
        self.all_presets.clicked.connect(self.presets_asked)
        self.audit.clicked.connect(self.audit_asked)
        self.learner.edited.connect(self._edit_learner)
        self.arms.opened.connect(self._scroll_to)
        self.arms.rebuilt.connect(self._order)
        draft.replaced.connect(self._show)
        draft.changed.connect(self._show_problem)
        self._show()
        self._show_problem()

    def _lay_out(self) -> None:
        """Stack the groups in one scrolling column."""
        rows = QVBoxLayout(self.column)
        rows.setContentsMargins(14, 10, 10, 14)
        rows.setSpacing(6)
        others = (self.all_presets, self.own_data, self.audit)
        _add_group(rows, tr("Preset"), self.presets, self._about, *others)
        for part in (self._simulation, self._audited):
            rows.addWidget(part)
        rows.addStretch(1)
        self._audited.rows.addWidget(words(tr(AUDITED), "quiet"))
        self._lay_out_simulation()
        self.setWidget(self.column)

    def _lay_out_simulation(self) -> None:
        """What an audit has no use for."""
        rows = QVBoxLayout(self._simulation)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        _add_group(rows, tr("Size of the run"), self._general, *self.sizes.values())
        rows.addWidget(words(tr("Arms: data regimes run side by side"), "heading"))
        rows.addWidget(self._others)
        rows.addWidget(self.arms)
        rows.addSpacing(8)
        _add_group(rows, tr("Data and model"), self.source, line(), self.learner)
        _add_group(rows, tr("Headline, named before the run"), self.headline)

    @Slot()
    def _show(self) -> None:
        """Read the draft afresh."""
        draft = self._draft
        name = draft.value("name")
        self.presets.setCurrentIndex(self.presets.findText(str(name)))
        self.presets.setPlaceholderText(str(name))
        about = "\n".join(filter(None, (str(draft.value("about") or ""), self._usual_time())))
        self._about.setText(about)
        self._about.setVisible(bool(about))
        audited = draft.value("learner").get("kind") == registry.kind_of(Recorded)
        self._simulation.setVisible(not audited)
        self._audited.setVisible(audited)
        if audited:
            return
        for field, row in self.sizes.items():
            row.show_value(draft.value(field))
        self.source.show_value(draft.value("source"))
        self.learner.show_value(draft.value("learner"))
        self._offer_learners()

    def compare_arms(self, shown: Experiment | None) -> None:
        """Say so where arms have other names or colours here than in the experiment on screen."""
        there = (
            None if shown is None else arm_styles([arm.name for arm in shown.arms], shown.baseline)
        )
        running = [str(arm["name"]) for arm in self._draft.arms if not arm.get(OFF)]
        here = arm_styles(running, str(self._draft.value("baseline")))
        self._others.setVisible(there is not None and there != here)

    def _offer_learners(self) -> None:
        """Mark the models that cannot learn from the chosen source."""
        try:
            source = parse_source(self._draft.value("source"))
            self.learner.offer(lambda learner: not learner.refusal(source))
        except BadInput:  # no file chosen yet, or a setting that is said to be wrong
            self.learner.offer(lambda _learner: True)

    def _usual_time(self) -> str:
        """What the chosen preset takes as it comes; "" where none is chosen."""
        name = self.presets.currentData()
        said = tr("As it comes, it takes {time} on a computer with two cores.")
        return said.format(time=say_time(name)) if name else ""

    @Slot()
    def _show_problem(self) -> None:
        """Say beside the field or form what is wrong, and above the sizes what fits nowhere."""
        problem = self._draft.problem
        field, sentence = (problem.field, str(problem)) if problem else ("", "")
        for name, row in self.sizes.items():
            row.show_problem(sentence if name == field else "")
        said = field in self.sizes
        said = self.arms.show_problem(problem) or said
        for name, form in (("source", self.source), ("learner", self.learner)):
            part, _, setting = field.partition(".")
            form.show_problem(setting, sentence if part == name else "")
            said = said or part == name
        said = self.headline.show_problem(field, sentence) or said
        self._general.setText("" if said else sentence)
        self._general.setVisible(bool(sentence) and not said)
        self._order()

    @Slot()
    def _order(self) -> None:
        """Put what was made last, such as a form's new rows, where it stands."""
        follow_layout(self.column)

    @Slot()
    def _load_preset(self) -> None:
        self._draft.load(presets.preset(self.presets.currentData()))

    @Slot()
    def _edit_size(self) -> None:
        row = self.sender()
        assert isinstance(row, FieldRow)
        self._draft.set(row.field.name, row.value())

    @Slot()
    def _edit_source(self) -> None:
        self._draft.set_part("source", self.source.value() or {})
        self._offer_learners()

    @Slot()
    def _edit_learner(self) -> None:
        self._draft.set_part("learner", self.learner.value() or {})

    @Slot(QWidget)
    def _scroll_to(self, card: QWidget) -> None:
        """Bring a form that has just been opened into view, once it has its size."""
        self.column.adjustSize()
        self.ensureWidgetVisible(card, 0, 20)


def _preset_chooser() -> QComboBox:
    box = Choice()
    box.setAccessibleName(tr("Preset"))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for name in presets.preset_names():
        box.addItem(presets.preset(name).name, name)
    return box


def _add_group(rows: QVBoxLayout, title: str, *parts: QWidget) -> None:
    """A heading and a card under it."""
    card = Card()
    for part in parts:
        card.rows.addWidget(part)
    rows.addWidget(words(title, "heading"))
    rows.addWidget(card)
    rows.addSpacing(8)
