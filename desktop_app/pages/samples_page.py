"""The page of samples: what every arm's model emits at any generation, before and after."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.analysis.audited import generation_named
from core.analysis.first_replicate import first_values
from core.analysis.wording import metric_noun
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.pace import Pace
from desktop_app.translation import tr
from desktop_app.widgets.arm_choice import ArmChoice
from desktop_app.widgets.columns_view import BEFORE, Columns
from desktop_app.widgets.generation_slider import GenerationSlider
from desktop_app.widgets.label import words
from desktop_app.widgets.progress_strip import ProgressStrip
from desktop_app.widgets.rarity import Rarities, RarityLegend
from desktop_app.widgets.sample_view import make_view, samples_at, view_class
from desktop_app.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from desktop_app.widgets.sample_view import SampleView

SIDES = 44
"""Pixels that the page needs beside the view: its margins, and the scroll bar."""

LOWEST = 60
"""Pixels for what scrolls: less than Qt would keep, so that no words above it are squeezed."""


class SamplesPage(QWidget):
    """One generation at a time, the same for all arms, beside generation 0 and the real data."""

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the widgets and follow the run."""
        super().__init__(parent)
        self._run = run
        self.view: SampleView | None = None
        self._columns = Columns(())
        self.slider, self.choice = GenerationSlider(), ArmChoice()
        self.one, self.note = words(), words(role="small")
        self.legend, self.strip = RarityLegend(), ProgressStrip(run)
        self._lay_out()
        self.slider.moved.connect(self._draw)
        self.choice.changed.connect(self._refresh)
        run.replaced.connect(self._show)
        run.state_changed.connect(self._tell_progress)
        self._tell_progress()
        self._pace = Pace(run, self)
        self._pace.due.connect(self._refresh)

    def _lay_out(self) -> None:
        column, scroll, page = QWidget(), ScrollPage(), QVBoxLayout(self)
        self._rows = QVBoxLayout(column)
        self._rows.setContentsMargins(16, 0, 16, 12)
        self._rows.setSpacing(8)
        self._rows.addStretch(0)
        scroll.setWidget(column)
        scroll.setMinimumHeight(LOWEST)
        above = QVBoxLayout()
        above.setContentsMargins(16, 12, 26, 8)
        above.setSpacing(6)
        for part in (self.strip, self.slider, self.one, self.choice, self.legend, self.note):
            above.addWidget(part)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(above)
        page.addWidget(scroll, 1)
        self.setFocusProxy(self.slider)

    # What is shown

    @Slot()
    def _show(self) -> None:
        """Another run."""
        assert self._run.record is not None
        self._forget()
        self.slider.start_over(self._run.record.experiment.generations)
        self.choice.show_record(self._run.record)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Take in new generations and other arms; a page that is not seen waits until it is."""
        record = self._run.record
        if record is None or not self.isVisible():
            return
        self.slider.reach(record.done())
        room = view_class(record.experiment.source.gives).room_for(self.width() - SIDES)
        self.choice.fit(room)
        columns = Columns(self.choice.arms, before=True)
        if self.view is None or columns != self._columns:
            self._forget()
            self._columns = columns
            self._make_view(record)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Show the generation of the slider."""
        record = self._run.record
        if record is None or not self.isVisible():
            return
        at, begun = self.slider.at, record.done() >= 0
        self.slider.say(generation_named(record, at) if begun else "")
        self.one.setText(say_one(record))
        if self.view is None:
            return
        self.view.setVisible(begun)
        if not begun:
            return
        samples = samples_at(record, self._columns, at)
        self.view.say_own(own_words(record, at))
        self.view.show_samples(tr("Replicate 1, generation {at}").format(at=at), samples)
        self.note.setText(f"{say_before(record)} {self.view.note()}")

    @Slot()
    def _tell_progress(self) -> None:
        """Where a run stands that goes on."""
        self.strip.setVisible(not self._run.idle)

    def _make_view(self, record: RunRecord) -> None:
        self.view = make_view(record, self._columns)
        named = record.experiment.source.gives in (RecordKind.COUNTS, RecordKind.TEXT)
        self.legend.setVisible(named and self.view is not None)
        if self.view is None:
            return
        grows = self.view.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Expanding
        self._rows.insertWidget(0, self.view, 1 if grows else 0)
        if named:
            assert record.catalogue is not None
            assert record.real is not None
            where = tr("in the reference") if record.experiment.recorded else tr("in truth")
            self.legend.show_limits(Rarities(record.catalogue, record.real), where)

    def _forget(self) -> None:
        if self.view is not None:
            self._rows.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self.note.setText("")

    # The window

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the page was not seen."""
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many arms as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Show as many arms as there is room for with text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._forget()
            self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End move the slider, wherever on the page the keyboard is."""
        if not self.slider.step(event.key()):
            super().keyPressEvent(event)


def say_one(record: RunRecord) -> str:
    """That one replicate is shown, which one, and where all of them are."""
    experiment = record.experiment
    if experiment.recorded:
        return tr(
            "One random subset of {sample_size:,} records of each generation; the "
            "charts of Experiment are over {replicates:,} subsets."
        ).format(sample_size=experiment.sample_size, replicates=experiment.replicates)
    if record.done() < 0:
        return tr("No generation is finished yet.")
    if experiment.replicates == 1:
        return tr("The run has 1 replicate, and this is it; another may look different.")
    return tr(
        "This is one replicate, the first of {replicates:,}, whatever it shows; "
        "it may lie far from the others. The charts of Experiment are over all "
        "of them."
    ).format(replicates=experiment.replicates)


def say_before(record: RunRecord) -> str:
    """What stands before, as the page calls it."""
    if record.experiment.recorded:
        return tr("Before: generation {generation}.").format(generation=generation_named(record, 0))
    if len(record.sharing) == len(record.arms):
        return tr("Before: generation 0, fitted to real data alone and the same in every arm.")
    return tr(
        "Before: generation 0 of {arm}, fitted to real data alone. Arms with model settings of "
        "their own have another."
    ).format(arm=record.first_arm)


def own_words(record: RunRecord, at: int) -> dict[str, str]:
    """What stands under each heading: the generation, and what this replicate measured there."""
    noun, beside = metric_noun(record.experiment.primary()), {}
    shown = {arm: (at, value) for arm, value in first_values(record, at).items()}
    first = first_values(record, 0).get(record.first_arm)
    shown |= {BEFORE: (0, first)} if first else {}
    for title, (generation, value) in shown.items():
        beside[title] = tr("generation {generation} · {noun} {value}").format(
            generation=generation_named(record, generation), noun=noun, value=value
        )
    return beside
