"""That a model loses something by itself is said where a run shows it, and only there."""

import re

import numpy as np
import pytest

from core.analysis.own_bias import own_bias
from core.record import RunRecord
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR

VAE = {"kind": "vae", "steps": 1}
DOMINATES = "In Accumulate the model's own bias dominates."


def losing(*ends: float, real: float = 30.0, emits: str = "mean", **given: object) -> RunRecord:
    """Arms whose Vendi score ends at these shares of generation 0's 10, where real samples' is."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((len(ends), 8, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    values = 10 * np.array(ends)[:, None, None] ** (np.arange(5) / 4) * noise
    settings = {"source": {"kind": "digits"}, "sample_size": 100} | given
    return make_record(
        {"vendi-score": values},
        [REPLACE, ACCUMULATE, RESERVOIR][: len(ends)],
        bands={"vendi-score": (0.98 * real, real, 1.02 * real)},
        learner=VAE | {"emits": emits},
        **settings,
    )


def test_where_accumulation_follows_the_bias_is_said_to_dominate() -> None:
    said = own_bias(losing(0.2, 0.5, 0.4))
    assert said.startswith(DOMINATES)
    assert "One fit to real data left 0.33 of real samples' Vendi score: what it emits" in said
    assert "leaves out the scatter of pixels about its decoder's mean, beside whatever" in said
    kept = r"\. Accumulate keeps every real record and still fell to 0\.50* \[.*\] of that\."
    assert re.search(kept, said)


@pytest.mark.parametrize(("real", "ends"), [(11.0, (0.2, 0.5)), (30.0, (0.1, 0.2))])
def test_where_the_first_fit_lost_less_it_is_not(real: float, ends: tuple[float, ...]) -> None:
    said = own_bias(losing(*ends, real=real))
    assert "dominates" not in said
    assert said.endswith("loses Vendi score all the same, which that bias may explain.")


def test_where_accumulation_holds_it_is_part_of_the_loss() -> None:
    said = own_bias(losing(0.2, 0.99))
    assert said.endswith("in any regime: part of each loss may be that bias of the model.")


def test_each_arm_with_a_first_fit_of_its_own_is_named_with_what_that_left() -> None:
    """Two arms keep every real record, one of them by a model with settings of its own."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((3, 8, 5)))
    noise[:2, :, 0] = noise[:1, :, 0]
    starts, ends = np.array([10.0, 10.0, 6.0]), np.array([0.2, 0.5, 0.6])
    values = starts[:, None, None] * ends[:, None, None] ** (np.arange(5) / 4) * noise
    narrow = ACCUMULATE | {"name": "Narrow", "learner": {"latent": 3}}
    record = make_record(
        {"vendi-score": values},
        [REPLACE, ACCUMULATE, narrow],
        bands={"vendi-score": (29.0, 30.0, 31.0)},
        learner=VAE | {"emits": "mean"},
        source={"kind": "digits"},
        sample_size=100,
    )
    said = own_bias(record)
    assert said.startswith("In Accumulate and Narrow the model's own bias dominates.")
    left = "One fit to real data left 0.33 in Accumulate and 0.20 in Narrow, of real samples'"
    assert left in said
    assert "Accumulate and Narrow keep every real record and still fell to 0.50" in said


def test_nothing_is_said_where_nothing_is_lost_or_left_out() -> None:
    assert own_bias(losing(1.0, 1.0)) == ""
    assert own_bias(losing(0.2, 0.5, emits="sample")) == ""
    assert own_bias(make_record(np.full((2, 8, 3), 10.0))) == ""
