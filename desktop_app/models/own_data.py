"""OwnData: a file of the person's own, how it is to be read, and what came of reading it."""

import re
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import BadInput
from core.experiment import parse_source
from core.sources.file import FileSource
from core.userdata.choices import ColumnSeen
from core.userdata.understand import Understood, understand
from desktop_app.runner.latest import Latest

SETTING = re.compile(r"^(?:[a-z_]+\.)*[a-z_]+: ")
"""The path of the setting that a refusal begins with."""
TYPED = re.compile(r"; [^;]*missing=drop[^;]*$")
"""What a refusal of gaps says to whoever works in a terminal."""

Part = dict[str, Any]


class OwnData(QObject):
    """Reads the file anew, on a thread of its own, whenever a choice changes.

    Signal changed: what is known of it, or whether it is being read. Attribute `understood` is
    None while nothing is; `problem` then says why, and `field` which choice it is about. `columns`
    are those of the table when it was last understood, so that a wrong choice can be taken back.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a file."""
        super().__init__(parent)
        self.part: Part = {"kind": "file", "path": ""}
        self.understood: Understood | None = None
        self.columns: tuple[ColumnSeen, ...] = ()
        self.problem, self.field = "", ""
        self._latest = Latest(self)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        """Whether the file is being read."""
        return self._latest.busy

    def choose(self, path: str) -> None:
        """Read a file or folder, with no choice made yet."""
        self.load({"kind": "file", "path": path})

    def load(self, part: Part) -> None:
        """Read a file as a part of a document says."""
        if part["path"] != self.part["path"]:
            self.columns = ()
        self.part = {name: value for name, value in part.items() if name != "facts"}
        self.understood, self.problem, self.field = None, "", ""
        if self.part["path"]:
            asked = dict(self.part)
            self._latest.start(lambda: _understood(asked))
        self.changed.emit()

    def set(self, name: str, value: object) -> None:
        """Change a choice; what was chosen for another kind of records goes with the kind."""
        part = dict(self.part)
        if name == "reads":
            part.update(columns=[], counts="")
        part[name] = value
        self.load(part)

    def pick(self, columns: list[str]) -> None:
        """Keep these columns, of the kind of records that they were understood as."""
        reads = self.understood.facts.reads if self.understood else self.part.get("reads", "auto")
        self.load(self.part | {"reads": reads, "columns": columns})

    def shutdown(self, limit_ms: int) -> bool:
        """Wait for the reading to end; False when the limit passes first."""
        return self._latest.shutdown(limit_ms)

    @Slot(object)
    def _take(self, found: Understood | BadInput) -> None:
        if isinstance(found, BadInput):
            self.field = found.field.removeprefix("source.")
            self.problem = refusal(found)
        else:
            self.understood, self.columns = found, found.columns
        self.changed.emit()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.problem = sentence
        self.changed.emit()


def _understood(part: Part) -> Understood | BadInput:
    """What a file holds, or why it cannot be used; runs on the thread of the task."""
    try:
        source = parse_source(part)
        assert isinstance(source, FileSource)
        return understand(source)
    except BadInput as problem:
        return problem


def refusal(problem: BadInput) -> str:
    """The problem without the setting's path and what to type for it: the page has a button."""
    said = TYPED.sub("", SETTING.sub("", str(problem)))
    return said[:1].upper() + said[1:]
