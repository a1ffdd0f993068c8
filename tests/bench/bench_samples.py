"""Moving the slider of the page of samples: milliseconds a generation, for every quick preset."""

import json
import statistics
from pathlib import Path

import pytest

from core import presets
from core.experiment import parse
from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.samples_page import SamplesPage
from tests.bench.bench_charts import FRAME_MS, milliseconds
from tests.presets import QUICK
from tests.small import ran

REPLICATES = 2
"""Samples are of the first replicate, whose records are the same for any number of them."""


@pytest.mark.parametrize("name", QUICK)
def test_the_slider_moves_within_a_frame(qtbot, name) -> None:
    given = json.loads(presets.preset_text(name)) | {"replicates": REPLICATES}
    run, record = ActiveRun(), ran(parse(given))
    page = SamplesPage(run)
    qtbot.addWidget(page)
    page.resize(1280, 640)
    page.show()
    run._show(record, Path("there-is-no-file.clab"))
    moves = [*range(record.experiment.generations + 1)] * 2
    spent = [milliseconds(lambda at=at: page.slider.slider.setValue(at)) for at in moves]
    median = statistics.median(spent)
    print(f"\n{name}: {median:.1f} ms, at most {max(spent):.1f} ms (wanted: {FRAME_MS})")
    assert median <= FRAME_MS
    assert run.shutdown(1000)
