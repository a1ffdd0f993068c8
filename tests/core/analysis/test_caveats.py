"""Caveats: each appears when it applies, and not otherwise."""

import numpy as np
import pytest

from core.analysis.caveats import caveats
from core.analysis.first_replicate import first_replicate
from core.analysis.opposed import told_apart
from core.analysis.wording import say_number
from core.events import FinishReason, Gate, RunFinished, RunResumed
from tests.records import ENVIRONMENT, make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, RESERVOIR_SUBSAMPLE, SUBSAMPLE, VERIFIED


def flat(arms, replicates=8, generations=4):
    noise = np.random.default_rng(0).lognormal(0, 0.01, (arms, replicates, generations + 1))
    noise[:, :, 0] = noise[0, :, 0]
    return 1000 * noise


def said(*arms, **given):
    return " ".join(caveats(make_record(flat(len(arms)), arms, **given)))


def test_accumulating_means_more_data():
    text = said(REPLACE, ACCUMULATE)
    assert "Accumulate also trained on more data: 5,000 records at generation 4, 5 times" in text
    assert "No arm of this run keeps data without training on more." in text
    with_control = said(REPLACE, ACCUMULATE, RESERVOIR_SUBSAMPLE, SUBSAMPLE)
    assert " Subsample keeps data without training on more." in with_control
    assert "more data" not in said(REPLACE, SUBSAMPLE, RESERVOIR)


def test_a_verifier_spends_real_records():
    text = said(REPLACE, VERIFIED)
    assert "The verifier of Verified looks at 100 further real records; no control arm" in text
    larger = {**RESERVOIR, "name": "Larger", "real": {"kind": "fixed", "share": 0.5}}
    with_control = said(REPLACE, larger, RESERVOIR, VERIFIED)
    assert "the nearest control, Reservoir, trains on 200." in with_control
    small = {**RESERVOIR, "real": {"kind": "fixed", "share": 0.05}}
    assert "no control arm trains on them" in said(REPLACE, small, VERIFIED)
    assert "verifier" not in said(REPLACE, RESERVOIR)


def gate(shortfall):
    some = np.full(8, 1000)
    return Gate(some, some - shortfall, np.full(8, shortfall), 100)


def test_a_shortfall_is_counted():
    text = said(REPLACE, VERIFIED, gates={"Verified": gate(40)})
    assert "gave up at its cap in 4 of 4 generations. Up to 40 records were missing" in text
    assert "cap" not in said(REPLACE, VERIFIED, gates={"Verified": gate(0)})


def test_a_biased_first_fit_is_told_from_recursion():
    values = flat(2)
    outside = {"types-alive": (1200.0, 1250.0, 1300.0)}
    about = {"types-alive": (900.0, 1000.0, 1100.0)}
    text = "Generation 0 already differs from real samples in types alive: the first fit"
    assert text in " ".join(caveats(make_record(values, bands=outside)))
    assert text not in " ".join(caveats(make_record(values, bands=about)))
    few = make_record(values[:, :2], bands=outside)
    assert text in " ".join(caveats(few))
    below = make_record(values, bands={"types-alive": (900.0, 950.0, 980.0)})
    assert text in " ".join(caveats(below))


def test_the_learners_own_bias_is_named_where_generation_0_shows_none():
    values = flat(2)
    none = "Generation 0 is not shown to differ from real samples in types alive; a small bias"
    about = make_record(values, bands={"types-alive": (900.0, 1000.0, 1100.0)})
    outside = make_record(values, bands={"types-alive": (1200.0, 1250.0, 1300.0)})
    assert none in " ".join(caveats(about))
    assert none not in " ".join(caveats(outside))
    nothing = " ".join(caveats(make_record(values, bands={"total-variation": (0.1, 0.2, 0.3)})))
    assert "Whether generation 0 already lacks what real samples have was not tested." in nothing


def test_equal_values_of_a_narrow_band_are_no_gap():
    # The geometric mean of 20 twelves comes out above 12, which all real samples have too.
    values = np.full_like(flat(2, replicates=20), 12.0)
    record = make_record(values, bands={"types-alive": (12.0, 12.0, 12.0)})
    assert "already differs" not in " ".join(caveats(record))


def test_a_finite_file_leaves_population_sampling_out(monkeypatch):
    record = make_record(flat(2))
    assert "finite" not in " ".join(caveats(record))
    monkeypatch.setattr(type(record.experiment.source), "law_known", False)
    assert "The real data are a finite file; how it was sampled" in " ".join(caveats(record))


@pytest.mark.parametrize(
    ("finished", "text"),
    [
        (None, "The verdict that counts is the one at generation 4."),
        (FinishReason.CANCELLED, "The run was cancelled at generation 2 of 4. The generation"),
        (FinishReason.FAILED, "The run failed at generation 2 of 4. The generation"),
    ],
)
def test_a_run_that_has_not_ended_as_planned(finished, text):
    assert text in said(REPLACE, ACCUMULATE, done=2, finished=finished)
    assert text not in said(REPLACE, ACCUMULATE)


def test_a_failure_gives_its_reason():
    record = make_record(flat(2), done=2, finished=None)
    record.apply(RunFinished(FinishReason.FAILED, "training diverged."))
    assert "The run failed at generation 2 of 4 (training diverged)." in " ".join(caveats(record))


def test_what_an_error_said_is_one_line_that_a_terminal_does_not_act_on():
    record = make_record(flat(2), done=2, finished=None)
    record.apply(RunFinished(FinishReason.FAILED, "no room\n  left \x1b[31m\u202e."))
    assert " (no room left \\x1b[31m\\u202e). " in " ".join(caveats(record))


def test_resumed_elsewhere():
    record = make_record(flat(2), done=2, finished=None)
    record.apply(RunResumed(ENVIRONMENT))
    assert "another machine" not in " ".join(caveats(record))
    record.apply(RunResumed({"machine": "some other"}))
    assert "The run was resumed on another machine" in " ".join(caveats(record))


def test_nothing_measured_yet():
    assert caveats(make_record(flat(1), [REPLACE], done=-1, finished=None))


def test_what_a_held_arm_lost_elsewhere_is_said():
    alive, rare = flat(2), flat(2) / 10_000
    rare[1, :, 1:] *= 0.4
    text = " ".join(caveats(make_record({"types-alive": alive, "rare-type-coverage": rare})))
    assert "Accumulate held its types alive, yet rare types covered fell to 0.4" in text
    assert "Replace held its types alive, yet" not in text
    alive[1, :, 1:] *= 0.3
    lost = " ".join(caveats(make_record({"types-alive": alive, "rare-type-coverage": rare})))
    assert "yet rare" not in lost


def test_the_replicate_that_is_shown_is_placed_among_all():
    alive = flat(2)
    record = make_record({"types-alive": alive})
    said_of_it = first_replicate(record, 4)
    assert said_of_it.startswith("types alive: ")
    for place, arm in enumerate(record.arms):
        assert f"{say_number(alive[place, 0, 4])} in {arm}" in said_of_it


def paired(first, second, replicates=12, generations=4):
    """Two arms that end at these ratios to generation 0, with a little noise."""
    noise = np.random.default_rng(3).lognormal(0, 0.01, (2, replicates, generations + 1))
    path = np.stack([np.geomspace(1, end, generations + 1) for end in (first, second)])
    values = noise * path[:, None, :]
    values[:, :, 0] = noise[0, :, 0]
    return values


def test_growth_is_not_taken_for_fidelity():
    record = make_record(1000 * paired(1.3, 0.95), (REPLACE, ACCUMULATE))
    text = " ".join(caveats(record))
    assert "Held means that nothing was lost, not that nothing changed: types alive rose" in text
    assert "in Replace (1.3" in text
    assert "Held means" not in " ".join(caveats(make_record(1000 * paired(1.02, 0.95))))


def test_a_family_that_says_the_opposite_is_named():
    """Fewer types are lost, and the frequencies are further from the truth; and the other way."""
    distance = 0.1 + 0.01 * paired(1.0, 60.0)
    values = {"types-alive": 1000 * paired(0.5, 0.7), "total-variation": distance}
    text = " ".join(caveats(make_record(values, (REPLACE, ACCUMULATE))))
    assert "Accumulate did better than Replace by types alive, yet worse by total vari" in text
    turned = {name: value[::-1] for name, value in values.items()}
    text = " ".join(caveats(make_record(turned, (REPLACE, ACCUMULATE))))
    assert "Accumulate did worse than Replace by types alive, yet better by total vari" in text
    agreed = {**values, "total-variation": distance[::-1]}
    assert "yet" not in " ".join(caveats(make_record(agreed, (REPLACE, ACCUMULATE))))


def test_less_growth_than_the_baseline_is_no_loss():
    """By the other metric the baseline grew, and the arm stayed: nothing contradicts anything."""
    values = {
        "types-alive": 1000 * paired(0.5, 0.7),
        "shannon-diversity": 400 * paired(1.4, 1.0),
        "total-variation": 0.1 * paired(3.0, 2.0),
    }
    record = make_record(values, (REPLACE, ACCUMULATE))
    assert "yet" not in " ".join(caveats(record))
    assert told_apart(record, "shannon-diversity") == {}
    assert told_apart(record, "types-alive") == {"Accumulate": "better"}
