"""Charts taken out of the window: by the clipboard, or as a file."""

from collections import deque
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from desktop_app.file_chooser import FileChooser
from desktop_app.models.taken_chart import PICTURE, SENTENCE, TakenChart, as_bytes
from desktop_app.runner.task import Task
from desktop_app.translation import tr
from desktop_app.widgets.chart_menu import FILES, Takeable


@dataclass(frozen=True, slots=True)
class _Job:
    """A chart to draw, for whom, and the file to write; None: a picture for the clipboard."""

    chart: Takeable
    taken: TakenChart
    kind: str
    target: Path | None


class ChartActions(QObject):
    """Draws charts one after another on a thread, and tells each chart how it went."""

    def __init__(self, files: FileChooser, window: QWidget) -> None:
        """Work for a window, on top of which files are chosen."""
        super().__init__(window)
        self._files = files
        self._waiting: deque[_Job] = deque()
        self._job: _Job | None = None
        self.task = Task(self)
        self.task.succeeded.connect(self._tell_done)
        self.task.failed.connect(self._tell_failed)

    @Slot(object, str)
    def take(self, chart: Takeable, how: str) -> None:
        """Take a chart: PICTURE, SENTENCE, or the suffix of a file."""
        taken = chart.take()
        if taken is None:
            return
        if how == SENTENCE:
            QGuiApplication.clipboard().setText(taken.sentence)
            chart.tell(tr("Sentence copied"))
        elif how == PICTURE:
            self._add(_Job(chart, taken, "png", None))
        else:
            name, kinds = f"{taken.stem}.{how}", tr(FILES[how])
            target = self._files.target(tr("Save the chart"), name, kinds, f".{how}")
            if target is not None:
                self._add(_Job(chart, taken, how, target))

    def shutdown(self, limit_ms: int) -> bool:
        """Forget what waits, and wait for what is drawn; False when the limit passes first."""
        self._waiting.clear()
        return self.task.shutdown(limit_ms)

    def _add(self, job: _Job) -> None:
        job.chart.tell(tr("Drawing…"))
        self._waiting.append(job)
        self._go_on()

    def _go_on(self) -> None:
        if self._job is None and self._waiting:
            job = self._job = self._waiting.popleft()
            self.task.start(lambda: _done(job))

    @Slot(object)
    def _tell_done(self, drawn: bytes) -> None:
        job, self._job = self._job, None
        assert job is not None
        if job.target is None:
            QGuiApplication.clipboard().setImage(QImage.fromData(drawn))
            job.chart.tell(tr("Picture copied"))
        else:
            job.chart.tell(tr("Saved: {name}").format(name=job.target.name))
        self._go_on()

    @Slot(str)
    def _tell_failed(self, sentence: str) -> None:
        job, self._job = self._job, None
        assert job is not None
        job.chart.tell(tr("Not done: {why}").format(why=sentence))
        self._go_on()


def _done(job: _Job) -> bytes:
    """The chart drawn and, where that is wanted, written; in the thread that calls this."""
    drawn = as_bytes(job.taken.chart, job.kind)
    if job.target is not None:
        from core.report import files

        files.write(job.target, drawn)
    return drawn
