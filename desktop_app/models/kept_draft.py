"""KeptDraft: the settings as they were left, there again at the next start, even after a crash."""

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Slot

from core import library
from core.errors import BadInput
from core.experiment import MAX_DOCUMENT, parse
from desktop_app.models.draft import OFF, Draft

NAME = "draft.json"
"""The file in the library's folder."""

log = logging.getLogger(__name__)


class KeptDraft(QObject):
    """Writes the draft at each change that leaves it without faults; nobody has to save it."""

    def __init__(self, draft: Draft) -> None:
        """Take up what was kept, if anything was, and keep what follows."""
        super().__init__(draft)
        self._draft = draft
        kept = _kept()
        if kept is not None:
            draft.restore(kept)
        draft.changed.connect(self._keep)

    @Slot()
    def _keep(self) -> None:
        if self._draft.experiment is None:
            return
        try:
            file = QSaveFile(str(_path()))
        except BadInput as problem:
            log.warning("the settings are not kept: %s", problem)
            return
        written = file.open(QIODevice.OpenModeFlag.WriteOnly)
        if written:
            file.write(json.dumps(self._draft.history.state).encode())
        if not written or not file.commit():
            log.warning("the settings are not kept: %s", file.errorString())


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
