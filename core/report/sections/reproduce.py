"""How to repeat a run: its seed, what it ran on, its content hash, and the command."""

import json
import shlex
from typing import Any

from core.analysis.chain import say_chain
from core.environment import PACKAGES
from core.errors import BadInput
from core.events import FinishReason
from core.presets import preset, preset_names
from core.record import RunRecord
from core.report.document import Attachment, Block, Code, Group, Paragraph, Section, Settings
from core.sources.file import FileSource

MOST_CHANGES = 6
"""Most `--set`s in a command; a run that differs by more is given as its settings."""


TITLE = "How to reproduce it"

SETTINGS = "settings.json"
"""The name of the attached settings document."""

_ATTACHED = (
    f"Its settings are no preset's. They come with this write-up as {SETTINGS}, attached to "
    "the PDF and linked from the Markdown. Save them, then run:"
)

_OWN = (
    f"The data do not come with this write-up, and {SETTINGS} names them without their folder: run "
    "it where they lie. Their SHA-256 is said where it is told how it was done."
)


def section(record: RunRecord) -> Section:
    """Always there."""
    command = preset_command(record.experiment.to_share().document())
    blocks: list[Block] = [Paragraph(_promise(record))]
    if command is not None:
        blocks += [Paragraph("This command runs it again:"), Code(command)]
    else:
        blocks += [Paragraph(_ATTACHED), Code((f"collapse-lab run {SETTINGS}",))]
    if isinstance(record.experiment.source, FileSource):
        blocks.append(Paragraph(_OWN))
    return Section("reproduce", TITLE, (*blocks, *_facts_and_settings(record)))


def in_brief(record: RunRecord) -> Section:
    """For a single page: the command, and what the run is known by; the settings attached."""
    command = preset_command(record.experiment.to_share().document()) or (
        f"collapse-lab run {SETTINGS}",
    )
    blocks = (Code(command), Paragraph(known_by(record), "note"))
    return Section("reproduce", TITLE, (*blocks, _attached(record)))


def known_by(record: RunRecord) -> str:
    """Seed, version and content hash in a line."""
    found = dict(facts(record))
    said = [f"Seed {found['Seed']}"]
    if "Collapse Lab" in found:
        said.append(f"Collapse Lab {found['Collapse Lab']}")
    if "Content hash" in found:
        said.append(f"content hash {found['Content hash']}")
    return f"{', '.join(said)}."


def _attached(record: RunRecord) -> Attachment:
    return Attachment(SETTINGS, record.experiment.to_share().to_json() + "\n")


def _facts_and_settings(record: RunRecord) -> tuple[Block, ...]:
    return Settings((Group("", tuple(facts(record))),)), _attached(record)


def facts(record: RunRecord) -> list[tuple[str, str]]:
    """Seed, hash, versions and platform, as the run itself recorded them."""
    found = record.environment
    pairs = [("Seed", str(record.experiment.seed))]
    if record.content_hash():
        pairs.append(("Content hash", record.content_hash()))
    if not found:
        return pairs
    versions = [f"{name} {found[name]}" for name in ("python", *PACKAGES) if name in found]
    pairs.append(("Collapse Lab", found.get("collapse-lab", "")))
    pairs.append(("Versions", ", ".join(versions)))
    pairs.append(("Platform", f"{found.get('platform', '')}, {found.get('machine', '')}"))
    pairs.append(("Training threads", found.get("threads", "")))
    pairs.append(("Graphics card", found.get("device", "")))
    return [(title, value) for title, value in pairs if value]


def _promise(record: RunRecord) -> str:
    """What the same settings give again, and what this run was."""
    said = (
        "The same settings give the same numbers on the same machine, versions and number of "
        "threads."
    )
    if "device" in record.environment:
        said += (
            " A graphics card adds up in an order of its own, so that last digits, and single "
            "records with them, may still differ."
        )
    ended = record.finished
    if ended is None or ended.reason is not FinishReason.COMPLETED:
        said += (
            f" This write-up is of generation {record.done()}; the command goes on to generation "
            f"{record.experiment.generations}."
        )
    said += f" {say_chain(record)}"
    if record.resumed_in:
        times = len(record.resumed_in)
        said += (
            f" The run was interrupted and resumed {'once' if times == 1 else f'{times} times'}."
        )
    return said


def preset_command(document: dict[str, Any]) -> tuple[str, ...] | None:
    """The command that repeats these settings from the nearest preset, a line a change; None if no
    preset is near.
    """
    near = []
    for name in preset_names():
        try:
            changes = _changes(preset(name).document(), document)
        except BadInput:
            continue
        if changes is not None and len(changes) <= MOST_CHANGES:
            near.append([f"collapse-lab run {name}", *(f"  --set {change}" for change in changes)])
    if not near:
        return None
    lines = min(near, key=len)
    return tuple([f"{line} \\" for line in lines[:-1]] + lines[-1:])


def _changes(old: Any, new: Any, path: str = "") -> list[str] | None:
    """Each `path=value` that turns one document into another; None where they differ in shape."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        steps = [(str(key), old[key], new[key]) for key in old]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        steps = [(str(at), *pair) for at, pair in enumerate(zip(old, new, strict=True))]
    elif isinstance(old, (dict, list)) or isinstance(new, (dict, list)):
        return None
    else:
        value = json.dumps(new, ensure_ascii=False)
        return [] if old == new else [shlex.quote(f"{path}={value}")]
    found: list[str] = []
    for step, before, after in steps:
        inner = _changes(before, after, f"{path}.{step}" if path else step)
        if inner is None:
            return None
        found += inner
    return found
