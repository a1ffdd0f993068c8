"""torch's libraries are in memory before torch is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from pathlib import Path
from core.learners.neural.loading import load_libraries
maps = Path("/proc/self/maps")
print("libtorch_cpu" in maps.read_text())
load_libraries()
print("libtorch_cpu" in maps.read_text(), "torch" in sys.modules)
import torch
print(float(torch.ones(2).sum()))
"""


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="other systems list it elsewhere")
def test_the_libraries_are_loaded_without_an_import():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False", "2.0"]
