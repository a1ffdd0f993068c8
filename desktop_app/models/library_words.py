"""What the library says of itself: how many runs there are, what was left out, why it is empty."""

from collections.abc import Sequence

from core.lines import visible
from desktop_app.translation import tr

LONGEST_NAME = 40
"""Characters of a file's name."""


def say_count(every: int, found: int, unread: int, skipped: Sequence[str]) -> str:
    """How many runs there are, how many a search finds, and what is not among them.

    unread: files that are still to be read. skipped: the names of those that could not be.
    """
    if found < every:
        parts = [tr("{found:,} of {every:,} runs").format(found=found, every=every)]
    else:
        parts = [tr("1 run") if every == 1 else tr("{count:,} runs").format(count=every)]
    if unread:
        parts.append(tr("{count:,} still to be read").format(count=unread))
    if len(skipped) > 1:
        parts.append(tr("{count:,} files cannot be read as runs").format(count=len(skipped)))
    elif skipped:
        name = visible(skipped[0])[:LONGEST_NAME]
        parts.append(tr("1 file cannot be read as a run: {name}").format(name=name))
    return " · ".join(parts)


def say_nothing(searched: str) -> tuple[str, str]:
    """Why no run is shown, and what a button can do about it.

    searched: what was searched for; "" where there is no run at all.
    """
    if not searched:
        said = tr("No run is saved yet. Every run is saved here by itself, as it goes.")
        return said, tr("Set up a run")
    said = tr("No run has “{text}” in its name, note, finding, arms or data.")
    return said.format(text=searched), tr("Clear the search")
