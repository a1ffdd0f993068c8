"""The step of the tail where losses tell whether it went first."""

import numpy as np
import pytest

from core.report.story.telling import Story
from tests.core.analysis.test_own_settings import NAMES, courses
from tests.records import make_record
from tests.small import REPLACE

RARE_LOSS = "Held-out loss of rare names in the fit"


def spelled(monkeypatch, *, losses: dict[str, tuple[float, float]], covered: float = 0.001):
    """Twelve replicates of one arm: names alive, rare names covered, and losses in nats a letter.

    losses: by metric, the first value and the last, on a straight line.
    """
    monkeypatch.setattr("core.report.story.tail.samples", lambda *_: None)  # made up: no names
    values = {
        name: np.linspace(*ends, 5) + 0.02 * courses((1, 1), seed=at)
        for at, (name, ends) in enumerate(losses.items())
    }
    values["names-alive"] = courses((900, 850))
    values["rare-name-coverage"] = courses((0.4, covered))
    bands = {"names-alive": (890.0, 900.0, 910.0), "rare-name-coverage": (0.39, 0.4, 0.41)}
    return make_record(values, [REPLACE], bands=bands, **NAMES)


def test_a_tail_that_is_measured_by_losses_is_told_by_losses(monkeypatch):
    losses = {"rare-name-loss": (2.4, 2.8), "name-loss": (2.2, 2.3)}
    record = spelled(monkeypatch, losses=losses, covered=0.4)
    step = Story(record).step("tail")
    rare, every = step.picture.panel.lines
    assert rare.label == RARE_LOSS
    assert every.label == "Held-out loss of names in the fit"
    values = record.values["rare-name-loss"][0]
    np.testing.assert_allclose(rare.centre, np.median(values - values[:, :1], axis=0))
    assert all(rare.low[1:] > 0)
    assert step.picture.panel.unit == "nats a letter, less is better"
    assert step.headline == (
        "The tail went first: by generation 4, in Replace, held-out loss of rare names in the fit "
        f"rose by {rare.last} and held-out loss of names in the fit by {every.last}."
    )
    assert rare.last.startswith(f"{rare.centre[-1]:.4f} [")
    assert rare.last.endswith("] nats a letter")
    assert "not drawn" not in step.notes[0].lower()


def test_the_ring_of_a_loss_is_where_a_tenth_of_the_likelihood_is_lost(monkeypatch):
    record = spelled(monkeypatch, losses={"rare-name-loss": (2.4, 2.8)}, covered=0.4)
    step = Story(record).step("tail")
    ((label, ring),) = step.picture.rings
    (line,) = step.picture.panel.lines
    assert label == line.label
    assert line.low[ring] > -np.log(0.9) >= line.low[ring - 1]
    assert "0.105 nats or more higher, a likelihood 10 % or more lower" in step.notes[0]


@pytest.mark.parametrize(
    ("ends", "drawn", "missing"),
    [
        ((2.0, 9.0), [RARE_LOSS], "rare names covered and real names alive"),
        ((2.4, 2.4), ["Rare names covered", "Real names alive"], "held-out loss of rare names"),
    ],
)
def test_what_failed_first_is_drawn_and_what_else_is_named_is_said_not_to_be(
    ends, drawn, missing, monkeypatch
):
    """Losses and ratios share no axis; the coverage fails at once, and the loss in one run too."""
    step = Story(spelled(monkeypatch, losses={"rare-name-loss": ends})).step("tail")
    assert [line.label for line in step.picture.panel.lines] == drawn
    assert f" Not drawn here: {missing}" in step.notes[0]


def test_what_is_said_of_the_tail_rests_on_the_metric_that_is_drawn():
    """Rare words covered is too noisy to be ranked: only the loss tells whether the tail went."""
    steps = np.arange(5) * np.ones((1, 8, 1)) + 0.01 * np.cos(np.arange(8))[:, None]
    kept = 0.5**steps
    values = {
        "words-alive": 1000 * kept,
        "rare-word-coverage": 0.5 * kept,
        "rare-text-loss": 6 + steps,
        "word-loss": 5 + steps,
    }
    record = make_record(
        values, [REPLACE], source={"kind": "state-of-the-union"}, learner={"kind": "n-gram"},
        bands={"words-alive": (990.0, 1000.0, 1010.0), "rare-word-coverage": (0.3, 0.5, 0.7)},
    )  # fmt: skip
    step = Story(record).step("tail")
    assert "So the tail was among the first" in step.notes[0]
    assert [line.label for line in step.picture.panel.lines] == [
        "Held-out loss of rare text in the fit",
        "Held-out loss of words in the fit",
    ]
    assert " Not drawn here: words alive." in step.notes[0]


def test_a_loss_that_is_shown_neither_to_rise_nor_to_fall_changed(monkeypatch):
    record = spelled(monkeypatch, losses={"rare-name-loss": (2.4, 2.4)}, covered=0.4)
    step = Story(record).step("tail")
    assert "held-out loss of rare names in the fit changed by " in step.headline
    assert step.title == "The tail"
    assert step.picture.reach[0] < 0
