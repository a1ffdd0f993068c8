"""A screen without a display: an X server in memory, with keys and looks at its windows."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from PIL import ImageGrab

from core.records import AnyArray

Found = TypeVar("Found")

NEEDED = ("Xvfb", "xdotool")
PATIENCE_S = 90
"""How long something may take on a slow machine before the test gives up on it."""


def lacking() -> list[str]:
    """The programs that this machine does not have."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_for(what: str, found: Callable[[], Found | None]) -> Found:
    """Ask until there is an answer; returns it.

    Raises TimeoutError, naming what was waited for.
    """
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        answer = found()
        if answer is not None:
            return answer
        time.sleep(0.1)
    raise TimeoutError(f"no {what} within {PATIENCE_S} s")


class Screen:
    """An Xvfb of its own display number, taken down at the end of a `with`."""

    def __init__(self, folder: Path, size: str = "1280x720x24") -> None:
        """Start the server; its messages go into `folder`."""
        reading, writing = os.pipe()
        with (folder / "xvfb.log").open("wb") as log:
            self._server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
                pass_fds=[writing], stdout=log, stderr=log,
            )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(10)

    def key(self, *keys: str) -> None:
        """Press keys one after another, as a person would."""
        self._xdotool("key", "--delay", "80", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--delay", "20", text)

    def focus(self, title: str, other_than: str = "") -> str:
        """Give the window of a title the keyboard, as a window manager would; returns its number.

        other_than: a window of the same title that is not meant.
        """
        found = wait_for(f"window titled {title!r}", lambda: self._titled(title, other_than))
        self._xdotool("windowfocus", "--sync", found)
        return found

    def look(self) -> AnyArray:
        """The whole screen, uint8 [height, width, 3]."""
        return np.asarray(ImageGrab.grab(xdisplay=self.display).convert("RGB"))

    def sees(self, what: str, act: Callable[[], None]) -> None:
        """Do something, and wait until the screen shows something else and then rests."""
        before = self.look()
        act()
        wait_for(what, lambda: None if np.array_equal(before, self.look()) else True)
        self.rest()

    def rest(self) -> AnyArray:
        """Wait until the screen has not changed for a while; returns what it shows."""
        return wait_for("screen at rest", self._rested)

    def _rested(self) -> AnyArray | None:
        before = self.look()
        time.sleep(0.7)
        return before if np.array_equal(before, self.look()) else None

    def _titled(self, title: str, other_than: str) -> str | None:
        found = self._xdotool("search", "--onlyvisible", "--name", title, check=False).split()
        return next((one for one in found if one != other_than), None)

    def _xdotool(self, *given: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *given],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True, text=True, check=check, timeout=PATIENCE_S,
        )  # fmt: skip
        return done.stdout
