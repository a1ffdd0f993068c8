"""Small runs saved into the library."""

from pathlib import Path
from typing import Any

from core import library
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment


def save(cancel_after: int | None = None, **changes: Any) -> Path:
    """Run a small experiment into the library, to its end or through so many events."""
    of = experiment(arms=[REPLACE, ACCUMULATE], **changes)
    path = library.new_path(of)
    session = Session.create(of, path)
    for number, _ in enumerate(session.events()):
        if number == cancel_after:
            session.control.cancel()
    return path
