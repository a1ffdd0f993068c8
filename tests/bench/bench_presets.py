"""What presets take: CPU seconds beside those that cards state, and memory of the thorough ones.

PRESET=vanishing-names for another preset's seconds; those of neural ones are in bench_neural.py.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.presets import measured_seconds, preset
from core.session import Session
from tests.presets import THOROUGH

PRESET = os.environ.get("PRESET", "modes-go-missing")
MOST_GIB = 2.0
FULL = """
import resource, sys
from core.experiment import parse
from core.presets import preset
from core.session import Session
from pathlib import Path
document = preset(sys.argv[1]).document()
document["learner"]["steps"] = 2
for _ in Session.create(parse(document), Path(sys.argv[2])).events():
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""A preset at its full size, its pools and generations included, but hardly trained."""


def test_the_stated_seconds_beside_those_of_this_machine(tmp_path: Path) -> None:
    """Says the ratio and judges nothing: the table is of two quiet cores."""
    for _ in Session.create(preset("the-gate-that-narrows"), tmp_path / "first.clab").events():
        pass  # imports are no part of a preset's generations
    started = time.process_time()
    for _ in Session.create(preset(PRESET), tmp_path / "run.clab").events():
        pass
    spent, stated = time.process_time() - started, measured_seconds(PRESET)
    print(f"\n{PRESET}: {spent:.1f} CPU s, {stated:.1f} s stated, {spent / stated:.2f} of it")


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", THOROUGH)
def test_the_peak_memory_of_a_thorough_preset(name: str, tmp_path: Path) -> None:
    """In a process of its own; steps of training need the same memory however many they are."""
    command = [sys.executable, "-c", FULL, name, str(tmp_path / "run.clab")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path.cwd())
    gib = int(done.stdout.split()[-1]) / 2**20
    print(f"\n{name}: {gib:.2f} GiB at its peak (below {MOST_GIB:g})")
    assert gib < MOST_GIB
