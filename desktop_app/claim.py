"""A file that one window at a time may write, of all that are open."""

from pathlib import Path

from PySide6.QtCore import QLockFile


def claim(path: Path) -> QLockFile | None:
    """The right to write a file, as long as this is held; None where another window has it.

    What a crash left locked is free again: the process that held it is gone.
    """
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)  # however long the window stays open
    return lock if lock.tryLock(0) else None
