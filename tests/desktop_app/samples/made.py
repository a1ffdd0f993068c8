"""Samples put into records by hand, runs that hold some, and what the page shows of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.events import Catalogue, GenerationFinished, Preview, RealDataDrawn
from core.experiment import Experiment, parse
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.models.active_run import ActiveRun
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.widgets.sample_strip import SampleStrip
from tests.small import ACCUMULATE, REPLACE, document, experiment

LIMIT = 30_000
ARMS = [REPLACE, ACCUMULATE]
Put = Callable[[Preview, int, str | None], None]


def shown(qtbot, record: RunRecord, height: int = 260) -> SampleStrip:
    """The strip with a record in it."""
    strip = SampleStrip()
    qtbot.addWidget(strip)
    strip.resize(900, height)
    strip.show_record(record)
    strip.show()
    qtbot.waitExposed(strip)
    return strip


def folded(arms=ARMS, generations=3, **given) -> tuple[RunRecord, Put]:
    """An empty record, and how to put a sample of an arm at a generation into it."""
    record = RunRecord(parse(document(arms=arms, generations=generations, **given)))

    def put(sample: Preview, generation: int, arm: str | None) -> None:
        record.apply(GenerationFinished(generation, arm, {}, {}, None, 0.1, sample))

    return record, put


def names(record: RunRecord, labels: dict[str, float], counts: dict[str, int]) -> None:
    """Draw real data: names with their probabilities, and how often the sample holds each."""
    types = np.arange(len(labels))
    real = Preview(RecordKind.COUNTS, types, np.array([counts[label] for label in labels]))
    law = np.array(list(labels.values()))
    record.apply(RealDataDrawn(real, Catalogue(types, tuple(labels), law)))


def emitted(**counts: int) -> Preview:
    """A sample of types by number, such as _3=5."""
    types = np.array([int(name[1:]) for name in counts], dtype=np.int64)
    return Preview(RecordKind.COUNTS, types, np.array(list(counts.values())))


def images(count: int, seed: int = 0) -> Preview:
    """A sample of random images."""
    drawn = np.random.default_rng(seed).integers(0, 256, (count, 8, 8)).astype(np.uint8)
    return Preview(RecordKind.IMAGES, drawn)


def digits() -> tuple[RunRecord, Put]:
    """`folded`, of images."""
    return folded(source={"kind": "digits"}, learner={"kind": "flow-matching"})


def named(**given) -> Experiment:
    """A short run of names."""
    return experiment("us-first-names", **({"arms": ARMS, "sample_size": 300} | given))


def show(run: ActiveRun, record: RunRecord) -> RunRecord:
    """Let this be the run that the page shows."""
    run._show(record, Path("there-is-no-file.clab"))
    return record


def column(page: SamplesPage, title: str) -> list[str]:
    """A column of the page's table, from top to bottom."""
    table = page.view.table
    headers = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    return [table.cell(row, headers.index(title)).text() for row in range(table.rowCount())]


def held(record: RunRecord, arm: str, generation: int) -> str:
    """How many types an arm's sample has, as the table says it."""
    return f"{len(record.preview(arm, generation).values):,}"
