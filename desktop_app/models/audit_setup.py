"""AuditSetup: a pipeline's generations and their reference, and the audit that they make."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core.audit import audit
from core.errors import BadInput
from core.experiment import Experiment
from desktop_app.models.own_data import refusal
from desktop_app.runner.latest import Latest

DEFAULTS = {"column": "", "reads": "auto", "missing": "refuse"}
"""What can be chosen beside the two places."""


class AuditSetup(QObject):
    """Reads both anew, on a thread of its own, whenever a choice changes.

    Signal changed: what is known, or whether something is being read. Attribute `experiment` is
    None while there is none; `problem` then says why.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a pipeline."""
        super().__init__(parent)
        self.pipeline, self.reference = "", ""
        self.choices: dict[str, object] = dict(DEFAULTS)
        self.experiment: Experiment | None = None
        self.problem, self._gaps = "", False
        self._latest = Latest(self)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        """Whether the files are being read."""
        return self._latest.busy

    @property
    def gaps(self) -> bool:
        """Whether it was refused for missing values, which can be left out."""
        return self._gaps

    def choose(self, pipeline: str = "", reference: str = "") -> None:
        """Take another pipeline or reference, or both."""
        self.pipeline = pipeline or self.pipeline
        self.reference = reference or self.reference
        self._read()

    def drop(self, path: str) -> None:
        """Take what is missing still: the pipeline first, then its reference."""
        if self.pipeline and not self.reference:
            self.choose(reference=path)
        else:
            self.choose(pipeline=path)

    def set(self, name: str, value: object) -> None:
        """Change a choice."""
        self.choices[name] = value
        self._read()

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for the reading to end; False when the limit passes first."""
        return self._latest.shutdown(limit_ms)

    def _read(self) -> None:
        self.experiment, self.problem, self._gaps = None, "", False
        if self.pipeline and self.reference:
            paths, choices = (self.pipeline, self.reference), dict(self.choices)
            self._latest.start(lambda: _audit(*paths, choices))
        self.changed.emit()

    @Slot(object)
    def _take(self, found: Experiment | BadInput) -> None:
        if isinstance(found, BadInput):
            self.problem = refusal(found)
            self._gaps = str(found).startswith("source.missing: ")
        else:
            self.experiment = found
        self.changed.emit()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.problem = sentence
        self.changed.emit()


def _audit(pipeline: str, reference: str, choices: dict[str, object]) -> Experiment | BadInput:
    """The audit of two places, or why there is none; runs on the thread of the task."""
    column = str(choices.pop("column"))
    changes = [
        f"source.{name}={value}" for name, value in choices.items() if value != DEFAULTS[name]
    ]
    try:
        return audit(Path(pipeline), Path(reference), column, changes)
    except BadInput as problem:
        return problem
