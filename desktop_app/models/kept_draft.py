"""KeptDraft: the settings as they were left, there again at the next start, even after a crash."""

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QLockFile, QObject, QSaveFile, QTimer, Slot

from core import library
from core.errors import BadInput
from core.experiment import MAX_DOCUMENT, parse
from desktop_app.claim import claim
from desktop_app.models.draft import OFF, Draft

NAME = "draft.json"
"""The file in the library's folder."""

PACE_MS = 500
"""How soon a change is written: whoever types changes the draft at every key."""

log = logging.getLogger(__name__)


class KeptDraft(QObject):
    """Writes the draft soon after each change that leaves it without faults; nobody has to save it.

    Only the window that was open first writes; others begin with what it has kept, and keep none.
    """

    def __init__(self, draft: Draft) -> None:
        """Take up what was kept, if anything was, and keep what follows."""
        super().__init__(draft)
        self._draft = draft
        self._state: dict[str, Any] | None = None
        self._claim = _claimed()
        kept = _kept()
        if kept is not None:
            draft.restore(kept)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE_MS)
        self._pace.timeout.connect(self.flush)
        if self._claim is not None:
            draft.changed.connect(self._keep)

    @property
    def pending(self) -> bool:
        """Whether something is still to be written."""
        return self._pace.isActive()

    @Slot()
    def _keep(self) -> None:
        """Keep the draft as it is now; one with a fault leaves what was kept before."""
        if self._draft.experiment is not None:
            self._state = self._draft.history.state
            self._pace.start()

    @Slot()
    def flush(self) -> None:
        """Write what is not yet written."""
        self._pace.stop()
        state, self._state = self._state, None
        if state is None:
            return
        try:
            file = QSaveFile(str(_path()))
        except BadInput as problem:
            log.warning("the settings are not kept: %s", problem)
            return
        written = file.open(QIODevice.OpenModeFlag.WriteOnly)
        if written:
            file.write(json.dumps(state).encode())
        if not written or not file.commit():
            log.warning("the settings are not kept: %s", file.errorString())


def _claimed() -> QLockFile | None:
    try:
        return claim(_path())
    except BadInput as problem:
        log.warning("the settings are not kept: %s", problem)
        return None


def _path() -> Path:
    return library.folder() / NAME


def _kept() -> dict[str, Any] | None:
    """The document that was kept; None where there is none, or where it is not what was written."""
    try:
        path = _path()
        if path.stat().st_size > MAX_DOCUMENT:
            return None
        document = json.loads(path.read_bytes())
        parse(document | {"arms": [_without_mark(arm) for arm in document["arms"]]}, stored=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        log.info("no settings are taken up: %s", problem)
        return None
    return dict(document)


def _without_mark(arm: dict[str, Any]) -> dict[str, Any]:
    """An arm as an experiment has it, without the mark of those that are switched off."""
    return {name: value for name, value in arm.items() if name != OFF}
