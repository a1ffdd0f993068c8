"""Order of failure: two generations running, ties said, noisy metrics left out."""

import numpy as np
import pytest

from core.analysis.failure_order import NOT_FAILED, Failure, failure_order
from tests.records import make_record

FIRST, SECOND, THIRD = "middle-type-coverage", "rare-type-coverage", "types-alive"


def path(*ratios, spread=0.002, replicates=8):
    """[2 arms, replicates, generations] of two arms alike, closely about these ratios."""
    noise = 1 + spread * np.linspace(-1, 1, replicates)[:, None]
    values = 100 * np.array(ratios) * noise
    values[:, 0] = 100
    return np.stack([values, values])


def ranked(values, **given):
    return failure_order(make_record(values, **given), "Replace")


def test_first_to_fall_comes_first():
    order = ranked({THIRD: path(1, 0.99, 0.95, 0.7, 0.6), FIRST: path(1, 0.8, 0.7, 0.6, 0.5)})
    assert order == [Failure(FIRST, 1, 1), Failure(THIRD, 3, 2)]


def test_failing_at_one_generation_is_a_tie():
    order = ranked({THIRD: path(1, 0.88, 0.8), FIRST: path(1, 0.3, 0.2)})
    assert [(failure.generation, failure.place) for failure in order] == [(1, 1), (1, 1)]


def test_overlapping_when_the_first_one_fails_is_a_tie():
    """One a hair below 0.9 and one whose wide interval still holds it: nobody failed first."""
    near = path(1, 0.895, 0.88, 0.87, 0.86)
    wide = path(1, 0.89, 0.88, 0.8, 0.8, spread=0.05)
    order = ranked({THIRD: wide, FIRST: near})
    assert [(failure.metric, failure.generation, failure.place) for failure in order] == [
        (FIRST, 1, 1),
        (THIRD, 3, 1),
    ]


def test_ties_do_not_depend_on_the_names_of_those_already_tied():
    """The third overlaps one of two that failed together, whichever of them is named first."""
    low, high = path(1, 0.5, 0.4, 0.3, 0.3), path(1, 0.89, 0.88, 0.87, 0.86)
    wide = path(1, 0.90, 0.88, 0.8, 0.8, spread=0.05)
    for one, other in ((low, high), (high, low)):
        order = ranked({THIRD: wide, FIRST: one, SECOND: other})
        assert {failure.place for failure in order} == {1}


def test_one_generation_below_is_not_enough():
    order = ranked({THIRD: path(1, 0.8, 0.95, 0.8, 0.8)})
    assert order == [Failure(THIRD, 3, 1)]
    assert ranked({THIRD: path(1, 0.95, 0.8)})[0].generation is None


def test_a_wide_null_band_is_not_ranked():
    values = {THIRD: path(1, 0.5, 0.4), FIRST: path(1, 0.5, 0.4)}
    bands = {THIRD: (94.0, 100.0, 105.0), FIRST: (96.0, 100.0, 105.0)}
    order = ranked(values, bands=bands)
    assert [(failure.metric, failure.place) for failure in order] == [(FIRST, 1), (THIRD, None)]
    assert "wider than 10 %" in order[1].reason


@pytest.mark.parametrize("band", [None, (0.0, 0.0, 0.0), (-1.0, 0.0, 1.0)])
def test_no_null_band_or_one_about_nothing(band):
    bands = {} if band is None else {THIRD: band}
    order = ranked({THIRD: path(1, 0.5, 0.4)}, bands=bands)
    assert order[0].place is None
    assert "range of real samples" in order[0].reason


def test_distances_are_never_ranked():
    values = {THIRD: path(1, 0.5, 0.4), "total-variation": path(1, 0.5, 0.4)}
    assert [failure.metric for failure in ranked(values)] == [THIRD]


LOSS, RARE_LOSS = "name-loss", "rare-name-loss"


def rising(*losses, spread=0.005, replicates=8, about=2.5):
    """[2 arms, replicates, generations] of losses that rise by so much, in nats a letter.

    Each replicate has held-out records of its own, and so another level; `spread` is of the rises.
    """
    level = about + 0.2 * np.linspace(-1, 1, replicates)[:, None]
    noise = spread * np.cos(np.arange(replicates))[:, None] * (np.arange(len(losses)) > 0)
    values = level + np.array(losses) + noise
    return np.stack([values, values])


def losses(**values):
    names = {"rare": RARE_LOSS, "all_": LOSS}
    return ranked(
        {names[name]: path_ for name, path_ in values.items()},
        source={"kind": "spelled-names"}, learner={"kind": "mlp-language-model"},
        primary_metric=RARE_LOSS,
    )  # fmt: skip


def test_losses_are_ranked_by_the_likelihood_behind_them():
    """A rise by 0.105 nats is a likelihood a tenth lower; levels of replicates do not matter."""
    order = losses(rare=rising(0, 0.05, 0.12, 0.2, 0.3), all_=rising(0, 0.02, 0.05, 0.09, 0.12))
    assert order[0] == Failure(RARE_LOSS, 2, 1)
    assert (order[1].metric, order[1].reason) == (LOSS, NOT_FAILED)
    other = losses(rare=rising(0, 0.02, 0.05, 0.12, 0.2), all_=rising(0, 0.13, 0.15, 0.2, 0.3))
    assert other == [Failure(LOSS, 1, 1), Failure(RARE_LOSS, 3, 2)]


def test_a_loss_that_falls_has_not_failed():
    assert [one.reason for one in losses(rare=rising(0, -0.2, -0.3, -0.4))] == [NOT_FAILED]


def test_a_loss_that_one_refit_scatters_is_not_ranked():
    (noisy,) = losses(rare=rising(0, 0.2, 0.3, 0.4, spread=0.05))
    assert noisy.place is None
    assert "range of replicates is wider than 10 %" in noisy.reason
    (few,) = losses(rare=rising(0, 0.2, 0.3, 0.4, replicates=5))
    assert few.reason == "too few replicates for an interval of the median"
    (alone,) = losses(rare=rising(0, 0.2, 0.3, 0.4, replicates=1))
    assert alone.reason == "too few replicates for an interval of the median"


def test_replicates_that_began_with_none_are_not_called_too_few():
    none = path(1, 0.5, 0.4)
    none[:, 0] = 0
    (found,) = ranked({THIRD: none}, bands={THIRD: (99.0, 100.0, 101.0)})
    assert found.reason == "some replicates began with none, and so have no ratio to generation 0"
    unknown = rising(0, 0.2, 0.3, 0.4)
    unknown[:, 0, 0] = np.nan
    assert losses(rare=unknown)[0].reason == "some replicates have no ratio to generation 0"


def test_few_replicates_and_no_failure_say_why():
    few = ranked({THIRD: path(1, 0.5, 0.4, replicates=5)})[0]
    assert few.reason == "too few replicates for an interval of the median"
    assert ranked({THIRD: path(1, 0.95, 0.95)})[0].reason == NOT_FAILED
    assert ranked({THIRD: path(1, 0.95, 0.95)}, done=-1, finished=None)[0].place is None
